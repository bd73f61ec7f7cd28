import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { KakaoStrategyOptions } from '@kakao-login/passport';
import { startKakao, type Kakao } from './support/kakao.js';
import { openShop } from './support/shop.js';

let kakao: Kakao;
beforeAll(async () => {
  kakao = await startKakao();
});
afterAll(() => kakao.close());

async function open(path: string, strategy: Partial<KakaoStrategyOptions> = {}) {
  const shop = await openShop({
    kakao,
    strategy,
    login: { failureRedirect: '/auth/kakao' },
    routes: (app, authenticate) => void app.get('/done', authenticate({})),
  });
  const response = await shop.browser().open(path);
  const answer = [response.status, ((await response.json().catch(() => ({}))) as { error?: string }).error];
  await shop.close();
  return answer;
}

describe('a failureRedirect that leads to the login route', () => {
  test.each([
    ['access_denied', 403],
    ['state_missing', 403],
    ['KOE010', 502],
  ])('ends with the error that it names, and in no circle: %s', async (error, status) => {
    expect(await open(`/auth/kakao?error=${error}`)).toEqual([status, error]);
  });

  test('does not pass for an answer of Kakao, which has a state', async () => {
    expect(await open('/auth/kakao?error=access_denied&state=x')).toEqual([403, 'state_missing']);
    expect(await open('/auth/kakao/callback?error=access_denied')).toEqual([403, 'state_missing']);
  });
});

describe('a path that ends in `callback` begins no login', () => {
  test.each(['/auth/kakao/callback', '/auth/kakao/callback/', '/Auth/Kakao/Callback'])('%s', async (path) => {
    expect(await open(path)).toEqual([400, 'code_missing']);
  });

  test('behind a proxy that takes off a prefix', async () => {
    const callbackURL = 'https://shop.example/api/auth/kakao/callback';
    expect(await open('/auth/kakao/callback', { callbackURL })).toEqual([400, 'code_missing']);
  });

  test('nor does a path that the application has declared separate, and no other', async () => {
    const options = { callbackURL: 'https://shop.example/done', callbackRoute: 'separate' } as const;
    expect(await open('/Done/', options)).toEqual([400, 'code_missing']);
    expect(await open('/auth/kakao', options)).toEqual([302, undefined]);
  });

  test('unless it is shared', async () => {
    expect(await open('/auth/kakao/callback', { callbackRoute: 'shared' })).toEqual([302, undefined]);
  });
});
