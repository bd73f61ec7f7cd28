import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';

import { createKakaoEmulator } from '@kakao-login/emulator';
import type { AppChanges, AppSeed, KakaoEmulator } from '@kakao-login/emulator';

import type { Context } from '../src/context.js';
import { refused } from '../src/server/refused.js';
import { Visitor, authorizePath, callback, get, location, post } from './visitor.js';

const consentItems = { profile_nickname: 'required', account_email: 'optional', name: 'optional' } as const;
const apps: AppSeed[] = [
  {
    appId: '1',
    name: '온전한 앱',
    sync: true,
    consentItems,
    terms: [{ tag: 'service', title: '이용약관', required: true }],
    channels: [
      { id: '_one', name: '달빛 채널' },
      { id: '_two', name: '별빛 채널' },
    ],
    restApiKeys: [
      { key: 'rest', redirectUris: [callback] },
      { key: 'gone', redirectUris: [callback], deactivated: true },
    ],
    javascriptKeys: [{ key: 'js', redirectUris: [callback], domains: ['http://localhost:3000'] }],
    nativeKeys: [{ key: 'native', redirectUris: [callback], iosBundleIds: ['com.example.shop'] }],
  },
  {
    appId: '2',
    name: '비즈 아닌 앱',
    business: false,
    sync: true,
    consentItems,
    restApiKeys: [{ key: 'plain', redirectUris: [callback] }],
  },
  {
    appId: '3',
    name: '권한 없는 앱',
    sync: true,
    consentItems,
    missingPermissions: ['name', 'service_terms'],
    restApiKeys: [{ key: 'bare', redirectUris: [callback] }],
  },
  {
    appId: '4',
    name: '그룹 앱',
    inHouse: true,
    consentItems,
    restApiKeys: [{ key: 'inhouse', redirectUris: [callback] }],
  },
  {
    appId: '5',
    name: '제휴 앱',
    partner: true,
    restApiKeys: [{ key: 'partner', redirectUris: [callback] }],
  },
];

let emulator: KakaoEmulator;
beforeAll(async () => {
  emulator = await createKakaoEmulator({
    apps,
    people: [
      { id: '1001', loginId: 'one@example.com', nickname: '하나' },
      { id: '1002', loginId: 'quiet@example.com', nickname: '톡없음', kakaoTalk: false },
      { id: '1003', loginId: 'unverified@example.com', nickname: '미인증', emailVerified: false },
    ],
  });
});
afterEach(() => emulator.reset());
afterAll(() => emulator.close());

const path = (more: Record<string, string> = {}): string => authorizePath(emulator, more);
const ask = (target: string, userAgent = 'Mozilla/5.0'): Promise<Response> =>
  new Visitor(emulator.url).request(target, { headers: { 'user-agent': userAgent } });
const codeOf = async (answer: Response): Promise<string | undefined> => {
  expect(answer.status).toBe(400);
  return /\((KOE\d{3})\)/.exec(await answer.text())?.[1];
};
const ka = (os: string, origin: string): string => `sdk/2.8.3 os/${os} sdk_type/x lang/ko origin/${origin}`;

