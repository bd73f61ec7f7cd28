import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';

import { createKakaoEmulator, defaultSeed } from '@kakao-login/emulator';
import type { KakaoEmulator, SignInOptions } from '@kakao-login/emulator';

import { Visitor, authorizePath, callback, hidden, location, post, tokenForm } from './visitor.js';

let emulator: KakaoEmulator;
let visitor: Visitor;

beforeAll(async () => {
  emulator = await createKakaoEmulator({
    apps: [
      {
        ...defaultSeed.apps[0],
        restApiKeys: [
          { key: 'rest', clientSecret: 'secret', redirectUris: [callback, 'http://localhost:3000/cb?provider=kakao'] },
        ],
      },
      defaultSeed.apps[1],
      { appId: '3', name: '닫힌 앱', kakaoLogin: false, restApiKeys: [{ key: 'off', redirectUris: [callback] }] },
      {
        appId: '4',
        name: '시험 앱',
        kind: 'test',
        members: ['1003'],
        restApiKeys: [{ key: 'testapp', redirectUris: [callback] }],
      },
      { appId: '5', name: '막힌 앱', blocked: true, restApiKeys: [{ key: 'blocked', redirectUris: [callback] }] },
      { appId: '6', name: '모두의 앱', under14: 'allow', restApiKeys: [{ key: 'open', redirectUris: [callback] }] },
    ],
  });
});
afterEach(() => {
  emulator.reset();
});
afterAll(() => emulator.close());

const newVisitor = (): Visitor => (visitor = new Visitor(emulator.url));
const path = (more: Record<string, string> = {}): string => authorizePath(emulator, more);

/** A user who is logged in, linked, and has agreed to everything. */
async function linked(loginId = 'moonlight@example.com', more: Record<string, string> = {}): Promise<Visitor> {
  newVisitor();
  const page = await visitor.logIn(await visitor.get(path(more)), loginId);
  await visitor.accept(page);
  return visitor;
}

