import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { createKakaoEmulator } from '@kakao-login/emulator';
import type { AppSeed, KakaoEmulator } from '@kakao-login/emulator';

import { get } from './visitor.js';

const app = (appId: string, more: Partial<AppSeed>): AppSeed => ({
  appId,
  name: `앱 ${appId}`,
  restApiKeys: [{ key: `rest-${appId}`, redirectUris: ['http://localhost:1/'] }],
  adminKeys: [{ key: `admin-${appId}` }],
  ...more,
});

let emulator: KakaoEmulator;
const received: string[] = [];
const service = createServer((request, answer) => {
  request.setEncoding('utf8').on('data', (chunk: string) => received.push(chunk));
  request.on('end', () => answer.end());
});
beforeAll(async () => {
  await new Promise<void>((resolve) => {
    service.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}/`;
  emulator = await createKakaoEmulator({
    apps: [
      app('1', {}),
      app('2', { consentItems: { profile_nickname: 'required', friends: 'optional', talk_message: 'optional' } }),
      app('3', { groupApp: true, webhooks: { unlink: { url } } }),
      app('4', { partner: true, consentItems: { account_creation_date: 'optional' } }),
      app('5', { inHouse: true }),
    ],
    people: [
      {
        id: '7',
        loginId: 'partner@example.com',
        nickname: '파트너',
        uuid: 'uuid-7',
        groupUserToken: 'group-7',
        accountCreationDate: '2020-01-02T03:04:05Z',
        displayId: 'partner@example.com',
        unificationStatus: 'KAKAO',
        kakaoTalk: false,
        accountId: '9007199254740993',
        talkUserId: 70,
        daumUserId: 71,
      },
      { id: '8', loginId: 'plain@example.com', nickname: '보통' },
    ],
  });
});
afterAll(async () => {
  await emulator.close();
  service.close();
});

async function me(appId: string, person = '7', agree: string[] = [], query = ''): ReturnType<typeof get> {
  const { access_token } = await emulator.issueTokens(person, { app: appId, agree });
  const user = await get(`${emulator.url}/v2/user/me${query}`, { authorization: `Bearer ${access_token}` });
  emulator.reset();
  return user;
}

const keys = '?property_keys=' + encodeURIComponent('["for_partner.uuid","group_user_token"]');

describe('what only some apps see', () => {
  test('is missing for other apps', async () => {
    const { body } = await me('1');
    expect(Object.keys(body)).toEqual(['id', 'connected_at', 'properties', 'kakao_account']);
    expect(Object.keys(body['kakao_account'] as object)).toEqual(['profile_nickname_needs_agreement', 'profile']);
  });

  test('for_partner comes with consent to friends or messages', async () => {
    expect((await me('2')).body).not.toHaveProperty('for_partner');
    expect((await me('2', '7', ['friends'])).body).toHaveProperty('for_partner', { uuid: 'uuid-7' });
    expect((await me('2', '7', ['talk_message'], keys)).body).toHaveProperty('for_partner', { uuid: 'uuid-7' });
    expect((await me('2', '8', ['friends'])).body).not.toHaveProperty('for_partner');
  });

  test('group_user_token comes with apps of a group, also in the unlink webhook', async () => {
    expect((await me('3', '7', [], keys)).body).toHaveProperty('group_user_token', 'group-7');
    expect((await me('3', '7', [], '?property_keys=%5B%5D')).body).not.toHaveProperty('group_user_token');
    await emulator.signIn('7', { app: '3' });
    await emulator.webhooks.unlink('7', { app: '3' });
    expect(received.join('')).toContain('group_user_token=group-7');
  });

  test('partners get more data about the account', async () => {
    const expected = { unification_status: 'KAKAO', is_kakaotalk_user: false, display_id: 'partner@example.com' };
    const { body } = await me('4');
    expect(body['kakao_account']).toEqual({ ...expected, account_creation_date_needs_agreement: true });
    expect((await me('4', '7', ['account_creation_date'])).body['kakao_account']).toMatchObject({
      account_creation_date_needs_agreement: false,
      account_creation_date: '2020-01-02T03:04:05Z',
    });
  });

  test('apps of the Kakao group get its numbers exactly', async () => {
    const { text } = await me('5');
    expect(text).toContain('"account_id":9007199254740993,"talk_user_id":70,"daum_user_id":71');
    expect((await me('5', '8')).body['kakao_account']).not.toHaveProperty('account_id');
  });
});
