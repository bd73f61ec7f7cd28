import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { diagnose } from '@kakao-login/doctor';
import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';
import * as fc from 'fast-check';
import { createMask } from '../src/mask.js';
import { textOf } from '../src/print.js';
import { soundVariables } from './misconfigurations.js';

let emulator: KakaoEmulator;
beforeAll(async () => {
  emulator = await createKakaoEmulator();
});
afterAll(() => emulator.close());

const keyNames = [
  'KAKAO_CLIENT_ID',
  'KAKAO_REST_API_KEY',
  'KAKAO_CLIENT_SECRET',
  'KAKAO_ADMIN_KEY',
  'NEXT_PUBLIC_KAKAO_ADMIN_KEY',
  'KAKAO_JAVASCRIPT_KEY',
  'KAKAO_NATIVE_APP_KEY',
  'KAKAO_COOKIE_SECRET',
  'KAKAO_WHOLESALE_CLIENT_SECRET',
  'SESSION_SECRET',
  'DATABASE_PASSWORD',
];

const hex = fc
  .array(fc.constantFrom(...Array.from('0123456789abcdef')), { minLength: 32, maxLength: 32 })
  .map((all) => all.join(''));
/** Keys, and other values that can be there by mistake. */
const secret = fc.oneof(
  hex,
  fc.stringMatching(/^[A-Za-z0-9]{32}$/),
  fc.stringMatching(/^[!-~]{12,60}$/),
  fc.string({ unit: 'binary', minLength: 12, maxLength: 40 }).filter((text) => text.trim().length > 11),
  hex.map((key) => `"${key}"`),
  hex.map((key) => `KakaoAK ${key}`),
);
/** `encodeURIComponent` throws for other strings. */
const wellFormed = (text: string): string => text.replaceAll(/\p{Surrogate}/gu, '?');
/** URLs, into which a secret can also be copied. */
const address = fc.oneof(
  fc.constant(() => 'http://localhost:3000/auth/kakao/callback'),
  fc.constant((text: string) => text),
  fc.constant((text: string) => `http://localhost:3000/cb?key=${encodeURIComponent(wellFormed(text))}`),
  fc.constant((text: string) => `http://shop:${encodeURIComponent(wellFormed(text))}@localhost:3000/cb`),
  fc.constant((text: string) => `kakao${text}://oauth`),
);
const environment = fc
  .record({
    secrets: fc.dictionary(fc.constantFrom(...keyNames), secret, { minKeys: 1 }),
    redirect: address,
    site: address,
    scope: address,
    proxy: fc.boolean(),
  })
  .map(({ secrets, redirect, site, scope, proxy }) => {
    const [first = ''] = Object.values(secrets);
    return {
      secrets: Object.values(secrets),
      variables: {
        ...secrets,
        KAKAO_REDIRECT_URI: redirect(first),
        KAKAO_LOGOUT_REDIRECT_URI: site(first),
        KAKAO_SCOPE: scope(first),
        PUBLIC_URL: site(first),
        ...(proxy && { HTTP_PROXY: `http://user:${encodeURIComponent(wellFormed(first))}@127.0.0.1:9` }),
      },
    };
  });

