import jscodeshift from 'jscodeshift';
import type { ASTNode, ASTPath, Collection, JSCodeshift } from 'jscodeshift';

export type { ASTNode, ASTPath, JSCodeshift };
export type Expression = Exclude<Parameters<JSCodeshift['awaitExpression']>[0], null>;
export type Name = ReturnType<JSCodeshift['identifier']>;

/** Stands for a statement that goes. Without it in the list, recast would format all the others anew. */
const removed = 'kakaoLoginRemoved';

export const marker = 'TODO(kakao-login):';

const lists = new Set(['Program', 'BlockStatement', 'ClassBody', 'StaticBlock', 'TSModuleBlock', 'SwitchCase']);

/** The TypeScript parsers also read JavaScript. Only `tsx` reads JSX. */
const parserFor = (path: string): string => (/\.[cm]?ts$/.test(path) ? 'ts' : 'tsx');

/** The location of a node. recast counts a tab as several columns. */
interface Location {
  start: { line: number; column: number };
  end: { line: number; column: number };
  lines: { getIndentAt(line: number): number; slice(start: object, end: object): { toString(): string } };
}

/** A node or a comment. */
interface Token {
  type: string;
  loc?: { start: { line: number }; end: { line: number } } | null;
}

/** A file that is being changed. */
export class Source {
  readonly j: JSCodeshift;
  readonly root: Collection;
  readonly isTypeScript: boolean;
  readonly isModule: boolean;
  /** Packages that the changed file needs. */
  readonly needs = new Set<string>();
  readonly todos: { line: number; text: string }[] = [];
  isChanged = false;
  /** Whether the file still imports a package that is replaced. */
  importsLegacy = false;
  readonly #startsInText: ReadonlySet<number>;
  /** Whether each `return` ends with a semicolon. */
  readonly #returns: readonly boolean[];

  constructor(
    readonly path: string,
    readonly text: string,
  ) {
    this.j = jscodeshift.withParser(parserFor(path));
    this.root = this.j(text) as Collection;
    // This has to happen before the first change.
    this.#startsInText = this.#linesInText();
    this.#returns = this.root
      .find(this.j.ReturnStatement)
      .nodes()
      .map((node) => endsIn(node, ';'));
    this.isTypeScript = /\.[cm]?tsx?$/.test(path);
    this.isModule = this.root.find(this.j.ImportDeclaration).length > 0 || this.isTypeScript;
  }

  /** Adds a comment above the statement or class member of a node, or above an earlier one that starts its line. */
  todo(path: ASTPath, text: string): void {
    let innermost: number | undefined;
    let line: number | undefined;
    for (let at = path; line === undefined && at.parent; at = at.parent as ASTPath) {
      if (!lists.has((at.parent as ASTPath).node.type)) continue;
      const list = (at.parentPath as { value: { loc?: Location | null }[] }).value;
      const upTo = list.slice(0, list.indexOf(at.node as (typeof list)[number]) + 1);
      const starts = upTo.flatMap(({ loc }) => loc ?? []);
      innermost ??= starts.at(-1)?.start.line;
      line = starts.findLast((loc) => this.#startsLine(loc))?.start.line;
    }
    line ??= innermost && this.placeAbove(innermost);
    const isKnown = this.todos.some((todo) => todo.line === line && todo.text === text);
    if (line !== undefined && !isKnown) this.todos.push({ line, text });
  }

  #startsLine({ start, lines }: Location): boolean {
    return start.column === lines.getIndentAt(start.line) && !this.#startsInText.has(start.line);
  }

  /** The closest line at or above this one before which a line can be inserted. */
  placeAbove(line: number): number {
    return this.#startsInText.has(line) ? this.placeAbove(line - 1) : line;
  }

  /** The closest line at or below this one after which a line can be inserted. */
  placeBelow(line: number): number {
    return this.#startsInText.has(line + 1) ? this.placeBelow(line + 1) : line;
  }

