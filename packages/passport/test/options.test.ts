import { inspect } from 'node:util';
import { describe, expect, jest, test } from '@jest/globals';
import { KakaoClient, type KakaoUsageError } from '@kakao-login/client';
import { optionsOf } from '@kakao-login/client/internal';
import {
  createKakaoConsent,
  KakaoStrategy,
  KakaoTokenStrategy,
  type KakaoStrategyOptions,
} from '@kakao-login/passport';

const good: KakaoStrategyOptions = {
  clientID: '0123456789abcdef0123456789abcdef',
  clientSecret: 'Secret0123456789Secret0123456789',
  callbackURL: 'https://shop.example/auth/kakao/callback',
};
const login = () => ({});
const onlyChecks = { store: (_req: never, _done: never) => {}, verify: () => {} };
const store = { store: (_1: 1, _2: 2, _3: 3, _4: 4, _5: 5) => {}, verify: () => {} };
const make = (options: object) => new KakaoStrategy({ ...good, ...options }, login);

function mistake(options: object): KakaoUsageError {
  try {
    make(options);
  } catch (error) {
    return error as KakaoUsageError;
  }
  throw new Error('nothing was thrown');
}

describe('a mistake in the options is an error at startup that names the option', () => {
  test.each([
    ['clientID', { clientID: undefined }],
    ['clientID', { clientID: '  ' }],
    ['clientID', { clientID: ' id' }],
    ['clientID', { clientID: 'undefined' }],
    ['clientSecret', { clientSecret: '   ' }],
    ['clientSecret', { clientSecret: 'undefined' }],
    ['clientSecret', { clientSecret: 42 }],
    ['clientSecret', { clientSecret: 'Secret of three words' }],
    ['scope', { scope: 3 }],
    ['scope', { scope: ['openid', 3] }],
    ['prompt', { prompt: 3 }],
    ['prompt', { prompt: null }],
    ['serviceTerms', { serviceTerms: { tag: true } }],
    ['channelPublicIds', { channelPublicIds: 1 }],
    ['loginHint', { loginHint: ['gildong@example.com'] }],
    ['audiences', { audiences: 'javascript-key' }],
    ['propertyKeys', { propertyKeys: 'kakao_account.email' }],
    ['profile', { profile: 'idtoken' }],
    ['callbackRoute', { callbackRoute: 'both' }],
    ['cookie.sameSite', { cookie: { sameSite: 'strict' } }],
    ['cookie.sameSite', { cookie: { sameSite: 'none', secure: false } }],
    ['cookie.sameSite', { cookie: { sameSite: 'none' }, callbackURL: 'http://localhost:3000/auth/kakao/callback' }],
    ['returnTo', { returnTo: 'https://app.example' }],
    ['callbackURL', { callbackURL: undefined }],
    ['callbackURL', { callbackURL: 'auth/kakao/callback' }],
    ['callbackURL', { callbackURL: '//evil.example/callback' }],
    ['callbackURL', { callbackURL: 'javascript:alert(1)' }],
    ['callbackURL', { callbackURL: 'https://shop.example/callback#part' }],
    ['callbackURLs', { callbackURLs: 'https://shop.example/other' }],
    ['callbackURLs', { callbackURLs: ['other'] }],
    ['authorizationURL', { authorizationURL: '/authorize' }],
    ['tokenURL', { tokenURL: 'proxy.example/token' }],
    ['tokenURL', { tokenURL: 'https://proxy.example/token#a' }],
    ['tokenURL', { tokenURL: 'http://kauth.kakao.com/oauth/token' }],
    ['profileURL', { profileURL: 'HTTP://KAPI.KAKAO.COM:80/v2/user/me' }],
    ['authorizationURL', { authorizationURL: 'http://kauth.kakao.com/oauth/authorize' }],
    ['hosts.kauth', { hosts: 'http://kauth.kakao.com' }],
    ['hosts', { hosts: 7 }],
    ['issuer', { issuer: 'kakao' }],
    ['client', { client: {} }],
    ['client', { client: null }],
    ['clientSecret', { clientSecret: 'x' }],
    ['clientSecret', { clientSecret: 'short' }],
    ['cookie.secret', { cookie: { secret: 'too short' } }],
    ['cookie.secret', { cookie: { secret: [] } }],
    ['cookie.name', { cookie: { name: 'a b;c' } }],
    ['cookie', { cookie: null }],
    ['cookie.secret', { cookie: { secret: 'too short' }, store }],
    ['cookie.secret', { cookie: { secret: 'too short' }, state: false }],
    ['cookie', { cookie: 'a=b' }],
    ['cookie.secret', { cookie: { secret: 42 } }],
    ['cookie.domain', { cookie: { domain: 'https://shop.example' } }],
    ['cookie.domain', { cookie: { domain: '' } }],
    ['cookie.path', { cookie: { path: '/auth;x' } }],
    ['cookie.path', { cookie: { path: 'auth' } }],
    ['cookie.path', { cookie: { path: '' } }],
    ['cookie.secure', { cookie: { secure: 'false' } }],
    ['proxy', { proxy: 'false' }],
    ['passReqToCallback', { passReqToCallback: 'true' }],
    ['state', { state: 'false' }],
    ['state', { state: 0 }],
    ['pkce', { pkce: 'plain' }],
    ['pkce', { pkce: 'false' }],
    ['pkce', { pkce: 's256' }],
    ['pkce', { pkce: null }],
    ['pkce', { state: false, pkce: 'S256' }],
    ['nonce', { nonce: 'false' }],
    ['skipUserProfile', { skipUserProfile: 'false' }],
    ['skipUserProfile', { skipUserProfile: 1 }],
    ['returnTo', { returnTo: '' }],
    ['returnTo', { returnTo: 0 }],
    ['verifyTimeout', { verifyTimeout: '30000' }],
    ['verifyTimeout', { verifyTimeout: 0 }],
    ['verifyTimeout', { verifyTimeout: Infinity }],
    ['store', { store: {} }],
    ['returnTo', { returnTo: ['https://app.example/'] }],
    ['returnTo', { returnTo: ['app.example'] }],
    ['returnTo', { state: false, returnTo: true }],
    ['nonce', { state: false, nonce: true }],
    ['pkce', { state: false, pkce: true }],
    ['pkce', { store: { store: (_req: never, _done: never) => {}, verify: () => {} } }],
    ['nonce', { pkce: false, store: { store: (_req: never, _done: never) => {}, verify: () => {} } }],
  ])('%s: %j', (option, options) => {
    const error = mistake(options);
    expect(error).toMatchObject({ kind: 'usage', option });
    expect(error.message).toContain(option);
    expect([error.reason.ko, error.remedy.ko].every((sentence) => /[가-힣]/.test(sentence))).toBe(true);
  });

  test('and the place in the console', () => {
    expect(mistake({ clientID: undefined }).message).toContain('[App] > [Platform key] > [REST API key]');
    expect(mistake({ callbackURL: '' }).message).toContain('Redirect URI');
  });

  test.each<[option: string, options: object, en: string, ko: string]>([
    ['callbackURL', { callbackURL: 'callback' }, '[REST API key] > Kakao Login Redirect URI', 'Redirect URI'],
    ['logoutRedirectURL', { logoutRedirectURL: 'logout' }, '[Logout redirect URI]', '[로그아웃 리다이렉트 URI]'],
    ['signup.url', { signup: { url: 'signup', save: () => {} } }, 'your signup page', '가입 페이지'],
  ])('for a URL, with the remedy for `%s`', (option, options, en, ko) => {
    const { reason, remedy } = mistake(options);
    for (const text of [reason.en, reason.ko]) expect(text).toMatch(`\`${option}\``);
    expect([remedy.en, remedy.ko]).toEqual([expect.stringContaining(en), expect.stringContaining(ko)]);
    const named = JSON.stringify([reason, remedy]).match(/callbackURL|logoutRedirectURL|signup\.url/g);
    expect([...new Set(named)]).toEqual([option]);
  });

  test.each<[option: string, options: object, blamed: string]>([
    ['pkce', { state: false, pkce: true }, '`state: false`'],
    ['nonce', { state: false, nonce: 'required' }, '`state: false`'],
    ['returnTo', { state: false, returnTo: true }, '`state: false`'],
    ['pkce', { store: onlyChecks }, 'The store in the option `store`'],
    ['nonce', { store: onlyChecks, pkce: false }, 'The store in the option `store`'],
    ['returnTo', { store: onlyChecks, pkce: false, nonce: false, returnTo: true }, 'The store in the option `store`'],
  ])('for `%s`, with the setting that conflicts with it: %j', (option, options, blamed) => {
    const { reason, remedy, message } = mistake(options);
    for (const text of [reason.en, reason.ko, remedy.en, remedy.ko]) expect(text).toContain(`\`${option}\``);
    expect(message).toContain(blamed);
    expect(/`store`|저장소/.test(JSON.stringify([reason, remedy]))).toBe('store' in options);
  });

  test('and also for the strategy for tokens', () => {
    expect(() => new KakaoTokenStrategy({ clientID: ' id' }, login)).toThrow(/clientID/);
    const appId = () => new KakaoTokenStrategy({ clientID: 'id', appId: 'abc' }, login);
    expect(appId).toThrow(/appId .*\[App\] > \[General\]/);
  });

  test('for `pkce: plain`, with the reason why it is not supported', () => {
    expect(mistake({ pkce: 'plain' }).message).toMatch(/`S256`.*`plain` is not supported/);
  });

  test('and the same for tokens of native apps', () => {
    const tokens = (options: object) => () => new KakaoTokenStrategy({ clientID: 'id', ...options }, login);
    expect(tokens({ passReqToCallback: 'true' })).toThrow(/passReqToCallback/);
    expect(tokens({ clientSecret: ' ' })).toThrow(/clientSecret/);
    expect(tokens({ verifyTimeout: -1 })).toThrow(/verifyTimeout/);
  });

  test.each<[string, unknown]>([
    ['cacheSeconds', -1],
    ['cacheSeconds', 0.5],
    ['cacheSeconds', Infinity],
    ['cacheSeconds', Number.NaN],
    ['cacheSeconds', '30'],
    ['cacheSeconds', null],
    ['extract', 'body'],
    ['extract', null],
    ['propertyKeys', 'kakao_account.email'],
    ['propertyKeys', [1]],
    ['audiences', 'native-key'],
    ['appId', {}],
  ])('for the strategy for tokens: %s %p', (option, value) => {
    const make = () => new KakaoTokenStrategy({ clientID: 'id', [option]: value }, login);
    expect(make).toThrow(expect.objectContaining({ kind: 'usage', option }));
    expect(make).toThrow(option);
  });

  test('and never a value', () => {
    const { message, remedy } = mistake({ cookie: { secret: 'hunter2' } });
    expect(JSON.stringify([message, remedy])).not.toContain('hunter2');
  });

  test('even without an options object or a verify callback', () => {
    const untyped = KakaoStrategy as unknown as new (...given: unknown[]) => KakaoStrategy;
    expect(() => new untyped()).toThrow(/clientID/);
    expect(() => new untyped(good)).toThrow(/verify/);
  });
});

