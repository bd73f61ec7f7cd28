import { createDecipheriv, createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { sdkSource } from '../../src/pages/assets.js';
import { openPage, origin, type PageOptions } from './browser-stand-in.js';

const key = 'fedcba9876543210fedcba9876543210';
const started = (options?: PageOptions) => {
  const page = openPage(options);
  page.run(`Kakao.init('${key}')`);
  return page;
};
/** Settles like the page's promise, with plain values of this context. */
const settled = async (promise: unknown): Promise<unknown> =>
  (promise as Promise<unknown>).then(
    (value) => ({ resolved: JSON.parse(JSON.stringify(value)) as unknown }),
    (reason) => ({ rejected: JSON.parse(JSON.stringify(reason)) as unknown }),
  );
const query = (url: string): string[][] => [...new URL(url).searchParams].map(([name, value]) => [name, value]);
const talk = 'Mozilla/5.0 (iPhone) KAKAOTALK 10.4.0';

describe('life cycle', () => {
  test('the modules exist after init', () => {
    const page = openPage();
    expect(page.run('[Kakao.isInitialized(), typeof Kakao.VERSION, typeof Kakao.Auth].join()')).toBe(
      'false,string,undefined',
    );
    expect(page.run(`Kakao.init('${key}')`)).toBeUndefined();
    expect(page.run('[Kakao.isInitialized(), Kakao.Auth.getAppKey()].join()')).toBe(`true,${key}`);
    expect(page.sent).toEqual([]);
  });

  test.each([
    ['Kakao.init()', 'Kakao.init: App key must be provided'],
    [`Kakao.init('a'); Kakao.init('b')`, 'Kakao.init: Already initialized'],
  ])('%s throws', (script, message) => {
    const page = openPage();
    expect(page.run(`try { ${script} } catch (e) { [e.name, e.message, e instanceof Error].join('|') }`)).toBe(
      `KakaoError|${message}|true`,
    );
  });

  test('cleanup removes the key, and init can be called again', () => {
    const page = started();
    expect(
      page.run(`Kakao.cleanup(); [Kakao.isInitialized(), Kakao.init('again'), Kakao.Auth.getAppKey()].join()`),
    ).toBe('false,,again');
  });

  test('kakaoAsyncInit is called once the script has loaded', () => {
    const page = openPage();
    page.run('window.kakaoAsyncInit = () => { window.ready = typeof Kakao.init; }');
    page.run(sdkSource(origin));
    expect(page.run('window.ready')).toBe('function');
  });
});

test('a module loader with AMD gets the same object', () => {
  const page = openPage();
  page.run('window.define = (names, make) => { window.module = make(); }; window.define.amd = {};');
  page.run(sdkSource(origin));
  expect(page.run('window.module === window.Kakao')).toBe(true);
});

describe('argument checks', () => {
  test.each([
    ['Kakao.Auth.authorize()', 'Error|params should be an Object'],
    [`Kakao.Auth.authorize('x')`, 'Error|params should be an Object'],
    [
      `Kakao.Auth.authorize({ redirectURI: 'x', scopes: 'y' })`,
      'KakaoError|Invalid parameter keys: redirectURI,scopes at Auth.authorize',
    ],
    [`Kakao.Auth.authorize({ scope: ['a'] })`, 'KakaoError|Illegal argument for "scope" in Auth.authorize'],
    [`Kakao.Auth.authorize({ state: undefined })`, 'KakaoError|Illegal argument for "state" in Auth.authorize'],
    [`Kakao.Auth.authorize({ deviceType: 'phone' })`, 'KakaoError|Illegal argument for "deviceType" in Auth.authorize'],
    ['Kakao.API.request({})', 'KakaoError|Missing required keys: url at API.request'],
    [`Kakao.API.request({ url: '/v2/user/you' })`, 'KakaoError|Illegal argument for "url" in API.request'],
    [`Kakao.API.request({ url: 'toString' })`, 'KakaoError|Illegal argument for "url" in API.request'],
    [
      `Kakao.API.request({ url: '/v2/user/me', data: { keys: [] } })`,
      'KakaoError|Invalid parameter keys: keys at API.request - /v2/user/me',
    ],
    [
      `Kakao.API.request({ url: '/v1/user/update_profile' })`,
      'KakaoError|Missing required keys: properties at API.request - /v1/user/update_profile',
    ],
    [
      `Kakao.API.request({ url: '/v1/user/shipping_address', data: { address_id: '1' } })`,
      'KakaoError|Illegal argument for "address_id" in API.request - /v1/user/shipping_address',
    ],
    [
      `Kakao.Auth.selectShippingAddress({ returnURL: 'x' })`,
      'KakaoError|Invalid parameter keys: returnURL at Auth.selectShippingAddress',
    ],
    [
      `Kakao.Auth.updateShippingAddress({})`,
      'KakaoError|Missing required keys: addressId at Auth.updateShippingAddress',
    ],
  ])('%s throws at once', (script, message) => {
    const page = started();
    expect(page.run(`try { ${script}; 'nothing' } catch (e) { e.name + '|' + e.message }`)).toBe(message);
    expect(page.sent).toEqual([]);
    expect(page.location.href).toBe('http://localhost:3000/');
  });

  test('defaults are added to the caller’s object itself', () => {
    const page = started();
    page.run(`var settings = { state: 's' }; Kakao.Auth.authorize(settings)`);
    expect(page.run('settings.redirectUri + settings.throughTalk')).toBe('JS-SDKtrue');
  });
});

describe('authorize', () => {
  test('goes to the authorize URL with the options in the SDK’s order and spelling', () => {
    const page = started();
    page.run(`Kakao.Auth.authorize({ redirectUri: 'http://localhost:3000/cb', state: 'a&b', scope: 'account_email,gender',
      prompt: 'login', loginHint: '달@빛', nonce: 'n', serviceTerms: 'tag1,tag2', throughTalk: false })`);
    const url = new URL(page.location.href);
    expect(url.origin + url.pathname).toBe(`${origin}/oauth/authorize`);
    const pairs = query(url.href);
    expect(pairs.slice(0, 9)).toEqual([
      ['client_id', key],
      ['scope', 'account_email,gender'],
      ['state', 'a&b'],
      ['prompt', 'login'],
      ['login_hint', '달@빛'],
      ['nonce', 'n'],
      ['extra.service_terms', 'tag1,tag2'],
      ['redirect_uri', 'http://localhost:3000/cb'],
      ['response_type', 'code'],
    ]);
    expect(pairs.slice(9).map(([name]) => name)).toEqual(['auth_tran_id', 'ka', 'is_popup']);
    expect(url.searchParams.get('auth_tran_id')).toMatch(/^[\w.~-]{60}$/);
    expect(url.searchParams.get('ka')).toBe(
      'sdk/2.8.3 os/javascript sdk_type/javascript lang/ko-KR device/Linux_x86_64 origin/http%3A%2F%2Flocalhost%3A3000',
    );
    expect(url.searchParams.get('is_popup')).toBe('false');
  });

  test('prompt none outside Kakao Talk sends no request', async () => {
    const page = started();
    const promise = page.run(
      `Kakao.Auth.authorize({ redirectUri: 'http://localhost:3000/cb?x=1', prompt: 'none', state: 's' })`,
    );
    expect(await settled(promise)).toEqual({
      rejected: { error: 'auto_login', error_description: 'NOT_SUPPORTED_BROWSER', state: 's' },
    });
    expect(page.location.href).toBe(
      'http://localhost:3000/cb?x=1&error=auto_login&error_description=NOT_SUPPORTED_BROWSER&state=s',
    );
    expect(page.sent).toEqual([]);
  });

  test('prompt none inside Kakao Talk goes to Kakao', () => {
    const page = started({ userAgent: talk });
    page.run(`Kakao.Auth.authorize({ redirectUri: 'http://localhost:3000/cb', prompt: 'none' })`);
    expect(page.location.href).toMatch(/^http:\/\/localhost:8787\/oauth\/authorize\?.*prompt=none/);
  });

  test.each(['Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile', 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4) Safari'])(
    'a phone without Kakao Talk gets the login page (%s)',
    (userAgent) => {
      const page = started({ userAgent });
      page.run(`Kakao.Auth.authorize({ redirectUri: 'http://localhost:3000/cb' })`);
      expect(page.location.href).toContain(`${origin}/oauth/authorize?`);
    },
  );

  const inPopup = (answers: string[]) => {
    const page = started({
      answer: () => ({ status: 200, body: answers.shift() ?? '{"status":"error","error_code":"300"}' }),
    });
    const promise = settled(
      page.run(`Kakao.Auth.authorize({ redirectUri: 'http://localhost:3000/cb', isPopup: true, state: 's' })`),
    );
    return { page, promise };
  };

  test('the code of a popup arrives by polling, and the page continues', async () => {
    const { page, promise } = inPopup([
      '{"status":"error","error_code":"300"}',
      '{"status":"ok","code":"c0de","state":"s"}',
    ]);
    page.tick(5);
    expect(await promise).toEqual({ resolved: { code: 'c0de', state: 's' } });
    expect(page.location.href).toBe('http://localhost:3000/cb?code=c0de&state=s');
    expect(page.sent.map(({ url }) => new URL(url).pathname)).toEqual(['/apiweb/code.json', '/apiweb/code.json']);
    const [opened = ''] = page.popups;
    expect(new URL(opened).searchParams.get('auth_tran_id')).toBe(
      new URL(page.sent[0]?.url ?? '').searchParams.get('auth_tran_id'),
    );
  });

  test('an error of a popup rejects, and the page continues', async () => {
    const { page, promise } = inPopup([
      '{"status":"error","error":"access_denied","error_description":"User denied access"}',
    ]);
    page.tick(1);
    expect(await promise).toEqual({
      rejected: { error: 'access_denied', error_description: 'User denied access', state: 's' },
    });
    expect(page.location.href).toContain('/cb?error=access_denied&error_description=User%20denied%20access&state=s');
  });

  test('a popup without a result times out after 600 polls', async () => {
    const { page, promise } = inPopup([]);
    page.tick(700);
    expect(await promise).toEqual({ rejected: { error: 'timeout', error_description: 'LOGIN_TIMEOUT', state: 's' } });
    expect(page.sent).toHaveLength(600);
  });
});

describe('the token', () => {
  const storageKey = `kakao_${createHash('md5').update(`kat${key}`).digest('hex')}`;

  test('survives a reload under Kakao’s key, unless persist is false', () => {
    const stored = new Map<string, string>();
    started({ stored }).run(`Kakao.Auth.setAccessToken('token-1')`);
    expect([...stored.keys()]).toEqual([storageKey]);
    expect(started({ stored }).run('Kakao.Auth.getAccessToken()')).toBe('token-1');

    const page = started({ stored });
    page.run(`Kakao.Auth.setAccessToken('token-2', false)`);
    expect(page.run('Kakao.Auth.getAccessToken()')).toBe('token-2');
    expect(started({ stored }).run('Kakao.Auth.getAccessToken()')).toBeNull();
  });

  /** The key of crypto-js in passphrase mode, computed with Node. */
  const keyOf = (salt: Buffer): { key: Buffer; iv: Buffer } => {
    const hashes = [Buffer.alloc(0)];
    for (let i = 0; i < 3; i += 1) {
      hashes.push(
        createHash('md5')
          .update(Buffer.concat([hashes[i] ?? salt, Buffer.from(key), salt]))
          .digest(),
      );
    }
    const bytes = Buffer.concat(hashes);
    return { key: bytes.subarray(0, 32), iv: bytes.subarray(32) };
  };

  test.each(['token-1', 'a'.repeat(16), '달빛'.repeat(50)])(
    'is stored encrypted as Kakao’s SDK does it (%s)',
    (token) => {
      const stored = new Map<string, string>();
      started({ stored }).run(`Kakao.Auth.setAccessToken('${token}')`);
      const bytes = Buffer.from(stored.get(storageKey) ?? '', 'base64');
      const { key: cipherKey, iv } = keyOf(bytes.subarray(8, 16));
      const decipher = createDecipheriv('aes-256-cbc', cipherKey, iv);
      expect(bytes.subarray(0, 8).toString()).toBe('Salted__');
      expect(Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]).toString()).toBe(token);
      expect(started({ stored }).run('Kakao.Auth.getAccessToken()')).toBe(token);
    },
  );

  test.each(['token-1', '%', ''])('is null if something else was stored (%j)', (text) => {
    const page = started({ stored: new Map([[storageKey, text]]) });
    expect(page.run('Kakao.Auth.getAccessToken()')).toBeNull();
  });

  test('is null if it is undefined', () => {
    const stored = new Map<string, string>();
    const page = started({ stored });
    expect(page.run('Kakao.Auth.setAccessToken(undefined)')).toBeUndefined();
    expect([page.run('Kakao.Auth.getAccessToken()'), stored.size]).toEqual([null, 0]);
  });

  test('is removed with null', () => {
    const stored = new Map<string, string>();
    const page = started({ stored });
    page.run(`Kakao.Auth.setAccessToken('token-1'); Kakao.Auth.setAccessToken(null)`);
    expect(page.run('Kakao.Auth.getAccessToken()')).toBeNull();
    expect(stored.size).toBe(0);
  });

  test.each([
    [200, '{"id":1}', { resolved: { id: 1 } }],
    [
      401,
      '{"msg":"this access token does not exist","code":-401}',
      { rejected: { msg: 'this access token does not exist', code: -401 } },
    ],
  ])('is removed by logout, even after an error (%d)', async (status, body, outcome) => {
    const page = started({ answer: () => ({ status, body }) });
    page.run(`Kakao.Auth.setAccessToken('t')`);
    expect(await settled(page.run('Kakao.Auth.logout()'))).toEqual(outcome);
    expect(page.run('Kakao.Auth.getAccessToken()')).toBeNull();
    expect(page.sent[0]).toMatchObject({
      method: 'POST',
      url: `${origin}/v1/user/logout`,
      headers: { Authorization: 'Bearer t' },
    });
  });

  test('determines the status', async () => {
    const page = started({ answer: () => ({ status: 200, body: '{"id":1}' }) });
    expect(await settled(page.run('Kakao.Auth.getStatusInfo()'))).toEqual({ rejected: { status: 'not_connected' } });
    page.run(`Kakao.Auth.setAccessToken('t')`);
    expect(await settled(page.run('Kakao.Auth.getStatusInfo()'))).toEqual({
      resolved: { status: 'connected', user: { id: 1 } },
    });
    const refused = started({ answer: () => ({ status: 401, body: '{"code":-401}' }) });
    refused.run(`Kakao.Auth.setAccessToken('t')`);
    expect(await settled(refused.run('Kakao.Auth.getStatusInfo()'))).toEqual({ resolved: { status: 'not_connected' } });
  });
});

