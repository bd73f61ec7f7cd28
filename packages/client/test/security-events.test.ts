import { describe, expect, jest, test } from '@jest/globals';
import { createHmac, createSign } from 'node:crypto';
import { jwtVerify } from 'jose';
import { KakaoUsageError, KakaoWebhookError } from '@kakao-login/client';
import type { KakaoClient } from '@kakao-login/client';
import { securityEventUris, signSecurityEvent, verifySecurityEvent } from '@kakao-login/client/webhooks';
import type { KakaoSecurityEvent, SecurityEventName, VerifySecurityEventOptions } from '@kakao-login/client/webhooks';
import { appId, clientId, clientOf, keyServer, newKey, signed } from './support/events.js';
import { rejection } from './support/server.js';
import type { TestServer } from './support/server.js';

const key = newKey('3f96980381e451efad0d2ddd30e3d3');
const stranger = newKey('stranger');
const userId = '1285016924429472463';
const now = (): number => Math.floor(Date.now() / 1000);
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A compact JWS with any header and payload, signed by our key. */
function token(payload: unknown, header: object = {}): string {
  const input = `${part({ alg: 'RS256', typ: 'secevent+jwt', kid: key.kid, ...header })}.${part(payload)}`;
  return `${input}.${createSign('RSA-SHA256').update(input).sign(key.privateKey).toString('base64url')}`;
}
const claimsOf = (jwt: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

const verify = (
  jwt: string,
  client: KakaoClient,
  options: Partial<VerifySecurityEventOptions> = {},
): Promise<KakaoSecurityEvent> => verifySecurityEvent(jwt, { client, appId, ...options });

describe('a valid event', () => {
  test('contains the user, the kind, the time and the reason', async () => {
    await using server = await keyServer(() => [key.jwk]);
    const jwt = signed(server, key, { fields: { reason: 'UNLINK_FROM_APPS' } });
    const { jti, iat, txm } = claimsOf(jwt);
    expect(await verify(jwt, clientOf(server))).toEqual({
      webhook: 'event',
      event: 'user-unlinked',
      uri: 'https://schemas.openid.net/secevent/oauth/event-type/user-unlinked',
      id: jti,
      appId,
      userId,
      issuedAt: iat,
      occurredAt: iat,
      transactionId: txm,
      reason: 'UNLINK_FROM_APPS',
      fields: { reason: 'UNLINK_FROM_APPS' },
    });
  });

  test.each(Object.entries(securityEventUris))('of kind %s has its name', async (event, uri) => {
    await using server = await keyServer(() => [key.jwk]);
    const jwt = signed(server, key, {
      event: event as SecurityEventName,
      fields: { scope: ['account_email'], more: 1 },
    });
    const read = await verify(jwt, clientOf(server));
    expect(read).toMatchObject({
      event,
      uri,
      userId,
      fields: { more: 1 },
      ...(event.startsWith('user-scope') && { scopes: ['account_email'] }),
    });
    const ofScopes = event === 'user-scope-consent' || event === 'user-scope-withdraw';
    expect(Object.hasOwn(read, 'scopes')).toBe(ofScopes);
  });

  test.each([
    'https://schemas.openid.net/secevent/oauth/event-type/user-frozen',
    'https://schemas.kakao.com/events/oauth/event-type/user-unlinked',
    '__proto__',
    'constructor',
  ])('of an undocumented kind (%s) is unknown, and never another kind', async (uri) => {
    await using server = await keyServer(() => [key.jwk]);
    const claims = claimsOf(signed(server, key));
    const events = `{"${uri}":{"subject":{"subject_type":"iss-sub","iss":"${server.url}","sub":"${userId}"},"a":1}}`;
    const payload = `${JSON.stringify({ ...claims, events: undefined }).slice(0, -1)},"events":${events}}`;
    const input = `${part({ alg: 'RS256', typ: 'secevent+jwt', kid: key.kid })}.${Buffer.from(payload).toString('base64url')}`;
    const jwt = `${input}.${createSign('RSA-SHA256').update(input).sign(key.privateKey).toString('base64url')}`;
    expect(await verify(jwt, clientOf(server))).toMatchObject({ event: 'unknown', uri, fields: { a: 1 } });
  });

  test.each<[string, object, Partial<VerifySecurityEventOptions>?]>([
    ['with the app id as audience', { aud: appId }],
    ['with the app id as a number', { aud: Number(appId), app_id: Number(appId) }],
    ['for another key of the app', { aud: 'javascript-key' }, { audience: ['rest-key', 'javascript-key'] }],
    ['without txm and toe', { txm: undefined, toe: undefined }],
    ['without sub besides the subject', { sub: undefined }],
    ['issued 59 minutes ago', { iat: now() - 3_540 }],
    ['issued two days ago, if maxAge allows it', { iat: now() - 172_800 }, { maxAge: 200_000 }],
    ['issued half a minute in the future', { iat: now() + 30 }],
    ['that expires in the future', { exp: now() + 60 }],
  ])('%s is accepted', async (...[, claims, options]) => {
    await using server = await keyServer(() => [key.jwk]);
    const read = await verify(signed(server, key, { claims: { ...claims } }), clientOf(server), options);
    expect(read).toMatchObject({ event: 'user-unlinked', userId, appId });
  });

  test('can have a type in upper case', async () => {
    await using server = await keyServer(() => [key.jwk]);
    const jwt = token(claimsOf(signed(server, key)), { typ: 'SECEVENT+JWT' });
    expect(await verify(jwt, clientOf(server))).toMatchObject({ userId });
  });

  test('is checked against the clock of the client', async () => {
    await using server = await keyServer(() => [key.jwk]);
    const later = (): number => Date.parse('2031-01-01T00:00:00Z');
    const jwt = signed(server, key, {}, later);
    expect(await verify(jwt, clientOf(server, { now: later }))).toMatchObject({ userId });
    expect(await rejection(verify(jwt, clientOf(server)))).toMatchObject({ code: 'issued_at' });
  });

  test('cannot set a prototype', async () => {
    await using server = await keyServer(() => [key.jwk]);
    const fields = JSON.parse('{"__proto__":{"admin":true},"reason":"UNLINK_FROM_APPS"}') as Record<string, unknown>;
    const claims = claimsOf(signed(server, key));
    const [uri = ''] = Object.keys(claims['events'] as object);
    const subject = { subject_type: 'iss-sub', sub: userId };
    const event = Object.assign(Object.create(null) as object, fields);
    Object.defineProperty(event, 'subject', { value: subject, enumerable: true });
    const read = await verify(token({ ...claims, events: { [uri]: event } }), clientOf(server));
    expect(Object.keys(read.fields)).toEqual(['reason']);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });
});

describe('an event is refused', () => {
  type Case = [name: string, code: string, err: string, jwt: (server: TestServer) => string];
  const of = (server: TestServer, claims: object, header?: object): string =>
    token({ ...claimsOf(signed(server, key)), ...claims }, header);
  const subjectOf = (server: TestServer, subject: object): object => ({
    events: { [securityEventUris['user-unlinked']]: { subject: { iss: server.url, sub: userId, ...subject } } },
  });
  const cases: Case[] = [
    ['signed with an unknown key', 'kid', 'invalid_key', (s) => signed(s, stranger)],
    [
      'signed with an unknown key under our kid',
      'signature',
      'invalid_key',
      (s) => signed(s, { ...stranger, kid: key.kid }),
    ],
    ['with its own key in the header', 'signature', 'invalid_key', (s) => signed(s, { ...stranger, kid: key.kid })],
    ['that is an ID token', 'typ', 'invalid_request', (s) => of(s, {}, { typ: 'JWT' })],
    ['without a type', 'typ', 'invalid_request', (s) => of(s, {}, { typ: undefined })],
    [
      'with the media type as its type',
      'typ',
      'invalid_request',
      (s) => of(s, {}, { typ: 'application/secevent+jwt' }),
    ],
    ['with alg none', 'alg', 'invalid_key', (s) => `${of(s, {}, { alg: 'none' }).split('.', 2).join('.')}.AA`],
    ['with alg RS512', 'alg', 'invalid_key', (s) => of(s, {}, { alg: 'RS512' })],
    [
      'signed by HS256 with the public key',
      'alg',
      'invalid_key',
      (s) => {
        const pem = key.publicKey.export({ type: 'spki', format: 'pem' });
        const input = `${part({ alg: 'HS256', typ: 'secevent+jwt', kid: key.kid })}.${part(claimsOf(signed(s, key)))}`;
        return `${input}.${createHmac('sha256', pem).update(input).digest('base64url')}`;
      },
    ],
    ['of another issuer', 'issuer', 'invalid_issuer', (s) => of(s, { iss: 'https://kauth.kakao.com' })],
    ['without an issuer', 'issuer', 'invalid_issuer', (s) => of(s, { iss: undefined })],
    ['for another app', 'audience', 'invalid_audience', (s) => of(s, { aud: 'another' })],
    ['without an audience', 'audience', 'invalid_audience', (s) => of(s, { aud: undefined })],
    ['also for another app', 'audience', 'invalid_audience', (s) => of(s, { aud: [clientId, 'another'] })],
    ['of another app with our audience', 'app_id', 'invalid_audience', (s) => of(s, { app_id: '100002' })],
    ['without an app', 'app_id', 'invalid_audience', (s) => of(s, { app_id: undefined })],
    ['from the future', 'issued_at', 'invalid_request', (s) => of(s, { iat: now() + 120 })],
    ['that is too old', 'issued_at', 'invalid_request', (s) => of(s, { iat: now() - 3_700 })],
    ['that is expired', 'issued_at', 'invalid_request', (s) => of(s, { exp: now() - 3_000 })],
    ['not valid yet', 'issued_at', 'invalid_request', (s) => of(s, { nbf: now() + 3_000 })],
    ['without a time', 'claims', 'invalid_request', (s) => of(s, { iat: undefined })],
    ['with a time as a string', 'claims', 'invalid_request', (s) => of(s, { iat: String(now()) })],
    ['without jti', 'claims', 'invalid_request', (s) => of(s, { jti: undefined })],
    ['with an empty jti', 'claims', 'invalid_request', (s) => of(s, { jti: '' })],
    ['with a very long jti', 'claims', 'invalid_request', (s) => of(s, { jti: 'x'.repeat(300) })],
    ['without events', 'claims', 'invalid_request', (s) => of(s, { events: undefined })],
    ['with an empty event list', 'claims', 'invalid_request', (s) => of(s, { events: {} })],
    ['with events in a list', 'claims', 'invalid_request', (s) => of(s, { events: [{}] })],
    ['with two events', 'claims', 'invalid_request', (s) => of(s, { events: { a: {}, b: {} } })],
    ['with an event that is not an object', 'claims', 'invalid_request', (s) => of(s, { events: { a: 'x' } })],
    [
      'without a user',
      'subject',
      'invalid_request',
      (s) => of(s, { ...subjectOf(s, { sub: undefined }), sub: undefined }),
    ],
    ['about a number', 'subject', 'invalid_request', (s) => of(s, { sub: 1001 })],
    ['about an impossible user', 'subject', 'invalid_request', (s) => of(s, { sub: '1 OR 1' })],
    ['about two users', 'subject', 'invalid_request', (s) => of(s, subjectOf(s, { sub: '1001' }))],
    [
      'about a user of another issuer',
      'subject',
      'invalid_request',
      (s) => of(s, subjectOf(s, { iss: 'https://a.b' })),
    ],
    ['of two parts', 'malformed', 'invalid_request', (s) => signed(s, key).split('.', 2).join('.')],
    ['of 20 kB', 'too_large', 'invalid_request', (s) => of(s, { more: 'x'.repeat(20_000) })],
    ['that is empty', 'malformed', 'invalid_request', () => ''],
    ['that is undefined', 'malformed', 'invalid_request', () => undefined as never],
  ];

  test.each(cases)('%s', async (_, code, err, jwt) => {
    await using server = await keyServer(() => [key.jwk]);
    const error = await rejection(verify(jwt(server), clientOf(server)));
    expect(error).toBeInstanceOf(KakaoWebhookError);
    expect(error).toMatchObject({ kind: 'webhook', code, err, status: 400 });
  });
});

describe('the keys', () => {
  test('come from the URL in ssf-configuration, are fetched once, and are shared with ID tokens', async () => {
    await using server = await keyServer(() => [key.jwk]);
    const client = clientOf(server);
    await verify(signed(server, key), client);
    await verify(signed(server, key), client);
    const idToken = token({ iss: server.url, aud: clientId, sub: userId, iat: now(), exp: now() + 60 }, { typ: 'JWT' });
    await client.oidc.verifyIdToken(idToken);
    expect(server.seen.map(({ path }) => path)).toEqual(['/.well-known/ssf-configuration', '/.well-known/jwks.json']);
  });

  test('can have another URL than those of ID tokens', async () => {
    await using server = await keyServer(() => [key.jwk], { keysPath: '/events/keys.json' });
    expect(await verify(signed(server, key), clientOf(server))).toMatchObject({ userId });
    expect(server.seen.map(({ path }) => path)).toEqual(['/.well-known/ssf-configuration', '/events/keys.json']);
  });

  test.each<[string, string, string]>([
    ['nothing after the origin', '/', ''],
    ['only a query after the origin', '/', '?set=/events'],
    ['a scheme in upper case', '/events/keys.json', '/events/keys.json'],
    ['a fragment', '/events/keys.json', '/events/keys.json#keys'],
  ])('can have a URL with %s', async (_, keysPath, rest) => {
    await using server = await keyServer(() => [key.jwk], {
      keysPath,
      address: ({ url }) => `${url.replace('http', 'HTTP')}${rest}`,
    });
    expect(await verify(signed(server, key), clientOf(server))).toMatchObject({ userId });
    expect(server.seen.at(-1)).toMatchObject({ path: keysPath });
  });

  test('are those of ID tokens if the URL is the same in another spelling', async () => {
    await using server = await keyServer(() => [key.jwk], {
      address: ({ url }) => `${url.replace('http', 'HTTP')}/events/../.well-known/jwks.json`,
    });
    const client = clientOf(server);
    await client.oidc.loadKeys();
    expect(await verify(signed(server, key), client)).toMatchObject({ userId });
    expect(server.seen.map(({ path }) => path)).toEqual(['/.well-known/jwks.json', '/.well-known/ssf-configuration']);
  });

  test('are those of ID tokens if ssf-configuration does not contain their URL', async () => {
    await using server = await keyServer(() => [key.jwk]);
    const client = clientOf(server, { endpointUrls: { 'ssf.configuration': `${server.url}/nowhere` } });
    expect(await verify(signed(server, key), client)).toMatchObject({ userId });
  });

  test.each(['http://keys.example.com/jwks.json', 'not an address', 42])(
    'are never fetched from %p',
    async (address) => {
      await using server = await keyServer(() => [key.jwk], { address: () => address });
      expect(await verify(signed(server, key), clientOf(server))).toMatchObject({ userId });
      expect(server.seen.at(-1)).toMatchObject({ path: '/.well-known/jwks.json' });
    },
  );

  test('are fetched again for a new key, and forged key ids do not cause refusals of valid events', async () => {
    const next = newKey('next');
    const published = [key.jwk];
    await using server = await keyServer(() => published);
    const client = clientOf(server);
    await verify(signed(server, key), client);
    published.push(next.jwk);
    const forged = Array.from({ length: 40 }, (_, index) => {
      const jwt = signed(server, { ...stranger, kid: `made-up-${index}` });
      return rejection(verify(jwt, client));
    });
    const honest = [verify(signed(server, key), client), verify(signed(server, next), client)];
    expect(await Promise.all(honest)).toMatchObject([{ userId }, { userId }]);
    for (const error of await Promise.all(forged)) expect(error).toMatchObject({ code: 'kid' });
    expect(server.seen.filter(({ path }) => path.endsWith('jwks.json')).length).toBeLessThanOrEqual(3);
  });

  test('that are withdrawn are no longer accepted once the keys have been fetched again', async () => {
    const next = newKey('next');
    let published = [key.jwk];
    await using server = await keyServer(() => published);
    const client = clientOf(server);
    await verify(signed(server, key), client);
    published = [next.jwk];
    await verify(signed(server, next), client);
    expect(await rejection(verify(signed(server, key), client))).toMatchObject({ code: 'kid', err: 'invalid_key' });
  });
});

test('jose verifies what signSecurityEvent signs', async () => {
  const jwt = signSecurityEvent(
    { event: 'user-linked', userId: '1001', appId, audience: clientId },
    { privateKey: key.privateKey.export({ format: 'jwk' }), keyId: key.kid },
  );
  const { payload, protectedHeader } = await jwtVerify(jwt, key.publicKey, {
    typ: 'secevent+jwt',
    issuer: 'https://kauth.kakao.com',
    audience: clientId,
  });
  expect(protectedHeader).toEqual({ alg: 'RS256', typ: 'secevent+jwt', kid: key.kid });
  expect(payload).toMatchObject({ sub: '1001', app_id: appId, events: { [securityEventUris['user-linked']]: {} } });
});

test.each<[string, object]>([
  ['appId', { appId: undefined }],
  ['appId', { appId: 'my app' }],
  ['appId', { appId: 100001 }],
  ['audience', { audience: [] }],
  ['audience', { audience: 1 }],
  ['maxAge', { maxAge: 0 }],
  ['client', { client: undefined }],
  ['client', { client: {} }],
])('a wrong %s is named', async (option, change) => {
  await using server = await keyServer(() => [key.jwk]);
  const error = await rejection(verify('x', clientOf(server), change));
  expect(error).toBeInstanceOf(KakaoUsageError);
  expect(error).toMatchObject({ option });
});

// The last test, because later imports would use the second copy too.
test('a client from another copy of the package is refused, and the error says so', async () => {
  jest.resetModules();
  const other = await import('@kakao-login/client');
  const client = new other.KakaoClient({ clientId });
  const error = await rejection(verifySecurityEvent('x', { client, appId }));
  expect(error).toMatchObject({ kind: 'usage', code: 'option_malformed', option: 'client' });
  expect(error).toMatchObject({ message: expect.stringContaining('npm ls @kakao-login/client') });
});
