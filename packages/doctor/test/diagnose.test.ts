import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';
import { examine, troubles, troublesOf } from './examine.js';
import { apps, misconfigurations } from './misconfigurations.js';

let emulator: KakaoEmulator;
beforeAll(async () => {
  emulator = await createKakaoEmulator({ apps });
});
afterAll(() => emulator.close());

test('a service that is set up rightly passes every check', async () => {
  const report = await examine(emulator, []);
  expect(report.findings.filter(({ status }) => status !== 'PASS')).toEqual([]);
  expect(report.ok).toBe(true);
});

describe('finds one thing that is wrong', () => {
  test.each(misconfigurations)('$name', async (row) => {
    expect(troubles(await examine(emulator, [row])).sort()).toEqual([...troublesOf(row)].sort());
  });
});

test('every finding that is no PASS has its cause or its remedy, in both languages', async () => {
  const bare: string[] = [];
  for (const row of misconfigurations) {
    for (const { status, code, message, cause, remedy, console, assumption } of (await examine(emulator, [row]))
      .findings) {
      const texts = [message, cause, remedy, console, assumption].filter((text) => text !== undefined);
      const isWhole = status === 'PASS' || status === 'SKIP' || (cause ?? remedy) !== undefined;
      if (!isWhole || !texts.every(({ ko, en }) => /[가-힣]|Node/.test(ko) && /^[^가-힣]+$/.test(en))) bare.push(code);
    }
  }
  expect([...new Set(bare)]).toEqual([]);
});

test('Kakao is only asked with `probe`', async () => {
  emulator.reset();
  const report = await examine(emulator, [], { probe: false });
  expect(emulator.requests).toEqual([]);
  expect(report.findings.filter(({ status }) => status === 'SKIP').map(({ code }) => code)).toEqual(['probe']);
});

test('says when Kakao cannot be reached, and asks for nothing more', async () => {
  const gone = await createKakaoEmulator();
  await gone.close();
  const report = await examine(gone, []);
  expect(troubles(report)).toEqual(['FAIL no_answer']);
  expect(report.findings.filter(({ status }) => status === 'SKIP').map(({ code }) => code)).toEqual(['login']);
});

test('names each consent item that is not set up', async () => {
  const scope = { KAKAO_SCOPE: 'account_email talk_calendar,gender,legal_name' };
  const { findings } = await examine(emulator, [{ name: 'two items', variables: scope, finds: {} }]);
  expect(findings.find(({ code }) => code === 'KOE205')?.message.en).toMatch(/: talk_calendar, legal_name$/);
});

test('says what to register, letter by letter, in the console or in the emulator', async () => {
  const uri = 'https://shop.example/auth/kakao/callback?from=kakao';
  const at = async (hosts: string | undefined) => {
    const { findings } = await examine(emulator, [], { probe: false, hosts, redirectUris: [uri] });
    return findings.find(({ code }) => code === 'redirect_uri')?.message;
  };
  expect(await at(undefined)).toEqual({
    ko: expect.stringContaining(`${uri} – 글자 하나까지 똑같이 developers.kakao.com의 [앱] > [플랫폼 키]`),
    en: expect.stringContaining(`${uri} – register exactly this at developers.kakao.com, [App] > [Platform key]`),
  });
  expect((await at(emulator.url))?.en).toContain(`kakao-emulator --redirect-uri '${uri}'`);
});
