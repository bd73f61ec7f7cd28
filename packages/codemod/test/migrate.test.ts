import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { migrate, type MigrationReport } from '../src/index.js';
import { todos } from '../src/todos.js';
import { version } from '../src/version.js';

const projects = fileURLToPath(new URL('projects/', import.meta.url));
const names = (await readdir(projects)).toSorted();
/** Whether to write the changed projects into `after` instead of comparing them with it. */
const update = process.env['UPDATE_CODEMOD'] !== undefined;

async function filesIn(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = entries
    .filter((entry) => entry.isFile())
    .map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(folder.length + 1), await readFile(path, 'utf8')] as const;
    });
  return Object.fromEntries(await Promise.all(texts));
}

/** The report of a run without changes. */
const nothing: MigrationReport = { changed: [], failed: [], manual: [], kept: [], install: [] };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kakao-codemod-'));
});
afterEach(async () => {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true });
});
afterAll(() => rm(folder, { recursive: true }));

/** Writes files, runs the codemod on them, and returns them. */
async function migrated(files: Record<string, string>): Promise<Record<string, string>> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  await migrate({ paths: [folder] });
  return filesIn(folder);
}
const legacyPackage = JSON.stringify({ dependencies: { 'passport-kakao': '^1.0.1' } });
const ofLegacy = async (text: string, name = 'app.js'): Promise<string> =>
  (await migrated({ 'package.json': legacyPackage, [name]: text }))[name] ?? '';
const ofCalls = async (text: string, name = 'kakao.ts'): Promise<string> =>
  (await migrated({ 'package.json': '{}', [name]: text }))[name] ?? '';

describe.each(names)('%s', (name) => {
  const before = join(projects, name, 'before');
  const after = join(projects, name, 'after');

  test('is changed as expected, and a second run changes nothing', async () => {
    await cp(before, folder, { recursive: true });
    const { failed } = await migrate({ paths: [folder] });
    const files = await filesIn(folder);
    if (update) {
      await rm(after, { recursive: true, force: true });
      await cp(folder, after, { recursive: true });
    }
    expect(files).toEqual(await filesIn(after));
    expect(failed).toEqual([]);
    expect(await migrate({ paths: [folder] })).toEqual(nothing);
    expect(await filesIn(folder)).toEqual(files);
  });

  test('a dry run reports the same, and changes nothing', async () => {
    await cp(before, folder, { recursive: true });
    const files = await filesIn(folder);
    const dry = await migrate({ paths: [folder], dryRun: true });
    expect(await filesIn(folder)).toEqual(files);
    expect(dry).toEqual(await migrate({ paths: [folder] }));
    expect(dry.changed.length).toBeGreaterThan(0);
  });
});

test('a project without Kakao is not changed', async () => {
  const files = { 'package.json': '{"dependencies":{"passport":"*"}}', 'app.js': 'const a = "kakao"\n' };
  expect(await migrated(files)).toEqual(files);
});

test('installed and built files are not changed', async () => {
  await cp(join(projects, 'commonjs/before'), join(folder, 'node_modules/a'), { recursive: true });
  await cp(join(projects, 'commonjs/before'), join(folder, 'dist'), { recursive: true });
  expect(await migrate({ paths: [folder] })).toEqual(nothing);
});

test('a file that cannot be parsed is reported, and the old package is kept', async () => {
  await writeFile(join(folder, 'package.json'), legacyPackage);
  await writeFile(join(folder, 'broken.js'), "const kakao = require('passport-kakao'");
  const broken = join(folder, 'broken.js');
  const kept = { path: join(folder, 'package.json'), packages: ['passport-kakao'], importedBy: [broken] };
  expect(await migrate({ paths: [folder] })).toEqual({ ...nothing, failed: [broken], kept: [kept] });
});

test('the old package is kept while a file outside the paths imports it', async () => {
  await writeFile(join(folder, 'package.json'), legacyPackage);
  for (const name of ['a.js', 'b.js']) await writeFile(join(folder, name), "require('passport-kakao')\n");
  const { kept } = await migrate({ paths: [join(folder, 'a.js')] });
  const [path, other] = [join(folder, 'package.json'), join(folder, 'b.js')];
  expect(kept).toEqual([{ path, packages: ['passport-kakao'], importedBy: [other] }]);
  const { dependencies } = JSON.parse((await filesIn(folder))['package.json'] ?? '') as { dependencies: object };
  expect(dependencies).toEqual({ '@kakao-login/passport': `^${version}`, 'passport-kakao': '^1.0.1' });
});

test.each([
  ["import kakao from 'passport-kakao';", "import kakao from '@kakao-login/passport';"],
  ['import * as kakao from "passport-kakao-login";', 'import * as kakao from "@kakao-login/passport";'],
  ["export { Strategy } from 'passport-kakao';", "export { Strategy } from '@kakao-login/passport';"],
  ["export * from 'passport-kakao';", "export * from '@kakao-login/passport';"],
  ["import kakao = require('passport-kakao');", "import kakao = require('@kakao-login/passport');"],
  ["type P = import('passport-kakao').Profile;", "type P = import('@kakao-login/passport').Profile;"],
  [
    "const { Strategy } = await import('passport-kakao');",
    "const { Strategy } = await import('@kakao-login/passport');",
  ],
  ["jest.mock('passport-kakao');", "jest.mock('@kakao-login/passport');"],
])('%s', async (before, after) => {
  expect(await ofLegacy(`${before}\n`, 'app.ts')).toBe(`${after}\n`);
});

test('CRLF and tabs are kept', async () => {
  const text = "const kakao = require('passport-kakao');\r\nif (kakao) {\r\n\tkakao;\r\n}\r\n";
  expect(await ofLegacy(text)).toBe(text.replace('passport-kakao', '@kakao-login/passport'));
});

