import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { KakaoClient } from '@kakao-login/client';
import { kakao, rejection } from './support/server.js';

const user = { accessToken: 'an-access-token' };
const code = { code: 'a-code', redirectUri: 'http://localhost:3000/callback' };

let server: Awaited<ReturnType<typeof kakao>>;
let client: KakaoClient;
beforeAll(async () => {
  server = await kakao(() => ({ body: [] }));
  client = new KakaoClient({ clientId: 'key', adminKey: 'admin-key', hosts: server.url, retries: 0 });
});
beforeEach(() => {
  server.seen.length = 0;
});
afterAll(async () => server[Symbol.asyncDispose]());

const ids = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);
const lone = '\ud800';

describe('an argument that Kakao would refuse or misread is a usage error, and nothing is sent', () => {
  test.each<[string, string, (k: KakaoClient) => Promise<unknown>]>([
    ['no scopes', 'scopes', (k) => k.scopes.revoke(user, undefined as never)],
    ['a Set of scopes', 'scopes', (k) => k.scopes.revoke(user, new Set(['friends']) as never)],
    ['undefined in the scopes', 'scopes', (k) => k.scopes.revoke(user, [undefined] as never)],
    ['an empty list of scopes', 'scopes', (k) => k.scopes.revoke(user, [])],
    ['a string for scopes', 'scopes', (k) => k.scopes.list(user, { scopes: 'friends' as never })],
    ['null for scopes', 'scopes', (k) => k.scopes.list(user, { scopes: null as never })],
    ['an object for property keys', 'property_keys', (k) => k.user.me(user, { propertyKeys: { a: 1 } as never })],
    ['no properties', 'properties', (k) => k.user.updateProfile(user, undefined as never)],
    ['a Map of properties', 'properties', (k) => k.user.updateProfile(user, new Map([['a', 'b']]) as never)],
    ['a list of properties', 'properties', (k) => k.user.updateProfile(user, ['a'] as never)],
    ['a Date for properties', 'properties', (k) => k.user.updateProfile(user, new Date() as never)],
    ['a number in the properties', 'properties', (k) => k.user.updateProfile(user, { a: 1 } as never)],
    ['null in the properties', 'properties', (k) => k.user.updateProfile(user, { a: null } as never)],
    ['a BigInt in the properties', 'properties', (k) => k.user.updateProfile(user, { a: 1n } as never)],
    ['the same at signup', 'properties', (k) => k.account.signup(user, { properties: { a: 1n } as never })],
    ['an empty list of tags', 'tags', (k) => k.terms.revoke(user, [])],
    ['no tags', 'tags', (k) => k.terms.agree(user, undefined as never)],
    ['101 people', 'target_ids', (k) => k.user.list(ids(101))],
    ['21 users with property keys', 'target_ids', (k) => k.user.list(ids(21), { propertyKeys: ['properties.'] })],
    ['nobody', 'target_ids', (k) => k.user.list([])],
    ['no list of users', 'target_ids', (k) => k.user.list(undefined as never)],
    ...[0, -1, 1, 1.5, NaN].map((pageSize): [string, string, (k: KakaoClient) => Promise<unknown>] => [
      `a page of ${pageSize}`,
      'page_size',
      (k) => k.shipping.list(user, { pageSize }),
    ]),
    ['milliseconds for seconds', 'from_updated_at', (k) => k.shipping.list(user, { fromUpdatedAt: Date.now() })],
    ['a limit of 0', 'limit', (k) => k.user.ids({ limit: 0 })],
    ['a limit of 1000', 'limit', (k) => k.user.ids({ limit: 1000 })],
    ['an empty verifier', 'codeVerifier', (k) => k.oauth.exchangeCode({ ...code, codeVerifier: '' })],
    ['no ID token', 'id_token', (k) => k.oidc.tokenInfo(undefined as never)],
    ['an empty ID token', 'id_token', (k) => k.oidc.tokenInfo('')],
    ['a null for the nonce', 'nonce', (k) => k.oidc.verifyIdToken('a.b.c', { nonce: null as never })],
    ['a null for the audience', 'audience', (k) => k.oidc.verifyIdToken('a.b.c', { audience: null as never })],
    ['an unknown endpoint', 'name', (k) => k.call('nope' as never, {} as never, undefined as never)],
    ['the name of an inherited property', 'name', (k) => k.call('toString' as never, {} as never, undefined as never)],
    ['no request', 'scopes', (k) => k.call('scopes.revoke', undefined as never, user)],
  ])('%s', async (_, option, run) => {
    expect(await rejection(run(client))).toMatchObject({ kind: 'usage', code: 'argument_malformed', option });
    expect(server.seen).toHaveLength(0);
  });

  test.each<[string, object]>([
    ['scope', { scope: [undefined, 'a'] }],
    ['scope', { scope: [''] }],
    ['scope', { scope: null }],
    ['scope', { scope: new Set(['a']) }],
    ['scope', { scope: ' , ' }],
    ['prompt', { prompt: [] }],
    ['state', { state: '' }],
    ['state', { state: null }],
    ['nonce', { nonce: '' }],
    ['loginHint', { loginHint: lone }],
    ['serviceTerms', { serviceTerms: ['a,b'] }],
  ])('in the URL of a login: %s of %j', (option, parameters) => {
    const whole = { redirectUri: code.redirectUri, ...parameters } as never;
    expect(() => client.oauth.authorizationUrl(whole)).toThrow(expect.objectContaining({ kind: 'usage', option }));
  });

  test.each([null, 'nativekey', { 0: 'nativekey' }])('audiences: %j', (audiences) => {
    expect(() => new KakaoClient({ clientId: 'key', audiences: audiences as never })).toThrow(
      expect.objectContaining({ kind: 'usage', option: 'audiences' }),
    );
  });
});

test('values at the limit are sent', async () => {
  await client.user.list(ids(100));
  await client.user.list(ids(20), { propertyKeys: ['properties.'] });
  const bare = Object.assign(Object.create(null) as Record<string, string>, { a: '' });
  for (const call of [
    client.user.updateProfile(user, bare),
    client.user.ids({ limit: 100 }),
    client.shipping.list(user, { pageSize: 2, fromUpdatedAt: Math.floor(Date.now() / 1000) }),
  ]) {
    await call.catch(() => {});
  }
  expect(server.seen).toHaveLength(5);
});
