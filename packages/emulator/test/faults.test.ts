import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';

import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';

import { createKakaoEmulator } from '@kakao-login/emulator';
import type { Fault, KakaoEmulator } from '@kakao-login/emulator';

import { get, post, tokenForm } from './visitor.js';

let emulator: KakaoEmulator;
beforeAll(async () => {
  emulator = await createKakaoEmulator();
});
afterEach(() => emulator.reset());
afterAll(() => emulator.close());

/** Returns the response with unparsed headers. */
const rawGet = (path: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    request(emulator.url + path, (answer) => resolve(answer.resume()))
      .on('error', reject)
      .end();
  });

describe('a page of the service', () => {
  const origin = 'http://localhost:3000';
  const me = (): ReturnType<typeof get> => get(`${emulator.url}/v2/user/me`, { origin, authorization: 'Bearer x' });

  test.each<Fault>([
    { on: 'user.me', kind: 'error', code: -10 },
    { on: 'user.me', kind: 'html' },
    { on: 'user.me', kind: 'answer', status: 503 },
    { on: 'user.me', kind: 'trickle' },
  ])('can read the response of a fault: %j', async (fault) => {
    emulator.faults.add(fault);
    expect((await me()).headers.get('access-control-allow-origin')).toBe(origin);
  });

  test('cannot read a response whose fault sets other CORS headers', async () => {
    const headers = { 'Access-Control-Allow-Origin': 'http://elsewhere.example' };
    emulator.faults.add({ on: 'user.me', kind: 'answer', status: 200, headers });
    expect((await me()).headers.get('access-control-allow-origin')).toBe('http://elsewhere.example');
  });
});

describe('a fault', () => {
  const order = (fault: object): number => emulator.faults.add(fault as Fault);
  const token = (): ReturnType<typeof post> =>
    post(`${emulator.url}/oauth/token`, tokenForm(emulator, { code: 'no such code' }));

  test('can have a negative code as a string', async () => {
    order({ on: 'user.me', kind: 'error', code: '-10' });
    const { status, body } = await get(`${emulator.url}/v2/user/me`);
    expect([status, body['code']]).toEqual([400, -10]);
  });

  test('can have a path with a trailing slash', async () => {
    order({ on: '/oauth/authorize/', kind: 'html' });
    expect((await get(`${emulator.url}/oauth/authorize/`)).status).toBe(502);
  });

  test.each([
    [{ on: '*', kind: ['error'], code: -1 }, 'kind: one of'],
    [
      { on: '*', kind: 'error', code: ['-10'] },
      'code: a KOE or KAE code, a negative number, or the error of a redirect is expected',
    ],
    [
      { on: '*', kind: 'error', code: 'acces_denied' },
      'no documented code "acces_denied"; did you mean access_denied?',
    ],
    [{ on: '/oauth/authorize', kind: 'error', code: 'auto_login' }, 'no documented code "auto_login"'],
    [{ on: '*', kind: 'error', code: -402, requiredScopes: null }, 'requiredScopes: a list is expected'],
    [{ on: '/v2/user/me?x=1', kind: 'hang' }, 'without a query'],
    [{ on: '/_emulator/clock', kind: 'hang' }, 'control API'],
    [{ on: 'user.me', kind: 'jwks', flaw: 'wrong' }, 'jwks belongs to oidc.jwks, and user.me never answers it'],
    [{ on: '/oauth/authorize', kind: 'id-token', flaw: 'nonce' }, 'id-token belongs to oauth.token'],
    [{ on: 'oauth.token', kind: 'error', code: -10 }, 'the code -10 belongs to kapi, and oauth.token never answers it'],
    [{ on: '/oauth/authorize', kind: 'error', code: -10 }, 'the code -10 belongs to kapi'],
    [{ on: 'user.me', kind: 'error', code: 'KOE237' }, 'the code KOE237 belongs to kauth'],
    [{ on: '/login', kind: 'error', code: 'KOE003' }, 'the code KOE003 belongs to kauth'],
    [{ on: 'oauth.token', kind: 'error', code: 'access_denied' }, 'the code access_denied belongs to /oauth/authorize'],
    [{ on: 'oidc.userinfo', kind: 'error', code: 'KAE004' }, 'the code KAE004 belongs to the address picker'],
  ])('that can never happen is refused with a message: %j', (fault, sentence) => {
    expect(() => order(fault)).toThrow(sentence);
    expect(emulator.faults.list()).toEqual([]);
  });

  test('for every path waits for a request that can have it', async () => {
    order({ on: '*', kind: 'error', code: -10 });
    order({ on: '*', kind: 'error', code: 'KOE237' });
    expect((await get(`${emulator.url}/login`)).status).toBe(200);
    expect((await token()).body['error_code']).toBe('KOE237');
    expect((await get(`${emulator.url}/v2/user/me`)).body['code']).toBe(-10);
  });

  test('for every path changes the next keys and the next ID token, after any other requests', async () => {
    order({ on: '*', kind: 'jwks', flaw: 'empty' });
    order({ on: '*', kind: 'id-token', flaw: 'nonce' });
    await get(`${emulator.url}/login`);
    expect((await token()).body['error_code']).toBe('KOE320');
    expect(emulator.requests.map(({ fault }) => fault)).toEqual([undefined, undefined]);
    expect(emulator.faults.list()).toHaveLength(2);
    expect((await get(`${emulator.url}/.well-known/jwks.json`)).text).toBe('{"keys":[]}');
    const { code } = await emulator.signIn('1001', { nonce: 'n' });
    const { body } = await post(`${emulator.url}/oauth/token`, tokenForm(emulator, { code }));
    const claims = Buffer.from(String(body['id_token']).split('.')[1] ?? '', 'base64url').toString();
    expect(claims).toContain('not-the-nonce-that-was-sent');
    expect(emulator.faults.list()).toEqual([]);
  });

  test('that changes one ID token changes only one of two simultaneous ones', async () => {
    order({ on: 'oauth.token', kind: 'id-token', flaw: 'nonce' });
    const exchange = async (): Promise<string> => {
      const { code } = await emulator.signIn('1001', { nonce: 'n' });
      const { body } = await post(`${emulator.url}/oauth/token`, tokenForm(emulator, { code }));
      return Buffer.from(String(body['id_token']).split('.')[1] ?? '', 'base64url').toString();
    };
    const both = await Promise.all([exchange(), exchange()]);
    expect(both.filter((claims) => claims.includes('not-the-nonce'))).toHaveLength(1);
  });

  test('with its own Content-Length sends only that one', async () => {
    order({ on: '*', kind: 'answer', status: 200, body: 'four', headers: { 'Content-Length': '4', 'X-Other': 'x' } });
    const answer = await rawGet('/login');
    expect(answer.rawHeaders.filter((name) => name.toLowerCase() === 'content-length')).toHaveLength(1);
    expect(answer.headers['x-other']).toBe('x');
  });
});