test('CRLF is kept in package.json', async () => {
  const text = '{\r\n  "dependencies": {\r\n    "passport-kakao": "^1.0.1"\r\n  }\r\n}\r\n';
  const files = await migrated({ 'package.json': text, 'app.js': "require('passport-kakao');\r\n" });
  expect(files['package.json']).toBe(
    text.replace('"passport-kakao": "^1.0.1"', `"@kakao-login/passport": "^${version}"`),
  );
});

const passportRange = `"@kakao-login/passport": "^${version}"`;
/** Texts around the packages that must stay, whatever their format is. */
const manifests: [before: string, after: string][] = [
  ['{"dependencies":{"passport-kakao":"1"}}', `{"dependencies":{${passportRange.replace(' ', '')}}}`],
  [
    '{\n    "files": ["dist", "src"],\n    "dependencies": { "express": "5", "passport-kakao": "1" },\n    "jest": { "roots": ["a"] }\n}',
    `{\n    "files": ["dist", "src"],\n    "dependencies": { ${passportRange}, "express": "5" },\n    "jest": { "roots": ["a"] }\n}`,
  ],
  [
    '\uFEFF{\r\n\t"name": "\\u0061",\r\n\t"dependencies": {\r\n\t\t"@aaa/a": "1",\r\n\t\t"passport-kakao": "1"\r\n\t}\r\n}\r\n',
    `\uFEFF{\r\n\t"name": "\\u0061",\r\n\t"dependencies": {\r\n\t\t"@aaa/a": "1",\r\n\t\t${passportRange}\r\n\t}\r\n}\r\n`,
  ],
  [
    '{\n  "peerDependencies": { "passport-kakao": "*" },\n  "devDependencies": {\n    "passport-kakao": "1",\n    "@types/passport-kakao": "1"\n  },\n  "dependencies": {}\n}\n',
    `{\n  "peerDependencies": { ${passportRange} },\n  "devDependencies": {\n    ${passportRange}\n  },\n  "dependencies": {}\n}\n`,
  ],
  [
    '{\n  "devDependencies": {\n    "@types/passport-kakao": "1"\n  }\n}\n',
    `{\n  "devDependencies": {},\n  "dependencies": {\n    ${passportRange}\n  }\n}\n`,
  ],
  [
    '{\n  "overrides": { "dependencies": { "passport-kakao": "1" } },\n  "name": "a \\" , { dependencies",\n  "dependencies": {}\n}\n',
    `{\n  "overrides": { "dependencies": { "passport-kakao": "1" } },\n  "name": "a \\" , { dependencies",\n  "dependencies": {\n    ${passportRange}\n  }\n}\n`,
  ],
  ['{}\n', `{"dependencies":{${passportRange.replace(' ', '')}}}\n`],
];
test.each(manifests)('only packages change in package.json: %j', async (before, after) => {
  const files = await migrated({ 'package.json': before, 'app.js': "require('passport-kakao');\n" });
  expect(files['package.json']).toBe(after);
});

test('packages of any package.json change, and nothing else in it', async () => {
  const name = fc.constantFrom('@a/b', 'express', 'passport', 'passport-kakao', '@types/passport-kakao', 'zod', 'a"b');
  const packages = fc.dictionary(name, fc.constantFrom('1', '^2.0.0', 'workspace:*'));
  const manifest = fc.record(
    {
      name: fc.string(),
      files: fc.array(fc.string()),
      dependencies: packages,
      nested: fc.record({ dependencies: packages }),
      devDependencies: packages,
      peerDependencies: packages,
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(manifest, fc.constantFrom('', '  ', '\t', '    '), async (value, indent) => {
      const text = JSON.stringify(value, undefined, indent);
      const files = await migrated({ 'package.json': text, 'app.js': "require('passport-kakao');\n" });
      const { dependencies, devDependencies, peerDependencies, ...others } = JSON.parse(
        files['package.json'] ?? '',
      ) as typeof value;
      const { dependencies: _d, devDependencies: _v, peerDependencies: _p, ...before } = value;
      expect(others).toEqual(JSON.parse(JSON.stringify(before)));
      const kept = (section: object | undefined) =>
        Object.entries(section ?? {}).filter(([one]) => !/passport-kakao$|^@kakao-login/.test(one));
      expect([dependencies, devDependencies, peerDependencies].map(kept)).toEqual(
        [value.dependencies, value.devDependencies, value.peerDependencies].map(kept),
      );
      const all = Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies });
      expect(all.filter((one) => one.endsWith('passport-kakao'))).toEqual([]);
      expect(all).toContain('@kakao-login/passport');
      expect(files['package.json']).toBe(JSON.stringify(JSON.parse(files['package.json'] ?? ''), undefined, indent));
    }),
    { numRuns: 40 },
  );
});

test('in a workspace, the package changes where it was', async () => {
  const files = await migrated({
    'package.json': '{ "workspaces": ["*"], "dependencies": { "passport-kakao": "1" } }\n',
    'api/package.json': '{ "name": "api", "dependencies": {} }\n',
    'api/src/app.ts': "import { Strategy } from 'passport-kakao';\n",
    'api/src/user.d.ts': "import type { Profile } from 'passport-kakao';\n",
    'web/package.json': '{ "name": "web" }\n',
    'web/app.ts': "export const kakao = '미연동 계정';\n",
  });
  expect(files).toEqual({
    ...files,
    'package.json': `{ "workspaces": ["*"], "dependencies": { ${passportRange} } }\n`,
    'api/package.json': '{ "name": "api", "dependencies": {} }\n',
    'api/src/user.d.ts': "import type { Profile } from '@kakao-login/passport';\n",
    'web/app.ts': "export const kakao = '미연동 계정';\n",
  });
  expect(await migrate({ paths: [folder] })).toEqual(nothing);
});