describe('pages with a KOE code', () => {
  test.each([
    ['KOE001', 'a repeated parameter', () => `${path()}&state=a&state=b`],
    ['KOE001', 'invalid percent-encoding', () => `${path()}&state=%E0%A4%A`],
    ['KOE101', 'a deactivated key', () => path({ client_id: 'gone' })],
    [
      'KOE009',
      'an unregistered page',
      () => path({ client_id: 'js', ka: ka('javascript', 'http%3A%2F%2Fevil.example') }),
    ],
    [
      'KOE009',
      'an unregistered mobile app',
      () => path({ client_id: 'native', ka: ka('ios-17.4', 'com.example.other') }),
    ],
    ['KOE123', 'an item for Biz apps', () => path({ client_id: 'plain', scope: 'account_email' })],
    ['KOE123', 'terms for Biz apps', () => path({ client_id: 'plain', service_terms: 'service' })],
    ['KOE124', 'an item without permission', () => path({ client_id: 'bare', scope: 'name' })],
    ['KOE124', 'terms without permission', () => path({ client_id: 'bare', 'extra.service_terms': 'service' })],
    ['KOE006', 'the SDK’s own redirect URI without a popup', () => path({ client_id: 'js', redirect_uri: 'JS-SDK' })],
  ])('%s for %s', async (code, _what, target) => {
    expect(await codeOf(await ask(target()))).toBe(code);
  });

  test('KOE101 for a logout with a deactivated key', async () => {
    const query = new URLSearchParams({ client_id: 'gone', logout_redirect_uri: 'http://localhost:3000/' });
    expect(await codeOf(await ask(`/oauth/logout?${query.toString()}`))).toBe('KOE101');
  });

  test.each([
    ['js', 'javascript', 'http%3A%2F%2Flocalhost%3A3000'],
    ['native', 'ios-17.4', 'com.example.shop'],
    ['rest', 'javascript', 'http%3A%2F%2Felsewhere.example'],
  ])('no KOE009 for the key %s on %s from %s', async (client_id, os, origin) => {
    expect(location(await ask(path({ client_id, ka: ka(os, origin) })))).toContain('#login');
  });

  test('KOE023 for a popup inside another app', async () => {
    const popup = path({ is_popup: 'true', auth_tran_id: 't'.repeat(60) });
    expect(await codeOf(await ask(popup, 'Mozilla/5.0 (iPhone) KAKAOTALK 10.4.0'))).toBe('KOE023');
    expect(await codeOf(await ask(popup, 'Mozilla/5.0 (Linux; Android 14) Instagram 300'))).toBe('KOE023');
    expect((await ask(popup)).status).toBe(302);
    expect((await ask(path(), 'Mozilla/5.0 (iPhone) KAKAOTALK 10.4.0')).status).toBe(302);
  });
});

test('an error of the emulator itself is KOE003 at kauth, a page in a browser, and -1 at kapi', async () => {
  const store = { client: () => undefined };
  const answered = async (path: string): Promise<[number, string]> => {
    const call = { path, headers: {}, query: new URLSearchParams(), form: new URLSearchParams() };
    const { status, body } = await refused(new Error('made to fail'), { call, store } as unknown as Context);
    return [status, String(body)];
  };
  expect(await answered('/oauth/authorize')).toEqual([500, expect.stringContaining('(KOE003)')]);
  expect(await answered('/oauth/token')).toEqual([
    500,
    '{"error":"server_error","error_description":"the emulator failed","error_code":"KOE003"}',
  ]);
  expect(await answered('/login')).toEqual([500, expect.stringContaining('에뮬레이터에 오류가 발생했습니다')]);
  expect(await answered('/v2/user/me')).toEqual([500, '{"msg":"the emulator failed","code":-1}']);
});

describe('a popup without a redirect URI', () => {
  test('sends the name of the SDK instead, also in the exchange of its code', async () => {
    const auth_tran_id = 'u'.repeat(60);
    const visitor = new Visitor(emulator.url);
    const start = await visitor.get(path({ client_id: 'js', redirect_uri: 'JS-SDK', is_popup: 'true', auth_tran_id }));
    const end = await visitor.accept(await visitor.logIn(start, '1', { person: '1001' }));
    expect(end.status).toBe(200);
    const polled = await visitor.get(`/apiweb/code.json?client_id=js&auth_tran_id=${auth_tran_id}`);
    const { code } = (await polled.json()) as { code: string };
    const form = { grant_type: 'authorization_code', client_id: 'rest', code, redirect_uri: 'JS-SDK' };
    expect((await post(`${emulator.url}/oauth/token`, form)).status).toBe(200);
  });

  test('gets a code that ends the polling if the login fails', async () => {
    const auth_tran_id = 'v'.repeat(60);
    await ask(path({ auth_tran_id, prompt: 'none' }));
    const polled = await ask(`/apiweb/code.json?client_id=rest&auth_tran_id=${auth_tran_id}`);
    expect(await polled.json()).toMatchObject({ status: 'error', error_code: '600', error: 'login_required' });
  });

  test('closes after an error, which the polling page receives', async () => {
    const auth_tran_id = 'w'.repeat(60);
    const popup = { client_id: 'js', redirect_uri: 'JS-SDK', is_popup: 'true', auth_tran_id };
    const refusedBy = async (more: Record<string, string>): Promise<unknown> => {
      const answer = await ask(path({ ...popup, ...more }));
      expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('data-done')]);
      return (await ask(`/apiweb/code.json?client_id=js&auth_tran_id=${auth_tran_id}`)).json();
    };
    expect(await refusedBy({ prompt: 'none' })).toMatchObject({ status: 'error', error: 'login_required' });
    await emulator.configure({ blocked: true });
    expect(await refusedBy({})).toMatchObject({ status: 'error', error: 'unauthorized_client' });
  });
});