describe('API.request', () => {
  test('a GET has JSON in the query, and ends with ? without parameters', async () => {
    const page = started();
    await settled(
      page.run(
        `Kakao.API.request({ url: '/v2/user/me', data: { property_keys: ['kakao_account.email'], secure_resource: true } })`,
      ),
    );
    await settled(page.run(`Kakao.API.request({ url: '/v2/user/scopes' })`));
    expect(page.sent.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['GET', `${origin}/v2/user/me?property_keys=%5B%22kakao_account.email%22%5D&secure_resource=true`, null],
      ['GET', `${origin}/v2/user/scopes?`, null],
    ]);
    expect(page.sent[1]?.headers).toEqual({
      KA: expect.stringMatching(/^sdk\/2\.8\.3 os\/javascript/),
      Authorization: 'Bearer null',
      'Content-Type': 'application/x-www-form-urlencoded',
      'Cache-Control': 'no-cache, no-store, max-age=0, must-revalidate',
      Pragma: 'no-cache',
    });
  });

  test.each([
    ['/v1/user/signup', 'POST', { properties: { memo: 'x' } }],
    ['/v1/user/unlink', 'POST', {}],
    ['/v2/user/me', 'GET', { property_keys: ['kakao_account.email'], secure_resource: true }],
    ['/v1/user/logout', 'POST', {}],
    ['/v1/user/update_profile', 'POST', { properties: { memo: 'x' } }],
    ['/v1/user/access_token_info', 'GET', {}],
    ['/v2/user/scopes', 'GET', { scopes: ['account_email'] }],
    ['/v2/user/revoke/scopes', 'POST', { scopes: ['account_email'] }],
    ['/v1/user/service/terms', 'GET', { extra: 'x' }],
    ['/v2/user/service_terms', 'GET', { result: 'app_service_terms', tags: 'a,b' }],
    ['/v2/user/revoke/service_terms', 'POST', { tags: 'a,b' }],
    ['/v1/user/shipping_address', 'GET', { address_id: 1, from_updated_at: 0, page_size: 2 }],
  ])('%s is sent with %s and its own data, and refuses other data', async (url, method, data) => {
    const page = started();
    await settled(page.run(`Kakao.API.request(${JSON.stringify({ url, data })})`));
    const [sent] = page.sent;
    const pairs = new URLSearchParams((method === 'GET' ? new URL(sent?.url ?? '').search : sent?.body) ?? '');
    const wanted = Object.entries(data).map(([name, value]) => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]);
    expect([sent?.method, [...pairs]]).toEqual([method, wanted]);
    const refused = (more: object): unknown =>
      page.run(`try { Kakao.API.request(${JSON.stringify({ url, data: more })}) } catch (e) { e.message }`);
    expect(refused({ ...data, other: 1 })).toBe(`Invalid parameter keys: other at API.request - ${url}`);
    for (const name of Object.keys(data)) {
      expect(refused({ ...data, [name]: null })).toBe(`Illegal argument for "${name}" in API.request - ${url}`);
    }
  });

  test('a POST is a form', async () => {
    const page = started();
    await settled(
      page.run(
        `Kakao.API.request({ url: '/v1/user/update_profile', data: { properties: { clothing_size: '작음&' } } })`,
      ),
    );
    expect(page.sent[0]).toMatchObject({
      method: 'POST',
      url: `${origin}/v1/user/update_profile`,
      body: `properties=${encodeURIComponent('{"clothing_size":"작음&"}')}`,
    });
  });

  test.each([
    [
      { status: 403, body: '{"code":-402,"required_scopes":["friends"]}' },
      { code: -402, required_scopes: ['friends'] },
    ],
    [{ status: 204, body: '' }, ''],
    [{ status: 502, body: '<html>' }, '<html>'],
    ['no network' as const, ''],
  ])('rejects with the body if the status is not 200 (%j)', async (answer, reason) => {
    const page = started({ answer: () => answer });
    expect(await settled(page.run(`Kakao.API.request({ url: '/v2/user/me' })`))).toEqual({ rejected: reason });
  });
});

