import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import ts from 'typescript';
import { migrate } from '../src/index.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kakao-codemod-comments-'));
  await writeFile(join(folder, 'package.json'), '{}');
});
afterAll(() => rm(folder, { recursive: true }));

async function migrated(text: string, name = 'page.tsx'): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  await migrate({ paths: [path] });
  return readFile(path, 'utf8');
}

/** All strings in the code. */
function textsIn(code: string): string[] {
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isLiteralExpression(node) || ts.isTemplateMiddleOrTemplateTail(node) || ts.isTemplateHead(node)) {
      texts.push(node.text);
    } else if (ts.isJsxText(node)) texts.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('page.tsx', code, ts.ScriptTarget.Latest, true));
  return texts;
}

const comment = /^[ \t]*\/\/ TODO\(kakao-login\): .*\r?\n/gm;

const request = "fetch('https://kapi.kakao.com/v2/user/me')";
/** Code with several lines, some of which cannot have a comment above them. */
const ends = [
  'a = `\n  text`;',
  'a = `\ntext\n`;',
  'a = `${b}\n  ${c}\n`;',
  'a(`\n${b}`);',
  'a = `${b(() => {\n  c();\n})}\n`;',
  'a = <p>\n  text\n</p>;',
  'a = <p>\n  text {b}\n  text</p>;',
  "a = 'text \\\n  text';",
  '/* text\n  text */',
  'a = `\u2028text\n`;',
];
/** Code around a statement. */
const around: ((code: string) => string)[] = [
  (code) => code,
  (code) => `function f() {\n  ${code}\n}`,
  (code) => `function f() { ${code} }`,
  (code) => `class A {\n  f() {\n    ${code}\n  }\n}`,
  (code) => `switch (a) {\n  case 1: ${code}\n}`,
  (code) => `const a = \`\n\${(() => { ${code} })()}\n\`;`,
  (code) => `const a = (\n  <p>\n    <b onClick={() => { ${code} }}>text</b>\n  </p>\n);`,
  (code) => `const A = () => <p>\n  <b onClick={() => {\n    ${code}\n  }}>text</b>\n</p>;`,
];

test('a comment never becomes part of a string, wherever a statement starts', async () => {
  const statement = fc.tuple(
    fc.array(fc.constantFrom(...ends), { maxLength: 2 }),
    fc.constantFrom(' ', '', '\n'),
    fc.constantFrom(`${request};`, `let e = ${request}, f;`, `const d = { e: ${request} };`),
  );
  const code = fc
    .tuple(statement, fc.array(fc.constantFrom(...around), { maxLength: 3 }), fc.constantFrom('\n', '\r\n'))
    .map(([[before, space, after], wrappers, ending]) => {
      const inner = [...before, after].join(space);
      return `${wrappers.reduce((text, wrap) => wrap(text), inner)}\n`.replaceAll('\n', ending);
    });
  await fc.assert(
    fc.asyncProperty(code, async (before) => {
      const after = await migrated(before);
      expect(after.match(comment)).toHaveLength(1);
      expect(after.replace(comment, '')).toBe(before);
      expect(textsIn(after)).toEqual(textsIn(before));
      expect(await migrated(after)).toBe(after);
    }),
    { numRuns: 100 },
  );
});

test('the code of the client does not become part of a string either', async () => {
  const before = `import axios from 'axios'; const page = \`
text
\`;
export async function logout(code) {
  await axios.post('https://kauth.kakao.com/oauth/token', new URLSearchParams({ grant_type: 'authorization_code', client_id: 'a', redirect_uri: 'https://a/cb', code }));
}
`;
  const after = await migrated(before, 'kakao.js');
  expect(after).toContain('new KakaoClient');
  expect(textsIn(after)).toContain('\ntext\n');
});
