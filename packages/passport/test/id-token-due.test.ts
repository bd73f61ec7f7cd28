import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { KakaoStrategy } from '@kakao-login/passport';
import { startKakao, type Kakao } from './support/kakao.js';
import { openShop, type Shop } from './support/shop.js';

let kakao: Kakao;
let shop: Shop;
let strict: Shop;

beforeAll(async () => {
  kakao = await startKakao();
  shop = await openShop({
    kakao,
    routes: (app) => {
      app.get('/js', async (request, response) => {
        response.json(await (shop.strategy as KakaoStrategy).simpleLogin(request, { scope: 'openid' }));
      });
    },
  });
  strict = await openShop({ kakao, strategy: { nonce: 'required' } });
});
afterEach(() => {
  kakao.reset();
  Object.assign(shop, { login: {} });
  Object.assign(strict, { login: {} });
});
afterAll(async () => {
  await Promise.all([shop.close(), strict.close()]);
  await kakao.close();
});

/** Logs in while Kakao sends no ID token. `openid` is granted only if it is in `scope`. */
async function outcomeWithout(service: Shop, scope = 'profile_nickname'): Promise<unknown[]> {
  kakao.bends.oidc = false;
  kakao.bends.scope = scope;
  const response = await service.browser().follow('/auth/kakao');
  return [response.status, ((await response.json()) as { error?: string }).error];
}

describe('a login without an ID token, and so without a nonce to check,', () => {
  test('works for an app without OpenID Connect', async () => {
    expect(await outcomeWithout(shop)).toEqual([200, undefined]);
  });

  test('is refused if Kakao has granted openid', async () => {
    expect(await outcomeWithout(shop, 'profile_nickname openid')).toEqual([401, 'missing']);
    expect(kakao.calls()).toEqual(['/oauth/token']);
  });

  test('is refused if openid was requested', async () => {
    shop.login = { scope: ['openid', 'profile_nickname'] };
    expect(await outcomeWithout(shop)).toEqual([401, 'missing']);
    shop.login = { scope: 'profile_nickname openid' };
    expect(await outcomeWithout(shop)).toEqual([401, 'missing']);
  });

  test('is refused with `nonce: required`', async () => {
    expect(await outcomeWithout(strict)).toEqual([401, 'missing']);
  });

  test('works for additional consent without openid, which returns no ID token', async () => {
    for (const service of [shop, strict]) {
      service.login = { scope: 'gender' };
      expect(await outcomeWithout(service, 'gender openid')).toEqual([200, undefined]);
    }
  });

  test('is also refused if the page started it with openid', async () => {
    const browser = shop.browser();
    const { redirectUri, state } = (await (await browser.open('/js')).json()) as Record<string, string>;
    kakao.bends.oidc = false;
    const query = new URLSearchParams({ redirect_uri: redirectUri!, state: state! });
    const back = (await browser.open(`${kakao.url}/oauth/authorize?${query}`)).headers.get('location')!;
    expect(await (await browser.open(back)).json()).toMatchObject({ error: 'missing' });
  });
});

test('`nonce` is true, false or required', () => {
  const options = { clientID: 'a', clientSecret: 'ClientSecretFromTheKakaoConsole1', callbackURL: '/callback' };
  expect(() => new KakaoStrategy({ ...options, nonce: 'yes' as never }, () => null)).toThrow(/nonce/);
  expect(() => new KakaoStrategy({ ...options, state: false, nonce: 'required' }, () => null)).toThrow(/nonce/);
});
