import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { useKakaoEmulator } from '@kakao-login/emulator/testing';
import { describeInBrowser, executablePath } from './support/chromium.js';
import { describeWith } from './support/needs.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
const fromSource = `--conditions=@kakao-login/source --import ${join(root, 'test/support/typescript.js')}`;
const emulatorFromSource = `${process.execPath} ${fromSource} ${join(root, 'packages/emulator/src/cli.ts')}`;

interface Finished {
  stdout: string;
  stderr: string;
}

/** The output of a test runner, whether its tests passed or not. */
const outputOf = async (running: Promise<Finished>): Promise<string> => {
  const { stdout, stderr } = await running.catch((error: Finished) => error);
  return stdout + stderr;
};

/** A free port, because the steps need a fixed one. */
async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kakao-test-runners-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('useKakaoEmulator', () => {
  const kakao = useKakaoEmulator(
    { beforeAll, afterEach, afterAll },
    { redirectUris: ['http://localhost:4000/callback'] },
  );

  test('starts an emulator with the options of the file', async () => {
    expect(kakao().app.redirectUris).toContain('http://localhost:4000/callback');
    await kakao().issueTokens('moonlight@example.com');
    expect(kakao().clock.now()).toBeLessThan(kakao().clock.advance({ days: 1 }));
  });

  test('resets it after each test, and keeps its address', async () => {
    const health = await fetch(`${kakao().url}/_emulator/health`);
    expect(await health.json()).toEqual({ status: 'ok' });
    expect(kakao().requests).toEqual([]);
  });

  test('throws if it is used before it has started', () => {
    const early = useKakaoEmulator({ beforeAll: () => {}, afterEach: () => {}, afterAll: () => {} });
    expect(early).toThrow('has not started yet');
  });
});

describeInBrowser('The Playwright fixtures', () => {
  test('log users in on the pages, with a fresh emulator for each test', async () => {
    const cli = join(root, 'node_modules/@playwright/test/cli.js');
    // Playwright refuses to run inside Jest.
    const { JEST_WORKER_ID: _, ...own } = process.env;
    const env = { ...own, NODE_OPTIONS: fromSource, CHROMIUM_PATH: executablePath, PLAYWRIGHT_OUTPUT: folder };
    const cwd = join(root, 'test/test-runners/playwright');
    expect(await outputOf(run(process.execPath, [cli, 'test'], { cwd, env }))).toMatch(/^ {2}2 passed/m);
  });
});

/** A Python with pytest. Debian's may not be the first on the PATH. */
const python = ['python3', '/usr/bin/python3'].find(
  (command) => spawnSync(command, ['-m', 'pytest', '--version']).status === 0,
);

describeWith(python !== undefined ? undefined : 'No pytest: install it (Debian: apt-get install python3-pytest).')(
  'The pytest fixtures',
  () => {
    test('log users in from Python', async () => {
      const env = {
        ...process.env,
        KAKAO_EMULATOR: emulatorFromSource,
        PYTHONPATH: join(root, 'packages/emulator/pytest'),
        PYTHONDONTWRITEBYTECODE: '1',
      };
      const cwd = join(root, 'test/test-runners/pytest');
      const running = run(python ?? '', ['-m', 'pytest', '-p', 'no:cacheprovider', '-q'], { cwd, env });
      expect(await outputOf(running)).toMatch(/^3 passed/m);
    });
  },
);

test('KakaoTestingModule logs users in under node:test, for requests that Fastify injects', async () => {
  const file = join(root, 'test/test-runners/nest/login.node-test.ts');
  const running = run(process.execPath, [...fromSource.split(' '), '--test', file]);
  expect(await outputOf(running)).toMatch(/^(?:# |ℹ )pass 1$/m);
});

test('The GitHub Actions steps of the documentation start an emulator that answers', async () => {
  const page = await readFile(join(root, 'packages/docs/pages/en/recipes/testing.md'), 'utf8');
  const [, yaml = ''] = /```yaml\n(- run: npx kakao-emulator[^]+?)```/.exec(page) ?? [];
  const steps = yaml.split('\n').flatMap((line) => /^- run: (.+)$/.exec(line)?.slice(1) ?? []);
  expect(steps).toHaveLength(2);
  // Replaces `npx kakao-emulator`: runs the emulator from source, on another port.
  await writeFile(join(folder, 'npx'), `#!/bin/sh\nshift\nexec ${emulatorFromSource} "$@"\n`);
  await chmod(join(folder, 'npx'), 0o755);
  const script = `${steps.join('\n')}\nkill %1`;
  const port = await freePort();
  const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}`, KAKAO_EMULATOR_PORT: port };
  const { stdout } = await run('bash', ['-ec', script.replaceAll('8787', port)], { env });
  expect(stdout).toContain('{"status":"ok"}');
});
