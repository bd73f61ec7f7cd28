import { describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { isKakaoError, KakaoClient } from '@kakao-login/client';
import type { AuthorizationUrlParameters, KakaoClientOptions } from '@kakao-login/client';
import { kakao } from './support/server.js';

const redirectUri = 'https://shop.example.com/auth/kakao/callback?provider=kakao';
const client = new KakaoClient({ clientId: 'rest-api-key', clientSecret: 'secret' });
const codeChallenge = createHash('sha256').update('verifier').digest('base64url');

function thrown(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('did not throw');
}

describe('authorizationUrl', () => {
  test('sends only the required parameters by default', () => {
    expect(client.oauth.authorizationUrl({ redirectUri })).toBe(
      'https://kauth.kakao.com/oauth/authorize?client_id=rest-api-key&redirect_uri=https%3A%2F%2Fshop.example.com%2Fauth%2Fkakao%2Fcallback%3Fprovider%3Dkakao&response_type=code',
    );
  });

  test('sends every documented parameter', () => {
    const url = new URL(
      client.oauth.authorizationUrl({
        redirectUri,
        scope: ['account_email', 'gender', 'openid'],
        prompt: ['login', 'select_account'],
        loginHint: '+82 10-1234-5678',
        serviceTerms: ['tag1', 'tag2'],
        channelPublicIds: '_abc,_def',
        state: 'a b&c=홍',
        nonce: 'n',
        codeChallenge,
      }),
    );
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'rest-api-key',
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'account_email,gender,openid',
      prompt: 'login,select_account',
      login_hint: '+82 10-1234-5678',
      service_terms: 'tag1,tag2',
      channel_public_id: '_abc,_def',
      state: 'a b&c=홍',
      nonce: 'n',
      code_challenge: codeChallenge,
      code_challenge_method: 'S256',
    });
    expect(url.search).toContain('state=a%20b%26c%3D');
  });

  test.each([
    ['account_email gender', 'account_email,gender'],
    ['account_email, gender', 'account_email,gender'],
    [['a'], 'a'],
  ])('writes %j with commas', (scope, expected) => {
    expect(new URL(client.oauth.authorizationUrl({ redirectUri, scope })).searchParams.get('scope')).toBe(expected);
  });

  test('does not send parameters that are left out', () => {
    const url = client.oauth.authorizationUrl({ redirectUri });
    expect([...new URL(url).searchParams.keys()]).toEqual(['client_id', 'redirect_uri', 'response_type']);
  });

  test.each<[Partial<AuthorizationUrlParameters>, string]>([
    [{ redirectUri: '' }, 'redirectUri'],
    [{ redirectUri: '/auth/kakao/callback' }, 'redirectUri'],
    [{ redirectUri: 'javascript:alert(1)' }, 'redirectUri'],
    [{ redirectUri: null as never }, 'redirectUri'],
    [{ scope: ['a,b'] }, 'scope'],
    [{ prompt: ['login none'] }, 'prompt'],
    [{ codeChallenge: 'verifier' }, 'codeChallenge'],
    [{ state: '\ud800' }, 'state'],
    [{ state: 7 as never }, 'state'],
  ])('refuses %j', (wrong, option) => {
    const error = thrown(() => client.oauth.authorizationUrl({ redirectUri, ...wrong }));
    expect(error).toMatchObject({ kind: 'usage', option, status: 500 });
    expect(isKakaoError(error)).toBe(true);
  });
});

test('accountLogoutUrl', () => {
  expect(client.oauth.accountLogoutUrl({ logoutRedirectUri: 'http://localhost:3000/', state: 's' })).toBe(
    'https://kauth.kakao.com/oauth/logout?client_id=rest-api-key&logout_redirect_uri=http%3A%2F%2Flocalhost%3A3000%2F&state=s',
  );
});

