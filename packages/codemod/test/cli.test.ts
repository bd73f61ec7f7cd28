import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const fromSource = ['--conditions=@kakao-login/source', '--import', join(root, 'test/support/typescript.js')];
const cli = join(root, 'packages/codemod/src/cli.ts');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kakao-codemod-cli-'));
  await cp(join(root, 'packages/codemod/test/projects/commonjs/before'), folder, { recursive: true });
});
afterAll(() => rm(folder, { recursive: true }));

async function run(args: readonly string[], LANG = 'en_US.UTF-8') {
  const env = { PATH: process.env['PATH'], LANG };
  const running = promisify(execFile)(process.execPath, [...fromSource, cli, ...args], { cwd: folder, env });
  return running.then(
    ({ stdout }) => ({ code: 0, text: stdout }),
    ({ code, stderr }: { code: number; stderr: string }) => ({ code, text: stderr }),
  );
}

test('it lists the changes, makes them, and says where to look', async () => {
  const before = await readFile(join(folder, 'app.js'), 'utf8');
  const dry = await run(['--dry-run']);
  expect(dry).toEqual({
    code: 0,
    text: expect.stringMatching(/^ {2}app\.js\n {2}package\.json\n2 files would change\./),
  });
  expect(await readFile(join(folder, 'app.js'), 'utf8')).toBe(before);

  const { code, text } = await run(['migrate', '.'], 'ko_KR.UTF-8');
  expect(code).toBe(0);
  expect(text).toMatch(
    /파일 2개를 바꾸었습니다\.\n {2}app\.js:16 `profile\.id` is a string now[^]*직접 확인할 곳이 2곳 있습니다/,
  );
  expect(await readFile(join(folder, 'app.js'), 'utf8')).toContain('require("@kakao-login/passport")');
  expect(await run([])).toEqual({ code: 0, text: '0 files changed.\n' });
});

test('a wrong option: exit code 2, and a hint', async () => {
  const { code, text } = await run(['--nope']);
  expect(code).toBe(2);
  expect(text).toMatch(/^kakao-login-codemod: An option is wrong\. See --help\.\nUnknown option '--nope'.*\n$/);
});

test('a missing path: exit code 2, and the message of the system once', async () => {
  const { code, text } = await run(['no-such-folder']);
  expect(code).toBe(2);
  expect(text).toMatch(/^kakao-login-codemod: ENOENT: no such file or directory, [^\n]*no-such-folder'\n$/);
});

test('a package.json that is not JSON: exit code 2, and the path of the file', async () => {
  await writeFile(join(folder, 'package.json'), '{');
  const { code, text } = await run([]);
  expect(code).toBe(2);
  expect(text).toMatch(/^kakao-login-codemod: [^\n]*package\.json: [^\n]*JSON[^\n]*\n$/);
});

test('a package.json that cannot be read: exit code 2, and nothing is changed', async () => {
  const before = await readFile(join(folder, 'app.js'), 'utf8');
  await rm(join(folder, 'package.json'));
  await mkdir(join(folder, 'package.json'));
  expect((await run([])).code).toBe(2);
  expect(await readFile(join(folder, 'app.js'), 'utf8')).toBe(before);
});

test.each([
  [
    'en_US.UTF-8',
    [
      'Not changed. Move the files of Vue, Svelte and Astro by hand:',
      'package.json keeps passport-kakao, because it is still imported by:',
    ],
  ],
  [
    'ko_KR.UTF-8',
    [
      '바꾸지 않았습니다. Vue, Svelte, Astro 파일은 직접 옮기세요:',
      'package.json에 passport-kakao 패키지가 남아 있습니다. 아직 임포트하는 파일:',
    ],
  ],
])('it lists the files to move by hand, and says why a package is kept (%s)', async (language, [manual, kept]) => {
  await mkdir(join(folder, 'front'));
  await writeFile(join(folder, 'front/package.json'), '{ "dependencies": { "passport-kakao": "^1.0.1" } }\n');
  await writeFile(join(folder, 'front/Login.vue'), "<script>\nimport 'passport-kakao';\n</script>\n");
  const { text } = await run(['front'], language);
  expect(text).toContain(`${manual}\n  front/Login.vue\nfront/${kept}\n  front/Login.vue\n`);
  await rm(join(folder, 'front'), { recursive: true });
});

test.each([
  ['en_US.UTF-8', 'There is no package.json. The packages to install: npm install @kakao-login/passport\n'],
  ['ko_KR.UTF-8', 'package.json이 없습니다. 설치할 패키지: npm install @kakao-login/passport\n'],
])('without a package.json, it lists the packages to install (%s)', async (language, line) => {
  const alone = await mkdtemp(join(tmpdir(), 'kakao-codemod-alone-'));
  await writeFile(join(alone, 'app.js'), "require('passport-kakao');\n");
  expect((await run([alone, '--dry-run'], language)).text).toContain(line);
  expect((await run([alone], language)).text).toContain(line);
  await rm(alone, { recursive: true });
});

test('--help and --version', async () => {
  expect((await run(['--help'])).text).toContain('--dry-run');
  expect((await run(['--version'])).text).toMatch(/^\d+\.\d+\.\d+\n$/);
});