describe('Auth.selectShippingAddress', () => {
  const selecting = () => {
    const page = started();
    page.run(`Kakao.Auth.setAccessToken('token')`);
    const answer = settled(page.run(`Kakao.Auth.selectShippingAddress({ close: () => { window.told = true; } })`));
    return { page, answer };
  };

  test('accepts an answer that arrives after the popup is closed', async () => {
    const { page, answer } = selecting();
    page.popup.closed = true;
    page.tick(1);
    page.post('{"address_id":7}');
    page.post('closed');
    expect(await answer).toEqual({ resolved: { address_id: 7 } });
    expect([page.run('window.told'), page.frames()]).toEqual([true, 0]);
  });

  test('stops listening soon after the user has closed the popup', () => {
    const { page } = selecting();
    page.tick(5);
    expect(page.frames()).toBe(1);
    page.popup.closed = true;
    page.tick(2);
    expect(page.frames()).toBe(0);
    page.post('closed');
    expect(page.run('window.told')).toBeUndefined();
  });

  test('ignores messages of other origins', async () => {
    const { page, answer } = selecting();
    page.post('{"address_id":8}', 'http://localhost:3000');
    page.post('{"code":"KAE203"}');
    expect(await answer).toEqual({ rejected: { code: 'KAE203' } });
  });
});
