import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createKakaoEmulator, type KakaoEmulator } from '@kakao-login/emulator';
import { createApp, createStrategy } from '../sample/express/server.js';
import { Browser } from './clients/browser.js';

const root = fileURLToPath(new URL('..', import.meta.url));
let server: Server;
let emulator: KakaoEmulator;
let browser: Browser;
let url: string;

beforeAll(async () => {
  server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, 'localhost', resolve));
  url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const callbackURL = `${url}/auth/kakao/callback`;
  emulator = await createKakaoEmulator({ redirectUris: [callbackURL] });
  const { restApiKey: clientID, clientSecret } = emulator.app;
  server.on('request', createApp(createStrategy({ clientID, clientSecret, callbackURL, hosts: emulator.url })));
});
beforeEach(() => {
  emulator.reset();
  browser = new Browser();
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => void server.close(resolve));
  await emulator.close();
});

const person = () => ({ ...emulator.people[0]!, password: 'kakao1234!' });

test('the Express sample logs a user in through the pages of the emulator', async () => {
  const page = await browser.logIn(`${url}/auth/kakao`, person());
  expect(page.status).toBe(200);
  expect(page.html).toContain(`${person().nickname} 님 (${person().id})`);
});

test('the Express sample asks for more consent, and for another account', async () => {
  await browser.logIn(`${url}/auth/kakao`, person());
  expect((await browser.logIn(`${url}/auth/kakao/more`, person())).status).toBe(200);
  const { url: chooser } = await browser.open(`${url}/auth/kakao/again`);
  expect(chooser.origin).toBe(emulator.url);
});

test('the Express sample answers 403 if the user cancels, and 400 for a bookmark of the callback', async () => {
  const page = await browser.logIn(`${url}/auth/kakao`, person(), undefined, '취소');
  expect([page.status, page.html]).toEqual([403, expect.stringContaining('access_denied')]);
  expect((await browser.open(`${url}/auth/kakao/callback`)).status).toBe(400);
});

/** Runs the sample in its own process, and returns its output until it ends or names the redirect URI to register. */
const started = (env: Record<string, string>, sample = 'sample/express/server.ts') =>
  new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    const flags = ['--conditions=@kakao-login/source', '--import', './test/support/typescript.js'];
    const child = execFile(process.execPath, [...flags, sample], {
      cwd: root,
      env,
    });
    const said = { out: '', err: '' };
    child.stderr?.on('data', (text: string) => (said.err += text));
    child.stdout?.on('data', (text: string) => {
      said.out += text;
      if (said.out.includes('register')) child.kill();
    });
    child.once('close', (code) => resolve({ code, ...said }));
  });

test.each([
  ['the shop', { PORT: () => new URL(url).port, KAKAO_EMULATOR_PORT: () => '0' }],
  ['the emulator', { PORT: () => '0', KAKAO_EMULATOR_PORT: () => new URL(emulator.url).port }],
])('the Express sample says in one line that the port of %s is taken', async (_, ports) => {
  const { code, out, err } = await started({ PORT: ports.PORT(), KAKAO_EMULATOR_PORT: ports.KAKAO_EMULATOR_PORT() });
  expect([code, out, err]).toEqual([
    1,
    '',
    expect.stringMatching(/^Port \d+ is taken: set PORT or KAKAO_EMULATOR_PORT\.\n$/),
  ]);
});

test('the Express sample says which redirect URI to register with keys of your own', async () => {
  const keys = { KAKAO_CLIENT_ID: 'a'.repeat(32), KAKAO_CLIENT_SECRET: 'b'.repeat(32) };
  const { out } = await started({ ...keys, PORT: '0' });
  expect(out).toMatch(/http:\/\/localhost:[1-9]\d*\/auth\/kakao\/callback – register exactly this/);
  expect(out).not.toContain(keys.KAKAO_CLIENT_SECRET);
});

describe.each(['sample/express/server.ts', 'sample/express/plain.js'])('%s', (sample) => {
  test.each<[Record<string, string>, string]>([
    [{ PORT: 'abc' }, 'PORT=abc is not a port: give a number from 0 to 65535.\n'],
    [{ PORT: '0', KAKAO_EMULATOR_PORT: '70000' }, 'KAKAO_EMULATOR_PORT=70000 is not a port: give a number from 0 to'],
  ])('refuses %j in one line', async (env, line) => {
    const { code, out, err } = await started(env, sample);
    expect([code, out, err]).toEqual([1, '', expect.stringContaining(line)]);
    expect(err).not.toMatch(/\n./);
  });

  test('logs a user in on a free port, with empty environment variables', async () => {
    const flags = ['--conditions=@kakao-login/source', '--import', './test/support/typescript.js'];
    const empty = { KAKAO_CLIENT_ID: '', KAKAO_CLIENT_SECRET: '' };
    const child = spawn(process.execPath, [...flags, sample], {
      cwd: root,
      env: { ...empty, PORT: '0', KAKAO_EMULATOR_PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      const page = await browser.logIn(`${line.toString().trim()}/auth/kakao`, person());
      expect([page.status, page.html]).toEqual([200, expect.stringContaining(person().nickname)]);
    } finally {
      child.kill();
      await once(child, 'exit');
    }
  });
});

test('the Express samples are short', async () => {
  for (const name of ['server.ts', 'plain.js']) {
    const source = await readFile(new URL(`../sample/express/${name}`, import.meta.url), 'utf8');
    expect(source.trimEnd().split('\n').length).toBeLessThan(75);
  }
});
