import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
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

test('it lists what would change, changes it, and says where to look', async () => {
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

test.each([['--nope'], ['no-such-folder']])('%s: exit code 2, and how to go on', async (argument) => {
  const { code, text } = await run([argument]);
  expect(code).toBe(2);
  expect(text).toContain('See --help');
});

test('--help and --version', async () => {
  expect((await run(['--help'])).text).toContain('--dry-run');
  expect((await run(['--version'])).text).toMatch(/^\d+\.\d+\.\d+\n$/);
});