describe('a request to log in again', () => {
  const linked = async (): Promise<Visitor> => {
    const visitor = new Visitor(emulator.url);
    await visitor.accept(await visitor.logIn(await visitor.get(path()), '1', { person: '1001' }));
    return visitor;
  };

  test('is auth_type=reauthenticate in old clients', async () => {
    expect(location(await (await linked()).get(path({ auth_type: 'reauthenticate' })))).toContain('#login');
  });

  test('is ignored in the browser of Kakao Talk', async () => {
    const headers = { 'user-agent': 'Mozilla/5.0 (iPhone) KAKAOTALK 10.4.0' };
    const visitor = await linked();
    expect(location(await visitor.request(path({ prompt: 'login' }), { headers }))).toContain('?code=');
    expect(location(await visitor.get(path({ prompt: 'login' })))).toContain('#login');
  });
});

test('an app of the Kakao group links users without a consent page', async () => {
  const visitor = new Visitor(emulator.url);
  const inHouse = path({ client_id: 'inhouse' });
  const silent = await visitor.logIn(await visitor.get(inHouse), '1', { person: '1001' });
  expect(location(silent)).toContain('?code=');
  expect(Object.keys((await emulator.exportState()).links[0]?.scopes ?? {}).sort()).toEqual(
    Object.keys(consentItems).sort(),
  );
});

describe('a wildcard in the host of a redirect URI', () => {
  const registered = ['https://*.shop.example/cb'];
  const keysOf = (key: string): Pick<AppSeed, 'restApiKeys'> => ({ restApiKeys: [{ key, redirectUris: registered }] });
  let own: KakaoEmulator;
  beforeAll(async () => {
    own = await createKakaoEmulator({
      apps: [
        { appId: '1', name: '비즈 앱', ...keysOf('biz') },
        { appId: '2', name: '보통 앱', business: false, ...keysOf('plain') },
      ],
    });
  });
  afterAll(() => own.close());

  test.each([
    ['biz', 'https://seoul.shop.example/cb', 302],
    ['biz', 'https://shop.example/cb', 400],
    ['biz', 'https://a.b.shop.example/cb', 400],
    ['biz', 'https://evil.example/.shop.example/cb', 400],
    ['biz', 'https://evil.example#.shop.example/cb', 400],
    ['biz', 'https://x@seoul.shop.example/cb', 400],
    ['biz', 'https://seoul.shop.example/cb?x=1', 400],
    ['biz', 'http://seoul.shop.example/cb', 400],
    ['plain', 'https://seoul.shop.example/cb', 400],
  ])('of the key %s, with %s: %i', async (client_id, redirect_uri, status) => {
    const query = new URLSearchParams({ client_id, redirect_uri, response_type: 'code' });
    const answer = await new Visitor(own.url).get(`/oauth/authorize?${query.toString()}`);
    expect(answer.status).toBe(status);
  });
});

test('a partner logs a user in with a refresh token, and other apps cannot', async () => {
  const { refresh_token = '' } = await emulator.issueTokens('1001', { app: '5' });
  const silently = async (client_id: string): Promise<string> => {
    const answer = await new Visitor(emulator.url).request(path({ client_id, prompt: 'none' }), {
      headers: { rt: refresh_token },
    });
    return location(answer);
  };
  expect(await silently('partner')).toContain('?code=');
  expect(await silently('rest')).toContain('error=login_required');
});