/** The length of a piece that cannot occur by chance. */
const piece = 10;
function leaks(output: string, value: string): boolean {
  const wanted = value.trim().replaceAll(/^["']|["']$|^KakaoAK /g, '');
  for (let at = 0; at + piece <= wanted.length; at += 1) {
    if (output.includes(wanted.slice(at, at + piece))) return true;
  }
  return false;
}

test.each([false, true])('no secret is printed, in any setting (probe: %s)', async (probe) => {
  await fc.assert(
    fc.asyncProperty(environment, async ({ secrets, variables }) => {
      const report = await diagnose({ variables, hosts: emulator.url, probe });
      const output = [textOf(report, 'ko'), textOf(report, 'en'), JSON.stringify(report)].join('\n');
      expect(secrets.filter((value) => leaks(output, value))).toEqual([]);
    }),
    { numRuns: probe ? 60 : 300 },
  );
});

/** How a module file can hold a secret, in sight of the doctor or not. */
const inCode: readonly ((text: string) => string)[] = [
  (text) => `KakaoModule.forRoot({ clientSecret: '${text}' })`,
  (text) => `KakaoModule.forRoot({ clientID: '${text.slice(0, 9)}' + \`${text.slice(9)}\` })`,
  (text) => `const { SHOP: id = '${text}' } = process.env; KakaoModule.forRoot({ clientID: id })`,
  (text) => `KakaoModule.forRoot({ ...load('${text}'), ...${text} })`,
  (text) => `KakaoModule.forRoot({ ['${text}' + x]: 1, ['${text}']: load() })`,
  (text) => `KakaoModule.forRoot({ clientID: ${text}.get('${text}'), callbackURL: load('${text}') })`,
  (text) =>
    `KakaoModule.forRoot({ clientID: '${text}', callbackURL: '/cb?key=' + '${text}', cookie: { secret: '${text}' } })`,
  (text) =>
    `KakaoModule.forRoot({ clientSecret: '${text}', name: '${text}', hosts: 'http://${text}@localhost', scope: ['${text}'] })`,
  (text) => `KakaoModule.forRootAsync({ useFactory: load('${text}') })`,
  (text) =>
    `enum Key { A = '${text}' } KakaoModule.forRoot({ adminKey: Key.A, audiences: [Key.A], clientID: config.get(Key.A) })`,
];

test('no secret of a module file is printed, however it is written', async () => {
  const folder = await mkdtemp(join(fileURLToPath(new URL('.', import.meta.url)), 'secret-'));
  const module = join(folder, 'app.module.ts');
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...inCode), fc.stringMatching(/^[a-z][A-Za-z0-9]{31}$/), async (write, value) => {
      await writeFile(module, write(value));
      const report = await diagnose({ variables: {}, module, hosts: emulator.url, probe: true });
      const output = [textOf(report, 'ko'), textOf(report, 'en'), JSON.stringify(report)].join('\n');
      expect(leaks(output, value)).toBe(false);
    }),
    { numRuns: 20 },
  );
  await rm(folder, { recursive: true, force: true });
});

const withCommas = 'first+part_0123,secondpart_4567 thirdpart_89ab';
test.each<[string, Record<string, string>]>([
  ['redirect URIs', { KAKAO_REDIRECT_URI: `/${withCommas}` }],
  ['encoded redirect URIs', { KAKAO_REDIRECT_URI: `/${withCommas.replace('+', '%2B')}` }],
  ['consent items', { KAKAO_SCOPE: withCommas }],
])('a secret with commas is masked in a list of %s', async (_list, settings) => {
  const variables = { ...soundVariables, KAKAO_COOKIE_SECRET: withCommas, ...settings };
  const report = await diagnose({ variables, hosts: emulator.url, probe: true });
  const printed = JSON.stringify(report);
  expect(printed).toContain('[masked]');
  expect(printed).not.toMatch(/part_/);
});

test('a secret is masked in every encoding and place', () => {
  const encodings = [
    (text: string) => text,
    encodeURIComponent,
    (text: string) => Buffer.from(text).toString('base64'),
    (text: string) => Buffer.from(text).toString('base64url'),
    (text: string) => Buffer.from(text).toString('hex'),
  ];
  const words = fc.string({ unit: 'grapheme', minLength: 10, maxLength: 40 }).filter((text) => text.trim().length > 9);
  fc.assert(
    fc.property(words, fc.string(), fc.string(), fc.constantFrom(...encodings), (value, before, after, encode) => {
      const written = encode(value);
      expect(createMask([value])(`${before}${written}${after}`)).not.toContain(written);
    }),
  );
});
