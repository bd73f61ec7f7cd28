import { afterEach, describe, expect, test } from '@jest/globals';

import { SeedError, createKakaoEmulator, defaultSeed } from '@kakao-login/emulator';
import type { EmulatorState, KakaoEmulator, KakaoEmulatorOptions } from '@kakao-login/emulator';

import { SigningKeys } from '../src/store/signing-keys.js';
import { Visitor, authorizePath, callback, get, hidden, location, post, tokenForm } from './visitor.js';

const running: KakaoEmulator[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((emulator) => emulator.close()));
});

async function start(options: KakaoEmulatorOptions = {}): Promise<KakaoEmulator> {
  const emulator = await createKakaoEmulator(options);
  running.push(emulator);
  return emulator;
}

/** Moves the state over HTTP to another emulator, with another port and another seed. */
async function moved(from: KakaoEmulator): Promise<KakaoEmulator> {
  const state = await (await fetch(`${from.url}/_emulator/state`)).text();
  const to = await start({ apps: [{ appId: '5', name: '딴 앱', restApiKeys: [{ key: 'other' }] }], people: [] });
  const answer = await fetch(`${to.url}/_emulator/state`, { method: 'PUT', body: state });
  expect([answer.status, await answer.text()]).toEqual([200, '{"status":"ok"}']);
  return to;
}

const codeOf = (answer: Response): string => new URL(location(answer)).searchParams.get('code') ?? '';

describe('another emulator continues a login', () => {
  test('whose consent page is open: the browser of the first one agrees, and stays logged in', async () => {
    const first = await start();
    const visitor = new Visitor(first.url);
    const page = await visitor.logIn(await visitor.get(authorizePath(first)), 'moonlight@example.com', {
      saveSignedIn: 'on',
    });
    const transaction = hidden(await page.text(), 'transaction');
    const second = await moved(first);

    const there = visitor.at(second.url);
    const answer = await there.post('/oauth/authorize', { transaction, action: 'accept', agree_all: 'on' });
    const { status } = await post(`${second.url}/oauth/token`, tokenForm(second, { code: codeOf(answer) }));
    expect(status).toBe(200);
    expect(codeOf(await there.get(authorizePath(second)))).not.toBe('');
    expect(location(await there.get(authorizePath(second, { prompt: 'select_account' })))).toContain('/login/simple/');
  });

  test('whose code has been issued, and refuses one that has been used', async () => {
    const first = await start();
    const used = await first.signIn('1001');
    expect((await post(`${first.url}/oauth/token`, tokenForm(first, { code: used.code }))).status).toBe(200);
    const open = await first.signIn('1003');
    const second = await moved(first);
    expect((await post(`${second.url}/oauth/token`, tokenForm(second, { code: open.code }))).status).toBe(200);
    for (const { code } of [open, used]) {
      const again = await post(`${second.url}/oauth/token`, tokenForm(second, { code }));
      expect([again.status, again.body['error_code']]).toEqual([400, 'KOE320']);
    }
  });

  test('that is finished: its tokens are valid, and its ID token can be verified', async () => {
    const first = await start();
    const before = await first.issueTokens('1285016924429472463');
    await first.rotateKeys();
    const after = await first.issueTokens('1285016924429472463');
    const second = await moved(first);
    const me = await get(`${second.url}/v2/user/me`, { authorization: `Bearer ${before.access_token}` });
    expect(me.text).toContain('"id":1285016924429472463');
    for (const { id_token = '' } of [before, after]) {
      expect((await post(`${second.url}/oauth/tokeninfo`, { id_token })).body['sub']).toBe('1285016924429472463');
    }
    const keys = async ({ url }: KakaoEmulator): Promise<string> => (await get(`${url}/.well-known/jwks.json`)).text;
    expect(await keys(second)).toBe(await keys(first));
    const { redirect_uri: _unused, ...form } = tokenForm(second, {
      grant_type: 'refresh_token',
      refresh_token: before.refresh_token ?? '',
    });
    expect((await post(`${second.url}/oauth/token`, form)).status).toBe(200);
  });

  test('in a popup, at the address picker, and with a one-time token', async () => {
    const first = await start();
    const { access_token } = await first.issueTokens('1003', { scope: 'shipping_address' });
    const visitor = new Visitor(first.url);
    await visitor.logIn(
      await visitor.get(authorizePath(first, { is_popup: 'true', auth_tran_id: 'tran' })),
      'many.homes@example.com',
    );
    const picker = await post(`${first.url}/user/address`, {
      app_key: first.app.javascriptKey,
      access_token,
      trans_id: 't',
    });
    const transaction = hidden(picker.text, 'transaction');
    const agt = await post(`${first.url}/api/agt`, { client_id: first.app.restApiKey, access_token });
    const second = await moved(first);
    const polled = `/apiweb/code.json?client_id=${second.app.restApiKey}&auth_tran_id=tran`;
    expect((await get(second.url + polled)).body).toMatchObject({ status: 'ok', code: expect.any(String) });
    const chosen = await post(`${second.url}/user/address/choose`, { transaction, address_id: '9007199254741010' });
    expect(chosen.text).toContain('9007199254741010');
    const silent = authorizePath(second, { prompt: 'none', agt: String(agt.body['agt']) });
    expect(location(await new Visitor(second.url).get(silent))).toContain('code=');
  });
});