test('items without permission are not on the consent page', async () => {
  const visitor = new Visitor(emulator.url);
  const page = await visitor.logIn(await visitor.get(path({ client_id: 'bare' })), '1', { person: '1001' });
  const text = await page.text();
  expect(text).toContain('account_email');
  expect(text).not.toContain('value="name"');
});

describe('what scope, service_terms and channel_public_id cannot request', () => {
  const everything = {
    consentItems: {
      profile_nickname: 'required',
      account_email: 'required',
      phone_number: 'optional',
      name: 'optional',
    },
    terms: [{ tag: 'service', title: '이용약관', required: true }],
    channels: [{ id: '_one', name: '달빛 채널' }],
    adminKeys: [{ key: 'terms-admin' }],
  } as const;
  const termsCall = (call: string): ReturnType<typeof get> =>
    get(`${emulator.url}${call}?target_id_type=user_id&target_id=1001`, { authorization: 'KakaoAK terms-admin' });

  test.each<[string, string, AppChanges, string[]]>([
    ['without Biz status', '2', {}, ['profile_nickname', 'name']],
    [
      'without permissions',
      '3',
      { missingPermissions: ['name', 'service_terms', 'channel_public_id'] },
      ['profile_nickname', 'account_email', 'phone_number'],
    ],
  ])('is also missing from the consent page of an app %s', async (_what, app, more, items) => {
    await emulator.configure({ ...everything, ...more }, { app });
    const visitor = new Visitor(emulator.url);
    const client_id = app === '2' ? 'plain' : 'bare';
    const page = await visitor.logIn(await visitor.get(path({ client_id })), '1', { person: '1001' });
    const text = await page.clone().text();
    expect(text).not.toContain('이용약관');
    expect(text).not.toContain('_one');
    expect(location(await visitor.accept(page))).toContain('?code=');
    const [link] = (await emulator.exportState()).links;
    expect(Object.keys(link?.scopes ?? {}).sort()).toEqual([...items].sort());
    expect(link).toMatchObject({ terms: {}, channels: [] });
  });

  test.each(['/v2/user/service_terms', '/v1/user/service/terms'])(
    'is refused at %s: -3 without Biz status, which Kakao Sync needs, -5 without the permission',
    async (call) => {
      await emulator.configure(everything, { app: '2' });
      await emulator.signIn('1001', { app: '2' });
      expect((await termsCall(call)).body).toMatchObject({ code: -3 });
      await emulator.configure({ business: true, missingPermissions: ['service_terms'] }, { app: '2' });
      expect((await termsCall(call)).body).toMatchObject({ code: -5 });
      await emulator.configure({ missingPermissions: [] }, { app: '2' });
      expect((await termsCall(call)).status).toBe(200);
    },
  );
});

describe('the channel of a Kakao Sync app', () => {
  const pageFor = async (person: string, more: Record<string, string> = {}): Promise<string> => {
    const visitor = new Visitor(emulator.url);
    return (await visitor.logIn(await visitor.get(path(more)), '1', { person })).text();
  };

  test('is on the consent page, unless channel_public_id names others', async () => {
    expect(await pageFor('1001')).toContain('value="_one"');
    const named = await pageFor('1001', { channel_public_id: '_two' });
    expect(named).toContain('value="_two"');
    expect(named).not.toContain('value="_one"');
  });

  test('is not offered to a user without Kakao Talk', async () => {
    expect(await pageFor('1002')).not.toContain('value="_one"');
  });

  test('is not added for a user without a verified e-mail address', async () => {
    await emulator.signIn('1001');
    await emulator.signIn('1003');
    const added = (await emulator.exportState()).links.map(({ personId, channels }) => [personId, channels]);
    expect(added).toEqual([
      ['1001', ['_one']],
      ['1003', []],
    ]);
  });
});
