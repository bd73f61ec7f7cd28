import { dirname, join } from 'node:path/posix';
import type ts from 'typescript';
import { propertyOf } from './source-file.js';
import type { TypeScript } from './source-file.js';
import { textOf } from './tree.js';
import type { Tree } from './tree.js';

/** Settings of the application in `main.ts`. */
export interface MainFile {
  /** The global prefix, such as `/api`, or an empty string. */
  globalPrefix: string;
  /** Whether it sets a prefix that cannot be read, or that may exclude the login. */
  hasUnclearPrefix: boolean;
  /** `undefined` for Nest's default (3000) or a port that cannot be read. */
  port: number | undefined;
  /** Whether routes have versions. */
  hasVersions: boolean;
  /** The root module. */
  root: { className: string; path: string } | undefined;
}

export const mainPath = (sourceRoot: string): string => join(sourceRoot, 'main.ts');

export function readMainFile(ts: TypeScript | undefined, tree: Tree, sourceRoot: string): MainFile {
  const main: MainFile = {
    globalPrefix: '',
    hasUnclearPrefix: false,
    port: undefined,
    hasVersions: false,
    root: undefined,
  };
  if (ts === undefined) return main;
  const text = textOf(tree, mainPath(sourceRoot)) ?? '';
  const source = ts.createSourceFile('main.ts', text, ts.ScriptTarget.Latest, true);
  const constants = constantsOf(ts, source);
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
    const [first, second] = node.arguments;
    const method = node.expression.name.text;
    if (method === 'enableVersioning') main.hasVersions = true;
    if (first === undefined) return;
    if (method === 'setGlobalPrefix') {
      const prefix = valueOf(ts, constants, first);
      main.hasUnclearPrefix =
        typeof prefix !== 'string' || /\bexclude\b[^]*(?:auth|[*({])/.test(second?.getText() ?? '');
      main.globalPrefix = `/${prefix ?? ''}`.replace(/^\/+/, '/').replace(/\/$/, '');
    }
    if (method === 'listen') {
      const given = ts.isObjectLiteralExpression(first) ? propertyOf(ts, first, 'port')?.initializer : first;
      main.port = given && portOf(valueOf(ts, constants, given));
    }
    if (method === 'create' && node.expression.expression.getText() === 'NestFactory' && ts.isIdentifier(first)) {
      const path = pathOf(ts, source, first.text, tree, sourceRoot);
      main.root = path === undefined ? undefined : { className: first.text, path };
    }
  };
  visit(source);
  return main;
}

type Constants = ReadonlyMap<string, ts.Expression>;

function constantsOf(ts: TypeScript, source: ts.SourceFile): Constants {
  const constants = new Map<string, ts.Expression>();
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
      constants.set(node.name.text, node.initializer);
    }
  };
  visit(source);
  return constants;
}

/** A literal, a constant, or the default of a variable: `process.env.PORT ?? 3000`, `config.get('PORT', 3000)`. */
function valueOf(ts: TypeScript, constants: Constants, node: ts.Expression, depth = 0): string | number | undefined {
  const inner = (child: ts.Expression) => (depth > 10 ? undefined : valueOf(ts, constants, child, depth + 1));
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node)) {
    return inner(node.expression);
  }
  if (ts.isIdentifier(node)) {
    const constant = constants.get(node.text);
    return constant && inner(constant);
  }
  if (ts.isPrefixUnaryExpression(node)) return inner(node.operand);
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const isDefault = kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken;
    return isDefault ? (inner(node.left) ?? inner(node.right)) : undefined;
  }
  if (!ts.isCallExpression(node)) return undefined;
  const [first, second] = node.arguments;
  const isConversion = /^(?:Number(?:\.parseInt)?|parseInt|String)$/.test(node.expression.getText());
  const isRead = /\.get(?:OrThrow)?$/.test(node.expression.getText());
  const argument = isConversion ? first : isRead ? second : undefined;
  return argument && inner(argument);
}

function portOf(value: string | number | undefined): number | undefined {
  const port = Number(value);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}

/** The file that a class of `main.ts` is imported from. */
function pathOf(
  ts: TypeScript,
  source: ts.SourceFile,
  className: string,
  tree: Tree,
  sourceRoot: string,
): string | undefined {
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const names = statement.importClause?.namedBindings;
    if (names === undefined || !ts.isNamedImports(names)) continue;
    // The name in `main.ts` can differ from the name of the class.
    if (!names.elements.some(({ name, propertyName }) => name.text === className && !propertyName)) continue;
    const from = statement.moduleSpecifier.text.replace(/\.js$/, '');
    const path = `${from.startsWith('.') ? join(dirname(mainPath(sourceRoot)), from) : from}.ts`;
    return tree.exists(path) ? path : undefined;
  }
  return undefined;
}