describe('an imported state', () => {
  test('has counters, faults, deliveries, changed apps and the clock', async () => {
    const first = await start({ apps: [{ ...defaultSeed.apps[0], limits: true }], strictHeaders: true });
    for (let count = 0; count < 20; count += 1) await first.issueTokens('1001');
    first.faults.add({ on: 'user.ids', kind: 'html', times: 3 });
    first.faults.add({ on: 'user.ids', kind: 'hang', rate: 0 });
    await get(`${first.url}/v1/user/ids`);
    await first.configure({
      redirectUris: ['http://localhost:5/late'],
      webhooks: { unlink: { url: 'http://127.0.0.1:1/' } },
    });
    await first.webhooks.unlink('1003');
    first.clock.advance({ minutes: 5 });
    const second = await moved(first);

    const { code } = await second.signIn('1001', { redirectUri: 'http://localhost:5/late' });
    const form = tokenForm(second, { code, redirect_uri: 'http://localhost:5/late' });
    expect((await post(`${second.url}/oauth/token`, form)).body['error_code']).toBe('KOE001');
    const headers = { 'user-agent': 'test' };
    expect((await post(`${second.url}/oauth/token`, form, headers)).body['error_code']).toBe('KOE237');
    expect(second.faults.list()).toEqual(first.faults.list());
    expect(second.faults.add({ on: '*', kind: 'hang' })).toBe(3);
    expect(second.webhooks.deliveries).toEqual(first.webhooks.deliveries);
    expect(second.webhooks.deliveries).toHaveLength(1);
    const [earlier, now, later] = [first.clock.now(), second.clock.now(), first.clock.now()];
    expect(now >= earlier && now <= later).toBe(true);
  });

  test('is the same in the next export', async () => {
    const first = await start();
    await first.issueTokens('1001');
    await first.signIn('1003', { app: '100002' });
    const second = await moved(first);
    const { now: _first, ...before } = await first.exportState();
    const { now: _second, ...after } = await second.exportState();
    expect(after).toEqual(before);
  });

  test('keeps the current values of users, and those at the time of linking', async () => {
    const first = await start();
    const { access_token } = await first.issueTokens('1001');
    await first.updatePerson('1001', { nickname: '새달빛', email: null });
    const second = await moved(first);
    const headers = { authorization: `Bearer ${access_token}` };
    expect((await get(`${second.url}/v1/oidc/userinfo`, headers)).body['nickname']).toBe('달빛');
    const { body } = await get(`${second.url}/v2/user/me`, headers);
    expect(body['kakao_account']).toMatchObject({ profile: { nickname: '새달빛' }, email_needs_agreement: false });
    expect(body['kakao_account']).not.toHaveProperty('email');
  });

  test('does not set the clock back', async () => {
    const first = await start({ now: () => 2_000_000_000_000 });
    const second = await start({ now: () => 1_000_000_000_000 });
    await second.importState(await first.exportState());
    expect(second.clock.now()).toBe(2_000_000_000_000);
  });

  test('is replaced by the seed with a reset', async () => {
    const first = await start();
    await first.issueTokens('1001');
    const second = await moved(first);
    second.reset();
    expect(second.apps.map(({ name }) => name)).toEqual(['딴 앱']);
    expect(second.people).toEqual([]);
  });
});

