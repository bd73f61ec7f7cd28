import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';

import { createKakaoEmulator } from '@kakao-login/emulator';
import type { Fault, KakaoEmulator } from '@kakao-login/emulator';

import { callback, get, post, tokenForm } from './visitor.js';

let emulator: KakaoEmulator;
beforeAll(async () => {
  emulator = await createKakaoEmulator({ logSize: 5 });
});
afterEach(() => {
  emulator.reset();
});
afterAll(() => emulator.close());

async function control(
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${emulator.url}/_emulator${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
}

/** The status of a request with headers that `fetch` cannot send. */
const raw = (headers: Record<string, string>, method = 'GET', path = '/state'): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    request(`${emulator.url}/_emulator${path}`, { method, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });

const me = async (token: string): ReturnType<typeof get> =>
  get(`${emulator.url}/v2/user/me`, { authorization: `Bearer ${token}` });

describe('the control API', () => {
  test('expires one token, and counts the token responses of each user', async () => {
    const { access_token, refresh_token } = await emulator.issueTokens('1001');
    const expire = (body: object): ReturnType<typeof control> => control('POST', '/tokens/expire', body);
    expect(await expire({ token: access_token })).toEqual({ status: 200, body: { status: 'ok' } });
    expect((await me(access_token)).body['msg']).toBe('this access token is already expired');
    expect((await expire({ token: refresh_token, after: { days: 29 } })).status).toBe(200);
    expect(await expire({ token: 'nope' })).toMatchObject({ status: 400 });
    expect(await expire({ token: refresh_token, aftr: 1 })).toEqual({
      status: 400,
      body: { error: 'aftr is not known here; did you mean after?' },
    });
    expect((await control('GET', '/tokens')).body).toEqual({ 1001: { logins: 1, refreshes: 0, rotations: 0 } });
  });

  test('logs in, moves the clock and resets, for tests in any language', async () => {
    const tokens = (await control('POST', '/tokens', { person: 'moonlight@example.com' })).body as Record<
      string,
      string
    >;
    const token = tokens['access_token'] ?? '';
    expect((await me(token)).status).toBe(200);
    await control('POST', '/clock', { advance: { hours: 6 } });
    expect((await me(token)).body['msg']).toBe('this access token is already expired');
    expect(await control('POST', '/reset')).toEqual({ status: 200, body: { status: 'ok' } });
    expect((await me(token)).body['msg']).toBe('this access token does not exist');
  });

  test('issues a code', async () => {
    const { body } = await control('POST', '/sign-in', { person: '1001', state: 's' });
    expect(body).toMatchObject({ code: expect.any(String), state: 's', redirectUri: callback });
  });

  test('changes an app until the next reset', async () => {
    const hasIdToken = async (): Promise<boolean> => 'id_token' in (await emulator.issueTokens('1001'));
    expect(await hasIdToken()).toBe(true);
    await control('POST', '/configure', { openIdConnect: false });
    expect(await hasIdToken()).toBe(false);
    emulator.reset();
    expect(await hasIdToken()).toBe(true);
    await emulator.configure({ redirectUris: ['http://localhost:5/late'] });
    await emulator.signIn('1001', { redirectUri: 'http://localhost:5/late' });
    await emulator.configure({ kakaoLogin: false }, { app: '100002' });
    await expect(emulator.signIn('1001', { app: '100002' })).rejects.toThrow('KOE004');
  });

  test('accepts an ID as a number too, as other languages send it', async () => {
    expect((await control('POST', '/sign-in', { person: 1001, app: 100002 })).status).toBe(200);
  });

  test('adds users', async () => {
    await control('POST', '/people', { id: '42', loginId: 'new@example.com', nickname: '새사람' });
    expect((await control('POST', '/sign-in', { person: 'new@example.com' })).status).toBe(200);
  });

  test.each([
    ['POST', '/clock', {}],
    ['POST', '/configure', { appId: '5' }],
    ['POST', '/configure', { redirectUri: 'x' }],
    ['PATCH', '/apps/5', { name: 'x' }],
    ['PATCH', '/apps/100001', { restApiKeys: [{ key: 'k', redirectUris: ['/relative'] }] }],
    ['PATCH', '/apps/100001', { nativeKeys: [{ key: '89abcdef0123456789abcdef01234567' }] }],
    ['PATCH', '/people/nobody', { nickname: 'x' }],
    ['PATCH', '/people/%zz', { nickname: 'x' }],
    ['PATCH', '/people/1001', { id: '5' }],
    ['PATCH', '/people/1001', { nickName: 'x' }],
    ['PATCH', '/people/1001', { nickname: null }],
    ['PATCH', '/people/1001', { loginId: 'MANY.homes@example.com' }],
    ['PATCH', '/people/1001', { email: 5 }],
    ['POST', '/people', { id: '1001', loginId: 'x', nickname: 'x' }],
    ['POST', '/people', { id: '5', loginId: 'moonlight@example.com', nickname: 'x' }],
    ['POST', '/clock', { advance: { hour: 6 } }],
    ['POST', '/clock', { advance: { hours: '6' } }],
    ['POST', '/clock', { advance: 1e18 }],
    ['POST', '/clock', { by: 5 }],
    ['POST', '/sign-in', { person: '1001', redirect_uri: 'x' }],
    ['POST', '/sign-in', { person: '1001', scope: 5 }],
    ['POST', '/sign-in', { person: '1001', app: '5' }],
    ['POST', '/sign-in', { person: '1001', agree: ['emial'] }],
    ['POST', '/tokens', { person: '1001', terms: ['nope'] }],
    ['POST', '/webhooks/unlink', { person: '1001', reason: 'BORED' }],
    ['POST', '/webhooks/events', { person: '1001', event: 'account-lost' }],
    ['POST', '/webhooks/events', { person: '1001', event: 'user-unlinked', reasons: 'x' }],
    ['POST', '/configure', { consentItems: { name: 'must' } }],
    ['POST', '/sign-in', { person: 'nobody' }],
    ['POST', '/faults', { on: '*', kind: 'nonsense' }],
    ['POST', '/faults', { on: '*', kind: 'error', code: 'KOE999' }],
    ['POST', '/faults', { on: 'oauth.tokens', kind: 'hang' }],
    ['POST', '/faults', { on: '*', kind: 'answer' }],
    ['POST', '/faults', { on: '*', kind: 'latency' }],
    ['POST', '/faults', { on: '*', kind: 'answer', status: 200, body: {} }],
    ['POST', '/faults', { on: '*', kind: 'answer', status: 200, headers: { 'x-a': 'b\r\nx-c: d' } }],
    ['POST', '/faults', { on: '*', kind: 'error', code: -402, requiredScopes: 'account_email' }],
    ['POST', '/faults', { on: '*', kind: 'latency', milliseconds: 1e12 }],
    ['POST', '/faults', { on: '*', kind: 'hang', time: 2 }],
    ['POST', '/faults', { on: '*', kind: 'hang', times: 0 }],
    ['POST', '/faults', { on: '*', kind: 'hang', rate: 2 }],
    ['POST', '/faults', { on: '*', kind: 'id-token', flaw: 'ugly' }],
    ['POST', '/faults', { on: '*', kind: 'jwks', flaw: 'expired' }],
    ['POST', '/people', { id: 2 ** 53, loginId: 'x', nickname: 'x' }],
    ['PUT', '/state', { version: 0 }],
  ])('returns 400 and a message for %s %s %j', async (method, path, body) => {
    const answer = await control(method, path, body);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ error: expect.any(String) });
  });

  test.each<Record<string, string>>([
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost:3000' },
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
    { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' },
    { host: 'evil.example' },
    { host: 'localhost.evil.example' },
    { host: '127.0.0.1.evil.example' },
    { host: 'localhost:1@evil.example' },
  ])('refuses pages of other origins and foreign host names: %j', async (headers) => {
    expect(await raw(headers)).toBe(403);
  });

  test.each<Record<string, string>>([
    {},
    { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' },
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
    { host: 'localhost' },
    { host: '[::1]:80' },
  ])('accepts requests of this machine: %j', async (headers) => {
    expect(await raw(headers)).toBe(200);
  });

  test.each<[string, Record<string, string>]>([
    ['POST', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
    ['POST', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate' }],
    ['POST', { 'sec-fetch-site': 'cross-site' }],
    ['POST', { 'sec-fetch-site': 'something-new' }],
    ['DELETE', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
  ])('changes nothing for a page of another site without Origin: %s %j', async (method, headers) => {
    expect(await raw(headers, method, '/faults')).toBe(403);
  });

  test('always returns JSON, and deletes what can be added', async () => {
    await control('POST', '/people', { id: '42', loginId: 'new@example.com', nickname: '새사람' });
    expect(await control('GET', '/people/42')).toMatchObject({ status: 200, body: { nickname: '새사람' } });
    const { access_token } = await emulator.issueTokens('42');
    expect((await me(access_token)).status).toBe(200);
    expect(await control('DELETE', '/people/new@example.com')).toEqual({ status: 200, body: { status: 'ok' } });
    expect((await me(access_token)).body['msg']).toBe('this access token does not exist');
    expect((await control('GET', '/people')).body).toHaveLength(6);
    expect((await control('GET', '/apps/100002')).body).toMatchObject({ appId: '100002' });
    expect((await control('GET', '/apps')).body).toHaveLength(2);
    const { id } = (await control('POST', '/faults', { on: '*', kind: 'hang' })).body as { id: number };
    expect((await control('GET', `/faults/${id}`)).body).toMatchObject({ kind: 'hang' });
    for (const [method, path] of [
      ['DELETE', `/faults/${id}`],
      ['DELETE', '/faults'],
      ['DELETE', '/requests'],
      ['DELETE', '/webhooks/deliveries'],
      ['POST', '/reset'],
    ] as const) {
      expect(await control(method, path)).toEqual({ status: 200, body: { status: 'ok' } });
    }
    const { body: state } = await control('GET', '/state');
    for (const method of ['POST', 'PUT']) {
      expect(await control(method, '/state', state as object)).toEqual({ status: 200, body: { status: 'ok' } });
    }
  });

  test('lists what exists if something is unknown', async () => {
    const unknown = await control('GET', '/user');
    expect(unknown).toMatchObject({ status: 404, body: { error: 'there is no GET /_emulator/user' } });
    expect(unknown.body).toHaveProperty('controls', expect.arrayContaining(['DELETE /_emulator/people/{id}']));
    const wrongMethod = await control('PUT', '/people/1001');
    expect(wrongMethod).toMatchObject({
      status: 405,
      body: { error: 'there is no PUT /_emulator/people/1001; this path takes GET, DELETE, PATCH' },
    });
    expect((await control('GET', '/help')).body).toEqual({
      controls: (unknown.body as { controls: unknown }).controls,
    });
  });

  test('publishes the schema of seeds', async () => {
    expect((await control('GET', '/seed.schema.json')).body).toHaveProperty('title');
  });
});

describe('an unknown ID is named in the message', () => {
  const apps = /there is no app "…" in the emulator; known are 100001, 100002$/.source;
  const at = (asked: unknown): string => apps.replace('"…"', JSON.stringify(asked));
  test.each<[unknown, string]>([
    ['', at('')],
    ['5', at('5')],
    ['달빛상점 도매', 'there is no app "달빛상점 도매" in the emulator; did you mean 100002?'],
    ['10001', 'there is no app "10001" in the emulator; did you mean 100001?'],
    [5, at('5')],
    [null, 'app: expected an app id or an app, not null'],
    [true, 'app: expected an app id or an app, not true'],
    [{}, 'app: expected an app id or an app, not undefined'],
    [[], 'app: expected an app id or an app, not undefined'],
    ['ad0123456789abcdef0123456789abcd', 'there is no app a text of 32 characters in'],
  ])('app %j', async (app, message) => {
    const pattern = new RegExp(message.replaceAll('?', '\\?'));
    await expect(emulator.configure({}, { app: app as string })).rejects.toThrow(pattern);
    await expect(emulator.signIn('1001', { app: app as string })).rejects.toThrow(TypeError);
    await expect(emulator.webhooks.unlink('1001', { app: app as string })).rejects.toThrow(TypeError);
  });

  test.each<[unknown, string]>([
    ['', 'person: nobody in the emulator has the id or login id ""'],
    ['moonlihgt@example.com', 'login id "moonlihgt@example.com"; did you mean moonlight@example.com?'],
    ['달빛', 'login id "달빛"; did you mean moonlight@example.com?'],
    ['1002', 'login id "1002"; did you mean 1001?'],
    [undefined, 'person: expected an id, a login id or a person, not undefined'],
    [null, 'person: expected an id, a login id or a person, not null'],
    [{}, 'person: expected an id, a login id or a person, not undefined'],
    ['x'.repeat(500), 'login id a text of 500 characters'],
  ])('person %j', async (person, message) => {
    await expect(emulator.signIn(person as string)).rejects.toThrow(message);
    await expect(emulator.updatePerson(person as string, {})).rejects.toThrow(message);
    await expect(emulator.removePerson(person as string)).rejects.toThrow(message);
    await expect(emulator.webhooks.sign('user-linked', person as string)).rejects.toThrow(message);
    const { status, body } = await control('POST', '/sign-in', { person });
    expect([status, typeof (body as { error: unknown }).error]).toEqual([400, 'string']);
  });
});

describe('the log', () => {
  test('keeps the last requests, with secrets and personal data masked', async () => {
    const { code } = await emulator.signIn('1001');
    const { body } = await post(`${emulator.url}/oauth/token`, tokenForm(emulator, { code }));
    const { access_token: token, refresh_token: refresh } = body as Record<string, string>;
    await me(token ?? '');
    await post(`${emulator.url}/oauth/token`, tokenForm(emulator, { code, client_secret: 'tOpSeCrEt' }));
    await get(`${emulator.url}/v2/user/me?target_id_type=user_id&target_id=1001`, {
      authorization: `KakaoAK ${emulator.app.adminKey}`,
    });
    expect(emulator.requests).toMatchObject([
      { number: 1, endpoint: 'oauth.token', status: 200, parameters: { code: '***', client_secret: '***' } },
      { endpoint: 'user.me', credentials: 'token', status: 200 },
      { endpoint: 'oauth.token', status: 401, code: 'KOE010' },
      { credentials: 'admin key', parameters: { target_id_type: 'user_id', target_id: '***' } },
    ]);
    const written = JSON.stringify((await control('GET', '/requests')).body);
    for (const secret of [
      code,
      token,
      refresh,
      emulator.app.clientSecret,
      emulator.app.adminKey,
      'tOpSeCrEt',
      '1001',
    ]) {
      expect(written).not.toContain(secret);
    }
  });

  test('keeps a limited number of requests', async () => {
    for (let count = 0; count < 23; count += 1) await get(`${emulator.url}/.well-known/jwks.json`);
    expect(emulator.requests.map(({ number }) => number)).toEqual([19, 20, 21, 22, 23]);
  });
});

describe('faults', () => {
  const url = (): string => `${emulator.url}/.well-known/openid-configuration`;

  test.each(['', '/health', '/clock', '/requests', '/faults', '/state', '/seed.schema.json'])(
    'answers HEAD %s like GET, for tools that wait for the emulator with HEAD',
    async (path) => {
      const head = await fetch(`${emulator.url}/_emulator${path}`, { method: 'HEAD' });
      expect(head.status).toBe(200);
      expect(await head.text()).toBe('');
    },
  );

  test.each([
    ['*', 'KOE999'],
    ['user.me', -99],
    ['/user/address', 'KAE999'],
    ['user.me', 'KAE004'],
    ['user.me', 'access_denied'],
  ])('refuses, also in code, an error that its host never sends: %s %s', (on, code) => {
    expect(() => emulator.faults.add({ on, kind: 'error', code })).toThrow(/code/);
    expect(emulator.faults.list()).toEqual([]);
  });

  test('play once by default, at the named endpoint', async () => {
    emulator.faults.add({ on: 'oidc.discovery', kind: 'error', code: 'KOE003' });
    expect((await get(`${emulator.url}/.well-known/jwks.json`)).status).toBe(200);
    expect((await get(url())).body['error_code']).toBe('KOE003');
    expect((await get(url())).status).toBe(200);
  });

  test('play a number of times, or with a probability', async () => {
    emulator.faults.add({ on: '*', kind: 'answer', status: 503, times: 2 });
    expect([(await get(url())).status, (await get(url())).status, (await get(url())).status]).toEqual([503, 503, 200]);
    emulator.faults.add({ on: '/.well-known/openid-configuration', kind: 'html', rate: 0 });
    expect((await get(url())).status).toBe(200);
    expect(emulator.faults.list()).toHaveLength(1);
    emulator.faults.clear();
    emulator.faults.add({ on: '/.well-known/openid-configuration', kind: 'html', rate: 1 });
    expect((await get(url())).text).toContain('<h1>502 Bad Gateway</h1>');
  });

  test('return documented kapi errors, -402 with its items', async () => {
    emulator.faults.add({ on: 'user.me', kind: 'error', code: -402, requiredScopes: ['account_email'] });
    const { status, body } = await me('x');
    expect(status).toBe(403);
    expect(body).toEqual({
      msg: 'insufficient scopes.',
      code: -402,
      api_type: 'PROFILE',
      required_scopes: ['account_email'],
      allowed_scopes: [],
    });
  });

  test.each(['Bearer', 'KakaoAK'])('name the credentials that -401 refuses: %s', async (scheme) => {
    emulator.faults.add({ on: 'user.me', kind: 'error', code: -401 });
    const { headers } = await get(`${emulator.url}/v2/user/me`, { authorization: `${scheme} x` });
    expect(headers.get('www-authenticate')).toBe(`${scheme} error=invalid_token`);
  });

  test('are pages with the code where Kakao shows pages', async () => {
    emulator.faults.add({ on: '/oauth/authorize', kind: 'error', code: 'KOE006' });
    const answer = await fetch(`${emulator.url}/oauth/authorize?client_id=${emulator.app.restApiKey}`);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('(KOE006)')]);
  });

  test('change only token responses and key sets', async () => {
    emulator.faults.add({ on: '*', kind: 'jwks', flaw: 'wrong' });
    const start = await fetch(emulator.url);
    emulator.faults.add({ on: '*', kind: 'id-token', flaw: 'nonce' });
    const again = await fetch(emulator.url);
    expect([start.status, again.status]).toEqual([200, 200]);
    expect(await again.text()).toBe(await start.text());
  });

  test('are KAE codes only at the address picker', async () => {
    const order = { on: '/user/address', kind: 'error', code: 'KAE004' };
    expect((await control('POST', '/faults', order)).status).toBe(200);
    const form = { app_key: emulator.app.javascriptKey, access_token: 'x', trans_id: 't' };
    expect((await post(`${emulator.url}/user/address`, form)).text).toContain(
      '&quot;error_code&quot;:&quot;KAE004&quot;',
    );
    expect((await control('POST', '/faults', { ...order, code: 'KAE999' })).status).toBe(400);
    expect((await control('POST', '/faults', { ...order, on: 'user.me' })).status).toBe(400);
  });

  test('are redirects where Kakao redirects, but only to registered URIs', async () => {
    const ask = (redirect_uri: string): Promise<Response> => {
      emulator.faults.add({ on: '/oauth/authorize', kind: 'error', code: 'interaction_required' });
      const query = new URLSearchParams({
        client_id: emulator.app.restApiKey,
        response_type: 'code',
        redirect_uri,
        state: 's',
      });
      return fetch(`${emulator.url}/oauth/authorize?${query.toString()}`, { redirect: 'manual' });
    };
    const location = new URL((await ask(callback)).headers.get('location') ?? '');
    expect(location.origin + location.pathname).toBe(callback);
    expect(location.searchParams.get('error')).toBe('interaction_required');
    expect(location.searchParams.get('state')).toBe('s');
    expect((await ask('http://evil.example/')).status).toBe(400);
  });

  test('send a body byte by byte', async () => {
    const whole = (await get(url())).text;
    emulator.faults.add({ on: '*', kind: 'trickle' });
    expect((await get(url())).text).toBe(whole);
  });

  test.each<Fault>([
    { on: '*', kind: 'cut' },
    { on: '*', kind: 'reset' },
  ])('break the connection: %j', async (fault) => {
    emulator.faults.add(fault);
    await expect(get(url())).rejects.toThrow(/fetch failed|terminated/);
    expect((await get(url())).status).toBe(200);
  });

  test('delay a response', async () => {
    emulator.faults.add({ on: '*', kind: 'latency', milliseconds: 60 });
    const order: unknown[] = [];
    await Promise.all([wait(55).then(() => order.push('55 ms')), get(url()).then(({ status }) => order.push(status))]);
    expect(order).toEqual(['55 ms', 200]);
  });

  test('hang until the client gives up', async () => {
    emulator.faults.add({ on: '*', kind: 'hang' });
    await expect(fetch(url(), { signal: AbortSignal.timeout(60) })).rejects.toThrow('timeout');
  });

  test.each([
    ['expired', 'KOE400'],
    ['signature', 'KOE400'],
    ['unknown-key', 'KOE400'],
  ] as const)('flaw an ID token: %s', async (flaw, code) => {
    const { code: login } = await emulator.signIn('1001');
    emulator.faults.add({ on: 'oauth.token', kind: 'id-token', flaw });
    const { body } = await post(`${emulator.url}/oauth/token`, tokenForm(emulator, { code: login }));
    const info = await post(`${emulator.url}/oauth/tokeninfo`, { id_token: String(body['id_token']) });
    expect(info.body['error_code']).toBe(code);
  });

  test.each([
    ['nonce', 'nonce'],
    ['audience', 'aud'],
    ['issuer', 'iss'],
  ] as const)('flaw an ID token: %s', async (flaw, claim) => {
    const right = await emulator.issueTokens('1001', { nonce: 'n' });
    const { code } = await emulator.signIn('1001', { nonce: 'n' });
    emulator.faults.add({ on: 'oauth.token', kind: 'id-token', flaw });
    const { body } = await post(`${emulator.url}/oauth/token`, tokenForm(emulator, { code }));
    const info = async (id_token: unknown): Promise<unknown> =>
      (await post(`${emulator.url}/oauth/tokeninfo`, { id_token: String(id_token) })).body[claim];
    expect(await info(body['id_token'])).not.toBe(await info(right.id_token));
  });

  test('publish other keys', async () => {
    const keys = async (): Promise<Record<string, unknown>[]> =>
      (await get(`${emulator.url}/.well-known/jwks.json`)).body['keys'] as Record<string, unknown>[];
    const [right] = await keys();
    emulator.faults.add({ on: 'oidc.jwks', kind: 'jwks', flaw: 'wrong' });
    const [wrong] = await keys();
    expect(wrong?.['kid']).toBe(right?.['kid']);
    expect(wrong?.['n']).not.toBe(right?.['n']);
  });
});

test('a hundred thousand logins do not fill the memory', async () => {
  for (let count = 0; count < 25_000; count += 1) await emulator.signIn('1001');
  const { codes } = await emulator.exportState();
  expect(Object.keys(codes).length).toBeLessThan(22_000);
});