test.each(['{ "dependencies": { "passport-kakao": "1" } }', '{ // not ours'])(
  'a package.json above the project that is not of a workspace stays: %s',
  async (above) => {
    await writeFile(join(folder, 'package.json'), above);
    await mkdir(join(folder, 'api'));
    await writeFile(join(folder, 'api/package.json'), '{}');
    await writeFile(join(folder, 'api/app.js'), "require('passport-kakao');\n");
    await migrate({ paths: [join(folder, 'api')] });
    const files = await filesIn(folder);
    expect(files['package.json']).toBe(above);
    expect(files['api/package.json']).toContain('@kakao-login/passport');
  },
);

test('what Git ignores, what is minified and what a link leads to is left alone', async () => {
  const outside = await mkdtemp(join(tmpdir(), 'kakao-codemod-outside-'));
  await writeFile(join(outside, 'app.js'), "require('passport-kakao');\n");
  execFileSync('git', ['init', '--quiet', folder]);
  await symlink(outside, join(folder, 'linked'));
  await symlink(join(outside, 'app.js'), join(folder, 'link.js'));
  const text = "fetch('https://kapi.kakao.com/v2/user/me');\n";
  const files = { '.gitignore': 'generated\n/lib\n', 'generated/a.js': text, 'lib/b.js': text, 'kakao.min.js': text };
  const before = { ...files, 'src/lib/c.js': text };
  const after = await migrated(before);
  expect(after).toMatchObject(files);
  expect(after['src/lib/c.js']).toContain('TODO(kakao-login)');
  expect(await readFile(join(outside, 'app.js'), 'utf8')).toBe("require('passport-kakao');\n");
  await rm(outside, { recursive: true });
});

test('a file that is not UTF-8 is reported, and keeps its bytes', async () => {
  const bytes = Buffer.concat([Buffer.from("require('passport-kakao'); // "), Buffer.from([0xc4, 0xab, 0xbf, 0xc0])]);
  await writeFile(join(folder, 'package.json'), legacyPackage);
  await writeFile(join(folder, 'app.js'), bytes);
  await writeFile(join(folder, 'other.js'), Buffer.from([0xbf, 0xc0]));
  const path = join(folder, 'app.js');
  const kept = { path: join(folder, 'package.json'), packages: ['passport-kakao'], importedBy: [path] };
  expect(await migrate({ paths: [folder] })).toEqual({ ...nothing, failed: [path], kept: [kept] });
  expect(await readFile(path)).toEqual(bytes);
});

test('a byte order mark stays', async () => {
  const text = "\uFEFFconst kakao = require('passport-kakao');\n";
  expect(await ofLegacy(text)).toBe(text.replace('passport-kakao', '@kakao-login/passport'));
});

test('a package.json that is not JSON is named, and nothing is changed', async () => {
  const files = { 'package.json': '{ // ours', 'app.js': "require('passport-kakao');\n" };
  await expect(migrated(files)).rejects.toThrow(join(folder, 'package.json'));
  expect(await filesIn(folder)).toEqual(files);
});

test.each([
  ['Login.vue', "<script setup>\nimport { Strategy } from 'passport-kakao';\n</script>\n"],
  ['Login.svelte', "<script>\n  fetch('https://kapi.kakao.com/v2/user/me');\n</script>\n"],
  [
    'Login.astro',
    "---\nconst url = 'https://kauth.kakao.com/oauth/authorize?client_id=a';\n---\n<a href={url}>Kakao</a>\n",
  ],
])('a component file is reported, and not changed: %s', async (name, text) => {
  const files = { 'package.json': legacyPackage, [name]: text, [`Other${name}`]: '<p>Kakao</p>\n' };
  for (const [path, content] of Object.entries(files)) await writeFile(join(folder, path), content);
  for (const path of [folder, join(folder, name)]) {
    const { manual, failed } = await migrate({ paths: [path] });
    expect({ manual, failed }).toEqual({ manual: [join(folder, name)], failed: [] });
  }
  const after = await filesIn(folder);
  expect(after[name]).toBe(text);
  // The package is kept as long as the file imports it.
  expect(after['package.json']?.includes('passport-kakao')).toBe(text.includes('passport-kakao'));
});

test('without a package.json, the packages to install are reported', async () => {
  await writeFile(join(folder, 'app.js'), "require('passport-kakao');\n");
  expect((await migrate({ paths: [folder] })).install).toEqual(['@kakao-login/passport']);
  expect(await migrate({ paths: [folder] })).toEqual(nothing);
});