  /**
   * Lines that start inside a literal, a comment or text of JSX. A line inserted before them would become part of it.
   */
  #linesInText(): Set<number> {
    const found = new Set<number>();
    this.root.find(this.j.Node).forEach(({ node }) => {
      const { comments } = node as { comments?: Token[] | null };
      for (const { type, loc } of [node, ...(comments ?? [])] as Token[]) {
        if (!loc || !/^(?:TemplateElement|JSXText|StringLiteral|DirectiveLiteral|CommentBlock)$/.test(type)) continue;
        for (let line = loc.start.line + 1; line <= loc.end.line; line++) found.add(line);
      }
    });
    return found;
  }

  /** The text with the added comments, without repeating existing ones. */
  withTodos(): string {
    // Keeps the line endings. The parser also ends lines at U+2028 and U+2029.
    const lines = this.text.split(/(?<=[\n\u2028\u2029])/);
    for (const { line, text } of this.todos.toSorted((a, b) => b.line - a.line)) {
      const [indent = ''] = /^[ \t]*/.exec(lines[line - 1] ?? '') ?? [];
      const above = lines.slice(0, line - 1);
      const code = above.findLastIndex((one) => !one.trim().startsWith('//'));
      const comment = `// ${marker} ${text}`;
      if (above.slice(code + 1).some((one) => one.trim() === comment)) continue;
      lines.splice(line - 1, 0, `${indent}${comment}${this.#printing.lineTerminator}`);
    }
    return lines.join('');
  }

  get quote(): '"' | "'" {
    const count = (mark: string) => this.text.split(mark).length;
    return count("'") >= count('"') ? "'" : '"';
  }

  /** Removes a statement, or a variable that is declared together with others. Comments stay. */
  remove(path: ASTPath): void {
    const { j } = this;
    const parent = path.parent as ASTPath;
    if (j.VariableDeclarator.check(path.node) && j.VariableDeclaration.check(parent.node)) {
      if (parent.node.declarations.length > 1) path.prune();
      else parent.node.declarations = [j.variableDeclarator(j.identifier(removed))];
    } else if (j.ExpressionStatement.check(path.node)) path.node.expression = j.identifier(removed);
  }

  print(): string {
    // recast prints directives that it formats anew with two ends.
    const printed = this.root.toSource(this.#printing).replaceAll(/^([ \t]*(['"])use \w+\2;);/gm, '$1');
    return this.#withReturns(withoutRemoved(printed));
  }

  /** recast ends each `return` that has a change in it with a semicolon. */
  #withReturns(printed: string): string {
    const result = this.j(printed).find(this.j.ReturnStatement).nodes();
    if (result.length !== this.#returns.length) return printed;
    const lines = printed.split('\n');
    const added = result.filter((node, index) => this.#returns[index] === false && endsIn(node, ';'));
    for (const { loc } of added.toReversed()) {
      const { end, lines: counted } = loc as unknown as Location;
      const text = lines[end.line - 1] ?? '';
      const column = end.column - counted.getIndentAt(end.line) + (/^[ \t]*/.exec(text)?.[0].length ?? 0);
      lines[end.line - 1] = text.slice(0, column - 1) + text.slice(column);
    }
    return lines.join('\n');
  }

  /** The source code of a node. */
  codeOf(node: unknown): string {
    return this.j(node as ASTNode).toSource(this.#printing);
  }

  get #printing() {
    return {
      quote: this.quote === '"' ? ('double' as const) : ('single' as const),
      lineTerminator: this.text.includes('\r\n') ? '\r\n' : '\n',
    };
  }

  /** The value of a string literal. */
  stringOf(node: unknown): string | undefined {
    const { j } = this;
    if (j.StringLiteral.check(node)) return node.value;
    if (j.Literal.check(node)) return typeof node.value === 'string' ? node.value : undefined;
    return j.TemplateLiteral.check(node) && node.quasis.length === 1
      ? (node.quasis[0]?.value.cooked ?? undefined)
      : undefined;
  }

  /** The members of an object literal by name, or `undefined` if one of them is unknown. */
  membersOf(node: unknown): Map<string, Expression> | undefined {
    const { j } = this;
    if (!j.ObjectExpression.check(node)) return undefined;
    const members = new Map<string, Expression>();
    for (const property of node.properties) {
      if (!j.ObjectProperty.check(property) && !j.Property.check(property)) return undefined;
      const name = property.computed ? undefined : this.keyOf(property.key);
      if (name === undefined) return undefined;
      members.set(name, property.value as Expression);
    }
    return members;
  }

  /** What a pattern takes apart, by the names of the properties. */
  propertiesOf(pattern: unknown): Map<string, unknown> {
    const { j } = this;
    const found = new Map<string, unknown>();
    if (!j.ObjectPattern.check(pattern)) return found;
    for (const property of pattern.properties) {
      if (!j.ObjectProperty.check(property) && !j.Property.check(property)) continue;
      const name = property.computed ? undefined : this.keyOf(property.key);
      if (name !== undefined) found.set(name, property.value);
    }
    return found;
  }

  keyOf(node: unknown): string | undefined {
    return this.j.Identifier.check(node) ? node.name : this.stringOf(node);
  }

  /** The declaration of a variable that is visible at a place, and the block in which it is declared. */
  declarationOf(name: string, from: ASTPath): { path: ASTPath; init: unknown; block: ASTPath } | undefined {
    const { j } = this;
    const above = ancestors(from);
    const found = this.root
      .find(j.VariableDeclarator)
      .paths()
      .flatMap((path) => {
        const init = this.#valueOf(name, path.node);
        return init === undefined ? [] : [{ path, init, block: scopeOf(path) }];
      })
      .filter(({ block }) => above.includes(block.node))
      .at(-1);
    if (found === undefined) return undefined;
    const below = above.slice(0, above.indexOf(found.block.node));
    return below.some((node) => this.#hasParameter(node, name)) ? undefined : found;
  }

  /** What a declaration gives to a name: `KEY` of `const { KEY } = process.env` is `process.env.KEY`. */
  #valueOf(name: string, { id, init }: { id: unknown; init?: unknown }): unknown {
    const { j } = this;
    if (j.Identifier.check(id)) return id.name === name ? (init ?? null) : undefined;
    for (const [key, value] of this.propertiesOf(id)) {
      if (!j.Identifier.check(value) || value.name !== name) continue;
      return init ? j.memberExpression(init as Name, j.identifier(key)) : null;
    }
    return undefined;
  }

  /** Whether a name is a parameter of a function that a place is in. */
  isParameter(name: string, from: ASTPath): boolean {
    return ancestors(from).some((node) => this.#hasParameter(node, name));
  }

  /** Whether a function or a `catch` has a parameter with that name. */
  #hasParameter(node: ASTNode, name: string): boolean {
    const { j } = this;
    if (j.CatchClause.check(node)) return this.keyOf(node.param) === name;
    if (!j.Function.check(node)) return false;
    const names = (pattern: unknown): boolean => {
      if (j.Identifier.check(pattern)) return pattern.name === name;
      if (j.AssignmentPattern.check(pattern)) return names(pattern.left);
      if (j.RestElement.check(pattern)) return names(pattern.argument);
      if (j.TSParameterProperty.check(pattern)) return names(pattern.parameter);
      if (j.ArrayPattern.check(pattern)) return pattern.elements.some(names);
      return [...this.propertiesOf(pattern).values()].some(names);
    };
    return node.params.some(names);
  }

  /** Where a name is read below a place, and means what it means there. */
  references(name: string, below: ASTPath): ASTPath[] {
    const { j } = this;
    const isHidden = (path: ASTPath): boolean => {
      const above = ancestors(path);
      return above.slice(0, above.indexOf(below.node)).some((node) => this.#hasParameter(node, name) || hides(node));
    };
    const hides = (node: ASTNode): boolean =>
      j.BlockStatement.check(node) &&
      node.body.some(
        (one) =>
          j.VariableDeclaration.check(one) &&
          one.kind !== 'var' &&
          one.declarations.some((declared) => this.#valueOf(name, declared as { id: unknown }) !== undefined),
      );
    return j(below)
      .find(j.Identifier, { name })
      .filter((path) => isReference(path, j) && !isHidden(path))
      .paths();
  }

  /** A property of the class that a place is in. */
  propertyOf(name: string | undefined, from: ASTPath): { value?: unknown } | undefined {
    return this.root
      .find(this.j.ClassProperty)
      .filter(({ node }) => this.keyOf(node.key) === name)
      .filter((path) => ancestors(from).includes((path.parent as ASTPath).node))
      .nodes()[0];
  }

  /** Whether a name means something in the file already. */
  isTaken(name: string): boolean {
    return this.root.find(this.j.Identifier, { name }).length > 0;
  }
}

function endsIn({ loc }: { loc?: unknown }, text: string): boolean {
  const { start, end, lines } = loc as Location;
  return lines.slice(start, end).toString().endsWith(text);
}

/** The text without what stands for statements, and without the lines that had nothing else. */
function withoutRemoved(printed: string): string {
  const lines = printed.split('\n');
  const kept: string[] = [];
  let isBehind = false;
  for (const line of lines) {
    const rest = line.replace(statement, '$1');
    const isGone = rest !== line && rest.trim() === '';
    // Not two empty lines where one was on either side, and none at the start of a block.
    const isDouble: boolean = isBehind && line.trim() === '' && /^\s*$|\{\s*$/.test(kept.at(-1) ?? '');
    if (!isGone && !isDouble) kept.push(rest);
    isBehind = isGone || (isBehind && isDouble);
  }
  return kept.join('\n');
}

const statement = new RegExp(`^(.*?)(?:(?:const|let|var) )?\\b${removed}\\b;?[ \\t]*`);

export function blockOf(path: ASTPath): ASTPath {
  let at = path;
  while (at.parent && !/^(?:Program|BlockStatement|StaticBlock)$/.test(at.node.type)) at = at.parent as ASTPath;
  return at;
}

/** The block that a declaration is in sight in: that of the function for `var`. */
export function scopeOf(path: ASTPath): ASTPath {
  const { node } = path.parent as ASTPath<ASTNode & { kind?: string }>;
  let block = blockOf(path);
  const isOfFunction = ({ parent }: ASTPath) => !parent || /Function|Method/.test((parent as ASTPath).node.type);
  while (node.kind === 'var' && block.node.type !== 'Program' && !isOfFunction(block)) {
    block = blockOf(block.parent as ASTPath);
  }
  return block;
}

export function ancestors(path: ASTPath): ASTNode[] {
  const found: ASTNode[] = [];
  for (let at: ASTPath | null = path; at; at = at.parent as ASTPath | null) found.push(at.node);
  return found;
}

/** Whether a name is read, and is not the name of a member, a key or a declaration. */
function isReference(path: ASTPath<Name>, j: JSCodeshift): boolean {
  const parent = (path.parent as ASTPath).node;
  const { node } = path;
  if (j.MemberExpression.check(parent) || j.OptionalMemberExpression.check(parent)) {
    return parent.object === node || parent.computed === true;
  }
  if (j.ObjectProperty.check(parent) || j.Property.check(parent)) return parent.value === node;
  if (j.VariableDeclarator.check(parent)) return parent.id !== node;
  return !/^(?:Import|Class(?:Property|Method)|ObjectMethod|TS\w*(?:Signature|Declaration)|Function)/.test(parent.type);
}
