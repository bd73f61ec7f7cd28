import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as publicNames from '@kakao-login/client';
import {
  authorizeParameters,
  isKakaoError,
  KakaoClient,
  kakaoErrorBody,
  toE164,
  toKakaoId,
  toKakaoProfile,
} from '@kakao-login/client';
import { kakao } from './support/server.js';

const user = { accessToken: 'an-access-token' };
const code = { code: 'a-code', redirectUri: 'http://localhost/cb' };

let server: Awaited<ReturnType<typeof kakao>>;
let client: KakaoClient;
beforeAll(async () => {
  server = await kakao(() => ({
    body: {
      id: 1,
      access_token: 'x',
      app_id: 1,
      sub: '1',
      scopes: [],
      elements: [],
      shipping_addresses: [],
      service_terms: [],
      revoked_service_terms: [],
      agreed_service_terms: [],
    },
  }));
  client = new KakaoClient({ clientId: 'key', adminKey: 'admin-key', hosts: server.url, retries: 0 });
});
afterAll(async () => {
  await client.close();
  await server[Symbol.asyncDispose]();
});

const wrong = [null, undefined, 7, Number.NaN, 'text', '', true, [], [null], {}, () => {}, Symbol.iterator, 7n];

/** Every public function with valid arguments. Each argument is then replaced by invalid ones. */
const functions: [string, (...args: never[]) => unknown, unknown[]][] = [
  ['toKakaoId', toKakaoId, ['1', 'id']],
  ['toE164', toE164, ['+82 10-1234-5678']],
  ['toKakaoProfile', toKakaoProfile, [{ user: { id: '1' } }]],
  ['toKakaoProfile of a user', (one: never) => toKakaoProfile({ user: one }), [{ id: '1' }]],
  ['toKakaoProfile of claims', (one: never) => toKakaoProfile({ claims: one }), [{ sub: '1' }]],
  ['toKakaoProfile, scopes', (s: never) => toKakaoProfile({ user: { id: '1' }, grantedScopes: s }), [['a']]],
  ['isKakaoError', isKakaoError, [new Error('x')]],
  ['authorizeParameters', authorizeParameters, [{ scope: ['openid'] }]],
  ['kakaoErrorBody', kakaoErrorBody, [new publicNames.KakaoTokenError('expired')]],
  ['new KakaoClient', (options: never) => new KakaoClient(options), [{ clientId: 'key' }]],
  [
    'call',
    (...args: never[]) => client.call(...(args as unknown as ['user.me', {}, never])),
    ['user.me', {}, user, {}],
  ],
  ['oauth.authorizationUrl', (p: never) => client.oauth.authorizationUrl(p), [code]],
  ['oauth.exchangeCode', (p: never) => client.oauth.exchangeCode(p), [code]],
  ['oauth.refresh', (p: never) => client.oauth.refresh(p), [{ refreshToken: 'x' }]],
  ['oauth.accountLogoutUrl', (p: never) => client.oauth.accountLogoutUrl(p), [{ logoutRedirectUri: 'http://a' }]],
  ['oidc.discover', (o: never) => client.oidc.discover(o), [{}]],
  ['oidc.verifyIdToken', (t: never, o: never) => client.oidc.verifyIdToken(t, o), ['a.b.c', {}]],
  ['oidc.tokenInfo', (t: never, o: never) => client.oidc.tokenInfo(t, o), ['a.b.c', {}]],
  ['oidc.userInfo', (c: never, o: never) => client.oidc.userInfo(c, o), [user, {}]],
  ['user.me', (c: never, o: never) => client.user.me(c, o), [user, {}]],
  ['user.updateProfile', (...[c, p, o]: never[]) => client.user.updateProfile(c!, p!, o), [user, { a: 'b' }, {}]],
  ['user.accessTokenInfo', (c: never, o: never) => client.user.accessTokenInfo(c, o), [user, {}]],
  ['user.list', (ids: never, o: never) => client.user.list(ids, o), [['1'], {}]],
  ['user.ids', (o: never) => client.user.ids(o), [{}]],
  ['user.allIds', (o: never) => client.user.allIds(o).next(), [{}]],
  ['scopes.list', (c: never, o: never) => client.scopes.list(c, o), [user, {}]],
  ['scopes.revoke', (...[c, s, o]: never[]) => client.scopes.revoke(c!, s!, o), [user, ['friends'], {}]],
  ['terms.list', (c: never, o: never) => client.terms.list(c, o), [user, {}]],
  ['terms.revoke', (...[c, t, o]: never[]) => client.terms.revoke(c!, t!, o), [user, ['a'], {}]],
  ['terms.agree', (...[c, t, o]: never[]) => client.terms.agree(c!, t!, o), [user, ['a'], {}]],
  ['shipping.list', (c: never, o: never) => client.shipping.list(c, o), [user, {}]],
  ['shipping.get', (...[c, id, o]: never[]) => client.shipping.get(c!, id!, o), [user, '1', {}]],
  ['shipping.all', (c: never, o: never) => client.shipping.all(c, o).next(), [user, {}]],
  ['account.signup', (c: never, o: never) => client.account.signup(c, o), [user, {}]],
  ['account.logout', (c: never, o: never) => client.account.logout(c, o), [user, {}]],
  ['account.unlink', (c: never, o: never) => client.account.unlink(c, o), [user, {}]],
  ...['hosts', 'endpointUrls', 'issuer', 'audiences', 'http', 'timeouts', 'maxResponseBytes', 'retries', 'now'].map(
    (option): [string, (...args: never[]) => unknown, unknown[]] => [
      `new KakaoClient, ${option}`,
      (value: never) => new KakaoClient({ clientId: 'key', [option]: value }),
      [undefined],
    ],
  ),
  ['exchangeCode, signal', (signal: never) => client.oauth.exchangeCode({ ...code, signal }), [undefined]],
  ['reach, signal', (signal: never) => client.reach('kauth', { signal }), [undefined]],
  ['user.me, signal', (signal: never) => client.user.me(user, { signal }), [AbortSignal.timeout(60_000)]],
];