/** Code that has to be changed by hand. */
const left: [name: string, text: string, todo: string][] = [
  ['an unknown export', "import { buildOptions } from 'passport-kakao';", 'has no `buildOptions`'],
  ['a deep import', "import Strategy from 'passport-kakao/dist/Strategy';", 'Import this from'],
  [
    'options without a secret',
    "const { Strategy } = require('passport-kakao');\nnew Strategy({ clientID: 'a' }, () => {});",
    'Without `clientSecret`',
  ],
  [
    'headers',
    "import { Strategy } from 'passport-kakao';\nconst options = { clientSecret, customHeaders: {} };\nnew Strategy(options);",
    '`customHeaders` and `userAgent` are not sent',
  ],
  ['the placeholder elsewhere', "const unknown = '미연동 계정'; // kakao", 'empty `displayName`'],
  [
    'the placeholder of a stored user',
    "if (member.displayName === '미연동 계정') rename(member); // kakao",
    'empty `displayName`',
  ],
  [
    'a declaration of the types',
    "declare module 'passport-kakao' {\n  export class Strategy {}\n}",
    'has types of its own',
  ],
  [
    'a query that is taken apart',
    "passport.authenticate('kakao');\nconst { state } = req.query;",
    '`query.state` is not',
  ],
  [
    'a query that Nest takes apart',
    "class Auth {\n  @UseGuards(AuthGuard('kakao'))\n  callback(@Query('state') state: string) {\n    return state;\n  }\n}",
    '`query.state` is not',
  ],
  [
    'a guard that handles the outcome',
    "class KakaoGuard extends AuthGuard('kakao') {\n  handleRequest(error, user) {\n    return user;\n  }\n}",
    'When the user cancels',
  ],
];
test.each(left)('%s gets a comment, once', async (_name, text, todo) => {
  const after = await ofLegacy(`${text}\n`, 'app.ts');
  expect(after).toMatch(/\/\/ TODO\(kakao-login\): .+ https:\/\//);
  expect(after).toContain(todo);
  expect(after.split('TODO(kakao-login)')).toHaveLength(2);
});

test.each([
  "AuthGuard('passport-kakao');",
  "passport.authenticate('passport-kakao');",
  "passport.use('passport-kakao', strategy);",
  "logger.info('passport-kakao');",
  "app.get('passport-kakao', handler);",
  "const name = 'passport-kakao';",
  "// const kakao = require('passport-kakao');",
  "/*\n * import kakao from 'passport-kakao';\n */",
])('what only has the name of the package stays, and is no import: %s', async (line) => {
  const files = { 'package.json': legacyPackage, 'app.ts': `${line}\n`, 'kakao.ts': "import 'passport-kakao';\n" };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const { kept } = await migrate({ paths: [folder] });
  const after = await filesIn(folder);
  expect(after['app.ts']).toBe(files['app.ts']);
  expect(kept).toEqual([]);
  expect(after['package.json']).not.toContain('passport-kakao');
});

/** Where the function is that gets the profile, and whether the file says what it does. */
const verifyFunctions: [how: string, text: string, isKnown: boolean][] = [
  [
    'in a variable',
    'const verify = (a, r, profile, done) => done(null, profile.id);\nnew Strategy({ ...o }, verify);',
    true,
  ],
  [
    'after the strategy',
    'new Strategy({ ...o }, verify);\nfunction verify(a, r, profile, done) {\n  done(null, profile.id);\n}',
    true,
  ],
  ['in a wrapper', 'new Strategy({ ...o }, wrap(async (a, r, profile) => profile.id));', true],
  [
    'in two wrappers',
    'const verify = wrap(log(async (a, r, profile) => profile.id));\nnew Strategy({ ...o }, verify);',
    true,
  ],
  [
    'bound',
    'function verify(a, r, profile, done) {\n  done(null, profile.id);\n}\nnew Strategy({ ...o }, verify.bind(null));',
    true,
  ],
  [
    'a method that is bound',
    'class A {\n  use() {\n    new Strategy({ ...o }, this.verify.bind(this));\n  }\n\n  verify(a, r, profile, done) {\n    done(null, profile.id);\n  }\n}',
    true,
  ],
  [
    'a property that is a function',
    'class A {\n  verify = async (a, r, profile) => profile.id;\n\n  use() {\n    new Strategy({ ...o }, this.verify);\n  }\n}',
    true,
  ],
  [
    'a property of a class of Nest',
    "class A extends PassportStrategy(Strategy, 'kakao') {\n  validate = async (a, r, profile) => ({ id: profile.id });\n}",
    true,
  ],
  ['imported', "import { verify } from './verify';\nnew Strategy({ ...o }, verify);", false],
  ['required in place', "new Strategy({ ...o }, require('./verify'));", false],
  ['one of an object', 'new Strategy({ ...o }, handlers.kakao);', false],
  ['a function of all arguments', 'new Strategy({ ...o }, (...all) => verify(...all));', false],
];
test.each(verifyFunctions)('the user ID of a function that is %s', async (_how, text, isKnown) => {
  const after = await ofLegacy(`import { Strategy } from 'passport-kakao';\n${text}\n`, 'app.ts');
  expect(after).toContain(isKnown ? '`profile.id` is a string now' : 'has a string as `id` now');
  expect(after.replace(/^ *\/\/ TODO\(kakao-login\): .*\n/m, '')).toBe(
    `import { Strategy } from '@kakao-login/passport';\n${text}\n`,
  );
});

test.each([
  "const kakao = require('passport-kakao'), Kakao = kakao.Strategy;\nnew Kakao",
  "const kakao = require('passport-kakao');\nconst { Strategy: Kakao } = kakao;\nnew Kakao",
  "import kakao from 'passport-kakao';\nconst Kakao = kakao;\nnew Kakao",
  "import { KakaoStrategy } from './kakao.js';\nnew KakaoStrategy",
  "const { Strategy: Kakao } = require('./kakao');\nnew Kakao",
  "const kakao = await import('passport-kakao');\nnew kakao.Strategy",
  "const { Strategy: Kakao } = await import('passport-kakao');\nnew Kakao",
  "const Kakao = (await import('passport-kakao')).Strategy;\nnew Kakao",
])('a strategy by any name gets the comments of any other: %s', async (code) => {
  await writeFile(join(folder, 'kakao.ts'), "export { Strategy, Strategy as KakaoStrategy } from 'passport-kakao';\n");
  const after = await ofLegacy(`${code}(options, (a, r, profile, done) => done(null, { id: profile.id }));\n`);
  expect(after).toContain('`profile.id` is a string now');
});

test.each([
  ['super({ ...config, passReqToCallback: true });', 'request'],
  ['super(options);', 'request'],
  ['super(options());', 'req: Request'],
  ['super(options());', '_req: Request'],
])('a validate that gets the request gets no more than before: %s', async (options, request) => {
  const text = `import { Strategy } from '@kakao-login/passport';
const options = { clientID, clientSecret, passReqToCallback: true };
class Kakao extends PassportStrategy(Strategy, 'kakao') {
  constructor() {
    ${options}
  }

  validate(${request}, accessToken, refreshToken, profile, done) {
    done(null, { id: String(profile.id) });
  }
}
`;
  expect(await ofLegacy(text.replace('@kakao-login/passport', 'passport-kakao'), 'kakao.strategy.ts')).toBe(text);
});

test('requests for a strategy with a name of its own get comments too', async () => {
  const after = await migrated({
    'package.json': legacyPackage,
    'kakao.ts':
      "import { Strategy } from 'passport-kakao';\npassport.use('kakao-link', new Strategy({ ...options }));\n",
    'routes.ts':
      "passport.authorize('kakao-link', { state: 'a' });\npassport.authenticate('google', { state: 'a' });\n",
  });
  expect(after['routes.ts']).toMatch(
    /^\/\/ TODO\(kakao-login\): `state` is .*\n.*kakao-link.*\npassport.authenticate\('google'/,
  );
});

test.each(['({ clientID, clientSecret: process.env.SECRET })', '({ ...options })', '(options)'])(
  'options that may contain a secret get no comment: new Strategy%s',
  async (options) => {
    expect(await ofLegacy(`import { Strategy } from 'passport-kakao';\nnew Strategy${options};\n`)).not.toContain(
      'TODO',
    );
  },
);

test.each([
  'String(profile.id)',
  '`${profile.id}`',
  "'kakao:' + profile.id",
  'profile.id.toString()',
  'Number(profile.id)',
])('a converted ID gets no comment: %s', async (id) => {
  const verify = `(a, r, profile, done) => done(null, { id: ${id} })`;
  const text = `import { Strategy } from 'passport-kakao';\nnew Strategy({ ...options }, ${verify});\n`;
  expect(await ofLegacy(text)).not.toContain('TODO');
});

test.each(['save(profile)', '{ ...profile }', 'profile', '{ profile }'])(
  'a profile that is passed to other code gets a comment: %s',
  async (user) => {
    const verify = `(a, r, profile, done) => {\n  console.log(profile);\n  done(null, ${user});\n}`;
    const text = `import { Strategy } from 'passport-kakao';\nnew Strategy({ ...options }, ${verify});\n`;
    expect(await ofLegacy(text)).toMatch(/console\.log\(profile\);\n {2}\/\/ TODO\(kakao-login\): `profile\.id` is/);
  },
);

const keys = "client_id: process.env.ID, client_secret: process.env.SECRET, redirect_uri: 'https://a/cb', code";
const exchanges = [
  `(await axios.post('https://kauth.kakao.com/oauth/token', new URLSearchParams({ grant_type: 'authorization_code', ${keys} }))).data`,
  `(await axios.post(\`\${host}/oauth/token\`, qs.stringify({ grant_type: 'authorization_code', ${keys} }))).data`,
  `(await axios.post('https://kauth.kakao.com/oauth/token', null, { params: { grant_type: 'authorization_code', ${keys} } })).data`,
  `(await axios.request({ method: 'post', url: 'https://kauth.kakao.com/oauth/token', data: { grant_type: 'authorization_code', ${keys} } })).data`,
  `(await axios('https://kauth.kakao.com/oauth/token', { method: 'POST', params: { grant_type: 'authorization_code', ${keys} } })).data`,
  `(await axios.post(\`https://kauth.kakao.com/oauth/token?\${new URLSearchParams({ grant_type: 'authorization_code', ${keys} })}\`)).data`,
  "(await axios.post('https://kauth.kakao.com/oauth/token', `grant_type=authorization_code&client_id=${process.env.ID}&client_secret=${process.env.SECRET}&redirect_uri=${encodeURIComponent('https://a/cb')}&code=${code}`)).data",
];
test.each(exchanges)('a code is exchanged: %s', async (expression) => {
  const head = "import axios from 'axios';\nimport qs from 'qs';\nconst host = 'https://kauth.kakao.com';\n";
  const after = await ofCalls(
    `${head}export const tokens = async (code: string) => {\n  const token = ${expression};\n  return token;\n};\n`,
  );
  expect(after).toContain("const token = await kakao().oauth.exchangeCode({ code, redirectUri: 'https://a/cb' });");
  expect(after).toContain("clientId: process.env.ID ?? '',\n    clientSecret: process.env.SECRET,");
  expect(after).not.toMatch(/axios|qs/);
});

test('variables that only the request used are removed, and others are kept', async () => {
  const after = await ofCalls(`import axios from 'axios';
import * as qs from 'querystring';

export async function login(code: string) {
  const form = { grant_type: 'authorization_code', ${keys} };
  const query = qs.stringify(form);
  const url = \`https://kauth.kakao.com/oauth/token?\${query}\`;
  const headers = { 'Content-type': 'application/x-www-form-urlencoded' };
  const options = { headers };
  const { data } = await axios.post(url, '', options);
  return data.access_token;
}
`);
  expect(after.slice(after.indexOf('export'))).toBe(`export async function login(code: string) {
  const data = await kakao().oauth.exchangeCode({ code, redirectUri: 'https://a/cb' });
  return data.access_token;
}
`);
  expect(after).not.toMatch(/axios|querystring/);
});

const bearer = '{ headers: { Authorization: `Bearer ${token}` } }';
const id =
  "const url = 'https://kauth.kakao.com/oauth/authorize?client_id=' + ID + '&redirect_uri=' + CALLBACK + '&state=' + state;\n";
test.each([
  [
    `await axios.get('https://kapi.kakao.com/v2/user/me', ${bearer});`,
    'await kakao().user.me({ accessToken: token });',
  ],
  [
    `await axios.post('https://kapi.kakao.com/v1/user/unlink', {}, ${bearer});`,
    'await kakao().account.unlink({ accessToken: token });',
  ],
  [
    `await axios.post('https://kapi.kakao.com/v1/user/logout', null, ${bearer});`,
    'await kakao().account.logout({ accessToken: token });',
  ],
  [
    "await axios.post('https://kauth.kakao.com/oauth/token', new URLSearchParams({ grant_type: 'refresh_token', client_id: ID, refresh_token: old }));",
    'await kakao().oauth.refresh({ refreshToken: old });',
  ],
])('%s', async (before, call) => {
  const text = `const axios = require('axios');\nconst ID = 'a';\nconst CALLBACK = 'https://a/cb';\nconst state = 's';\n${id}async function run(token, old) {\n  ${before}\n}\n`;
  const after = await ofCalls(text, 'kakao.js');
  expect(after).toContain(call);
  expect(after).toContain('const url = kakao().oauth.authorizationUrl({ redirectUri: CALLBACK, state });');
  expect(after).not.toContain('TODO');
});

test.each([
  [
    'a grant that is not Kakao’s',
    "await axios.post('https://kauth.kakao.com/oauth/token', { grant_type: 'password', client_id: 'a' });",
  ],
  ['a spread form', "await axios.post('https://kauth.kakao.com/oauth/token', { ...form, client_id: 'a' });"],
  [
    'a response whose status is read',
    `const me = await axios.get('https://kapi.kakao.com/v2/user/me', ${bearer});\n  if (me.status !== 200) throw me.data;`,
  ],
  ['another endpoint', `await axios.post('https://kapi.kakao.com/v2/api/talk/memo/send', {}, ${bearer});`],
  [
    'a promise without await',
    `return axios.get('https://kapi.kakao.com/v2/user/me', ${bearer}).then((me) => me.data);`,
  ],
  [
    'keys of a function',
    "const ID = config();\n  const { data } = await axios.post('https://kauth.kakao.com/oauth/token', { grant_type: 'authorization_code', client_id: ID, redirect_uri: 'https://a/cb', code: 'c' });",
  ],
  ['fetch', "await fetch('https://kapi.kakao.com/v2/user/me');"],
])('%s is not changed, and gets a comment', async (_name, code) => {
  const text = `import axios from 'axios';\n\nexport async function run(token: string) {\n  ${code}\n}\n`;
  const after = await ofCalls(text);
  expect(after.replaceAll(/^ *\/\/ TODO\(kakao-login\): Replace this request .*\n/gm, '')).toBe(text);
  expect(after.split('TODO(kakao-login)')).toHaveLength(2);
});

/** A file with two functions, of which one exchanges a code. */
const exchange = (clientId: string, options = '') =>
  `const { data } = await axios.post('https://kauth.kakao.com/oauth/token', { grant_type: 'authorization_code', client_id: ${clientId}, redirect_uri: 'https://a/cb', code }${options});`;

/** Where the client gets its key from. */
const keySources: [from: string, text: string, key: string | undefined][] = [
  [
    'an environment variable',
    `async function run(code: string) {\n  ${exchange('process.env.ID')}\n}`,
    "process.env.ID ?? ''",
  ],
  [
    'a variable of the file',
    `const ID = process.env.ID;\nasync function run(code: string) {\n  ${exchange('ID')}\n}`,
    "ID ?? ''",
  ],
  ['a variable with a value', `const ID = 'abc';\nasync function run(code: string) {\n  ${exchange('ID')}\n}`, 'ID'],
  [
    'a variable that is taken apart',
    `const { ID } = process.env;\nasync function run(code: string) {\n  ${exchange('ID')}\n}`,
    "ID ?? ''",
  ],
  [
    'a variable of the function',
    `async function run(code: string) {\n  const id = process.env.ID!;\n  ${exchange('id')}\n}`,
    'process.env.ID!',
  ],
  [
    'one that the function takes apart',
    `async function run(code: string) {\n  const { ID: id } = process.env;\n  ${exchange('id')}\n}`,
    "process.env.ID ?? ''",
  ],
  [
    'the settings of Nest',
    `class A {\n  constructor(private readonly config: ConfigService) {}\n\n  async run(code: string) {\n    const id = this.config.get<string>('ID');\n    ${exchange('id')}\n  }\n}`,
    "this.config.get<string>('ID') ?? ''",
  ],
  [
    'a property without a type',
    `class A {\n  private id = process.env.ID;\n\n  async run(code: string) {\n    ${exchange('this.id')}\n  }\n}`,
    "this.id ?? ''",
  ],
  ['a parameter', `async function run(code: string, id: string) {\n  ${exchange('id')}\n}`, undefined],
  [
    'a parameter with the name of a variable',
    `const id = 'abc';\nasync function run(code: string, id: string) {\n  ${exchange('id')}\n}`,
    undefined,
  ],
  [
    'a variable that depends on the request',
    `async function run(code: string, shop: Shop) {\n  const id = shop.id;\n  ${exchange('id')}\n}`,
    undefined,
  ],
  ['a class on one line', `class A { id = 'a'; async run(code: string) { ${exchange('this.id')} } }`, undefined],
];
test.each(keySources)('a key from %s', async (_from, text, key) => {
  const before = `import axios from 'axios';\n${text}\n`;
  const after = await ofCalls(before);
  const kept = after.replace(/^ *\/\/ TODO.*\n/m, '') === before;
  expect({ key: /clientId: (.+),/.exec(after)?.[1], kept }).toEqual({ key, kept: key === undefined });
  expect(await ofCalls(after)).toBe(after);
});

test('a request with another key stays, and the keys of one app are not mixed', async () => {
  const secret = ', client_secret: process.env.OTHER_SECRET, redirect_uri';
  const after = await ofCalls(`import axios from 'axios';
async function web(code: string) {
  ${exchange('process.env.ID')}
  return data;
}
async function app(code: string) {
  ${exchange('process.env.OTHER').replace(', redirect_uri', secret)}
  return data;
}
`);
  expect(after.match(/exchangeCode/g)).toHaveLength(1);
  expect(after).toContain('client_id: process.env.OTHER, client_secret: process.env.OTHER_SECRET');
  expect(after).not.toContain('clientSecret');
  expect(await ofCalls(after)).toBe(after);
});

test('the class that has the keys gets the client, not the first one', async () => {
  const after = await ofCalls(`import axios from 'axios';
class Users {
  async user(token: string) {
    const { data } = await axios.get('https://kapi.kakao.com/v2/user/me', ${bearer});
    return String(data.id);
  }
}

class Login {
  key = 'abc';

  async token(code: string) {
    ${exchange('this.key')}
    return data;
  }
}
`);
  expect(after).toMatch(/class Login \{\n {2}key = 'abc';\n\n {2}private client\?: KakaoClient;/);
  expect(after).toContain("const { data } = await axios.get('https://kapi.kakao.com/v2/user/me'");
  expect(await ofCalls(after)).toBe(after);
});

const instance = (options: string, more = ''): string => `import axios from 'axios';
const kakao = axios.create({ ${options} });
${more}
export const exchange = async (code: string) =>
  (await kakao.post('/oauth/token', { grant_type: 'authorization_code', ${keys} })).data;
`;

test('a request of an axios instance is replaced, and the instance is removed', async () => {
  const after = await ofCalls(instance(`baseURL: 'https://kauth.kakao.com'`));
  expect(after).toContain('.oauth.exchangeCode({ code, ');
  expect(after).not.toContain('axios');
});

test('an axios instance of the same name in another function is not confused with it', async () => {
  const text = `import axios from 'axios';
function a() {
  const api = axios.create({ baseURL: 'https://api.example.com' });
  return api.post('/oauth/token', { grant_type: 'authorization_code', ${keys} });
}
function b(api: Api) {
  return api.post('/oauth/token', { grant_type: 'authorization_code', ${keys} });
}
async function c(code: string) {
  const api = axios.create({ baseURL: 'https://kauth.kakao.com' });
  return (await api.post('/oauth/token', { grant_type: 'authorization_code', ${keys} })).data;
}
`;
  const after = await ofCalls(text);
  const [ours = '', exchanged = ''] = after.split('async function c');
  expect(ours).toContain(text.slice(text.indexOf('function a'), text.indexOf('async function c')));
  expect(exchanged).toContain('.oauth.exchangeCode({ code, ');
});

test.each([
  ['an interceptor', `baseURL: 'https://kauth.kakao.com'`, 'kakao.interceptors.request.use(log);'],
  ['other code that gets it', `baseURL: 'https://kauth.kakao.com'`, 'logRequests(kakao);'],
  ['another value', `baseURL: 'https://kauth.kakao.com'`, 'kakao = other;'],
  ['a time limit', `baseURL: 'https://kauth.kakao.com', timeout: 3000`, ''],
  ['options of other code', `baseURL: 'https://kauth.kakao.com', ...defaults`, ''],
  ['parameters', `baseURL: 'https://kauth.kakao.com', params: { secure_resource: true }`, ''],
])('an axios instance with %s is left, with a comment', async (_, options, more) => {
  const text = instance(options, more);
  const after = await ofCalls(text);
  expect(after.replaceAll(/^ *\/\/ TODO\(kakao-login\): .*\n/gm, '')).toBe(text);
  expect(after).toContain('TODO(kakao-login)');
});

test.each(['timeout: 3000', 'httpsAgent', 'validateStatus: () => true', 'signal', 'baseURL: host', '...defaults'])(
  'a request with an option that would be lost stays: %s',
  async (option) => {
    const after = await ofCalls(
      `import axios from 'axios';\nasync function run(code: string) {\n  ${exchange('process.env.ID', `, { ${option} }`)}\n  return data;\n}\n`,
    );
    expect(after).toContain(option);
    expect(after).toContain('Replace this request');
    expect(after).not.toContain('KakaoClient }');
  },
);

test('a name that means something else elsewhere is left alone there', async () => {
  const after = await ofCalls(`import axios from 'axios';
async function run(code: string, others: Response[]) {
  const response = await axios.post('https://kauth.kakao.com/oauth/token', { grant_type: 'authorization_code', ${keys} });
  if (code) {
    const response = await load();
    console.log(response.data);
  }
  const { data } = response;
  return { data, token: response.data.access_token, others: others.map((response) => response.data) };
}
`);
  expect(after).toContain(`    const response = await load();
    console.log(response.data);
  }
  const data = response;
  return { data, token: response.access_token, others: others.map((response) => response.data) };`);
});

test('a variable that is read behind the block stays what it is', async () => {
  const after = await ofCalls(
    `const axios = require('axios');
const run = async (code) => {
  try {
    var response = await axios.post('https://kauth.kakao.com/oauth/token', { grant_type: 'authorization_code', ${keys} });
  } catch (error) {
    console.log(error);
  }
  return response.data.access_token;
};
`,
    'kakao.js',
  );
  expect(after).toContain('return response.access_token;');
});

test('the client comes before the code that uses it, also with a late require', async () => {
  const after = await ofCalls(
    `const axios = require('axios');\nconst url = \`https://kauth.kakao.com/oauth/authorize?client_id=\${process.env.ID}&redirect_uri=\${process.env.CB}\`;\nconst run = async (code) => {\n  ${exchange('process.env.ID')}\n  return { data, url };\n};\nmodule.exports = run;\nconst late = require('./late');\n`,
    'kakao.js',
  );
  expect(after.indexOf('const kakao = ')).toBeLessThan(after.indexOf('const url = kakao()'));
});

test('a part of a query that is not encoded well stays as it is', async () => {
  const text =
    "const axios = require('axios');\naxios.get('https://kauth.kakao.com/oauth/token?client_id=a&state=100%');\n";
  expect((await ofCalls(text, 'kakao.js')).replace(/^\/\/ TODO.*\n/m, '')).toBe(text);
});

test('what Express has in a query is given as a string', async () => {
  const after = await ofCalls(`import axios from 'axios';
app.get('/callback', async (req, res) => {
  const { code } = req.query;
  ${exchange('process.env.ID')}
  res.json(data);
});
`);
  expect(after).toContain('exchangeCode({ code: code as string, redirectUri');
});

test.each([
  "import axios from 'axios';\nimport { useState } from 'react';\n",
  "'use client';\nimport axios from 'axios';\n",
  "import axios from 'axios';\nwindow.localStorage.clear();\n",
  "import axios from 'axios';\nconst base = import.meta.env.VITE_API;\n",
  "import axios from 'axios';\nconst base = process.env.REACT_APP_API;\n",
])('a file of a front end gets no client, and the comment says why: %s', async (head) => {
  const text = `${head}export async function run(code) {\n  ${exchange('process.env.REACT_APP_ID')}\n  return data;\n}\n`;
  const files = await migrated({ 'package.json': '{}', 'kakao.js': text });
  expect(files['kakao.js']?.replace(/^ *\/\/ TODO.*\n/m, '')).toBe(text);
  expect(files['kakao.js']).toContain('`KakaoClient` is for servers');
  expect(files['package.json']).toBe('{}');
});

test('a user in another variable is followed', async () => {
  const after = await ofCalls(
    `import axios from 'axios';\n${id.replaceAll('ID', "'a'")}export async function run(token: string) {
  const response = await axios.get('https://kapi.kakao.com/v2/user/me', ${bearer});
  const user = response.data;
  return { id: user.id, email: user.kakao_account.email };
}\n`
      .replace('CALLBACK', "'https://a/cb'")
      .replace('state;', "'s';"),
  );
  expect(after).toContain('const response = await kakao().user.me({ accessToken: token });\n  const user = response;');
  expect(after).toMatch(
    /TODO\(kakao-login\): `user\.id`[^\n]*\n  return \{ id: user\.id, email: user\.kakao_account\?\.email \}/,
  );
});

test.each([
  ['page.jsx', 'export const Login = () => <a href={url}>Kakao</a>;\n'],
  ['page.js', 'export const Login = () => <a href={url}>Kakao</a>;\n'],
  ['constants.ts', ''],
  [
    'strategy.ts',
    `import axios from 'axios';
export class Kakao extends OAuth2Strategy {
  constructor() {
    super({ authorizationURL: 'https://kauth.kakao.com/oauth/authorize?client_id=' + ID + '&redirect_uri=' + CALLBACK });
  }

  async user(token: string) {
    return (await axios.get('https://kapi.kakao.com/v2/user/me', ${bearer})).data;
  }
}
`,
  ],
])('the authorize URL of %s, where the client cannot be used, is not changed', async (name, code) => {
  const address = "'https://kauth.kakao.com/oauth/authorize?client_id=' + ID + '&redirect_uri=' + CALLBACK";
  const text = name === 'strategy.ts' ? code : `export const url = ${address};\n${code}`;
  const after = await ofCalls(text, name);
  expect(after.replaceAll(/^ *\/\/ TODO\(kakao-login\): .*\n/gm, '')).toBe(text);
  expect(after).toContain('TODO(kakao-login)');
});

test('a class gets the client only for its own methods', async () => {
  const request = `const { data } = await axios.get('https://kapi.kakao.com/v2/user/me', ${bearer});\n    return data.properties;`;
  const after = await ofCalls(
    `import axios from 'axios';

class Login {
  key = process.env.KEY;

  async token(code: string) {
    return (await axios.post('https://kauth.kakao.com/oauth/token', { grant_type: 'authorization_code', client_id: this.key, redirect_uri: 'https://a/cb', code })).data.access_token;
  }

  static async user(token: string) {
    ${request}
  }
}

class Users {
  async user(token: string) {
    ${request}
  }
}
`,
  );
  expect(after.match(/this\.kakao\./g)).toHaveLength(1);
  expect(after.split(request)).toHaveLength(3);
  expect(after).toContain("import axios from 'axios';");
});

test.each([
  ['ESM', '/* License */', "import axios from 'axios';\nimport qs from 'qs';\n", ''],
  ['require().default', '/* License */', "const axios = require('axios').default;\n", ''],
  ['CommonJS', "'use strict';\n// License", "const axios = require('axios');\nconst qs = require('qs');\n", ''],
  [
    'more than one on a line',
    '/* License */',
    "const axios = require('axios'), path = require('path');\n",
    'path.sep;\n',
  ],
  ['CRLF', '/* License */\r', "import axios from 'axios';\r\n", ''],
])('comments above removed imports are kept: %s', async (_name, head, imports, rest) => {
  const text = `${head}\n${imports}\n// gets a token\nexport const run = async (token) => {\n  await axios.post('https://kapi.kakao.com/v1/user/logout', null, ${bearer});\n  return 'https://kauth.kakao.com/oauth/authorize?client_id=' + process.env.ID + '&redirect_uri=' + process.env.CALLBACK + '&state=' + token;\n};\n${rest}`;
  const after = await ofCalls(text, 'kakao.js');
  expect(after.slice(0, head.length + 1)).toBe(`${head}\n`);
  expect(after).toContain('// gets a token');
  expect(after).not.toMatch(/axios|qs|;;/);
});

test('a comment does not become text in JSX', async () => {
  const button = `<button onClick={() => { axios.post('https://kapi.kakao.com/v1/user/logout').then(done) }}>x</button>`;
  const text = `import axios from 'axios';\nexport const Logout = () => {\n\treturn (\n\t\t<div>\n\t\t\t${button}\n\t\t</div>\n\t);\n};\n`;
  const after = await ofCalls(text, 'logout.jsx');
  expect(after).toMatch(/\n\t\/\/ TODO\(kakao-login\): .*\n\treturn \(/);
  expect(after.replace(/\t\/\/ TODO.*\n/, '')).toBe(text);
});

test('the links in the comments lead to a section of the guide', async () => {
  const guide = await readFile(new URL('../../docs/pages/en/recipes/migration.md', import.meta.url), 'utf8');
  const anchors = [...guide.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title.toLowerCase().replaceAll(' ', '-'));
  const written = Object.values(todos).map((todo) => (typeof todo === 'string' ? todo : todo('name')));
  for (const text of written) {
    const [, page, anchor = 'migration'] = /kakao-login-node\/en\/(.+?)(?:#(.+))?$/.exec(text) ?? [];
    expect({ text, page }).toEqual({ text, page: 'recipes/migration' });
    expect(anchors).toContain(anchor);
  }
});

test('the version is the one in package.json', async () => {
  const manifest = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  expect(version).toBe(manifest.version);
});
