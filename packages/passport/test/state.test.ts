import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { KakaoClient } from '@kakao-login/client';
import { clientSecret, restApiKey, startKakao, type Kakao } from './support/kakao.js';
import { openShop, type Shop } from './support/shop.js';

let kakao: Kakao;
let shop: Shop;

beforeAll(async () => {
  kakao = await startKakao();
  shop = await openShop({ kakao });
});
afterEach(() => {
  kakao.reset();
  shop.login = {};
  shop.callback = {};
  jest.restoreAllMocks();
});
afterAll(async () => {
  await shop.close();
  await kakao.close();
});

const refused = async (response: Response) => {
  const { error } = (await response.json()) as { error: string };
  return [response.status, error];
};

describe('a callback is refused, and no code is used,', () => {
  /** The status and the code of the error, followed by the requests to Kakao, of which there must be none. */
  const refusal = async (response: Response) => [...(await refused(response)), ...kakao.calls()];

  test('if it has no state', async () => {
    const back = new URL(await shop.browser().comeBack());
    back.searchParams.delete('state');
    expect(await refusal(await shop.browser().open(back.href))).toEqual([403, 'state_missing']);
  });

  test('if this browser started no login (login CSRF)', async () => {
    const back = await shop.browser().comeBack();
    expect(await refusal(await shop.browser().open(back))).toEqual([403, 'state_missing']);
  });

  test('if this browser started another login (login CSRF)', async () => {
    const back = await shop.browser().comeBack();
    const victim = shop.browser();
    await victim.begin();
    expect(await refusal(await victim.open(back))).toEqual([403, 'state_mismatch']);
    expect(victim.cookies.size).toBe(1);
  });

  test('if one character of state is changed', async () => {
    const browser = shop.browser();
    const back = new URL(await browser.comeBack());
    const state = back.searchParams.get('state')!;
    back.searchParams.set('state', state.slice(0, -1) + (state.endsWith('A') ? 'B' : 'A'));
    expect(await refusal(await browser.open(back.href))).toEqual([403, 'state_mismatch']);
  });

  test.each(['&state=other', '&state='])('if state is repeated: %s', async (more) => {
    const browser = shop.browser();
    expect(await refusal(await browser.open((await browser.comeBack()) + more))).toEqual([403, 'state_missing']);
  });

  test('if the cookie was changed', async () => {
    const browser = shop.browser();
    const back = await browser.comeBack();
    const [name, value] = [...browser.cookies][0]!;
    browser.cookies.set(name, value.slice(0, 40) + (value[40] === 'A' ? 'B' : 'A') + value.slice(41));
    expect(await refusal(await browser.open(back))).toEqual([403, 'state_mismatch']);
  });

  test('if the cookie of one login has the name of another', async () => {
    const [one, two] = [shop.browser(), shop.browser()];
    const back = await one.comeBack();
    await two.begin();
    one.cookies.set([...one.cookies.keys()][0]!, [...two.cookies.values()][0]!);
    expect(await refusal(await one.open(back))).toEqual([403, 'state_mismatch']);
  });

  test('if the cookie was sealed for another Kakao app with the same secret', async () => {
    const cookie = { secret: 'a secret that two applications share' };
    const callbackURL = 'http://shop.example/auth/kakao/callback';
    const [mine, other] = await Promise.all([
      openShop({ kakao, strategy: { cookie, callbackURL } }),
      openShop({ kakao, strategy: { cookie, callbackURL, clientID: 'f'.repeat(32) } }),
    ]);
    const [here, there] = [mine.browser(), other.browser()];
    const back = new URL(await there.comeBack());
    for (const [name, value] of there.cookies) here.cookies.set(name, value);
    expect(await refusal(await here.open(`/auth/kakao/callback${back.search}`))).toEqual([403, 'state_mismatch']);
    await Promise.all([mine.close(), other.close()]);
  });

  test('if another strategy with the same app and secret started it, for its own callback', async () => {
    const callbackURL = `${shop.url}/link/kakao/callback`;
    const linking = await openShop({ kakao, strategy: { callbackURL } });
    const there = linking.browser();
    const back = new URL(await there.comeBack());
    const here = shop.browser();
    for (const [name, value] of there.cookies) here.cookies.set(name, value);
    expect(await refusal(await here.open(`/auth/kakao/callback${back.search}`))).toEqual([403, 'state_mismatch']);
    await linking.close();
  });

  test('after ten minutes', async () => {
    const browser = shop.browser();
    const back = await browser.comeBack();
    const late = Date.now() + 10 * 60_000 + 1;
    const now = jest.fn(() => late);
    const client = new KakaoClient({ clientId: restApiKey, clientSecret, hosts: kakao.url, now });
    const later = await openShop({ kakao, strategy: { client } });
    const there = later.browser();
    for (const [name, value] of browser.cookies) there.cookies.set(name, value);
    expect(await refusal(await there.open(`/auth/kakao/callback${new URL(back).search}`))).toEqual([
      403,
      'state_expired',
    ]);
    await later.close();
  });

  test('if it is opened without parameters, as by a bookmark', async () => {
    expect(await refusal(await shop.browser().open('/auth/kakao/callback'))).toEqual([400, 'code_missing']);
  });

  test('if it has a state but neither code nor error', async () => {
    const browser = shop.browser();
    const { query } = await browser.begin();
    const response = await browser.open(`/auth/kakao/callback?state=${query.get('state')}`);
    expect(await refusal(response)).toEqual([400, 'code_missing']);
  });

  test('if it has a forged error, which does not end a login in progress', async () => {
    const browser = shop.browser();
    await browser.begin();
    expect(await refusal(await browser.open('/auth/kakao/callback?error=access_denied'))).toEqual([
      403,
      'state_missing',
    ]);
    expect(browser.cookies.size).toBe(1);
  });
});