/** Returns what a call results in: its value, one of our errors, or anything else that is thrown, which is a bug. */
async function outcome(run: () => unknown): Promise<string> {
  try {
    await run();
    return 'taken';
  } catch (error) {
    return isKakaoError(error) ? 'refused' : `${(error as Error).stack}`;
  }
}

const isEmpty = (value: unknown): boolean => JSON.stringify(value) === '{}';

describe.each(functions)('%s', (_, call, args) => {
  test('never throws a bare TypeError, whatever its arguments are', async () => {
    for (let at = 0; at < args.length; at += 1) {
      for (const value of wrong) {
        const given = args.with(at, value) as never[];
        expect(['taken', 'refused']).toContain(await outcome(() => call(...given)));
      }
    }
    expect(['taken', 'refused']).toContain(await outcome(() => call()));
  });
});

test.each(functions.filter(([name, , args]) => /^\w+\.\w+$|^call$/.test(name) && isEmpty(args.at(-1))))(
  '%s refuses invalid options and names them',
  async (_, call, args) => {
    for (const value of [null, 7, 'text', true, []]) {
      const refusal = (async () => call(...(args.with(args.length - 1, value) as never[])))();
      await expect(refusal).rejects.toMatchObject({ kind: 'usage', option: 'options' });
    }
    expect(await outcome(() => call(...(args.slice(0, -1) as never[])))).toMatch(/taken|refused/);
  },
);

test.each<[string, unknown]>([
  ['hosts', 5],
  ['hosts', null],
  ['hosts', []],
  ['hosts.kauth', 'http://kauth.kakao.com'],
  ['hosts.kauth', 'HTTP://KAUTH.Kakao.COM:80/'],
  ['hosts.kauth', 'http://kauth.kakao.com.'],
  ['hosts.kauth', 'http://kakao.com'],
  ['hosts.kauth', 'http://user:pw@localhost'],
  ['hosts.kauth', { kauth: 5 }],
  ['hosts.kauth', { kauth: '' }],
  ['hosts.kapi', { kapi: 'http://kapi.kakao.com:8080' }],
  ['hosts.kapi', { kapi: 'http://sub.kapi.kakao.com' }],
])('%s of %j is refused with its name', (option, hosts) => {
  expect(() => new KakaoClient({ clientId: 'key', hosts: hosts as never })).toThrow(
    expect.objectContaining({ kind: 'usage', option, message: expect.stringContaining(option) }),
  );
});

test.each(['https://kauth.kakao.com', 'http://localhost:8787', 'http://kakao.com.example', 'http://notkakao.com'])(
  '%s is accepted as a host',
  (hosts) => {
    expect(new KakaoClient({ clientId: 'key', hosts }).hosts.kauth).toBe(hosts);
  },
);

test.each<[string, object]>([
  ["endpointUrls['oauth.token']", { endpointUrls: { 'oauth.token': 'http://kauth.kakao.com/oauth/token' } }],
  ["endpointUrls['oauth.token']", { endpointUrls: { 'oauth.token': '/oauth/token' } }],
  ["endpointUrls['oauth.token']", { endpointUrls: { 'oauth.token': 'https://relay.example/#a' } }],
  ["endpointUrls['token']", { endpointUrls: { token: 'https://relay.example' } }],
  ["endpointUrls['toString']", { endpointUrls: { toString: 'https://relay.example' } }],
  ['issuer', { issuer: 'kakao' }],
  ['issuer', { issuer: 'http://kauth.kakao.com' }],
  ['issuer', { issuer: '' }],
  ['timeouts', { timeouts: null }],
  ['now', { now: 7 }],
])('%s is refused with its name: %j', (option, options) => {
  expect(() => new KakaoClient({ clientId: 'key', ...options })).toThrow(
    expect.objectContaining({ kind: 'usage', option }),
  );
});

test('no property of a client returns a secret', () => {
  const secrets = { clientSecret: 'Secret0123456789Secret0123456789', adminKey: 'AdminKey0123456789AdminKey012345' };
  const seen = new Set<unknown>();
  const texts: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === 'string') texts.push(value);
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    for (let level: object | null = value; level !== null; level = Object.getPrototypeOf(level) as object | null)
      for (const key of Reflect.ownKeys(level)) if (key !== '__proto__') walk(Reflect.get(level, key, value));
  };
  walk(new KakaoClient({ clientId: 'key', ...secrets }));
  expect(texts).toContain('https://kauth.kakao.com');
  expect(texts).not.toEqual(expect.arrayContaining([expect.stringMatching(/Secret0123|AdminKey0123/)]));
});
