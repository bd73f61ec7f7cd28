import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { pagesFolder } from '../src/site.js';

/** Lines that no test can run, and why. */
const notRun: readonly [line: RegExp, reason: string][] = [
  [/^npm install /, 'asks the registry'],
  [/^curl .*\/releases\/|^sha256sum |^tar /, 'takes a release apart; there is none yet'],
  [/^\.\/kakao-emulator-linux-x64 /, '`packages/emulator/test/executable.test.ts` starts it'],
  [/^docker build /, 'needs Docker; `packages/emulator/test/image.test.ts` follows the Dockerfile'],
  [/^curl .*\$E\b/, 'needs an emulator; `packages/emulator/test/control-page.test.ts` runs it with one'],
];

const blocks = readdirSync(`${pagesFolder}en`, { recursive: true, encoding: 'utf8' })
  // `test/tutorial.test.ts` follows the tutorials.
  .filter((path) => path.endsWith('.md') && !/^(packages|reference|tutorial)\//.test(path))
  .flatMap((path) => {
    const text = readFileSync(`${pagesFolder}en/${path}`, 'utf8');
    return [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, code = ''], index) => ({ path, index, code }));
  });
const runs = (line: string): boolean => !notRun.some(([pattern]) => pattern.test(line));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docs-shell-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(blocks)('$path, shell block $index: what can run, runs', async ({ code }) => {
  const script = code.split('\n').filter(runs).join('\n');
  const bash = promisify(execFile)('bash', ['--norc', '-euc', script], {
    cwd: folder,
    env: { ...process.env, npm_config_offline: 'true' },
  });
  await expect(bash).resolves.toHaveProperty('stdout');
});

test('every line that is not run is in a page', () => {
  const lines = blocks.flatMap(({ code }) => code.split('\n'));
  expect(notRun.filter(([pattern]) => !lines.some((line) => pattern.test(line))).map(([, reason]) => reason)).toEqual(
    [],
  );
});