describe('the first login', () => {
  test('leads through the login page and the consent page to a code', async () => {
    newVisitor();
    const start = await visitor.get(path({ state: 'a b&c' }));
    expect(start.status).toBe(302);
    expect(location(start)).toMatch(/^\/login\/\?continue=http.*through_account%3Dtrue#login$/);
    const page = await visitor.logIn(start, 'moonlight@example.com');
    expect(page.status).toBe(200);
    const end = await visitor.accept(page);
    expect(end.status).toBe(302);
    expect(end.headers.get('content-length')).toBe('0');
    expect(location(end)).toMatch(/^http:\/\/localhost:3000\/auth\/kakao\/callback\?code=[\w-]{86}&state=a%20b%26c$/);
  });

  test('accepts a trailing slash', async () => {
    expect((await newVisitor().get(path().replace('?', '/?'))).status).toBe(302);
  });

  test('adds the code with & if the redirect URI has a query', async () => {
    newVisitor();
    const redirect_uri = 'http://localhost:3000/cb?provider=kakao';
    const page = await visitor.logIn(await visitor.get(path({ redirect_uri })), 'moonlight@example.com');
    expect(location(await visitor.accept(page))).toMatch(/cb\?provider=kakao&code=/);
  });

  test('is KOE203 if the form lacks a required item', async () => {
    newVisitor();
    const page = await visitor.logIn(await visitor.get(path()), 'moonlight@example.com');
    const refused = await visitor.accept(page, [['scope', 'account_email']]);
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('(KOE203)');
    expect((await emulator.exportState()).links).toEqual([]);
  });

  test('ends with access_denied if the user cancels', async () => {
    newVisitor();
    const page = await visitor.logIn(await visitor.get(path({ state: 's' })), 'moonlight@example.com');
    const transaction = hidden(await page.text(), 'transaction');
    const end = await visitor.post('/oauth/authorize', { transaction, action: 'cancel' });
    expect(location(end)).toBe(`${callback}?error=access_denied&error_description=User%20denied%20access&state=s`);
  });

  test('accepts the form of a consent page only once', async () => {
    newVisitor();
    const page = await visitor.logIn(await visitor.get(path()), 'moonlight@example.com');
    const transaction = hidden(await page.text(), 'transaction');
    const form = { transaction, action: 'accept', agree_all: 'on' };
    expect((await visitor.post('/oauth/authorize', form)).status).toBe(302);
    expect((await visitor.post('/oauth/authorize', form)).status).toBe(400);
  });

  test('accepts the form only from the browser that opened the page', async () => {
    newVisitor();
    const page = await visitor.logIn(await visitor.get(path()), 'moonlight@example.com');
    const transaction = hidden(await page.text(), 'transaction');
    const thief = new Visitor(emulator.url);
    const answer = await thief.post('/oauth/authorize', { transaction, action: 'accept', agree_all: 'on' });
    expect(answer.status).toBe(400);
  });

  test('agrees only to what was checked', async () => {
    newVisitor();
    const page = await visitor.logIn(await visitor.get(path()), 'moonlight@example.com');
    const end = await visitor.accept(page, [
      ['scope', 'profile_nickname,profile_image'],
      ['terms', 'service_20260101'],
      ['terms', 'privacy_20260101'],
    ]);
    const code = new URL(location(end)).searchParams.get('code') ?? '';
    const { body } = await post(`${emulator.url}/oauth/token`, tokenForm(emulator, { code }));
    expect(body['scope']).toBe('openid profile_image profile_nickname');
  });
});

describe('a linked user', () => {
  test('gets a code at once', async () => {
    await linked();
    expect(location(await visitor.get(path({ state: 's' })))).toMatch(/callback\?code=.*&state=s$/);
  });

  test('is asked only for missing items', async () => {
    newVisitor();
    await emulator.signIn('1001', { agree: [] });
    const page = await visitor.logIn(await visitor.get(path({ scope: 'account_email,gender' })), '010-1234-5678');
    const text = await page.text();
    expect(text).toContain('account_email');
    expect(text).toContain('gender');
    expect(text).not.toContain('birthyear');
    const transaction = hidden(text, 'transaction');
    const end = await visitor.post('/oauth/authorize', [
      ['transaction', transaction],
      ['action', 'accept'],
      ['scope', 'gender'],
    ]);
    const code = new URL(location(end)).searchParams.get('code') ?? '';
    const { body } = await post(`${emulator.url}/oauth/token`, tokenForm(emulator, { code }));
    expect(body['scope']).toBe('gender profile_nickname');
    expect(body).not.toHaveProperty('id_token');
  });

  test('gets a new ID token with additional consent only if scope has openid', async () => {
    await linked();
    const code = new URL(location(await visitor.get(path({ scope: 'openid gender' })))).searchParams.get('code') ?? '';
    const { body } = await post(`${emulator.url}/oauth/token`, tokenForm(emulator, { code }));
    expect(body).toHaveProperty('id_token');
  });

  test.each(['service_terms', 'extra.service_terms'])('is asked for new terms by %s', async (name) => {
    await emulator.signIn('1001', { terms: [] });
    newVisitor();
    const tags = 'service_20260101,marketing_20260101';
    const page = await visitor.logIn(await visitor.get(path({ [name]: tags })), 'moonlight@example.com');
    const text = await page.text();
    expect(text).toContain('마케팅 정보 수신');
    expect(text).not.toContain('개인정보 수집 및 이용');
  });

  test('sees no page if none of the named terms is required', async () => {
    await emulator.signIn('1001', { terms: [] });
    newVisitor();
    const end = await visitor.logIn(
      await visitor.get(path({ service_terms: 'marketing_20260101' })),
      'moonlight@example.com',
    );
    expect(location(end)).toContain('code=');
  });
});

describe('prompt', () => {
  test('none is login_required without a session', async () => {
    expect(location(await newVisitor().get(path({ prompt: 'none', state: 's' })))).toMatch(
      /callback\?error=login_required&error_description=[^&]+&state=s$/,
    );
  });

  test('none is consent_required for a user who is not linked, byte for byte', async () => {
    newVisitor();
    await visitor.logIn(await visitor.get(path()), 'moonlight@example.com');
    expect(location(await visitor.get(path({ prompt: 'none' })))).toBe(
      `${callback}?error=consent_required&error_description=user%20consent%20required.`,
    );
  });

  test('none returns a code for a linked user', async () => {
    await linked();
    expect(location(await visitor.get(path({ prompt: 'none', login_hint: 'x' })))).toContain('?code=');
  });

  test('login shows the login page once, even with a session', async () => {
    await linked();
    const again = await visitor.get(path({ prompt: 'login ' }));
    expect(location(again)).toContain('#login');
    const end = await visitor.logIn(again, 'moonlight@example.com');
    expect(location(end)).toContain('?code=');
    expect(location(await visitor.get(path({ prompt: 'login' })))).toContain('#login');
  });

  test('login does not accept a forged through_account', async () => {
    await linked();
    const answer = await visitor.get(path({ prompt: 'login', through_account: 'true' }));
    expect(location(answer)).toContain('#login');
  });

  test('select_account shows the accounts that this browser has saved', async () => {
    newVisitor();
    const page = await visitor.logIn(await visitor.get(path()), 'moonlight@example.com', { saveSignedIn: 'on' });
    await visitor.accept(page);
    const chooser = await visitor.get(path({ prompt: 'select_account' }));
    expect(location(chooser)).toMatch(/^\/login\/simple\/\?continue=.*#simpleLogin$/);
    const text = await (await visitor.get(location(chooser).replace('#simpleLogin', ''))).text();
    const href = /href="([^"]*account=1001[^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const onward = await visitor.get(href);
    expect(location(await visitor.get(location(onward)))).toContain('?code=');
  });

  test('select_account shows the login page without saved accounts', async () => {
    await linked();
    expect(location(await visitor.get(path({ prompt: 'select_account' })))).toMatch(/^\/login\/\?/);
  });

  test('create creates an account and continues to the consent page', async () => {
    newVisitor();
    const start = await visitor.get(path({ prompt: 'create' }));
    expect(location(start)).toMatch(/^\/weblogin\/create_account\/\?continue=/);
    const next = new URL(location(start), emulator.url).searchParams.get('continue') ?? '';
    const made = await visitor.post('/weblogin/create_account', {
      continue: next,
      loginId: 'new@example.com',
      password: 'long enough',
      nickname: '새사람',
    });
    expect(await made.text()).toContain('name="transaction"');
  });

  test.each(['+82 10-1234-5678', '010-1234-5678', '+8210-1234-5678'])(
    'create accepts the phone number %s',
    async (phone) => {
      newVisitor();
      await visitor.post('/weblogin/create_account', {
        loginId: 'new@example.com',
        password: 'long enough',
        nickname: '새사람',
        phoneNumber: phone,
      });
      expect(emulator.people.at(-1)).toMatchObject({
        phoneNumber: '+82 10-1234-5678',
        emailVerified: true,
        addresses: [],
      });
    },
  );

  test.each([
    ['2001-12-31', '1231'],
    ['2001-13-31', undefined],
    ['2001-12-32', undefined],
  ])('create stores the birthdate %s as %s', async (birthdate, birthday) => {
    const form = { loginId: 'new@example.com', password: 'long enough', nickname: '새사람', birthdate };
    await newVisitor().post('/weblogin/create_account', form);
    expect(emulator.people.at(-1)).toMatchObject({ nickname: '새사람' });
    expect(emulator.people.at(-1)?.birthday).toBe(birthday);
    await expect(emulator.importState(await emulator.exportState())).resolves.toBeUndefined();
  });

  test('login_hint fills in the login ID', async () => {
    newVisitor();
    const start = await visitor.get(path({ login_hint: 'hint@example.com' }));
    const text = await (await visitor.get(location(start).replace('#login', ''))).text();
    expect(text).toContain('value="hint@example.com"');
  });
});

describe('sessions', () => {
  test('last 24 hours', async () => {
    await linked();
    emulator.clock.advance({ hours: 23 });
    expect(location(await visitor.get(path()))).toContain('?code=');
    emulator.clock.advance({ hours: 2 });
    expect(location(await visitor.get(path()))).toContain('#login');
  });

  test('last a month if the login is saved', async () => {
    newVisitor();
    await visitor.accept(
      await visitor.logIn(await visitor.get(path()), '1001@nobody', { person: '1001', saveSignedIn: 'on' }),
    );
    emulator.clock.advance({ days: 29 });
    expect(location(await visitor.get(path()))).toContain('?code=');
  });

  test('do not start with a wrong password', async () => {
    newVisitor();
    const answer = await visitor.post('/login', { continue: '/', loginId: 'moonlight@example.com', password: 'wrong' });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('비밀번호가 올바르지 않습니다.');
    expect(location(await visitor.get(path()))).toContain('#login');
  });

  test('start with a redirect to this emulator only', async () => {
    newVisitor();
    const answer = await visitor.post('/login', { continue: 'https://evil.example/', person: '1001' });
    expect(new URL(location(answer), emulator.url).origin).toBe(emulator.url);
  });
});

describe('users under 14', () => {
  test('see that they cannot join, and the service gets the reason', async () => {
    newVisitor();
    const page = await visitor.logIn(await visitor.get(path()), 'young@example.com');
    expect(await page.text()).toContain('error=access_denied&amp;error_description=Not%20allowed%20under%20age%2014');
    expect(location(await visitor.get(path({ prompt: 'none' })))).toContain('error=access_denied');
  });

  test('join an app that allows them after a guardian has agreed', async () => {
    newVisitor();
    const page = await visitor.logIn(await visitor.get(path({ client_id: 'open' })), 'young@example.com');
    const guardian = await visitor.accept(page);
    const href = /href="([^"]*guardian[^"]*)"/.exec(await guardian.text())?.[1] ?? '';
    // A HEAD request must not count as a click.
    await fetch(emulator.url + href, { method: 'HEAD', redirect: 'manual' });
    expect(location(await visitor.get(href))).toContain('?code=');
  });
});

describe('pages with a KOE code', () => {
  const cases: [string, Record<string, string>][] = [
    ['KOE101', { client_id: 'unknown' }],
    ['KOE008', { client_id: defaultSeed.apps[0].adminKeys?.[0]?.key ?? '' }],
    ['KOE006', { redirect_uri: 'http://localhost:3000/auth/kakao/callback/' }],
    ['KOE006', { redirect_uri: `${callback}?x=1` }],
    ['KOE201', { response_type: 'id_token' }],
    ['KOE202', { response_type: 'token' }],
    ['KOE205', { scope: 'account_email plusfriends' }],
    ['KOE204', { code_challenge: 'x', code_challenge_method: 'plain' }],
    ['KOE102', { channel_public_id: '_unknown' }],
    ['KOE207', { client_id: '' }],
    ['KOE004', { client_id: 'off' }],
  ];
  test.each(cases)('%s for %j', async (code, more) => {
    const answer = await newVisitor().get(path(more));
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(await answer.text()).toContain(`(${code})`);
  });

  test('KOE205 names the items that are not configured', async () => {
    const text = await (await newVisitor().get(path({ scope: 'account_email,plusfriends' }))).text();
    expect(text).toContain('설정하지 않은 동의 항목: plusfriends');
  });

  test('KOE005 for a user who is not a member of a test app', async () => {
    newVisitor();
    const page = await visitor.logIn(await visitor.get(path({ client_id: 'testapp' })), 'moonlight@example.com');
    expect(await page.text()).toContain('(KOE005)');
  });

  test('a blocked app gets a redirect instead', async () => {
    expect(location(await newVisitor().get(path({ client_id: 'blocked' })))).toContain('error=unauthorized_client');
  });
});

describe('logging out of the Kakao Account', () => {
  const out = (more: Record<string, string> = {}): string =>
    `/oauth/logout?${new URLSearchParams({ client_id: 'rest', logout_redirect_uri: 'http://localhost:3000/', ...more }).toString()}`;

  test.each([
    ['true', '#login'],
    ['false', '?code='],
  ])('logout_with_kakao=%s', async (choice, then) => {
    await linked();
    const page = await visitor.get(out({ state: 'bye' }));
    const stsc = hidden(await page.text(), 'stsc');
    const end = await visitor.post('/oauth/logout', { stsc, logout_with_kakao: choice });
    expect(location(end)).toBe('http://localhost:3000/?state=bye');
    expect(location(await visitor.get(path()))).toContain(then);
  });

  test('redirects at once without a session', async () => {
    expect(location(await newVisitor().get(out()))).toBe('http://localhost:3000/');
  });

  test('is KOE007 for an unregistered redirect URI', async () => {
    const answer = await newVisitor().get(out({ logout_redirect_uri: 'http://evil.example/' }));
    expect(await answer.text()).toContain('(KOE007)');
  });
});

test('a popup that polls gets the error', async () => {
  newVisitor();
  const auth_tran_id = 'u'.repeat(60);
  await visitor.get(path({ auth_tran_id, is_popup: 'true', prompt: 'none', state: 's' }));
  const answer = await visitor.get(`/apiweb/code.json?client_id=rest&auth_tran_id=${auth_tran_id}`);
  expect(await answer.json()).toMatchObject({ status: 'error', error: 'login_required', state: 's' });
});

test('a registered redirect URI can contain Hangul', async () => {
  const redirect_uri = 'http://localhost:3000/로그인';
  const own = await createKakaoEmulator({ redirectUris: [redirect_uri] });
  const answer = await new Visitor(own.url).get(authorizePath(own, { redirect_uri, prompt: 'none' }));
  expect(location(answer)).toMatch(/^http:\/\/localhost:3000\/%EB%A1%9C%EA%B7%B8%EC%9D%B8\?error=login_required/);
  await own.close();
});

describe('signIn without a browser', () => {
  test('fails where Kakao shows an error page, with the reason', async () => {
    await expect(emulator.signIn('young@example.com')).rejects.toThrow('signIn: Kakao refuses this user (under_14)');
    await expect(emulator.signIn('1001', { app: '4' })).rejects.toThrow('signIn: KOE005');
    await expect(emulator.signIn('1001', { redirectUri: 'http://x/' })).rejects.toThrow(
      'signIn: KOE006 redirect_uri http://x/',
    );
    await expect(emulator.signIn('nobody')).rejects.toThrow('nobody in the emulator has the id or login id "nobody"');
  });

  test.each<[string, object]>([
    ['signIn: nonse is not known here; did you mean nonce', { nonse: 'x' }],
    ['signIn: scopes is not known here', { scopes: ['account_email'] }],
    ['signIn: agree: a list is expected', { agree: 'account_email' }],
    ['signIn: state: text is expected', { state: 5 }],
  ])('refuses an unknown or invalid option: %s', async (message, options) => {
    await expect(emulator.signIn('1001', options)).rejects.toThrow(new RegExp(`^${message}`));
    await expect(emulator.issueTokens('1001', options)).rejects.toThrow(TypeError);
    expect((await emulator.exportState()).links).toEqual([]);
  });

  test.each<[string, SignInOptions]>([
    ['agree[1]: the app has no such consent item; known are profile_nickname, ', { agree: ['gender', 'emial'] }],
    ['terms[0]: the app has no such term; known are service_20260101, ', { terms: ['nope'] }],
    ['terms[0]: the app has no such term', { app: '100002', terms: ['marketing_20260101'] }],
  ])('cannot agree to what the app does not request: %s', async (message, options) => {
    await expect(emulator.signIn('1001', options)).rejects.toThrow(`signIn: ${message}`);
    expect((await emulator.exportState()).links).toEqual([]);
  });

  describe('of a linked user', () => {
    const agreed = async (): Promise<string[]> => {
      const [link] = (await emulator.exportState()).links;
      return [...Object.keys(link?.scopes ?? {}), ...Object.keys(link?.terms ?? {})].sort();
    };
    const choice = { agree: ['gender'], terms: ['marketing_20260101'] };
    const all = ['gender', 'marketing_20260101', 'privacy_20260101', 'profile_nickname', 'service_20260101'];

    test('can repeat what the user agreed to before', async () => {
      await emulator.signIn('1001', choice);
      await emulator.signIn('1001', choice);
      await emulator.signIn('1001', { agree: ['profile_nickname', 'gender'] });
      expect(await agreed()).toEqual(all);
    });

    test.each<[string, SignInOptions]>([
      ['agree: gender was agreed to before, and this login asks for nothing', { agree: [] }],
      ['terms: marketing_20260101 was agreed to before', { terms: [] }],
      ['terms: marketing_20260101 was agreed to before', { scope: 'account_email', terms: [] }],
      ['agree: account_email is not asked for in this login: nothing is', { agree: ['gender', 'account_email'] }],
      [
        'agree: birthyear is not asked for in this login; asked for are account_email',
        { scope: 'account_email', agree: ['birthyear'] },
      ],
    ])('cannot agree to anything else: %s', async (message, options) => {
      await emulator.signIn('1001', choice);
      await expect(emulator.signIn('1001', options)).rejects.toThrow(`signIn: ${message}`);
      expect(await agreed()).toEqual(all);
    });

    test('agrees only to what scope requests', async () => {
      await emulator.signIn('1001', choice);
      await emulator.signIn('1001', { scope: 'account_email,birthyear', agree: ['birthyear'] });
      expect(await agreed()).toEqual(['birthyear', ...all]);
      await emulator.signIn('1001', { scope: 'account_email', agree: [] });
      expect(await agreed()).toEqual(['birthyear', ...all]);
    });
  });
});

test('a popup of the JavaScript SDK gets its code by polling', async () => {
  newVisitor();
  const more = { auth_tran_id: 't'.repeat(60), is_popup: 'true' };
  const poll = async (): Promise<unknown> =>
    (await visitor.get(`/apiweb/code.json?client_id=rest&auth_tran_id=${more.auth_tran_id}`)).json();
  expect(await poll()).toEqual({ status: 'error', error_code: '300' });
  const end = await visitor.accept(
    await visitor.logIn(await visitor.get(path({ ...more, state: 's' })), '1', { person: '1001' }),
  );
  expect(end.status).toBe(200);
  expect(await poll()).toEqual({ status: 'ok', code: expect.stringMatching(/^[\w-]{86}$/), state: 's' });
});