describe('tokens', () => {
  const answer = {
    token_type: 'bearer',
    access_token: 'a',
    expires_in: 21599,
    refresh_token: 'r',
    refresh_token_expires_in: 5183999,
    scope: 'openid profile_nickname',
  };

  test('a code exchange sends everything that Kakao requires in the form', async () => {
    await using server = await kakao(() => ({ body: answer }));
    const k = new KakaoClient({ clientId: 'key', clientSecret: 'secret', hosts: server.url });
    expect(await k.oauth.exchangeCode({ code: 'c+d/e=', redirectUri, codeVerifier: 'v' })).toEqual(answer);
    expect(server.seen[0]?.method).toBe('POST');
    expect(server.seen[0]?.headers.authorization).toBeUndefined();
    expect(Object.fromEntries(server.seen[0]?.form ?? [])).toEqual({
      grant_type: 'authorization_code',
      client_id: 'key',
      client_secret: 'secret',
      redirect_uri: redirectUri,
      code: 'c+d/e=',
      code_verifier: 'v',
    });
  });

  test('extra parameters are sent with a code, and cannot replace the others', async () => {
    await using server = await kakao(() => ({ body: answer }));
    const k = new KakaoClient({ clientId: 'key', hosts: server.url });
    const further = { audience: 'a b&c', grant_type: 'none', client_id: 'x', redirect_uri: 'x', code: 'x' };
    await k.oauth.exchangeCode({ code: 'c', redirectUri, further });
    expect([...(server.seen[0]?.form ?? [])]).toEqual([
      ['grant_type', 'authorization_code'],
      ['client_id', 'key'],
      ['redirect_uri', redirectUri],
      ['code', 'c'],
      ['audience', 'a b&c'],
    ]);
  });

  test('without a client secret, none is sent', async () => {
    await using server = await kakao(() => ({ body: answer }));
    await new KakaoClient({ clientId: 'key', hosts: server.url }).oauth.exchangeCode({ code: 'c', redirectUri });
    expect([...(server.seen[0]?.form.keys() ?? [])]).toEqual(['grant_type', 'client_id', 'redirect_uri', 'code']);
  });

  test('a refresh keeps the old refresh token, its lifetime and the scopes', async () => {
    await using server = await kakao(() => ({
      body: { token_type: 'bearer', access_token: 'new', expires_in: 21599 },
    }));
    const k = new KakaoClient({ clientId: 'key', clientSecret: 'secret', hosts: server.url });
    expect(await k.oauth.refresh({ refreshToken: 'old', scope: 'openid', refreshTokenExpiresIn: 100 })).toEqual({
      token_type: 'bearer',
      access_token: 'new',
      expires_in: 21599,
      refresh_token: 'old',
      refresh_token_expires_in: 100,
      scope: 'openid',
    });
    expect(Object.fromEntries(server.seen[0]?.form ?? [])).toEqual({
      grant_type: 'refresh_token',
      client_id: 'key',
      client_secret: 'secret',
      refresh_token: 'old',
    });
  });

  test('a refresh that returns new values keeps the new ones', async () => {
    await using server = await kakao(() => ({ body: answer }));
    const k = new KakaoClient({ clientId: 'key', hosts: server.url });
    expect(await k.oauth.refresh({ refreshToken: 'old', scope: 'x', refreshTokenExpiresIn: 1 })).toEqual(answer);
  });

  test('a new refresh token without a lifetime does not get the lifetime of the old one', async () => {
    await using server = await kakao(() => ({
      body: { token_type: 'bearer', access_token: 'n', expires_in: 1, refresh_token: 'new' },
    }));
    const k = new KakaoClient({ clientId: 'key', hosts: server.url });
    const tokens = await k.oauth.refresh({ refreshToken: 'old', refreshTokenExpiresIn: 1 });
    expect(tokens.refresh_token).toBe('new');
    expect(tokens.refresh_token_expires_in).toBeUndefined();
  });

  test('a null in a response counts as missing', async () => {
    const said = { token_type: 'bearer', access_token: 'n', expires_in: 1 };
    await using server = await kakao(() => ({
      body: { ...said, refresh_token: null, refresh_token_expires_in: null, scope: null, id_token: null },
    }));
    const k = new KakaoClient({ clientId: 'key', hosts: server.url });
    expect(await k.oauth.exchangeCode({ code: 'c', redirectUri })).toEqual(said);
    expect(await k.oauth.refresh({ refreshToken: 'old', scope: 'openid', refreshTokenExpiresIn: 100 })).toEqual({
      ...said,
      refresh_token: 'old',
      refresh_token_expires_in: 100,
      scope: 'openid',
    });
  });

  test.each(['', undefined, 7, '\ud800'])('%p is not sent as a code', async (wrong) => {
    await expect(client.oauth.exchangeCode({ code: wrong as never, redirectUri })).rejects.toMatchObject({
      kind: 'usage',
      option: 'code',
    });
    await expect(client.oauth.refresh({ refreshToken: wrong as never })).rejects.toMatchObject({
      kind: 'usage',
      option: 'refreshToken',
    });
  });
});

