import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CallMigration, namesKakao } from './calls.js';
import { isComponent, PackageFiles, readText, sourcesAt } from './project.js';
import type { PackageFile } from './project.js';
import { marker, Source } from './source.js';
import { importsLegacy, isReexport, migrateStrategy, moduleOf, strategiesIn, strategyPackage } from './strategy.js';
import type { LegacyProject } from './strategy.js';

/** Options of {@link migrate}. */
export interface MigrateOptions {
  /** Files and folders. Default: the current folder. */
  paths?: readonly string[] | undefined;
  /** Only reports what would change. */
  dryRun?: boolean | undefined;
}

/** A `TODO(kakao-login):` comment that {@link migrate} added. */
export interface MigrationTodo {
  /** The line in the changed file, from 1. */
  line: number;
  /** The comment without `TODO(kakao-login):`. */
  text: string;
}

/** A file that {@link migrate} changed. */
export interface MigratedFile {
  /** The absolute path. */
  path: string;
  /** All comments of this kind in the file, including earlier ones. */
  todos: MigrationTodo[];
}

/** A `package.json` that keeps packages which {@link migrate} replaces. */
export interface KeptPackages {
  /** The absolute path of the `package.json`. */
  path: string;
  /** Their names, such as `passport-kakao`. */
  packages: string[];
  /** The files that still import them. Absolute paths. */
  importedBy: string[];
}

/** What {@link migrate} did. */
export interface MigrationReport {
  /** Changed source files and `package.json` files. */
  changed: MigratedFile[];
  /** Files that could not be parsed, and were not changed. Absolute paths. */
  failed: string[];
  /**
   * Files of Vue, Svelte and Astro with the replaced packages or Kakao's servers. They were not changed. Absolute
   * paths.
   */
  manual: string[];
  /** The `package.json` files that keep replaced packages, and why. */
  kept: KeptPackages[];
  /** Packages to install for files without a `package.json`. */
  install: string[];
}

/**
 * Moves a project from passport-kakao, passport-kakao-login or its own requests with axios to Kakao Login for Node. It
 * changes source files and package.json. If it cannot know the right change, it adds a comment that starts with
 * `TODO(kakao-login):`. A second run changes nothing.
 *
 * @throws Error if a path does not exist or cannot be written
 */
export async function migrate({ paths = ['.'], dryRun = false }: MigrateOptions = {}): Promise<MigrationReport> {
  const report: MigrationReport = { changed: [], failed: [], manual: [], kept: [], install: [] };
  const packageFiles = new PackageFiles();
  const files = [...new Set((await Promise.all(paths.map((path) => sourcesAt(resolve(path))))).flat())];
  const legacy = new Set<unknown>();
  const strategies = new Set(['kakao']);
  const reexports = new Set<string>();
  const texts: { path: string; text: string }[] = [];
  for (const path of files) {
    const { text, isWhole } = await readText(path);
    const packageFile = await packageFiles.of(path);
    if (packageFile?.legacy.length || importsLegacy(text)) legacy.add(packageFile);
    if (isWhole) texts.push({ path, text });
    else if (isAbout(text)) report.failed.push(path);
    if (importsLegacy(text)) for (const name of strategiesIn(text)) strategies.add(name);
    if (isReexport(text)) reexports.add(moduleOf(path));
  }

  const write = async (path: string, before: string, after: string): Promise<void> => {
    if (before === after) return;
    if (!dryRun) await writeFile(path, after);
    report.changed.push({ path, todos: todosIn(after) });
  };
  const importers = new Map<PackageFile | undefined, string[]>();
  const install = new Set<string>();
  for (const { path, text } of texts) {
    const packageFile = await packageFiles.of(path);
    const legacyFiles = legacy.has(packageFile) ? await packageFiles.withLegacy(path) : [];
    const result = isComponent(path)
      ? undefined
      : migrated(path, text, legacy.has(packageFile) && { strategies, reexports });
    const after = typeof result === 'object' ? result.text : text;
    if (result === 'failed') report.failed.push(path);
    if (isComponent(path) && isAbout(text)) report.manual.push(path);
    const isImporter = typeof result === 'object' ? result.importsLegacy : importsLegacy(text);
    for (const one of legacyFiles) {
      legacy.add(one);
      if (isImporter) importers.set(one, [...(importers.get(one) ?? []), path]);
    }
    const withStrategy = legacyFiles.filter(({ hasStrategy }) => hasStrategy);
    for (const name of typeof result === 'object' ? result.needs : []) {
      const targets = name === strategyPackage && withStrategy.length > 0 ? withStrategy : [packageFile];
      for (const target of targets) (target?.needs ?? install).add(name);
    }
    await write(path, text, after);
  }
  report.install.push(...install);
  const done = new Set(texts.map(({ path }) => path));
  for (const packageFile of packageFiles.found.values()) {
    if (!legacy.has(packageFile) && packageFile.needs.size === 0) continue;
    const { path, text, legacy: packages } = packageFile;
    const importedBy = [...(importers.get(packageFile) ?? []), ...(await packageFile.importersBeyond(done))];
    const isKept = importedBy.length > 0;
    if (isKept && packages.length > 0) report.kept.push({ path, packages, importedBy });
    await write(path, text, packageFile.changed(isKept));
  }
  return report;
}

const isAbout = (text: string): boolean => namesKakao(text) || importsLegacy(text);

interface Migrated {
  text: string;
  needs: ReadonlySet<string>;
  importsLegacy: boolean;
}

/** Returns the changed file, or `undefined` if there is nothing to change. */
function migrated(path: string, text: string, project: LegacyProject | false): Migrated | 'failed' | undefined {
  const hasCalls = namesKakao(text);
  if (!hasCalls && !(project && /kakao|카카오|미연동/i.test(text))) return undefined;
  const run = (source: Source): string => {
    if (project) migrateStrategy(source, project);
    const calls = new CallMigration(source);
    if (hasCalls) calls.run();
    return source.isChanged ? calls.print() : source.text;
  };
  try {
    // First for the comments alone: in the second round they are a part of the text, and recast leaves the lines around
    // them as they are.
    const [mark = ''] = /^\uFEFF/.exec(text) ?? [];
    const draft = new Source(path, text.slice(mark.length));
    run(draft);
    const source = new Source(path, draft.withTodos());
    const { needs } = source;
    return { text: mark + run(source), needs, importsLegacy: source.importsLegacy };
  } catch (error) {
    if (error instanceof SyntaxError) return 'failed';
    throw error;
  }
}

const todosIn = (text: string): MigrationTodo[] =>
  text.split('\n').flatMap((line, index) => {
    const [, todo] = line.split(marker);
    return todo === undefined ? [] : [{ line: index + 1, text: todo.trim() }];
  });
