import { tracingChannel } from 'node:diagnostics_channel';
import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { KakaoClient, loginCodes } from '@kakao-login/client';
import type { KakaoCallMessage, KakaoTraceMessages } from '@kakao-login/client';
import {
  connectionTable,
  textsOf,
  tokenTable,
  traced,
  traceError,
  unexpectedTable,
  webhookTable,
} from '@kakao-login/client/internal';
import { apiCodes, koeCodes } from '@kakao-login/client/contract';
import type { TracingChannelSubscribers } from 'node:diagnostics_channel';
import { kakao, raw, rejection } from './support/server.js';

const channel = tracingChannel<unknown, KakaoTraceMessages['kakao-login:call']>('kakao-login:call');
const names = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const;

/** Every event on the channel, with a copy of its message at that time. */
let heard: [string, KakaoCallMessage][];
const note =
  (name: string) =>
  (message: KakaoCallMessage): void =>
    void heard.push([name, { ...message }]);
const subscribers = Object.fromEntries(
  names.map((name) => [name, note(name)]),
) as unknown as TracingChannelSubscribers<KakaoCallMessage>;

beforeEach(() => {
  heard = [];
  channel.subscribe(subscribers);
});
afterEach(() => {
  channel.unsubscribe(subscribers);
});

const client = (hosts: string, retries = 0): KakaoClient =>
  new KakaoClient({ clientId: 'rest-api-key', adminKey: 'admin-key', hosts, retries });
const ended = (): KakaoCallMessage[] => heard.filter(([name]) => name === 'asyncEnd').map(([, message]) => message);

describe('kakao-login:call', () => {
  test('publishes a call when it starts and when it has ended', async () => {
    await using server = await kakao(() => ({ body: { id: 1 } }));
    await client(server.url).user.me({ accessToken: 'an-access-token' });
    const message = {
      endpoint: 'user.me',
      method: 'GET',
      host: 'kapi',
      url: `${server.url}/v2/user/me`,
      caller: 'user',
      attempt: 1,
    };
    expect(heard).toEqual([
      ['start', message],
      ['end', message],
      ['asyncStart', { ...message, status: 200 }],
      ['asyncEnd', { ...message, status: 200 }],
    ]);
  });

  test('has the URL without its query, which contains the user in a call with the admin key', async () => {
    await using server = await kakao(() => ({ body: { id: 77 } }));
    await client(server.url).user.me({ admin: true, targetId: '7711223344' });
    expect(server.seen[0]?.url).toContain('7711223344');
    expect(ended()).toEqual([expect.objectContaining({ caller: 'admin', url: `${server.url}/v2/user/me` })]);
    expect(JSON.stringify(heard)).not.toContain('7711223344');
  });

  test('has only the origin of a relay with its own path', async () => {
    await using server = await kakao(() => ({ body: { id: 1 } }));
    const relayed = new KakaoClient({
      clientId: 'rest-api-key',
      endpointUrls: { 'user.me': `${server.url}/relays/Secret0123456789/me?key=Secret0123456789` },
    });
    await relayed.user.me({ accessToken: 'an-access-token' });
    expect(ended()).toEqual([expect.objectContaining({ url: server.url, status: 200 })]);
  });

  test('publishes each attempt with its result', async () => {
    await using server = await kakao((_, count) =>
      count === 1 ? { status: 503, body: '<html>' } : { body: { id: 1 } },
    );
    await client(server.url, 1).user.me({ accessToken: 'an-access-token' });
    expect(ended()).toEqual([
      expect.objectContaining({ attempt: 1, status: 503, error: { kind: 'unexpected', code: 'html' } }),
      expect.objectContaining({ attempt: 2, status: 200 }),
    ]);
    expect(ended()[1]).not.toHaveProperty('error');
    expect(heard.map(([name]) => name).join(' ')).toBe(
      'start end error asyncStart asyncEnd start end asyncStart asyncEnd',
    );
  });

  test('has Kakao’s code after a refusal, and no status without a response', async () => {
    await using refusing = await kakao(() => ({ status: 403, body: { code: -402, msg: 'insufficient scopes.' } }));
    await using cutting = await raw((socket) => void socket.destroy());
    await rejection(client(refusing.url).scopes.list({ accessToken: 'an-access-token' }));
    await rejection(client(cutting.url).scopes.list({ accessToken: 'an-access-token' }));
    expect(ended()).toEqual([
      expect.objectContaining({ status: 403, error: { kind: 'api', code: -402 } }),
      expect.objectContaining({ error: { kind: 'connection', code: expect.stringMatching(/cut|connect_failed/) } }),
    ]);
    expect(ended()[1]).not.toHaveProperty('status');
  });

  test('contains nothing from an error that an interceptor throws', async () => {
    await using server = await kakao(() => ({ body: { id: 1 } }));
    const made = client(server.url);
    const http = await made.axios();
    http.interceptors.request.use(() => {
      throw new Error('Bearer an-access-token');
    });
    await rejection(made.user.me({ accessToken: 'an-access-token' }));
    expect(ended()).toEqual([expect.objectContaining({ error: { kind: 'other', code: 'other' } })]);
  });

  test('does not contain an unknown code from Kakao’s server', async () => {
    await using server = await kakao(() => ({ status: 400, body: { error: 'made_up_by_somebody' } }));
    await rejection(client(server.url).oauth.exchangeCode({ code: 'a-code', redirectUri: 'http://localhost/cb' }));
    expect(ended()).toEqual([expect.objectContaining({ error: { kind: 'auth', code: 'other' } })]);
  });

  test('keeps a bound store during the request', async () => {
    await using server = await kakao(() => ({ body: { id: 1 } }));
    const storage = new AsyncLocalStorage<string>();
    channel.start.bindStore(storage, ({ endpoint }) => endpoint);
    const made = client(server.url);
    const http = await made.axios();
    const seen: unknown[] = [];
    http.interceptors.request.use((config) => (seen.push(storage.getStore()), config));
    http.interceptors.response.use((answer) => (seen.push(storage.getStore()), answer));
    await made.user.me({ accessToken: 'an-access-token' });
    channel.start.unbindStore(storage);
    expect(seen).toEqual(['user.me', 'user.me']);
    expect(storage.getStore()).toBeUndefined();
  });
});

