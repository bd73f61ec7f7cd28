import { afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createHmac, createPrivateKey, createPublicKey, createSign, generateKeyPairSync } from 'node:crypto';
import * as fc from 'fast-check';
import { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import type { CryptoKey, JWK, JWTPayload } from 'jose';
import { KakaoClient, KakaoTokenError } from '@kakao-login/client';
import type { KakaoClientOptions } from '@kakao-login/client';
import { kakao, rejection } from './support/server.js';
import type { Answer, TestServer } from './support/server.js';

const clientId = '0123456789abcdef0123456789abcdef';
const kid = '3f96980381e451efad0d2ddd30e3d3';

interface Signer {
  privateKey: CryptoKey;
  jwk: JWK;
}
let signer: Signer;
let other: Signer;

async function newSigner(id: string): Promise<Signer> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid: id, alg: 'RS256', use: 'sig' } };
}
beforeAll(async () => {
  signer = await newSigner(kid);
  other = await newSigner('second');
});

const now = (): number => Math.floor(Date.now() / 1000);
const claimsFor = (server: TestServer, change: JWTPayload = {}): JWTPayload => ({
  iss: server.url,
  aud: clientId,
  sub: '1285016924429472463',
  iat: now(),
  exp: now() + 7200,
  auth_time: now(),
  nonce: 'the-nonce',
  nickname: '홍길동',
  ...change,
});
const sign = (claims: JWTPayload, header: Record<string, unknown> = {}, by: Signer = signer): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid, ...header }).sign(by.privateKey);

const jwksServer = (keys: () => unknown[] = () => [signer.jwk]): ReturnType<typeof kakao> =>
  kakao(() => ({ body: { keys: keys() } }));
const client = (server: TestServer, options: Partial<KakaoClientOptions> = {}): KakaoClient =>
  new KakaoClient({ clientId, hosts: server.url, retries: 0, ...options });
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a valid ID token', () => {
  test('is accepted, and its claims are unchanged', async () => {
    await using server = await jwksServer();
    const claims = claimsFor(server);
    const kakaoClient = client(server);
    expect(await kakaoClient.oidc.verifyIdToken(await sign(claims), { nonce: 'the-nonce' })).toEqual(claims);
  });

  test('is accepted with and without typ, with several audiences, and for other keys of the app', async () => {
    await using server = await jwksServer();
    const kakaoClient = client(server, { audiences: ['javascript-key'] });
    const verify = async (claims: JWTPayload, options = {}, header = {}): Promise<unknown> =>
      (await kakaoClient.oidc.verifyIdToken(await sign(claims, header), options)).aud;
    expect(await verify(claimsFor(server), {}, { typ: undefined })).toBe(clientId);
    const both = ['javascript-key', clientId];
    expect(await verify(claimsFor(server, { aud: both, azp: clientId }))).toEqual(both);
    expect(await verify(claimsFor(server, { aud: 'javascript-key' }))).toBe('javascript-key');
    for (const audience of ['z', ['y', 'z']])
      expect(await verify(claimsFor(server, { aud: 'z' }), { audience })).toBe('z');
  });

  test.each<[string, (at: number) => JWTPayload]>([
    ['by a day, in iat', (at) => ({ iat: at + 86_400 })],
    ['by less than 30 seconds, in exp', (at) => ({ exp: at - 29 })],
    ['by 30 seconds, in nbf', (at) => ({ nbf: at + 30 })],
  ])('is accepted if the clocks differ %s', async (_, change) => {
    await using server = await jwksServer();
    const at = now();
    const claims = claimsFor(server, change(at));
    const kakaoClient = client(server, { now: () => at * 1000 });
    expect(await kakaoClient.oidc.verifyIdToken(await sign(claims))).toEqual(claims);
  });
});