describe('a repeated callback', () => {
  test('with the cookie, at the same time, exchanges the code once and logs in twice', async () => {
    kakao.bends.delay = 30;
    const browser = shop.browser();
    const back = await browser.comeBack();
    const responses = await Promise.all([browser.open(back), browser.open(back), browser.open(back)]);
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200]);
    const [one, two] = await Promise.all(responses.map((response) => response.text()));
    expect(one).toBe(two);
    expect(kakao.calls()).toEqual(['/oauth/token']);
  });

  test('at the same time, of a failing login, fails twice in the same way', async () => {
    kakao.bends.delay = 30;
    kakao.bends.token = { status: 401, body: { error: 'invalid_client', error_code: 'KOE010' } };
    const browser = shop.browser();
    const back = await browser.comeBack();
    const responses = await Promise.all([browser.open(back), browser.open(back)]);
    expect(await Promise.all(responses.map(refused))).toEqual([
      [expect.any(Number), 'KOE010'],
      [expect.any(Number), 'KOE010'],
    ]);
    expect(kakao.calls()).toEqual(['/oauth/token']);
  });

  test('with a stolen cookie and another code is a replay, and exchanges no code', async () => {
    const browser = shop.browser();
    const back = await browser.comeBack();
    const stolen = new Map(browser.cookies);
    await browser.open(back);
    const thief = shop.browser();
    for (const [name, value] of stolen) thief.cookies.set(name, value);
    const injected = new URL(back);
    injected.searchParams.set('code', 'code-of-somebody-else');
    kakao.requests.length = 0;
    const headers = { 'sec-fetch-dest': 'empty' };
    expect(await refused(await thief.open(injected.href, { headers }))).toEqual([403, 'state_replayed']);
    expect((await thief.open(injected.href)).headers.get('location')).toContain('prompt=none');
    expect(kakao.calls()).toEqual([]);
  });

  test('without its cookie gets an error that the login is over', async () => {
    const browser = shop.browser();
    const back = await browser.comeBack();
    await browser.open(back);
    browser.cookies.clear();
    expect(await refused(await browser.open(back))).toEqual([403, 'state_replayed']);
  });
});