describe('options', () => {
  test.each<[unknown, string, RegExp]>([
    [undefined, 'clientId', /App > Platform key > REST API key/],
    [{}, 'clientId', /REST API key/],
    [{ clientId: '' }, 'clientId', /environment variable/],
    [{ clientId: '  ' }, 'clientId', /REST API key/],
    [{ clientId: 'undefined' }, 'clientId', /environment variable/],
    [{ clientId: 17 }, 'clientId', /REST API key/],
    [{ clientId: ' abc' }, 'clientId', /without spaces/],
    [{ clientId: 'abc\n' }, 'clientId', /line breaks/],
    [{ clientId: '카카오' }, 'clientId', /REST API key/],
    [{ clientId: 'k', clientSecret: '' }, 'clientSecret', /Client secret/],
    [{ clientId: 'k', adminKey: 'a b' }, 'adminKey', /App > Admin key/],
    [{ clientId: 'k', audiences: [''] }, 'audiences', /Platform key/],
    [{ clientId: 'k', hosts: 'kauth.kakao.com' }, 'hosts.kauth', /http/],
    [{ clientId: 'k', hosts: { kapi: 'ftp://x' } }, 'hosts.kapi', /http/],
    [{ clientId: 'k', timeouts: { response: 0 } }, 'timeouts.response', /positive integer/],
    [{ clientId: 'k', maxResponseBytes: -1 }, 'maxResponseBytes', /positive integer/],
    [{ clientId: 'k', retries: 1.5 }, 'retries', /positive integer/],
  ])('%j is refused with the name of the option', (options, option, message) => {
    const error = thrown(() => new KakaoClient(options as KakaoClientOptions));
    expect(error).toMatchObject({ name: 'KakaoUsageError', kind: 'usage', option });
    expect((error as Error).message).toMatch(message);
  });

  test('a null option counts as missing', () => {
    const error = thrown(() => new KakaoClient(null as never));
    expect(error).toMatchObject({ option: 'clientId' });
  });

  test('hosts can be one origin, an origin for each host, or missing', () => {
    const hosts = (given?: KakaoClientOptions['hosts']): unknown =>
      new KakaoClient({ clientId: 'k', ...(given === undefined ? {} : { hosts: given }) }).hosts;
    expect(hosts()).toEqual({ kauth: 'https://kauth.kakao.com', kapi: 'https://kapi.kakao.com' });
    expect(hosts('http://localhost:8787/')).toEqual({ kauth: 'http://localhost:8787', kapi: 'http://localhost:8787' });
    expect(hosts({ kapi: 'http://localhost:1/kapi/' })).toEqual({
      kauth: 'https://kauth.kakao.com',
      kapi: 'http://localhost:1/kapi',
    });
  });
});