describe('without a client secret', () => {
  const cookie = { secret: 'cookie-secret-of-the-shop-32-long' };
  const client = new KakaoClient({ clientId: good.clientID, clientSecret: 'Secret0123456789Secret0123456789' });

  function warningsOf(start: () => unknown): string[] {
    const spy = jest.spyOn(process, 'emitWarning').mockReturnValue();
    try {
      start();
      return spy.mock.calls.map(([warning]) => String(warning));
    } finally {
      spy.mockRestore();
    }
  }

  test.each<[string, object]>([
    ['left out', { clientSecret: undefined }],
    ['null', { clientSecret: null }],
    ['empty', { clientSecret: '' }],
    ['too short to encrypt with', { clientSecret: 'secret' }],
    ['one character too short', { clientSecret: 's'.repeat(31) }],
  ])('(%s) the strategy starts, and warns once about the random key', (_how, options) => {
    const warned = warningsOf(() => make(options));
    expect(warned).toEqual([
      expect.stringMatching(/random key.*several instances.*restarts.*`cookie.secret`.*`clientSecret`/),
    ]);
    expect(warned[0]).toMatch(/[가-힣]/);
  });

  test.each<[string, object]>([
    ['a cookie secret', { clientSecret: '', cookie }],
    ['a client with a secret', { clientSecret: '', client }],
    ['no state', { clientSecret: '', state: false }],
    ['a store', { clientSecret: '', store }],
  ])('there is no warning with %s', (_what, options) => {
    expect(warningsOf(() => make(options))).toEqual([]);
  });

  test('there is a warning when a consent URL is created, which is encrypted even with a store', async () => {
    const spy = jest.spyOn(process, 'emitWarning').mockReturnValue();
    const consent = createKakaoConsent(make({ clientSecret: '', adminKey: 'admin-key', store }), {
      currentUser: () => null,
    });
    const ask = () => consent.check({ method: 'POST', headers: {}, url: '/orders' }, {});
    expect(spy.mock.calls).toEqual([]);
    await ask();
    await ask();
    expect(spy.mock.calls).toEqual([
      [expect.stringMatching(/consent URLs.*random key.*`consent_url_invalid`/), expect.objectContaining({})],
    ]);
    spy.mockRestore();
  });

  test.each(['s', 'short'])('a truncated one (%s) is refused', (clientSecret) => {
    const { option, message } = mistake({ clientSecret, cookie });
    expect([option, message]).toEqual(['clientSecret', expect.stringMatching(/fewer than 6 characters/)]);
  });

  test('cookies are encrypted with the secret of the option `client`', () => {
    const { clientSecret, ...options } = good;
    const warned = (client: KakaoClient) => warningsOf(() => new KakaoStrategy({ ...options, client }, login));
    expect(warned(new KakaoClient({ clientId: good.clientID, clientSecret }))).toEqual([]);
    expect(warned(new KakaoClient({ clientId: good.clientID }))).toHaveLength(1);
  });

  test('the strategy for tokens does not warn, and an empty secret counts as missing', () => {
    const strategies: KakaoTokenStrategy[] = [];
    const warned = warningsOf(() =>
      strategies.push(new KakaoTokenStrategy({ clientID: 'id', clientSecret: '' }, login)),
    );
    expect([warned, strategies.map(({ client }) => optionsOf(client)?.clientSecret)]).toEqual([[], [undefined]]);
  });
});

