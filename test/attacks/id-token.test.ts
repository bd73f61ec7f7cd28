import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { KakaoStrategy, type KakaoLogin } from '@kakao-login/passport';
import * as fc from 'fast-check';
import {
  clientID,
  clientSecret,
  hs256,
  keys,
  personId,
  rs256,
  startKauth,
  strangerJwk,
  type Forgery,
} from './support/kauth.js';
import { openTrap } from './support/raw.js';
import { openShop, type Shop } from './support/shop.js';

let kauth: Awaited<ReturnType<typeof startKauth>>;
let trap: Awaited<ReturnType<typeof openTrap>>;
let shop: Shop;

beforeAll(async () => {
  trap = await openTrap();
  kauth = await startKauth();
  const verify = ({ profile }: KakaoLogin) => ({ id: profile.id });
  shop = await openShop((url) => {
    const options = { clientID, clientSecret, hosts: kauth.url };
    return {
      kakao: new KakaoStrategy({ ...options, callbackURL: `${url}/auth/kakao/callback` }, verify),
      'kakao-user': new KakaoStrategy(
        { ...options, callbackURL: `${url}/auth/kakao-user/callback`, profile: 'user' },
        verify,
      ),
      'kakao-token': new KakaoStrategy(
        { ...options, callbackURL: `${url}/auth/kakao-token/callback`, profile: 'id_token' },
        verify,
      ),
    };
  });
});
beforeEach(() => {
  Object.assign(kauth, { forgery: {}, answer: undefined });
});
afterAll(async () => {
  await Promise.all([shop.close(), kauth.close(), trap.close()]);
});

/** Logs in with the current answer of kauth. Returns the user's ID or the error code. */
async function logIn(name = 'kakao'): Promise<string | undefined> {
  const visitor = shop.visitor();
  const { searchParams } = await visitor.begin(`/auth/${name}`);
  kauth.nonce = searchParams.get('nonce') ?? '';
  const response = await visitor.open(`/auth/${name}/callback?code=a-code&state=${searchParams.get('state')!}`);
  const body = (await response.json()) as { error?: string; user?: { id: string } };
  return response.ok ? body.user?.id : body.error;
}
const now = () => Math.floor(Date.now() / 1000);
const pem = keys.kakaoPublic.export({ format: 'pem', type: 'spki' }).toString();
const der = keys.kakaoPublic.export({ format: 'der', type: 'spki' });

test('an honest token logs in, so the refusals below are meaningful', async () => {
  for (const name of ['kakao', 'kakao-user', 'kakao-token']) expect(await logIn(name)).toBe(personId);
});

const forgeries: [name: string, code: string, forgery: () => Forgery][] = [
  ['alg none without a signature', 'malformed', () => ({ header: { alg: 'none' }, sign: () => '' })],
  ['alg none with a signature', 'alg', () => ({ header: { alg: 'none' } })],
  ['alg nOnE', 'alg', () => ({ header: { alg: 'nOnE' } })],
  ['HS256 with the public key (PEM)', 'alg', () => ({ header: { alg: 'HS256' }, sign: (text) => hs256(text, pem) })],
  ['HS256 with the public key (DER)', 'alg', () => ({ header: { alg: 'HS256' }, sign: (text) => hs256(text, der) })],
  [
    'HS256 with the client secret',
    'alg',
    () => ({ header: { alg: 'HS256' }, sign: (text) => hs256(text, clientSecret) }),
  ],
  ['HS256 that claims to be RS256', 'signature', () => ({ sign: (text) => hs256(text, pem) })],
  ['RS512', 'alg', () => ({ header: { alg: 'RS512' } })],
  ['PS256', 'alg', () => ({ header: { alg: 'PS256' } })],
  ['alg as a list', 'alg', () => ({ header: { alg: ['RS256'] } })],
  ['a signature by another key', 'signature', () => ({ sign: (text) => rs256(text, keys.stranger) })],
  [
    'another key in its header (jwk)',
    'signature',
    () => ({ header: { jwk: strangerJwk }, sign: (text) => rs256(text, keys.stranger) }),
  ],
  [
    'the URL of another key in its header (jku)',
    'signature',
    () => ({ header: { jku: `${trap.url}/jwks`, x5u: trap.url }, sign: (text) => rs256(text, keys.stranger) }),
  ],
  ['an unknown kid', 'kid', () => ({ header: { kid: 'k2' } })],
  ['a kid that is a path', 'kid', () => ({ header: { kid: '../../../dev/null' } })],
  ['a kid that every object has as a property', 'kid', () => ({ header: { kid: '__proto__' } })],
  ['no kid', 'kid', () => ({ header: { kid: undefined } })],
  ['a critical extension', 'malformed', () => ({ header: { crit: ['b64'], b64: false } })],
  ['another audience', 'audience', () => ({ claims: { aud: 'f'.repeat(32) } })],
  ['no audience', 'audience', () => ({ claims: { aud: undefined } })],
  ['an audience that starts with ours', 'audience', () => ({ claims: { aud: `${clientID}0` } })],
  ['an audience that is an object', 'audience', () => ({ claims: { aud: { 0: clientID } } })],
  ['another issuer', 'issuer', () => ({ claims: { iss: 'https://kauth.kakao.com.evil.example' } })],
  ['the issuer with a slash', 'issuer', () => ({ claims: { iss: `${kauth.url}/` } })],
  ['no issuer', 'issuer', () => ({ claims: { iss: undefined } })],
  ['an expiry in the past', 'expired', () => ({ claims: { exp: now() - 60 } })],
  ['no expiry', 'claims', () => ({ claims: { exp: undefined } })],
  ['an expiry that is a string', 'claims', () => ({ claims: { exp: '9999999999' } })],
  ['an issue time that is a string', 'claims', () => ({ claims: { iat: String(now()) } })],
  ['a not-before time in the future', 'not_yet_valid', () => ({ claims: { nbf: now() + 3600 } })],
  ['another nonce', 'nonce', () => ({ claims: { nonce: 'of-another-login' } })],
  ['an empty nonce', 'nonce', () => ({ claims: { nonce: '' } })],
  ['no nonce', 'nonce', () => ({ claims: { nonce: undefined } })],
  ['the nonce in a list', 'nonce', () => ({ claims: { nonce: [kauth.nonce] } })],
  ['no subject', 'subject', () => ({ claims: { sub: undefined } })],
  ['a subject that is not a user ID', 'subject', () => ({ claims: { sub: `${personId} or 1=1` } })],
  ['a changed payload', 'signature', () => ({ after: (token) => swapPayload(token, { sub: '1' }) })],
  [
    'a payload that is a list',
    'malformed',
    () => ({ after: (token) => token.replace(/\.[^.]+\./, `.${Buffer.from('[]').toString('base64url')}.`) }),
  ],
  ['a fourth part', 'malformed', () => ({ after: (token) => `${token}.x` })],
  ['a line break at the end', 'malformed', () => ({ after: (token) => `${token}\n` })],
  ['padding', 'malformed', () => ({ after: (token) => `${token}=` })],
  ['a megabyte of payload', 'too_large', () => ({ claims: { more: 'x'.repeat(1_000_000) } })],
];

