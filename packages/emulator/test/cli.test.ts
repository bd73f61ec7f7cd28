import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { beforeAll, describe, expect, test } from '@jest/globals';

import { start, type Run } from './command.js';

const cli = new URL('../bin/kakao-emulator.js', import.meta.url).pathname;
const root = new URL('../../../', import.meta.url).pathname;

// Users run the build, and an existing one may be older than the sources.
beforeAll(() => {
  const built = spawnSync(process.execPath, ['packages/bundle.js'], { cwd: root });
  if (built.status !== 0) throw new Error(built.stderr.toString());
});

function run(...args: (string | Record<string, string>)[]): Run {
  const texts = args.filter((arg) => typeof arg === 'string');
  const env = Object.assign({}, process.env, ...args.filter((arg) => typeof arg !== 'string')) as NodeJS.ProcessEnv;
  return start(process.execPath, [cli, ...texts], env);
}

describe('kakao-emulator', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('prints URL, keys and users, and stops on %s', async (signal) => {
    const emulator = run('--port', '0', '--redirect-uri', 'http://localhost:4321/cb');
    await emulator.printed('Control API');
    const url = emulator.url();
    expect((await fetch(`${url}/.well-known/jwks.json`)).status).toBe(200);
    for (const text of [
      '달빛상점',
      'REST API key    0123456789abcdef',
      'Native app key  00112233445566778899aabbccddeeff',
      'Admin key       ad0123456789abcdef0123456789abcd',
      'kakao1234!',
      'moonlight@example.com',
      'http://localhost:4321/cb',
    ]) {
      expect(emulator.output()).toContain(text);
    }
    emulator.stop(signal);
    expect(await emulator.ended).toBe(0);
  });

  test('says that a port is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const emulator = run('--port', String(port));
    expect(await emulator.ended).toBe(1);
    expect(emulator.output()).toBe(
      `kakao-emulator: port ${port} is in use; stop the program that uses it, or choose another port with --port or KAKAO_EMULATOR_PORT\n`,
    );
    server.close();
  });

  test.each(['--version', '-v'])('prints its version: %s', async (option) => {
    const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    const emulator = run(option);
    expect(await emulator.ended).toBe(0);
    expect(emulator.output()).toBe(`${version}\n`);
  });

  test('lists its options', async () => {
    const emulator = run('--help');
    expect(await emulator.ended).toBe(0);
    const options = [
      '--port',
      '--host',
      '--url',
      '--seed',
      '--redirect-uri',
      '--logout-redirect-uri',
      '--domain',
      '--remote-control',
      '--version',
      '--help',
    ];
    for (const option of options) {
      expect(emulator.output()).toContain(option);
    }
  });

  test.each([
    [['--prot', '1'], "kakao-emulator: Unknown option '--prot'; --help lists the options\n"],
    [['--port', '1e9'], 'kakao-emulator: --port: "1e9" is not a port\n'],
    [['--port='], 'kakao-emulator: --port: "" is not a port\n'],
    [['--url', 'kakao:8787'], 'kakao-emulator: --url: an origin is expected, such as http://localhost:3000\n'],
    [['--redirect-uri', 'notaurl'], 'kakao-emulator: --redirect-uri: an absolute URI is expected\n'],
    [['--logout-redirect-uri', '/bye'], 'kakao-emulator: --logout-redirect-uri: an absolute URI is expected\n'],
    [
      ['--domain', 'https://a.example', '--domain', 'b'],
      'kakao-emulator: --domain: an origin is expected, such as http://localhost:3000\n',
    ],
    [['--host', '192.0.2.1', '--port', '0'], 'kakao-emulator: --host: 192.0.2.1 is not an address of this machine\n'],
  ])('describes the error of %j in one line', async (args, line) => {
    const emulator = run(...args);
    expect(await emulator.ended).toBe(1);
    expect(emulator.output()).toEqual(line);
  });

  test('names the variable if it is not a port', async () => {
    const emulator = run({ KAKAO_EMULATOR_PORT: 'abc' });
    expect(await emulator.ended).toBe(1);
    expect(emulator.output()).toBe('kakao-emulator: KAKAO_EMULATOR_PORT: "abc" is not a port\n');
  });

  test('reports the place of a YAML error in one line', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kakao-emulator-'));
    await writeFile(join(folder, 'kakao.yaml'), 'apps:\n  - appId: [1\n people: {');
    const emulator = run('--seed', join(folder, 'kakao.yaml'));
    expect(await emulator.ended).toBe(1);
    expect(emulator.output()).toMatch(/^kakao-emulator: .*kakao\.yaml: .* at line 3, column 2\n$/);
    await rm(folder, { recursive: true });
  });

  test('explains what to do in a clone that was not built', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kakao-emulator-'));
    await cp(cli, join(folder, 'bin/kakao-emulator.mjs'));
    const { status, stderr } = spawnSync(process.execPath, [join(folder, 'bin/kakao-emulator.mjs')]);
    expect({ status, stderr: stderr.toString() }).toEqual({
      status: 1,
      stderr: 'kakao-emulator: not built yet; run `npm run build` first, or `npm run emulator`\n',
    });
    await rm(folder, { recursive: true });
  });

  test('stops while clients are connected', async () => {
    const emulator = run('--port', '0');
    await emulator.printed('Control API');
    const url = emulator.url();
    await fetch(`${url}/_emulator/faults`, {
      method: 'POST',
      body: JSON.stringify({ on: '/.well-known/jwks.json', kind: 'hang' }),
    });
    const hanging = fetch(`${url}/.well-known/jwks.json`).then(
      () => 'answered',
      () => 'ended',
    );
    const faults = async () => (await fetch(`${url}/_emulator/faults`)).json();
    while (JSON.stringify(await faults()) !== '[]') await wait(10);
    emulator.stop('SIGINT');
    expect([await emulator.ended, await hanging]).toEqual([0, 'ended']);
  });

  test('names a seed file that does not exist', async () => {
    const emulator = run('--seed', 'nowhere.yaml');
    expect(await emulator.ended).toBe(1);
    expect(emulator.output()).toBe('kakao-emulator: nowhere.yaml: this file cannot be read\n');
  });
});