describe('the strategy', () => {
  test('has the name kakao and its client as a property', () => {
    const strategy = make({});
    expect(strategy.name).toBe('kakao');
    expect(strategy.client).toBeInstanceOf(KakaoClient);
    expect(strategy.client.hosts).toEqual({ kauth: 'https://kauth.kakao.com', kapi: 'https://kapi.kakao.com' });
  });

  test('and the one for tokens show no secret when they are printed', () => {
    const secrets = { adminKey: 'admin-key-of-the-shop', cookie: { secret: 'cookie-secret-of-the-shop-32-long' } };
    const tokens = new KakaoTokenStrategy({ ...good, ...secrets, appId: 1 }, login);
    const printed = inspect([make(secrets), tokens], { depth: Infinity, showHidden: true });
    for (const secret of [good.clientSecret, secrets.adminKey, secrets.cookie.secret])
      expect(printed).not.toContain(secret);
  });

  test('accepts a client', () => {
    const client = new KakaoClient({ clientId: good.clientID });
    expect(make({ client }).client).toBe(client);
  });

  test('can send calls to other hosts', () => {
    const { client } = make({
      hosts: { kapi: 'http://127.0.0.1:1/' },
      tokenURL: 'http://inner.example/kauth/oauth/token',
    });
    expect(client.hosts).toEqual({ kauth: 'https://kauth.kakao.com', kapi: 'http://127.0.0.1:1' });
    expect(optionsOf(client)?.endpointUrls).toEqual({ 'oauth.token': 'http://inner.example/kauth/oauth/token' });
  });

  test('keeps its options if the application changes the object later', () => {
    const options = { ...good, prompt: 'login' };
    const strategy = new KakaoStrategy(options, login);
    options.prompt = 'none';
    expect(strategy.authorizationParams({})).toMatchObject({ prompt: 'login' });
  });
});
