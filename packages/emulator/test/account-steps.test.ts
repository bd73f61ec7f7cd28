import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';

import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';

import { Visitor, authorizePath, callback, get, location } from './visitor.js';

let emulator: KakaoEmulator;
const people = [
  { id: '1001', loginId: 'asleep@example.com', nickname: '잠', dormant: true },
  { id: '1002', loginId: 'limited@example.com', nickname: '제한', restricted: true },
  { id: '1003', loginId: 'terms@example.com', nickname: '약관', accountTermsDue: true },
  { id: '1004', loginId: 'unproven@example.com', nickname: '미확인', ageVerified: false },
  { id: '1005', loginId: 'no-ci@example.com', nickname: '연계없음' },
  {
    id: '1006',
    loginId: 'all@example.com',
    nickname: '모두',
    dormant: true,
    accountTermsDue: true,
    ageVerified: false,
  },
  { id: '1008', loginId: 'no-talk@example.com', nickname: '톡없음', kakaoTalk: false },
  { id: '1007', loginId: 'child@example.com', nickname: '어린이', birthyear: '2020' },
];

beforeAll(async () => {
  emulator = await createKakaoEmulator({
    apps: [
      {
        appId: '1',
        name: '앱',
        restApiKeys: [{ key: 'rest', redirectUris: [callback] }],
        adminKeys: [{ key: 'admin' }],
      },
      {
        appId: '2',
        name: '어른의 앱',
        ageVerification: true,
        restApiKeys: [{ key: 'adult', redirectUris: [callback] }],
      },
      {
        appId: '3',
        name: '연계 앱',
        consentItems: { profile_nickname: 'required', account_ci: 'required' },
        restApiKeys: [{ key: 'ci', redirectUris: [callback] }],
        adminKeys: [{ key: 'ci-admin' }],
      },
    ],
    people,
    links: [
      { appId: '1', personId: '1001' },
      { appId: '1', personId: '1002' },
      { appId: '1', personId: '1003' },
      { appId: '2', personId: '1004' },
      { appId: '1', personId: '1007' },
    ],
  });
});
afterEach(() => emulator.reset());
afterAll(() => emulator.close());

const path = (client_id: string, more: Record<string, string> = {}): string =>
  authorizePath(emulator, { client_id, ...more });
let visitor: Visitor;
async function enter(person: string, client_id: string): Promise<{ status: number; text: string; location: string }> {
  visitor = new Visitor(emulator.url);
  const answer = await visitor.logIn(await visitor.get(path(client_id)), '1', { person });
  return { status: answer.status, text: await answer.text(), location: location(answer) };
}
/** Clicks the button of a message page. */
async function press(page: string): Promise<{ status: number; text: string; location: string }> {
  const href = /href="([^"]*account\?step[^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const answer = await visitor.get(location(await visitor.get(href)));
  return { status: answer.status, text: await answer.text(), location: location(answer) };
}

describe('a user whose account requires a step before the login', () => {
  test.each([
    ['1001', 'rest', '휴면 계정입니다'],
    ['1003', 'rest', '카카오계정 약관에 동의해 주세요'],
    ['1004', 'adult', '연령 인증이 필요합니다'],
  ])('user %s completes it on a page of app %s and gets the code', async (person, client, title) => {
    const { status, text } = await enter(person, client);
    expect([status, text]).toEqual([200, expect.stringContaining(title)]);
    expect(location(await visitor.get(path(client, { prompt: 'none' })))).toContain('error=interaction_required');
    expect((await press(text)).location).toContain('?code=');
    expect(location(await visitor.get(path(client, { prompt: 'none' })))).toContain('?code=');
  });

  test('completes several steps one after another', async () => {
    let { text } = await enter('1006', 'adult');
    const titles: string[] = [];
    for (let pages = 0; pages < 3; pages += 1) {
      titles.push(/<h1>(.*?)<\/h1>/.exec(text)?.[1] ?? '');
      ({ text } = await press(text));
    }
    expect(titles).toEqual(['휴면 계정입니다', '카카오계정 약관에 동의해 주세요', '연령 인증이 필요합니다']);
    expect(text).toContain('name="transaction"');
  });

  test('is no longer -103 at kapi after reactivating a dormant account', async () => {
    const asked = (): ReturnType<typeof get> =>
      get(`${emulator.url}/v2/user/me?target_id_type=user_id&target_id=1001`, { authorization: 'KakaoAK admin' });
    expect((await asked()).body['code']).toBe(-103);
    await press((await enter('1001', 'rest')).text);
    expect((await asked()).status).toBe(200);
  });

  test('verifies their identity for an app that requires CI, and has a CI afterwards', async () => {
    const { text } = await enter('1005', 'ci');
    expect(text).toContain('본인인증이 필요합니다');
    const consent = await press(text);
    expect(consent.text).toContain('name="transaction"');
    await visitor.accept(await visitor.get(path('ci')));
    const { body } = await get(`${emulator.url}/v2/user/me?target_id_type=user_id&target_id=1005`, {
      authorization: 'KakaoAK ci-admin',
    });
    expect(body['kakao_account']).toMatchObject({ ci_needs_agreement: false, ci: expect.stringMatching(/^.{88}$/) });
  });

  test('cannot complete a step in a browser without a login', async () => {
    const answer = await new Visitor(emulator.url).get('/oauth/authorize/account?step=wake_up&onward=');
    expect(answer.status).toBe(400);
    await enter('1001', 'rest');
    expect((await visitor.get('/oauth/authorize/account?step=fly&onward=')).status).toBe(400);
  });
});

test('a restricted user gets an error page, or interaction_required with prompt=none', async () => {
  const { status, text } = await enter('1002', 'rest');
  expect([status, text]).toEqual([403, expect.stringContaining('이용이 제한된 계정입니다')]);
  expect(location(await visitor.get(path('rest', { prompt: 'none' })))).toContain('error=interaction_required');
});

test('a user under 14 who is already linked is redirected with the reason', async () => {
  const { location: to } = await enter('1007', 'rest');
  expect(to).toBe(`${callback}?error=access_denied&error_description=Not%20allowed%20under%20age%2014`);
});

test('the login page shows what is special about an account', async () => {
  const { text } = await get(`${emulator.url}/login?continue=/&lang=en`);
  for (const note of [
    'dormant',
    'restricted',
    'account terms not accepted',
    'age not verified',
    'no Kakao Talk',
    'under 14',
  ]) {
    expect(text).toContain(`<span class="note">${note}</span>`);
  }
  expect(text).toContain('<span class="note">dormant, account terms not accepted, age not verified</span>');
});
