/* What a rule gets from @angular-devkit/schematics, as far as it is used: the package is not a dependency. */

/** The files of the project. Nothing is written before the rule has finished, and nothing at all in a dry run. */
export interface Tree {
  exists(path: string): boolean;
  read(path: string): Uint8Array | null;
  create(path: string, content: string): void;
  overwrite(path: string, content: string): void;
  getDir(path: string): { subfiles: readonly string[] };
}

export interface SchematicContext {
  logger: { info(message: string): void; warn(message: string): void };
  /** Runs after the files are written, and not in a dry run. */
  addTask(task: { toConfiguration(): { name: string; options: object } }): unknown;
}

export type Rule = (tree: Tree, context: SchematicContext) => Promise<void>;

export function textOf(tree: Tree, path: string): string | undefined {
  const content = tree.read(path);
  return content === null ? undefined : new TextDecoder().decode(content);
}
