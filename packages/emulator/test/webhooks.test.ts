import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';

import { createKakaoEmulator, defaultSeed } from '@kakao-login/emulator';
import type { AccountEvent, KakaoEmulator } from '@kakao-login/emulator';

import { Visitor, authorizePath, get, post } from './visitor.js';

const openid = 'https://schemas.openid.net/secevent';
/** Every kind that Kakao documents or offers in its console. */
const kinds = [
  ...['tokens-revoked', 'token-revoked', 'token-issued', 'user-linked', 'user-unlinked'].map(
    (kind) => `${openid}/oauth/event-type/${kind}`,
  ),
  ...['user-scope-consent', 'user-scope-withdraw'].map((kind) => `${openid}/oauth/event-type/${kind}`),
  ...['account-purged', 'account-disabled', 'account-enabled', 'account-credential-change-required'].map(
    (kind) => `${openid}/risc/event-type/${kind}`,
  ),
  ...['credential-compromise', 'identifier-changed', 'identifier-recycled', 'sessions-revoked'].map(
    (kind) => `${openid}/risc/event-type/${kind}`,
  ),
  ...['assurance-level-change', 'credential-change'].map((kind) => `${openid}/caep/event-type/${kind}`),
  'https://schemas.kakao.com/platevent/kakao/event-type/user-profile-changed',
];

interface Received {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

let emulator: KakaoEmulator;
let service: Server;
let received: Received[] = [];
let status = 200;

const [shop, wholesale] = defaultSeed.apps;

beforeAll(async () => {
  service = createServer((request, answer) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      received.push({ method, url, headers, body });
      if (url.startsWith('/silent')) return;
      answer.writeHead(url.startsWith('/events') ? 202 : status).end();
    });
  });
  await new Promise<void>((resolve) => {
    service.listen(0, '127.0.0.1', resolve);
  });
  const base = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  emulator = await createKakaoEmulator({
    apps: [
      { ...shop, webhooks: { unlink: { url: `${base}/unlink` }, accountStatus: { url: `${base}/events` } } },
      {
        ...wholesale,
        webhooks: {
          unlink: { url: `${base}/unlink?from=kakao`, method: 'GET' },
          accountStatus: { url: `${base}/events`, events: ['user-linked'] },
        },
      },
      {
        appId: '9',
        name: '조용한 앱',
        restApiKeys: [{ key: 'silent', redirectUris: ['http://x/'] }],
        webhooks: { unlink: { url: `${base}/silent` } },
      },
    ],
  });
});
afterEach(async () => {
  await emulator.webhooks.settled();
  emulator.reset();
  received = [];
  status = 200;
});
afterAll(async () => {
  await emulator.close();
  service.closeAllConnections();
  service.close();
});

const items = Object.entries(shop.consentItems ?? {});
/** The documented fields of an event besides its subject. */
const documented: Partial<Record<AccountEvent, object>> = {
  'user-unlinked': { reason: 'UNLINK_FROM_APPS' },
  'user-scope-consent': { scope: items.map(([id]) => id) },
  'user-scope-withdraw': { scope: items.filter(([, stage]) => stage !== 'required').map(([id]) => id) },
};

/** Options that TypeScript refuses. */
const slip = (options: object): object => options;
const unlinks = (): Received[] => received.filter(({ url }) => url.startsWith('/unlink'));
const events = async (): Promise<Record<string, unknown>[]> => {
  await emulator.webhooks.settled();
  const keys = createRemoteJWKSet(new URL(`${emulator.url}/.well-known/jwks.json`));
  return Promise.all(
    received
      .filter(({ url }) => url === '/events')
      .map(async ({ body }) => (await jwtVerify(body, keys, { typ: 'secevent+jwt' })).payload),
  );
};

