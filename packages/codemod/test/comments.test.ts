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

test('what is around a replaced request keeps its format, its comments and its line ends', async () => {
  const noise = fc.constantFrom(
    'var a = 1 ;   ',
    'b = [1,2 ,3]',
    'if(c){ d() }else   e()',
    '// 주석 one',
    'f(); // 주석 two',
    '/* three\n      four */',
    'if (g) return {h:1,\n\t  i}',
    'if (j) return   k ;',
    'l = `\n  text ${m }\n`;',
    'n\n  .map((o) => { return o.data })',
    'switch(p){case 1:\n\t q() ;\n}',
  );
  const some = fc.array(noise, { maxLength: 2 });
  const code = fc
    .tuple(some, some, some, some, some, fc.constantFrom('\t', '  ', '    ', ' \t'), fc.constantFrom('\n', '\r\n'))
    .map(([first, second, third, fourth, last, indent, ending]) => {
      const body = [
        ...first,
        'const form = new URLSearchParams();',
        ...second,
        "form.append('grant_type', 'authorization_code');",
        "form.append('client_id', 'abc');",
        "form.append('redirect_uri', 'https://a/cb');",
        "form.append('code', code);",
        ...third,
        "const response = await axios.post('https://kauth.kakao.com/oauth/token', form);",
        ...fourth,
        'if (response.data) return response.data.access_token',
      ];
      const lines = body.map((line) => indent + line);
      const text = `import axios from 'axios';\n${last.join('\n')}\nexport async function run(code) {\n${lines.join('\n')}\n}\n`;
      return text.replaceAll(/\r?\n/g, ending);
    });
  const replaced = /axios|form\b|response|^\s*$/;
  await fc.assert(
    fc.asyncProperty(code, async (before) => {
      const after = await migrated(before, 'kakao.js');
      const expected = before.split('\n').filter((line) => !replaced.test(line));
      const helper = /new KakaoClient|KakaoClient \}|let client|const kakao|clientId|hosts:|\}\)\);/;
      const found = after.split('\n').filter((line) => !helper.test(line) && !replaced.test(line));
      expect(found).toEqual(expected);
      expect(after).toContain(
        "const response = await kakao().oauth.exchangeCode({ code, redirectUri: 'https://a/cb' });",
      );
      expect(after).toMatch(/if \(response\) return response\.access_token\r?\n/);
      expect(after.split('\r\n').length - 1).toBe(before.includes('\r\n') ? after.split('\n').length - 1 : 0);
      expect(await migrated(after, 'kakao.js')).toBe(after);
    }),
    { numRuns: 60 },
  );
});
