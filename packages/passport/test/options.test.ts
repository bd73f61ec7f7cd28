import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { KakaoClient, type KakaoUsageError } from '@kakao-login/client';
import { KakaoStrategy, KakaoTokenStrategy, type KakaoStrategyOptions } from '@kakao-login/passport';

const good: KakaoStrategyOptions = {
  clientID: '0123456789abcdef0123456789abcdef',
  clientSecret: 'Secret0123456789Secret0123456789',
  callbackURL: 'https://shop.example/auth/kakao/callback',
};
const login = () => ({});
const make = (options: object) => new KakaoStrategy({ ...good, ...options }, login);

function mistake(options: object): KakaoUsageError {
  try {
    make(options);
  } catch (error) {
    return error as KakaoUsageError;
  }
  throw new Error('nothing was thrown');
}

describe('a mistake in the options stops the start with a sentence that names the option', () => {
  test.each([
    ['clientID', { clientID: undefined }],
    ['clientID', { clientID: '  ' }],
    ['clientID', { clientID: ' id' }],
    ['clientID', { clientID: 'undefined' }],
    ['clientSecret', { clientSecret: '' }],
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
    ['tokenURL', { tokenURL: 'https://proxy.example/token' }],
    ['profileURL', { profileURL: 'https://proxy.example/me' }],
    ['cookie.secret', { clientSecret: undefined }],
    ['cookie.secret', { cookie: { secret: 'too short' } }],
    ['cookie.secret', { cookie: { secret: [] } }],
    ['cookie.name', { cookie: { name: 'a b;c' } }],
    ['cookie', { cookie: null }],
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

  test('of the strategy for tokens as well', () => {
    expect(() => new KakaoTokenStrategy({ clientID: ' id' }, login)).toThrow(/clientID/);
    const appId = () => new KakaoTokenStrategy({ clientID: 'id', appId: 'abc' }, login);
    expect(appId).toThrow(/appId .*\[App\] > \[General\]/);
  });

  test('and never a value', () => {
    const { message, remedy } = mistake({ cookie: { secret: 'hunter2' } });
    expect(JSON.stringify([message, remedy])).not.toContain('hunter2');
  });

  test('even when there is no options object, or no verify callback', () => {
    const untyped = KakaoStrategy as unknown as new (...given: unknown[]) => KakaoStrategy;
    expect(() => new untyped()).toThrow(/clientID/);
    expect(() => new untyped(good)).toThrow(/verify/);
  });
});

describe('the strategy', () => {
  test('is named kakao and shows the client that it uses', () => {
    const strategy = make({});
    expect(strategy.name).toBe('kakao');
    expect(strategy.client).toBeInstanceOf(KakaoClient);
    expect(strategy.client.hosts).toEqual({ kauth: 'https://kauth.kakao.com', kapi: 'https://kapi.kakao.com' });
  });

  test('shows no secret when it is printed, nor does the one for tokens', () => {
    const secrets = { adminKey: 'admin-key-of-the-shop', cookie: { secret: 'cookie-secret-of-the-shop-32-long' } };
    const tokens = new KakaoTokenStrategy({ ...good, ...secrets, appId: 1 }, login);
    const printed = inspect([make(secrets), tokens], { depth: Infinity, showHidden: true });
    for (const secret of [good.clientSecret, secrets.adminKey, secrets.cookie.secret])
      expect(printed).not.toContain(secret);
  });

  test('takes a client from outside', () => {
    const client = new KakaoClient({ clientId: good.clientID });
    expect(make({ client }).client).toBe(client);
  });

  test('leads calls elsewhere', () => {
    const { client } = make({
      hosts: { kapi: 'http://127.0.0.1:1/' },
      tokenURL: 'http://inner.example/kauth/oauth/token',
    });
    expect(client.hosts).toEqual({ kauth: 'http://inner.example/kauth', kapi: 'http://127.0.0.1:1' });
  });

  test('keeps its options when the application changes its own later', () => {
    const options = { ...good, prompt: 'login' };
    const strategy = new KakaoStrategy(options, login);
    options.prompt = 'none';
    expect(strategy.authorizationParams({})).toMatchObject({ prompt: 'login' });
  });
});
