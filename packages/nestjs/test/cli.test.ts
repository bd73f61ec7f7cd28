import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runNpx } from '../src/npx.js';
import type { System } from '../src/npx.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const cli = join(root, 'packages/nestjs/src/cli.ts');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kakao-login-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A project with its own codemod, or without one. */
async function project(name: string, codemod?: string): Promise<string> {
  const cwd = join(folder, name);
  const to = join(cwd, 'node_modules/@kakao-login/codemod');
  await mkdir(join(to, 'bin'), { recursive: true });
  await writeFile(join(cwd, 'package.json'), '{}');
  if (codemod !== undefined) {
    await writeFile(join(to, 'package.json'), '{ "type": "module" }');
    await writeFile(join(to, 'bin/kakao-login-codemod.js'), codemod);
  }
  return cwd;
}

/** @param code - the command, or a copy of it without a codemod nearby */
async function run(cwd: string, args: readonly string[], code = cli, path = process.env['PATH']) {
  const fromSource = ['--conditions=@kakao-login/source', '--import', join(root, 'test/support/typescript.js')];
  const running = promisify(execFile)(process.execPath, [...fromSource, code, ...args], { cwd, env: { PATH: path } });
  return running.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
}

test('migrate runs the codemod of the project, with its arguments and exit code', async () => {
  const echo = 'console.log(process.argv.slice(2).join()); process.exitCode = 2;';
  const { code, stdout } = await run(await project('own', echo), ['migrate', 'src', '--dry-run']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: 'src,--dry-run\n' });
});

test('migrate runs the codemod of its own version with npx, and explains what to do if that is not possible', async () => {
  const cwd = await project('none');
  // Outside the repository, where no codemod is installed.
  const copy = join(folder, 'copy');
  await mkdir(join(copy, 'schematics'), { recursive: true });
  for (const file of ['cli.ts', 'npx.ts', 'schematics/texts.ts', 'schematics/version.ts']) {
    await writeFile(join(copy, file), await readFile(join(root, 'packages/nestjs/src', file), 'utf8'));
  }
  await writeFile(join(copy, 'package.json'), '{ "type": "module" }');
  await writeFile(join(folder, 'npx'), '#!/bin/sh\necho "$@"\nexit 1\n');
  await chmod(join(folder, 'npx'), 0o755);
  const path = `${folder}:${process.env['PATH']}`;
  const { code, stdout, stderr } = await run(cwd, ['migrate', 'src'], join(copy, 'cli.ts'), path);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '--yes @kakao-login/codemod@0.1.0 src\n' });
  expect(stderr).toMatch(
    /설치하지 못했습니다[^]*could not be installed[^]*npm install --save-dev @kakao-login\/codemod/,
  );
});

describe('npx', () => {
  const args = ['--yes', '@kakao-login/codemod@0.1.0', 'C:\\My App', 'a&calc', '"', '%PATH%'];

  /** The programs that are started on a system, with their arguments. */
  function started(system: Partial<System>): { status: number | null; programs: string[][] } {
    const programs: string[][] = [];
    const run: System['run'] = (file, given) => (programs.push([file, ...given]), 2);
    const status = runNpx(args, {
      platform: 'win32',
      execPath: join(folder, 'bare/node.exe'),
      env: {},
      run,
      ...system,
    });
    return { status, programs };
  }

  /** Installs npm in a folder. Returns the folder of its programs. */
  async function npmIn(name: string): Promise<string> {
    const bin = join(folder, name, 'node_modules/npm/bin');
    await mkdir(bin, { recursive: true });
    await writeFile(join(bin, 'npx-cli.js'), '');
    return bin;
  }

  test('runs as a program if it is one', () => {
    expect(started({ platform: 'linux' })).toEqual({ status: 2, programs: [['npx', ...args]] });
    expect(started({ platform: 'darwin' })).toEqual({ status: 2, programs: [['npx', ...args]] });
  });

  test('is a script that Node runs on Windows, so that no shell parses the arguments', async () => {
    const bin = await npmIn('with Node');
    const execPath = join(folder, 'with Node/node.exe');
    const expected = { status: 2, programs: [[execPath, join(bin, 'npx-cli.js'), ...args]] };
    expect(started({ execPath })).toEqual(expected);
    expect(started({ execPath, env: { npm_execpath: join(folder, 'pnpm/bin/pnpm.cjs') } })).toEqual(expected);
  });

  test('belongs to the npm that runs the command', async () => {
    const [bin] = await Promise.all([npmIn('newer'), npmIn('with Node')]);
    const system = { execPath: join(folder, 'with Node/node.exe'), env: { npm_execpath: join(bin, 'npm-cli.js') } };
    expect(started(system).programs).toEqual([[system.execPath, join(bin, 'npx-cli.js'), ...args]]);
  });

  test('is not started on Windows without npm', () => {
    expect(started({})).toEqual({ status: null, programs: [] });
  });
});

test('without a command it lists the commands', async () => {
  const { code, stderr } = await run(folder, []);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('kakao-login migrate [paths…]') });
  expect((await run(folder, ['--help'])).stdout).toContain('kakao-login migrate [paths…]');
});