describe('an invalid ID token is refused', () => {
  const cases: [string, string, (server: TestServer) => Promise<string> | string, object?][] = [
    ['for another app', 'audience', (s) => sign(claimsFor(s, { aud: 'another' }))],
    ['without an audience', 'audience', (s) => sign(claimsFor(s, { aud: undefined as never }))],
    ['also for another app', 'audience', (s) => sign(claimsFor(s, { aud: [clientId, 'another'] }))],
    ['for an empty list', 'audience', (s) => sign(claimsFor(s, { aud: [] }))],
    ['for a list with null', 'audience', (s) => sign(claimsFor(s, { aud: [clientId, null] as never }))],
    ['issued to another party', 'audience', (s) => sign(claimsFor(s, { azp: 'another' }))],
    ['issued to null', 'audience', (s) => sign(claimsFor(s, { azp: null }))],
    ['for our key, if another is required', 'audience', (s) => sign(claimsFor(s)), { audience: 'native-key' }],
    ['of another issuer', 'issuer', (s) => sign(claimsFor(s, { iss: 'https://kauth.kakao.com' }))],
    ['of an issuer with a trailing slash', 'issuer', (s) => sign(claimsFor(s, { iss: `${s.url}/` }))],
    ['that is expired', 'expired', (s) => sign(claimsFor(s, { exp: now() - 60 }))],
    ['that never expires', 'claims', (s) => sign(claimsFor(s, { exp: undefined as never }))],
    ['without a time of issue', 'claims', (s) => sign(claimsFor(s, { iat: undefined as never }))],
    ['not valid yet', 'not_yet_valid', (s) => sign(claimsFor(s, { nbf: now() + 600 }))],
    ['whose nbf is not a number', 'not_yet_valid', (s) => sign(claimsFor(s, { nbf: '0' as never }))],
    ['of another login', 'nonce', (s) => sign(claimsFor(s, { nonce: 'another' })), { nonce: 'the-nonce' }],
    ['without the nonce', 'nonce', (s) => sign(claimsFor(s, { nonce: undefined })), { nonce: 'the-nonce' }],
    [
      'without a nonce, if an empty one is required',
      'nonce',
      (s) => sign(claimsFor(s, { nonce: undefined })),
      { nonce: '' },
    ],
    ['without a subject', 'subject', (s) => sign(claimsFor(s, { sub: undefined as never }))],
    ['with an impossible subject', 'subject', (s) => sign(claimsFor(s, { sub: '1 OR 1' }))],
    ['of another type', 'typ', (s) => sign(claimsFor(s), { typ: 'secevent+jwt' })],
    ['with extensions that must be understood', 'malformed', (s) => sign(claimsFor(s), { crit: ['b64'], b64: true })],
    ['with crit but without b64', 'malformed', () => rs256(claims(), { crit: ['exp'] })],
    ['with b64 but without crit', 'malformed', () => rs256(claims(), { b64: false })],
    ['whose header is a list', 'malformed', async (s) => `${part(['RS256'])}.${part(claimsFor(s))}.AA`],
    ['whose typ is not a string', 'typ', () => rs256(claims(), { typ: 7 })],
    ['without kid', 'kid', (s) => sign(claimsFor(s), { kid: undefined })],
    ['of an unknown kid', 'kid', (s) => sign(claimsFor(s), { kid: 'unknown' })],
    ['signed with another key under our kid', 'signature', (s) => sign(claimsFor(s), {}, other)],
    [
      'with alg none',
      'alg',
      (s) => `${part({ alg: 'none', typ: 'JWT', kid })}.${part(claimsFor(s))}.`.replace(/\.$/, '.AA'),
    ],
    ['with alg none and no signature', 'malformed', (s) => `${part({ alg: 'none', kid })}.${part(claimsFor(s))}.`],
    ['with alg NoNe', 'alg', (s) => `${part({ alg: 'NoNe', kid })}.${part(claimsFor(s))}.AA`],
    ['signed by HS256 with our public key', 'alg', (s) => hs256(claimsFor(s))],
    [
      'signed by PS256',
      'alg',
      async (s) => `${part({ alg: 'PS256', kid })}.${(await sign(claimsFor(s))).split('.').slice(1).join('.')}`,
    ],
    ['with its own key in the header', 'signature', (s) => sign(claimsFor(s), { jwk: other.jwk }, other)],
    [
      'with a changed payload',
      'signature',
      async (s) => {
        const [h, , sig] = (await sign(claimsFor(s))).split('.');
        return `${h}.${part(claimsFor(s, { sub: '1' }))}.${sig}`;
      },
    ],
    ['with a truncated signature', 'signature', async (s) => (await sign(claimsFor(s))).slice(0, -8)],
    ['of two parts', 'malformed', async (s) => (await sign(claimsFor(s))).split('.').slice(0, 2).join('.')],
    ['of four parts', 'malformed', async (s) => `${await sign(claimsFor(s))}.x`],
    ['with padding', 'malformed', async (s) => `${await sign(claimsFor(s))}==`],
    ['with a space before it', 'malformed', async (s) => ` ${await sign(claimsFor(s))}`],
    ['with an extra dot before it', 'malformed', async (s) => `.${await sign(claimsFor(s))}`],
    ['with a line break', 'malformed', async (s) => `${await sign(claimsFor(s))}\n`],
    ['whose payload is a list', 'malformed', async () => rs256(Buffer.from('[]'))],
    ['whose payload is null', 'malformed', async () => rs256(Buffer.from('null'))],
    ['whose payload is a number', 'malformed', async () => rs256(Buffer.from('7'))],
    [
      'whose payload has a string that is not UTF-8',
      'malformed',
      async () => rs256(Buffer.from('{"sub":"é"}', 'latin1')),
    ],
    ['whose payload is not JSON', 'malformed', async () => rs256(Buffer.from('홍길동'))],
    ['whose payload is not UTF-8', 'malformed', async () => rs256(Buffer.from([0x7b, 0xff, 0x7d]))],
    ['of 20 kB', 'too_large', async (s) => sign(claimsFor(s, { nickname: 'x'.repeat(20_000) }))],
    ['of the maximum length', 'malformed', () => 'x'.repeat(16_384)],
    ['that is one character too long', 'too_large', () => 'x'.repeat(16_385)],
    ['that is empty', 'malformed', () => ''],
    ['that is undefined', 'malformed', () => undefined as never],
  ];

  const claims = (): Buffer => Buffer.from(JSON.stringify({ sub: '1' }));
  async function rs256(payload: Buffer, header: object = {}): Promise<string> {
    const pem = createPrivateKey({ key: await exportJWK(signer.privateKey), format: 'jwk' } as never);
    const signed = `${part({ alg: 'RS256', kid, ...header })}.${payload.toString('base64url')}`;
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(pem).toString('base64url')}`;
  }
  function hs256(claims: JWTPayload): string {
    const pem = createPublicKey({ key: signer.jwk as never, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    const signed = `${part({ alg: 'HS256', typ: 'JWT', kid })}.${part(claims)}`;
    return `${signed}.${createHmac('sha256', pem).update(signed).digest('base64url')}`;
  }

  test.each(cases)('%s', async (_, code, make, options = {}) => {
    await using server = await jwksServer();
    const token = await make(server);
    const error = await rejection(client(server).oidc.verifyIdToken(token, options));
    expect(error).toBeInstanceOf(KakaoTokenError);
    expect(error).toMatchObject({ kind: 'token', code, status: 401, name: 'KakaoTokenError' });
    expect(JSON.stringify(error) + String((error as Error).stack)).not.toContain(token || 'eyJ');
  });

  test.each<[string, string, (at: number) => JWTPayload]>([
    ['expired 30 seconds ago', 'expired', (at) => ({ exp: at - 30 })],
    ['is not valid for 31 seconds', 'not_yet_valid', (at) => ({ nbf: at + 31 })],
  ])('if it %s', async (_, code, change) => {
    await using server = await jwksServer();
    const at = now();
    const token = await sign(claimsFor(server, change(at)));
    const verified = client(server, { now: () => at * 1000 }).oidc.verifyIdToken(token);
    expect(await rejection(verified)).toMatchObject({ kind: 'token', code });
  });

  test.each([undefined, '', 7])('without fetching Kakao’s keys, if its kid is %j', async (wrong) => {
    await using server = await jwksServer();
    const token = await rs256(claims(), { kid: wrong });
    expect(await rejection(client(server).oidc.verifyIdToken(token))).toMatchObject({ kind: 'token', code: 'kid' });
    expect(server.seen).toEqual([]);
  });

  test('if any character is changed, as by jose', async () => {
    await using server = await jwksServer();
    const kakaoClient = client(server);
    const token = await sign(claimsFor(server));
    const jwks = createLocalJWKSet({ keys: [signer.jwk] });
    // A changed kid may cause a fetch of the keys. Time passes between the tokens, so that none has to wait.
    const monotonic = performance.now.bind(performance);
    let ahead = 0;
    using _clock = { [Symbol.dispose]: () => void jest.restoreAllMocks() };
    jest.spyOn(performance, 'now').mockImplementation(() => monotonic() + ahead);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(token.length - 1),
        fc.constantFrom('A', 'B', 'x', 'z', '0', '9', '-', '_', '.'),
        async (at, character) => {
          ahead += 5_000;
          const changed = token.slice(0, at) + character + token.slice(at + 1);
          const ours = await kakaoClient.oidc.verifyIdToken(changed).then(
            () => true,
            (error: unknown) => {
              expect(error).toBeInstanceOf(KakaoTokenError);
              return false;
            },
          );
          const judge = await jwtVerify(changed, jwks, {
            issuer: server.url,
            audience: clientId,
            algorithms: ['RS256'],
          }).then(
            () => true,
            () => false,
          );
          expect(ours).toBe(judge);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('the keys', () => {
  /** Advances the monotonic clock. */
  const monotonic = performance.now.bind(performance);
  const later = (ms: number): void => {
    jest.spyOn(performance, 'now').mockImplementation(() => monotonic() + ms);
  };
  afterEach(() => void jest.restoreAllMocks());

  test('are fetched once for many concurrent tokens', async () => {
    await using server = await jwksServer();
    const kakaoClient = client(server);
    const token = await sign(claimsFor(server));
    await Promise.all(Array.from({ length: 20 }, () => kakaoClient.oidc.verifyIdToken(token)));
    await kakaoClient.oidc.verifyIdToken(token);
    expect(server.seen.map((s) => s.path)).toEqual(['/.well-known/jwks.json']);
  });

  test('are fetched again if a token names a new key', async () => {
    let keys = [signer.jwk];
    await using server = await jwksServer(() => keys);
    // Setting the clock back must not make the wait longer.
    let clock = Date.now();
    const kakaoClient = client(server, { now: () => clock });
    await kakaoClient.oidc.verifyIdToken(await sign(claimsFor(server)));
    keys = [other.jwk];
    clock -= 30 * 60_000;
    await kakaoClient.oidc.verifyIdToken(await sign(claimsFor(server), { kid: 'second' }, other));
    expect(server.seen).toHaveLength(2);
  });

  test('are fetched once more for many forged kids that arrive together', async () => {
    await using server = await jwksServer();
    const kakaoClient = client(server);
    await kakaoClient.oidc.verifyIdToken(await sign(claimsFor(server)));
    const forged = await Promise.all(
      Array.from({ length: 50 }, (_, i) => sign(claimsFor(server), { kid: `forged-${i}` })),
    );
    const errors = await Promise.all(forged.map((token) => rejection(kakaoClient.oidc.verifyIdToken(token))));
    expect(errors).toEqual(forged.map(() => expect.objectContaining({ code: 'kid' })));
    expect(server.seen).toHaveLength(2);
  });

  test('that Kakao has just rotated are found even while forged kids arrive', async () => {
    let keys = [signer.jwk];
    await using server = await jwksServer(() => keys);
    const kakaoClient = client(server);
    const forged = async (): Promise<unknown> =>
      rejection(kakaoClient.oidc.verifyIdToken(await sign(claimsFor(server), { kid: 'forged' })));
    // Stops the clock by which the budget of fetches is refilled.
    jest.useFakeTimers({
      doNotFake: ['Date', 'hrtime', 'nextTick', 'queueMicrotask', 'setImmediate', 'setInterval', 'setTimeout'],
    });
    using _ = { [Symbol.dispose]: () => void jest.useRealTimers() };
    // Uses up the budget.
    for (let i = 0; i < 3; i += 1) await forged();
    // The next fetch is almost possible.
    jest.advanceTimersByTime(4_900);
    const attack = forged();
    keys = [signer.jwk, other.jwk];
    const honest = await sign(claimsFor(server), { kid: 'second' }, other);
    expect(await kakaoClient.oidc.verifyIdToken(honest)).toMatchObject({ aud: clientId });
    expect(await attack).toMatchObject({ code: 'kid' });
    expect(server.seen).toHaveLength(4);
  });

  test('are fetched again after a day, and a withdrawn key is no longer accepted', async () => {
    let keys = [signer.jwk];
    let clock = Date.now();
    await using server = await jwksServer(() => keys);
    const kakaoClient = client(server, { now: () => clock });
    const long = claimsFor(server, { exp: now() + 90 * 86_400 });
    await kakaoClient.oidc.verifyIdToken(await sign(long));
    keys = [other.jwk];
    clock += 25 * 3_600_000;
    expect(await rejection(kakaoClient.oidc.verifyIdToken(await sign(long)))).toMatchObject({ code: 'kid' });
  });

  test('stay in use if fetching them again fails', async () => {
    let clock = Date.now();
    let down = false;
    await using server = await kakao(() => (down ? { status: 500, body: {} } : { body: { keys: [signer.jwk] } }));
    const kakaoClient = client(server, { now: () => clock });
    const long = await sign(claimsFor(server, { exp: now() + 90 * 86_400 }));
    await kakaoClient.oidc.verifyIdToken(long);
    down = true;
    clock += 25 * 3_600_000;
    await kakaoClient.oidc.verifyIdToken(long);
    await kakaoClient.oidc.verifyIdToken(long);
    expect(server.seen).toHaveLength(2);
  });

  test('that could not be fetched for a new kid are fetched again, and no token is refused as forged', async () => {
    let answer: Answer = { body: { keys: [signer.jwk] } };
    await using server = await kakao(() => answer);
    const kakaoClient = client(server);
    await kakaoClient.oidc.verifyIdToken(await sign(claimsFor(server)));
    answer = { status: 500, body: {} };
    const rotated = await sign(claimsFor(server), { kid: 'second' }, other);
    for (let time = 0; time < 2; time += 1) {
      expect(await rejection(kakaoClient.oidc.verifyIdToken(rotated))).toMatchObject({ kind: 'unexpected' });
    }
    expect(server.seen).toHaveLength(3);
    answer = { body: { keys: [signer.jwk, other.jwk] } };
    later(5_500);
    await kakaoClient.oidc.verifyIdToken(rotated);
    expect(server.seen).toHaveLength(4);
  });

  test.each([{}, { keys: [] }])('that are missing are an unexpected response, not a forged token: %j', async (body) => {
    await using server = await kakao(() => ({ body }));
    expect(await rejection(client(server).oidc.verifyIdToken(await sign(claimsFor(server))))).toMatchObject({
      kind: 'unexpected',
      code: 'shape',
      status: 502,
      endpoint: 'oidc.jwks',
    });
  });

  test('that cannot be fetched are a typed error, and the next login tries again', async () => {
    let down = true;
    await using server = await kakao(() => (down ? { status: 500, body: {} } : { body: { keys: [signer.jwk] } }));
    const kakaoClient = client(server);
    const token = await sign(claimsFor(server));
    expect(await rejection(kakaoClient.oidc.verifyIdToken(token))).toMatchObject({
      kind: 'unexpected',
      endpoint: 'oidc.jwks',
    });
    down = false;
    await kakaoClient.oidc.verifyIdToken(token);
  });

  test.each<[string, () => unknown]>([
    ['null', () => null],
    ['a number', () => 7],
    ['without a key', () => ({ kid, kty: 'RSA' })],
    ['of another type', () => ({ kid, kty: 'oct', k: 'AA' })],
    ['too short', () => ({ ...shortKey(), kid, alg: 'RS256' })],
    ['for another algorithm', () => ({ ...signer.jwk, alg: 'RS512' })],
    ['for encryption', () => ({ ...signer.jwk, use: 'enc' })],
    ['under another kid', () => other.jwk],
    ['under a kid that is not a string', () => ({ ...signer.jwk, kid: 7 })],
  ])('that are not for ID tokens are ignored: %s', async (_, key) => {
    await using server = await jwksServer(() => [key(), { ...other.jwk, kid: 'a good one' }]);
    const error = await rejection(client(server).oidc.verifyIdToken(await sign(claimsFor(server))));
    expect(error).toMatchObject({ kind: 'token', code: 'kid' });
  });

  test('need neither alg nor use', async () => {
    const { alg: _alg, use: _use, ...bare } = signer.jwk;
    await using server = await jwksServer(() => [bare]);
    expect(await client(server).oidc.verifyIdToken(await sign(claimsFor(server)))).toMatchObject({ aud: clientId });
  });
});

const shortKey = (): object => generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' });

describe('a cached token', () => {
  const remember = true;

  test('has the same claims the second time, even if the caller changed the first ones', async () => {
    await using server = await jwksServer();
    const claims = claimsFor(server);
    const kakaoClient = client(server);
    const token = await sign(claims);
    const first = await kakaoClient.oidc.verifyIdToken(token, { remember });
    Object.assign(first, { sub: '1' });
    const second = await kakaoClient.oidc.verifyIdToken(token, { remember });
    expect(second).toEqual(claims);
    Object.assign(second, { sub: '2' });
    expect(await kakaoClient.oidc.verifyIdToken(token, { remember })).toEqual(claims);
  });

  test('is verified much faster than an uncached one', async () => {
    await using server = await jwksServer();
    const kakaoClient = client(server);
    const token = await sign(claimsFor(server));
    const time = async (options: { remember?: boolean }): Promise<number> => {
      const start = process.cpuUsage();
      for (let time = 0; time < 500; time += 1) await kakaoClient.oidc.verifyIdToken(token, options);
      const { user, system } = process.cpuUsage(start);
      return user + system;
    };
    await time({});
    await time({ remember });
    expect(await time({ remember })).toBeLessThan((await time({})) / 2);
  });

  test.each<[string, object, string]>([
    ['another nonce is required', { nonce: 'another' }, 'nonce'],
    ['another audience is required', { audience: 'another' }, 'audience'],
  ])('is refused if %s', async (_, options, code) => {
    await using server = await jwksServer();
    const kakaoClient = client(server);
    const token = await sign(claimsFor(server));
    await kakaoClient.oidc.verifyIdToken(token, { remember });
    expect(await rejection(kakaoClient.oidc.verifyIdToken(token, { ...options, remember }))).toMatchObject({ code });
  });

  test('is refused once it has expired', async () => {
    await using server = await jwksServer();
    let ahead = 0;
    const kakaoClient = client(server, { now: () => Date.now() + ahead });
    const token = await sign(claimsFor(server));
    await kakaoClient.oidc.verifyIdToken(token, { remember });
    ahead = 7_231_000;
    expect(await rejection(kakaoClient.oidc.verifyIdToken(token, { remember }))).toMatchObject({ code: 'expired' });
  });

  test('is refused once Kakao has withdrawn its key', async () => {
    let keys = [signer.jwk, other.jwk];
    await using server = await jwksServer(() => keys);
    let ahead = 0;
    const kakaoClient = client(server, { now: () => Date.now() + ahead });
    const token = await sign(claimsFor(server, { exp: now() + 200_000 }));
    await kakaoClient.oidc.verifyIdToken(token, { remember });
    keys = [other.jwk];
    ahead = 86_400_000;
    expect(await rejection(kakaoClient.oidc.verifyIdToken(token, { remember }))).toMatchObject({ code: 'kid' });
  });

  test('does not make a token with one different character valid', async () => {
    await using server = await jwksServer();
    const kakaoClient = client(server);
    const token = await sign(claimsFor(server));
    await kakaoClient.oidc.verifyIdToken(token, { remember });
    const forged = token.slice(0, -10) + (token.at(-10) === 'A' ? 'B' : 'A') + token.slice(-9);
    expect(await rejection(kakaoClient.oidc.verifyIdToken(forged, { remember }))).toMatchObject({ code: 'signature' });
    expect(await rejection(kakaoClient.oidc.verifyIdToken(undefined as never, { remember }))).toMatchObject({
      code: 'malformed',
    });
  });
});