test('a call creates no message without subscribers', async () => {
  await using server = await kakao(() => ({ body: { id: 1 } }));
  channel.unsubscribe(subscribers);
  expect(channel.hasSubscribers).toBe(false);
  await client(server.url).user.me({ accessToken: 'an-access-token' });
  expect(heard).toEqual([]);
});

test('work that sets an error and returns is published as an error too', async () => {
  const message: KakaoCallMessage = {
    endpoint: 'user.me',
    method: 'GET',
    host: 'kapi',
    url: 'https://kapi.kakao.com/v2/user/me',
    caller: 'user',
    attempt: 1,
  };
  const result = await traced(channel, message, async () => {
    message.error = { kind: 'login', code: 'access_denied' };
    return 'the result';
  });
  expect(result).toBe('the result');
  expect(heard.map(([name]) => name)).toEqual(['start', 'end', 'error', 'asyncStart', 'asyncEnd']);
  expect(JSON.stringify(heard)).not.toContain('the result');
});

test('an error in a message has the texts of its code', () => {
  const tables = {
    api: apiCodes,
    auth: koeCodes,
    connection: connectionTable(),
    unexpected: unexpectedTable(),
    token: tokenTable(),
    webhook: webhookTable(),
    login: loginCodes,
  };
  for (const [kind, table] of Object.entries(tables)) {
    for (const [code, { reason, remedy }] of Object.entries(table))
      expect([code, textsOf({ kind: kind as never, code })]).toEqual([code, { reason, remedy }]);
  }
  for (const kind of ['api', 'auth', 'login'] as const) {
    expect(textsOf({ kind, code: 'other' })).toEqual({ reason: expect.anything(), remedy: expect.anything() });
  }
  expect(textsOf(traceError(new Error('a mistake of the application')))).toBeUndefined();
  expect(textsOf({ kind: 'usage', code: 'option_missing' })).toBeUndefined();
});