function swapPayload(token: string, changes: object): string {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  return [header, Buffer.from(JSON.stringify({ ...claims, ...changes })).toString('base64url'), signature].join('.');
}

describe.each(['kakao', 'kakao-user', 'kakao-token'])('a login through %s', (name) => {
  test.each(forgeries)('with an ID token that has %s is refused (%s)', async (_what, code, forgery) => {
    kauth.forgery = forgery();
    expect(await logIn(name)).toBe(code);
    expect(trap.calls).toEqual([]);
  });
});

test('a token with any byte changed is refused with an error code', async () => {
  const change = fc.tuple(fc.nat(700), fc.integer({ min: 1, max: 127 }), fc.boolean());
  await fc.assert(
    fc.asyncProperty(change, async ([at, by, cut]) => {
      let original = '';
      let changed = '';
      kauth.forgery = {
        after(token) {
          original = token;
          const bytes = Buffer.from(token);
          const place = at % bytes.length;
          bytes[place] = (bytes[place]! + by) % 128;
          changed = cut ? token.slice(0, place) : bytes.toString();
          return changed;
        },
      };
      const outcome = await logIn();
      // Some bits of a signature's last character are unused, so two texts can encode the same signature.
      const [same, other] = [original, changed].map((token) => {
        const [header, payload, signature = ''] = token.split('.');
        return `${header}.${payload}.${Buffer.from(signature, 'base64url').toString('hex')}`;
      });
      expect([personId, undefined].includes(outcome)).toBe(same === other);
    }),
    { numRuns: 200 },
  );
});

test('an ID token of another user than /v2/user/me returns is refused', async () => {
  kauth.me = { ...kauth.me, id: 4_000_000_002 };
  expect(await logIn('kakao-user')).toBe('subject');
  kauth.me = { ...kauth.me, id: Number(personId) };
  expect(await logIn('kakao-user')).toBe(personId);
});

test('an invalid token response is refused', async () => {
  for (const answer of [{}, { access_token: 1 }, { access_token: '' }, { access_token: ['x'] }, { id_token: 'x' }]) {
    kauth.answer = answer;
    expect([answer, await logIn()]).not.toEqual([answer, personId]);
  }
  kauth.answer = { access_token: 'x', token_type: 'bearer', scope: 'openid', id_token: { toString: 'x' } };
  expect(await logIn()).toBe('malformed');
});

test('a strategy that reads only ID tokens refuses a token response without one', async () => {
  kauth.answer = { access_token: 'x', token_type: 'bearer', scope: 'openid' };
  expect(await logIn('kakao-token')).not.toBe(personId);
});

test('forged key IDs do not flood Kakao with requests for keys', async () => {
  kauth.calls.length = 0;
  kauth.forgery = { header: { kid: 'forged' } };
  const answers = await Promise.all(Array.from({ length: 30 }, () => logIn()));
  expect(new Set(answers)).toEqual(new Set(['kid']));
  // Three requests at once, then one every five seconds. A slow machine sends more than three.
  expect(kauth.calls.filter((path) => path.includes('jwks')).length).toBeLessThan(10);
});