describe('the unlink webhook', () => {
  test('is a POST with the primary admin key', async () => {
    await emulator.signIn('1001');
    const delivery = await emulator.webhooks.unlink('1001', { reason: 'ACCOUNT_DELETE' });
    expect(delivery).toMatchObject({ outcome: 'delivered', status: 200, event: 'ACCOUNT_DELETE' });
    const [hook] = unlinks();
    expect(hook).toMatchObject({
      method: 'POST',
      body: 'app_id=100001&user_id=1001&referrer_type=ACCOUNT_DELETE',
      headers: {
        authorization: `KakaoAK ${emulator.app.adminKey}`,
        'content-type': 'application/x-www-form-urlencoded;charset=utf-8',
      },
    });
  });

  test('is a GET if the app is configured so', async () => {
    await emulator.signIn('1001', { app: '100002' });
    await emulator.webhooks.unlink('1001', { app: '100002' });
    expect(unlinks()).toMatchObject([
      { method: 'GET', url: '/unlink?from=kakao&app_id=100002&user_id=1001&referrer_type=UNLINK_FROM_APPS' },
    ]);
  });

  test('is sent for the page of connected services, and not for calls of the service', async () => {
    const visitor = new Visitor(emulator.url);
    await visitor.accept(await visitor.logIn(await visitor.get(authorizePath(emulator)), 'moonlight@example.com'));
    await visitor.post('/connected/app/list', { app_id: '100001', action: 'unlink' });
    await emulator.webhooks.settled();
    expect(unlinks()).toMatchObject([{ body: expect.stringContaining('referrer_type=UNLINK_FROM_APPS') }]);

    const { access_token } = await emulator.issueTokens('1003');
    await post(`${emulator.url}/v1/user/unlink`, {}, { authorization: `Bearer ${access_token}` });
    await emulator.webhooks.settled();
    expect(unlinks()).toHaveLength(1);
  });

  test('is sent for signups that were not finished within a day', async () => {
    await emulator.signIn('1001', { app: '100002' });
    emulator.clock.advance({ hours: 24 });
    await emulator.webhooks.settled();
    expect(unlinks()).toMatchObject([{ url: expect.stringContaining('referrer_type=INCOMPLETE_SIGN_UP') }]);
  });

  test('is sent once, and its failure is logged', async () => {
    status = 500;
    await emulator.signIn('1001');
    expect(await emulator.webhooks.unlink('1001')).toMatchObject({ outcome: 'failed', status: 500 });
    expect(unlinks()).toHaveLength(1);
    expect(emulator.webhooks.deliveries.filter(({ webhook }) => webhook === 'unlink')).toHaveLength(1);
  });

  test('waits three seconds', async () => {
    await emulator.signIn('1001', { app: '9' });
    const delivery = await emulator.webhooks.unlink('1001', { app: '9' });
    expect(delivery?.outcome).toBe('timeout');
    expect(delivery?.milliseconds).toBeGreaterThan(2900);
  });
});

