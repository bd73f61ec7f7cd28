import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, expect, test } from '@jest/globals';

import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator, KakaoEmulatorOptions } from '@kakao-login/emulator';
import { reachNote, urlOf } from '../src/server/listen.js';

const started: KakaoEmulator[] = [];
afterEach(() => Promise.all(started.splice(0).map((emulator) => emulator.close())));

async function start(options: KakaoEmulatorOptions): Promise<KakaoEmulator> {
  const emulator = await createKakaoEmulator(options);
  started.push(emulator);
  return emulator;
}

const claimsOf = (token = ''): { iss?: string } =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { iss?: string };

const post = async (url: string, body: object): Promise<Record<string, string>> =>
  (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).json() as Promise<Record<string, string>>;

const issuerAt = async (origin: string): Promise<unknown> =>
  ((await (await fetch(`${origin}/.well-known/openid-configuration`)).json()) as { issuer: unknown }).issuer;

test.each([
  ['127.0.0.1', /^http:\/\/localhost:\d+$/],
  ['::1', /^http:\/\/\[::1\]:\d+$/],
])('an emulator on %s has a URL that reaches it', async (host, url) => {
  const emulator = await start({ host });
  expect(emulator.url).toMatch(url);
  expect(await issuerAt(emulator.url)).toBe(emulator.url);
});

test.each(['0.0.0.0', '::'])('an emulator on all addresses, %s, has the URL of one of them', (host) => {
  expect(urlOf(host, 8787)).toBe('http://localhost:8787');
});

test.each(['127.0.0.1', '::1', 'localhost'])(
  'the command prints no note for %s, which only this machine can reach',
  (host) => {
    expect(reachNote(host, false)).toBeUndefined();
  },
);

test.each(['0.0.0.0', '::', '192.168.0.7'])('the command prints what other machines can do at %s', (host) => {
  expect(reachNote(host, false)).toBe(
    `Other machines can reach this emulator (--host ${host}). Only this one can use the control API; --remote-control opens it to them.`,
  );
  expect(reachNote(host, true)).toContain('They can use the control API too');
});

test('ID tokens requested over HTTP have the requested address as issuer, as discovery does', async () => {
  const { port } = await start({});
  for (const origin of [`http://127.0.0.1:${port}`, `http://localhost:${port}`]) {
    const { id_token } = await post(`${origin}/_emulator/tokens`, { person: '1001' });
    expect(claimsOf(id_token).iss).toBe(await issuerAt(origin));
  }
});

test('an emulator with the option url uses it in what it issues itself', async () => {
  const emulator = await start({ url: 'http://kakao.test:8787/', remoteControl: true });
  expect(emulator.url).toBe('http://kakao.test:8787');
  const { id_token } = await emulator.issueTokens('1001');
  expect(claimsOf(id_token).iss).toBe('http://kakao.test:8787');
  expect(claimsOf(await emulator.webhooks.sign('user-unlinked', '1001')).iss).toBe('http://kakao.test:8787');
});

test.each(['kakao.test', 'http://kakao.test/sub', 'ftp://kakao.test', '', 5])(
  'refuses %j as the option url',
  async (url) => {
    await expect(createKakaoEmulator({ url: url as string })).rejects.toThrow(/^url: an origin is expected/);
  },
);

test('a port is in use if another program uses it on the other loopback address', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => void other.listen(0, '::1', resolve));
  const { port } = other.address() as AddressInfo;
  await expect(createKakaoEmulator({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await new Promise((resolve) => void other.close(resolve));
  expect((await start({ port })).port).toBe(port);
});