describe('an invalid state', () => {
  type Spoil = (state: EmulatorState) => unknown;
  test.each<[string, Spoil]>([
    ['state: version 2 is expected', (state) => ({ ...state, version: 1 })],
    ['state: version 2 is expected', () => null],
    ['state: sessions is missing', ({ sessions: _sessions, ...rest }) => rest],
    [
      'state: links[0].scopes: an object is expected',
      (state) => ({ ...state, links: [{ ...state.links[0], scopes: [] }] }),
    ],
    [
      'state: links[0].profile: an object is expected',
      (state) => ({ ...state, links: [{ ...state.links[0], profile: undefined }] }),
    ],
    ['state: links[0].personId: there is no such person', (state) => ({ ...state, people: state.people.slice(1) })],
    [
      'state: apps[0].redirectUri is not known here',
      (state) => ({ ...state, apps: [{ ...state.apps[0], redirectUri: '' }] }),
    ],
    ['state: now: at most 253402214400000 is expected', (state) => ({ ...state, now: 9e15 })],
    ['state: ahead: at most 253402214400000 is expected', (state) => ({ ...state, ahead: 1e300 })],
    ['state: apps: at least one app is needed', (state) => ({ ...state, apps: [] })],
    ['state: codes[].personId is missing', (state) => ({ ...state, codes: { x: { appId: '100001' } } })],
    ['state: transactions[].request is missing', (state) => ({ ...state, transactions: { x: consent } })],
    [
      'state: signingKeys[0]: this is not a private RSA key',
      (state) => ({ ...state, signingKeys: [{ kid: 'a', privateKey: {} }] }),
    ],
    ['state: faults: kind: one of error, answer', (state) => ({ ...state, faults: [{ id: 1, on: '*', kind: 'x' }] })],
  ])('is refused: %s', async (message, spoil) => {
    const emulator = await start();
    const { access_token } = await emulator.issueTokens('1001');
    const spoiled = spoil(await emulator.exportState()) as EmulatorState;
    await expect(emulator.importState(spoiled)).rejects.toThrow(SeedError);
    await expect(emulator.importState(spoiled)).rejects.toThrow(message);
    const me = await get(`${emulator.url}/v2/user/me`, { authorization: `Bearer ${access_token}` });
    expect(me.status).toBe(200);
  });
  const consent = { kind: 'consent', sessionId: '', personId: '1001', expiresAt: 9e15 };
});

test('keys that are imported while the first ones are created are the ones in the next export', async () => {
  const other = new SigningKeys();
  await other.current();
  const keys = new SigningKeys();
  const making = keys.current();
  keys.restoring(other.saved())();
  await making;
  expect(keys.saved()).toEqual(other.saved());
  expect(await keys.jwks()).toEqual(await other.jwks());
});

test('a code stays bound to its redirect URI after an import', async () => {
  const first = await start();
  const { code } = await first.signIn('1001');
  const second = await moved(first);
  const form = tokenForm(second, { code, redirect_uri: `${callback}/x` });
  expect((await post(`${second.url}/oauth/token`, form)).body['error_code']).toBe('KOE303');
});