describe('the cookie', () => {
  test('is sealed, HttpOnly, Lax and valid for ten minutes', async () => {
    const browser = shop.browser();
    const { query } = await browser.begin();
    expect(browser.setCookies).toHaveLength(1);
    const [pair = '', ...attributes] = browser.setCookies[0]!.split('; ');
    expect(pair.split('=')[0]).toBe(`kakao_login.${query.get('state')!.slice(0, 1)}`);
    expect(attributes.toSorted()).toEqual(['HttpOnly', 'Max-Age=600', 'Path=/', 'SameSite=Lax']);
  });

  test('is Secure and bound to the host if the redirect URI is https', async () => {
    const secure = await openShop({ kakao, strategy: { callbackURL: 'https://shop.example/auth/kakao/callback' } });
    const browser = secure.browser();
    await browser.begin();
    expect(browser.setCookies[0]).toMatch(/^__Host-kakao_login\.[0-9a-d]=/);
    expect(browser.setCookies[0]!.split('; ')).toEqual(expect.arrayContaining(['Secure', 'Path=/']));
    await secure.close();
  });

  test('has the configured attributes', async () => {
    const cookie = { name: 'k', path: '/auth', domain: 'shop.example', secure: true, sameSite: 'none' } as const;
    const own = await openShop({ kakao, strategy: { cookie } });
    const browser = own.browser();
    await browser.begin();
    expect(browser.setCookies[0]).toMatch(/^k\.[0-9a-d]=/);
    expect(browser.setCookies[0]!.split('; ')).toEqual(
      expect.arrayContaining(['Domain=shop.example', 'Path=/auth', 'Secure', 'SameSite=None']),
    );
    await own.close();
  });

  test('is marked as used after a successful or failed login', async () => {
    const browser = shop.browser();
    await browser.open(await browser.comeBack());
    kakao.bends.refuse = { error: 'access_denied' };
    await browser.open(await browser.comeBack());
    expect([...browser.cookies.values()]).toEqual([expect.stringMatching(/^~/), expect.stringMatching(/^~/)]);
  });

  test('of a finished login does not replace one in progress', async () => {
    const browser = shop.browser();
    const backs: string[] = [];
    for (let tab = 0; tab < 14; tab += 1) backs.push(await browser.comeBack());
    await browser.open(backs[4]!);
    backs[4] = await browser.comeBack();
    for (const back of backs) expect((await browser.open(back)).status).toBe(200);
  });

  test('does not change cookies of the application', async () => {
    const own = await openShop({
      kakao,
      before: [
        (_request, response, next) => {
          response.cookie('theme', 'dark').cookie('lang', 'ko');
          next();
        },
      ],
    });
    const browser = own.browser();
    await browser.begin();
    expect(browser.setCookies.map((line) => line.split('=')[0])).toEqual([
      'theme',
      'lang',
      expect.stringMatching(/^kakao_login\./),
    ]);
    await own.close();
  });

  test('lets two tabs log in, in any order', async () => {
    const browser = shop.browser();
    const [first, second] = [await browser.comeBack(), await browser.comeBack()];
    expect(browser.cookies.size).toBe(2);
    expect((await browser.open(second)).status).toBe(200);
    expect((await browser.open(first)).status).toBe(200);
    expect([...browser.cookies.values()]).toEqual([expect.stringMatching(/^~/), expect.stringMatching(/^~/)]);
  });

  test('is dropped, the oldest first, when a fifteenth login starts', async () => {
    let clock = Date.now();
    const now = () => (clock += 1);
    const client = new KakaoClient({ clientId: restApiKey, clientSecret, hosts: kakao.url, now });
    const ticking = await openShop({ kakao, strategy: { client } });
    const browser = ticking.browser();
    const backs: string[] = [];
    for (let tab = 0; tab < 15; tab += 1) backs.push(await browser.comeBack());
    expect(browser.cookies.size).toBe(14);
    expect(await refused(await browser.open(backs[0]!))).toEqual([403, 'state_mismatch']);
    for (const back of backs.slice(1)) expect((await browser.open(back)).status).toBe(200);
    await ticking.close();
  });

  test('can be used by any instance with the same secret', async () => {
    const second = await openShop({ kakao, strategy: { callbackURL: `${shop.url}/auth/kakao/callback` } });
    const browser = shop.browser();
    const back = await browser.comeBack();
    const there = second.browser();
    for (const [name, value] of browser.cookies) there.cookies.set(name, value);
    expect((await there.open(`/auth/kakao/callback${new URL(back).search}`)).status).toBe(200);
    await second.close();
  });

  test('stays valid when the secret is replaced', async () => {
    const [before, after] = ['the secret of last year, 32 long..', 'the secret of this year, 32 long..'];
    const old = await openShop({ kakao, strategy: { cookie: { secret: before } } });
    const callbackURL = `${old.url}/auth/kakao/callback`;
    const renewed = await openShop({ kakao, strategy: { callbackURL, cookie: { secret: [after, before] } } });
    const replaced = await openShop({ kakao, strategy: { callbackURL, cookie: { secret: after } } });
    const browser = old.browser();
    const { search } = new URL(await browser.comeBack());
    const [there, elsewhere] = [renewed.browser(), replaced.browser()];
    for (const [name, value] of browser.cookies) there.cookies.set(name, value);
    for (const [name, value] of browser.cookies) elsewhere.cookies.set(name, value);
    expect(await refused(await elsewhere.open(`/auth/kakao/callback${search}`))).toEqual([403, 'state_mismatch']);
    expect((await there.open(`/auth/kakao/callback${search}`)).status).toBe(200);
    await Promise.all([old.close(), renewed.close(), replaced.close()]);
  });

  test('contains the redirect URI for the exchange', async () => {
    const listing = await openShop({ kakao, strategy: { callbackURLs: ['/auth/kakao/callback?shop=2'] } });
    listing.login = { callbackURL: '/auth/kakao/callback?shop=2' };
    expect((await listing.browser().follow('/auth/kakao')).status).toBe(200);
    const { parameters } = kakao.requests.find(({ path }) => path === '/oauth/token')!;
    expect(parameters.get('redirect_uri')).toBe(`${listing.url}/auth/kakao/callback?shop=2`);
    await listing.close();
  });
});
