import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createKakaoEmulator, type KakaoEmulator } from '@kakao-login/emulator';
import { compare, recordOf } from './live/compare.js';
import type { Service } from './live/questions.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));

let kakao: KakaoEmulator;
let service: Service;
beforeAll(async () => {
  kakao = await createKakaoEmulator({ strictHeaders: true });
  const { restApiKey, clientSecret, adminKey, redirectUris } = kakao.app;
  service = {
    kauth: kakao.url,
    kapi: kakao.url,
    clientId: restApiKey,
    clientSecret,
    adminKey,
    redirectUri: redirectUris[0] ?? '',
    login: async (authorizeUrl) => (await kakao.signIn('1001', { authorizeUrl })).callbackUrl,
  };
});
afterAll(() => kakao.close());

test('a service that answers as the emulator does has no guess to change', async () => {
  const all = await compare(service);
  expect(all.filter(({ outcome, kakao }) => outcome !== 'same' || kakao.startsWith('no answer'))).toEqual([]);
  expect(recordOf(all)).toMatch(/\nNo guess to change\.\n$/);
});

test('without a login and an admin key, the rest is asked', async () => {
  const all = await compare({ ...service, adminKey: undefined, login: undefined });
  const unasked = all.filter(({ outcome }) => outcome === 'unasked');
  expect(unasked.length).toBe(6);
  expect(all.filter(({ outcome }) => outcome === 'different')).toEqual([]);
});

/** The emulator behind a relay that changes some answers: a Kakao of which one guess is wrong. */
async function withChange(change: (text: string, status: number) => [text: string, status: number]) {
  const relay = createServer((incoming, outgoing) => {
    const onward = request(
      kakao.url + (incoming.url ?? ''),
      { method: incoming.method, headers: { ...incoming.headers, host: new URL(kakao.url).host } },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const [text, status] = change(Buffer.concat(chunks).toString(), answer.statusCode ?? 0);
          const { 'content-length': _length, ...headers } = answer.headers;
          outgoing.writeHead(status, headers).end(text);
        });
      },
    );
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(relay.address() as AddressInfo).port}`;
  try {
    return await compare({ ...service, kauth: url, kapi: url });
  } finally {
    relay.closeAllConnections();
    relay.close();
  }
}

test.each([
  [
    'guesses.ts: KOE_PAGE_STATUS',
    (text: string, status: number) => [text, /\(KOE(?:006|101)\)/.test(text) ? 401 : status],
  ],
  [
    'guesses.ts: KOE319_TEXT',
    (text: string, status: number) => [text.replace('refresh_token is missing.', 'no refresh token'), status],
  ],
  [
    'guesses.ts: NO_CREDENTIALS_TEXT',
    (text: string, status: number) => [text.replace('no authentication key!', 'credentials?'), status],
  ],
  [
    'guesses.ts: PKCE_BODY',
    (text: string, status: number) => [text.replace('Invalid code verifier', 'PKCE verification failed'), status],
  ],
] as [string, (text: string, status: number) => [string, number]][])(
  'a service that answers otherwise in one point: %s, and nothing else',
  async (guess, change) => {
    const record = recordOf(await withChange(change));
    const wrong = record.split('Guesses to change (packages/emulator/src):\n')[1];
    // A verifier without a challenge gets the same answer.
    const expected = guess.endsWith('PKCE_BODY') ? [guess, 'kauth/token.ts: verifier without a challenge'] : [guess];
    expect(wrong).toBe(expected.map((one) => `- ${one}\n`).join(''));
    for (const secret of [service.clientId, service.clientSecret ?? '', service.adminKey ?? '']) {
      expect(record).not.toContain(secret);
    }
  },
);

test('npm run live refuses to run in CI', async () => {
  const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { scripts: { live: string } };
  expect(scripts.live).toContain('test/live/main.ts');
  const args = [
    '--no-warnings',
    '--conditions=@kakao-login/source',
    '--import',
    './test/support/typescript.js',
    'test/live/main.ts',
  ];
  const env = { PATH: process.env['PATH'], CI: 'true', KAKAO_CLIENT_ID: 'a', KAKAO_REDIRECT_URI: 'http://localhost/' };
  await expect(run(process.execPath, args, { cwd: root, env })).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^live: not in CI/),
  });
});