describe('account-status events', () => {
  test('are sent and signed at the moment of a signup', async () => {
    await emulator.signIn('1285016924429472463', { agree: ['account_email'] });
    const told = await events();
    const kinds = new Set(
      told.map(({ events }) =>
        Object.keys(events as object)[0]
          ?.split('/')
          .at(-1),
      ),
    );
    expect(kinds).toEqual(new Set(['user-linked', 'user-scope-consent']));
    expect(told[0]).toMatchObject({
      iss: emulator.url,
      aud: emulator.app.restApiKey,
      sub: '1285016924429472463',
      app_id: '100001',
      jti: expect.any(String),
      txm: expect.any(String),
    });
    expect(told[0]).not.toHaveProperty('exp');
  });

  test('contain the reason of an unlink by the service', async () => {
    const { access_token } = await emulator.issueTokens('1001');
    await events();
    received = [];
    await post(`${emulator.url}/v1/user/unlink`, {}, { authorization: `Bearer ${access_token}` });
    expect(await events()).toMatchObject([
      {
        events: {
          'https://schemas.openid.net/secevent/oauth/event-type/user-unlinked': {
            subject: { subject_type: 'iss-sub', iss: emulator.url, sub: '1001' },
            reason: 'UNLINK_FROM_SERVICE',
          },
        },
      },
    ]);
  });

  test('can be sent by hand, in every kind', async () => {
    const answer = await post(`${emulator.url}/_emulator/webhooks/events`, {});
    expect(answer.status).toBe(400);
    const delivery = await emulator.webhooks.send('credential-compromise', '1001', { more: { note: 'x' } });
    expect(delivery).toMatchObject({ outcome: 'delivered', status: 202, event: 'credential-compromise' });
    expect((await events())[0]).toHaveProperty([
      'events',
      'https://schemas.openid.net/secevent/risc/event-type/credential-compromise',
    ]);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['event: event: one of tokens-revoked,', () => emulator.webhooks.sign('user-unlink' as AccountEvent, '1001')],
    ['event: event: one of tokens-revoked,', () => emulator.webhooks.send('toString' as AccountEvent, '1001')],
    ['event: scopes is not known here', () => emulator.webhooks.send('user-linked', '1001', slip({ scopes: ['x'] }))],
    [
      'event: reason: one of ACCOUNT_DELETE,',
      () => emulator.webhooks.sign('user-unlinked', '1001', slip({ reason: 'x' })),
    ],
    ['unlink: reason: one of ACCOUNT_DELETE,', () => emulator.webhooks.unlink('1001', slip({ reason: 'BORED' }))],
    ['unlink: reasn is not known here', () => emulator.webhooks.unlink('1001', slip({ reasn: 'ACCOUNT_DELETE' }))],
  ])('are not sent with a mistake in the options: %s', async (message, run) => {
    await expect(run()).rejects.toThrow(new RegExp(`^${message}`));
    await expect(run()).rejects.toThrow(TypeError);
    await emulator.webhooks.settled();
    expect(received).toEqual([]);
  });

  test('accept an app object of the emulator', async () => {
    const { app } = emulator;
    expect(decodeJwt(await emulator.webhooks.sign('user-linked', '1001', { app }))).toMatchObject({
      app_id: app.appId,
    });
  });

  test.each(kinds)('are signed with the published keys: %s', async (uri) => {
    const name = uri.split('/').at(-1) as AccountEvent;
    const keys = createRemoteJWKSet(new URL(`${emulator.url}/.well-known/jwks.json`));
    const { payload } = await jwtVerify(await emulator.webhooks.sign(name, '1001'), keys, {
      typ: 'secevent+jwt',
      issuer: emulator.url,
      audience: emulator.app.restApiKey,
      subject: '1001',
    });
    expect(payload['events']).toEqual({
      [uri]: { subject: { subject_type: 'iss-sub', iss: emulator.url, sub: '1001' }, ...documented[name] },
    });
  });

  const kindNames = kinds.map((uri) => uri.split('/').at(-1) as AccountEvent);
  const wrong = kindNames.flatMap((kind): [AccountEvent, object, RegExp][] => {
    const hasReason = kind === 'user-unlinked';
    const hasScope = kind === 'user-scope-consent' || kind === 'user-scope-withdraw';
    return [
      [kind, { reason: 'BORED' }, /reason: one of ACCOUNT_DELETE/],
      [kind, { reason: 5 }, /reason: one of ACCOUNT_DELETE/],
      [kind, { scope: 'account_email' }, /scope: a list is expected/],
      [kind, { scope: [5] }, /scope\[0\]: text is expected/],
      [kind, { more: 'x' }, /more: an object is expected/],
      [kind, { more: { subject: {} } }, /more\.subject: it is the user that the event is about/],
      [kind, { more: { reason: 'x' } }, /more\.reason: give it as reason/],
      [kind, { more: { scope: [] } }, /more\.scope: give it as scope/],
      [kind, { scopes: [] }, /scopes is not known here/],
      ...(hasReason ? [] : [[kind, { reason: 'ACCOUNT_DELETE' }, /reason: .* belongs to user-unlinked/]]),
      ...(hasScope
        ? [
            [kind, { scope: [] }, /scope: a list of consent items of app 100001 is expected, with at least one/],
            [kind, { scope: ['acount_email'] }, /no consent item \S+; did you mean account_email\?/],
          ]
        : [[kind, { scope: ['account_email'] }, /belongs to user-scope-consent and user-scope-withdraw/]]),
    ] as [AccountEvent, object, RegExp][];
  });
  test.each(wrong)('%s with %j is refused', async (kind, fields, message) => {
    await expect(emulator.webhooks.send(kind, '1001', slip(fields))).rejects.toThrow(message);
    await expect(emulator.webhooks.sign(kind, '1001', slip(fields))).rejects.toThrow(message);
    for (const path of ['events', 'sign']) {
      const answer = await fetch(`${emulator.url}/_emulator/webhooks/${path}`, {
        method: 'POST',
        body: JSON.stringify({ person: '1001', event: kind, ...fields }),
      });
      expect([answer.status, await answer.text()]).toEqual([400, expect.stringMatching(message)]);
    }
  });

  test('contain the items that the user has agreed to, or for a withdrawal those that can be revoked', async () => {
    await emulator.signIn('1001', { agree: ['account_email'] });
    const scopeOf = async (kind: 'user-scope-consent' | 'user-scope-withdraw', options = {}): Promise<unknown> => {
      const { events } = decodeJwt(await emulator.webhooks.sign(kind, '1001', options)) as { events: object };
      return (Object.values(events)[0] as { scope: unknown }).scope;
    };
    expect(await scopeOf('user-scope-consent')).toEqual(['profile_nickname', 'account_email']);
    expect(await scopeOf('user-scope-withdraw')).toEqual(['account_email']);
    expect(await scopeOf('user-scope-withdraw', { scope: ['friends'] })).toEqual(['friends']);
  });

  test('have the configured audience of the app', async () => {
    await emulator.configure({ webhooks: { accountStatus: { url: 'http://127.0.0.1:1/', audience: '100001' } } });
    expect(decodeJwt(await emulator.webhooks.sign('user-linked', '1001')).aud).toBe('100001');
  });

  test('sent before a reset are not in the new log', async () => {
    const sending = emulator.webhooks.send('user-linked', '1001');
    emulator.reset();
    await sending;
    expect(emulator.webhooks.deliveries).toEqual([]);
  });

  test('are only those that the app has selected', async () => {
    expect(await emulator.webhooks.send('account-purged', '1001', { app: '100002' })).toBeUndefined();
    expect(await emulator.webhooks.send('user-linked', '1001', { app: '100002' })).toBeDefined();
  });

  test.each(['ssf', 'sse'])('are described at %s-configuration', async (name) => {
    const { body } = await get(`${emulator.url}/.well-known/${name}-configuration`);
    expect(body).toEqual({
      issuer: emulator.url,
      jwks_uri: `${emulator.url}/.well-known/jwks.json`,
      delivery_methods_supported: 'http://schemas.openid.net/secevent/risc/delivery-method/push',
    });
  });
});
