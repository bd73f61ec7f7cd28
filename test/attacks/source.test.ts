import { readdir, readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from '@jest/globals';
import ts from 'typescript';

let trees: ts.SourceFile[];

beforeAll(async () => {
  const read = async (name: string): Promise<ts.SourceFile[]> => {
    const folder = new URL(`../../packages/${name}/src/`, import.meta.url);
    const files = (await readdir(folder, { recursive: true })).filter((file) => /\.tsx?$/.test(file));
    return Promise.all(
      files.map(async (file) => {
        const text = await readFile(new URL(file, folder), 'utf8');
        return ts.createSourceFile(`${name}/${file}`, text, ts.ScriptTarget.Latest, true);
      }),
    );
  };
  trees = (await Promise.all(['client', 'passport', 'vault', 'nestjs'].map(read))).flat();
});

function every<Node extends ts.Node>(is: (node: ts.Node) => node is Node): { file: string; node: Node }[] {
  const found: { file: string; node: Node }[] = [];
  for (const tree of trees) {
    const visit = (node: ts.Node): void => {
      if (is(node)) found.push({ file: tree.fileName, node });
      ts.forEachChild(node, visit);
    };
    visit(tree);
  }
  return found;
}

const secretName =
  /^(?:.*(?:secret|nonce|verifier|signature|idToken|accessToken|refreshToken|adminKey|handle)|code|state|token|expected)$/i;
const equality = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);
/** Comparisons of values with such names that do not leak a secret. */
const harmless = new Map<string, string>([
  ['entry?.code === code', 'both come from one browser, which has sent the cookie of this login'],
  ['nonce !== derivedFrom(seed).nonce()', 'both are values of the service, none comes from a browser'],
  ['code === error', 'names of errors'],
  ['error.code === over', 'names of errors'],
  ['error.code === code', 'names of errors'],
  ['tokens.accessToken !== refused', 'both are tokens that the vault had'],
  ['tokens.accessToken === refused', 'both are tokens that the vault had'],
  ['next.accessToken !== tokens.accessToken', 'both are tokens that the vault had'],
  ['stored?.tokens.accessToken === unsaved.before.tokens.accessToken', 'both are tokens that the vault had'],
  ['refresh_token !== before.refreshToken', 'both come from Kakao'],
]);

const lastName = (node: ts.Expression): string =>
  ts.isIdentifier(node) ? node.text : ts.isPropertyAccessExpression(node) ? node.name.text : '';
const isConstant = (node: ts.Expression): boolean =>
  ts.isLiteralExpression(node) ||
  ts.isTypeOfExpression(node) ||
  ['undefined', 'null', 'true', 'false'].includes(node.getText()) ||
  /^-?\d+$/.test(node.getText()) ||
  /^[A-Z_]+$|^failureCodes\./.test(node.getText());

test('secrets are compared in constant time', () => {
  const compared = every(ts.isBinaryExpression)
    .filter(({ node }) => equality.has(node.operatorToken.kind))
    .filter(({ node: { left, right } }) => [left, right].some((side) => secretName.test(lastName(side))))
    .filter(({ node: { left, right } }) => !isConstant(left) && !isConstant(right))
    .map(({ file, node }) => `${file}: ${node.getText()}`);
  const leaks = compared.filter((text) => !harmless.has(text.slice(text.indexOf(': ') + 2)));
  expect(leaks).toEqual([]);
  // A `state` is not compared: the cookie decrypts only with the right one.
  const constant = every(ts.isCallExpression).filter(({ node }) =>
    ['timingSafeEqual', 'sameText'].includes(node.expression.getText()),
  );
  expect(new Set(constant.map(({ file }) => file))).toEqual(
    new Set([
      'client/oidc/verify.ts',
      'client/same-text.ts',
      'client/webhooks/unlink.ts',
      'passport/token-strategy.ts',
    ]),
  );
});

/** Whether a pattern has an unbounded repetition inside another, such as `(a+)+`, which can backtrack exponentially. */
function nestsRepetition(source: string): boolean {
  const groups: boolean[] = [];
  let repeats = false;
  const pattern = source.replaceAll(/\\./gs, 'x').replaceAll(/\[[^\]]*\]/g, 'x');
  for (let at = 0; at < pattern.length; at++) {
    const rest = pattern.slice(at);
    if (rest.startsWith('(')) {
      groups.push(repeats);
      repeats = false;
    } else if (/^(?:[*+]|\{\d+,\})/.test(rest)) {
      repeats = true;
    } else if (rest.startsWith(')')) {
      const unbounded = /^\)(?:[*+]|\{\d+,\})/.test(rest);
      if (unbounded && repeats) return true;
      repeats ||= groups.pop() ?? false;
    }
  }
  return false;
}

/** Patterns that nest repetition, but can match any text in only one way. */
const unrolled = new Set([
  // Each round starts with a backslash, which no other part of the pattern matches.
  String.raw`/"[^"\\]*(?:\\[^][^"\\]*)*(?:"|\\?$)|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g`,
]);

test('nestsRepetition finds nested repetition', () => {
  expect(['(a+)+', '(?:a*b?)*$', '((a+)b)*', '(x|a{2,})+'].map(nestsRepetition)).toEqual([true, true, true, true]);
  expect([String.raw`a+\)+`, '(?:ab)+c*', '[(a+)]+', '(?:a+b)?'].map(nestsRepetition)).toEqual(Array(4).fill(false));
});

test('no pattern nests repetition, so none can backtrack exponentially', () => {
  const patterns = every(ts.isRegularExpressionLiteral).map(({ file, node }) => ({ file, text: node.text }));
  expect(patterns.length).toBeGreaterThan(20);
  const bad = patterns.filter(
    ({ text }) => nestsRepetition(text.slice(1, text.lastIndexOf('/'))) && !unrolled.has(text),
  );
  expect(bad).toEqual([]);
});

test('no pattern is built from a string', () => {
  const made = every(ts.isNewExpression).filter(({ node }) => node.expression.getText() === 'RegExp');
  expect(made.map(({ file, node }) => `${file}: ${node.getText()}`)).toEqual([]);
});

test('the packages never evaluate code, start processes or print to the console', () => {
  const calls = every(ts.isCallExpression).map(({ file, node }) => `${file}: ${node.expression.getText()}`);
  expect(calls.filter((call) => /: (?:eval|Function|console\.\w+|vm\.\w+|execSync|exec|spawn)$/.test(call))).toEqual(
    [],
  );
});
