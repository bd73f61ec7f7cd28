import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { tracingChannel } from 'node:diagnostics_channel';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import express from 'express';
import { createWebhookReceiver, memoryInbox } from '@kakao-login/client/webhooks';
import type { KakaoWebhook, Wait, WebhookInbox, WebhookReceiverOptions } from '@kakao-login/client/webhooks';
import { adminKey, appId, clientOf, keyServer, newKey, signed } from './support/events.js';
import { rejection } from './support/server.js';

const key = newKey('the-key');
const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).toReversed()) await end();
});

const form = `app_id=${appId}&user_id=1001&referrer_type=UNLINK_FROM_APPS`;
const authorization = `KakaoAK ${adminKey}`;
const formHeaders = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
const eventHeaders = { 'content-type': 'application/secevent+jwt' };

interface World {
  url: string;
  kakao: Awaited<ReturnType<typeof keyServer>>;
  handled: KakaoWebhook[];
  errors: unknown[];
  receiver: ReturnType<typeof createWebhookReceiver>;
  /** Sends a request and returns the response. */
  unlink: (body?: string, headers?: Record<string, string>) => Promise<Response>;
  event: (jwt?: string, headers?: Record<string, string>) => Promise<Response>;
  settled: (count: number) => Promise<void>;
}

async function start(
  options: Partial<WebhookReceiverOptions> = {},
  before: (app: express.Express) => void = () => {},
): Promise<World> {
  const kakao = await keyServer(() => [key.jwk]);
  const client = clientOf(kakao);
  const handled: KakaoWebhook[] = [];
  const errors: unknown[] = [];
  const keep = (webhook: KakaoWebhook): void => void handled.push(webhook);
  const onError = (error: unknown): void => void errors.push(error);
  // No time limit for responses, because a busy machine can exceed it.
  const settings = { client, appId, onUnlink: keep, onEvent: keep, onError, wait: never, ...options };
  const receiver = createWebhookReceiver(settings);
  const app = express();
  before(app);
  app.all('/hook', receiver.receive);
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  cleanUp.push(async () => {
    server.closeAllConnections();
    server.close();
    await receiver.close();
    await client.close();
    await kakao[Symbol.asyncDispose]();
  });
  const settled = async (count: number): Promise<void> => {
    while (handled.length < count) await turn();
  };
  return {
    url,
    kakao,
    handled,
    errors,
    receiver,
    unlink: (body = form, headers = {}) =>
      fetch(url, { method: 'POST', headers: { ...formHeaders, ...headers }, body }),
    event: (jwt = signed(kakao, key), headers = {}) =>
      fetch(url, { method: 'POST', headers: { ...eventHeaders, ...headers }, body: jwt }),
    settled,
  };
}

/** A wait that ends when the test says so, or at once if configured. */
function timer(): { wait: Wait; ring: () => void; waits: number[] } {
  const rings: (() => void)[] = [];
  const waits: number[] = [];
  const wait: Wait = (ms, signal) =>
    new Promise((resolve, reject) => {
      waits.push(ms);
      rings.push(() => resolve(undefined));
      signal.addEventListener('abort', () => reject(new Error('aborted')));
    });
  return { wait, waits, ring: () => rings.splice(0).forEach((one) => one()) };
}
const never = (): Promise<never> => new Promise(() => {});

describe('kakao-login:webhook', () => {
  const channel = tracingChannel('kakao-login:webhook');
  let heard: object[] = [];
  const note = (message: unknown): void => void heard.push({ ...(message as object) });
  beforeEach(() => {
    heard = [];
    channel.asyncEnd.subscribe(note);
  });
  afterEach(() => {
    channel.asyncEnd.unsubscribe(note);
  });

  test('publishes webhooks that arrived and handlers that ran, without the user', async () => {
    const { unlink, event, settled } = await start();
    await unlink();
    await settled(1);
    await event();
    await settled(2);
    await turn();
    expect(heard).toEqual([
      { stage: 'receive', webhook: 'unlink' },
      { stage: 'handle', webhook: 'unlink' },
      { stage: 'receive', webhook: 'event', event: 'user-unlinked' },
      { stage: 'handle', webhook: 'event', event: 'user-unlinked' },
    ]);
  });

  test('publishes why a webhook was refused', async () => {
    const { unlink } = await start();
    await unlink(form, { authorization: 'KakaoAK another' });
    expect(heard).toEqual([{ stage: 'receive', webhook: 'unlink', error: { kind: 'webhook', code: 'admin_key' } }]);
  });

  test('publishes each attempt of a handler that fails, but not what it threw', async () => {
    const failures = [new Error('user 1001'), new Error('user 1001')];
    const { unlink, settled, handled } = await start({
      onUnlink: (unlink) => {
        const failure = failures.pop();
        if (failure !== undefined) throw failure;
        handled.push(unlink);
      },
      inbox: memoryInbox({ wait: async () => {} }),
    });
    await unlink();
    await settled(1);
    await turn();
    const failed = { stage: 'handle', webhook: 'unlink', error: { kind: 'other', code: 'other' } };
    expect(heard.slice(1)).toEqual([failed, failed, { stage: 'handle', webhook: 'unlink' }]);
  });
});

describe('a webhook is answered and handled', () => {
  test('an unlink call by POST with 200', async () => {
    const { unlink, handled, settled } = await start();
    const answer = await unlink();
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    await settled(1);
    expect(handled).toMatchObject([{ webhook: 'unlink', userId: '1001', reason: 'UNLINK_FROM_APPS' }]);
  });

  test('an unlink call by GET with 200', async () => {
    const { url, handled, settled } = await start();
    expect((await fetch(`${url}?${form}`, { headers: { authorization } })).status).toBe(200);
    await settled(1);
    expect(handled).toMatchObject([{ webhook: 'unlink', userId: '1001' }]);
  });

  test('an event with 202', async () => {
    const { event, handled, settled } = await start();
    expect((await event()).status).toBe(202);
    await settled(1);
    expect(handled).toMatchObject([{ webhook: 'event', event: 'user-unlinked' }]);
  });

  test.each<[string, (app: express.Express) => void]>([
    ['express.urlencoded', (app) => app.use(express.urlencoded({ extended: true }), express.json())],
    ['express.urlencoded without qs', (app) => app.use(express.urlencoded({ extended: false }))],
    ['express.text', (app) => app.use(express.text({ type: '*/*' }))],
    ['express.raw', (app) => app.use(express.raw({ type: '*/*' }))],
    [
      'a parser that keeps the bytes',
      (app) =>
        app.use(
          express.urlencoded({
            extended: true,
            verify: (request, _, bytes) => Object.assign(request, { rawBody: bytes }),
          }),
        ),
    ],
  ])('behind %s', async (_, before) => {
    const { unlink, event, settled } = await start({}, before);
    expect([(await unlink()).status, (await event()).status]).toEqual([200, 202]);
    await settled(2);
    expect((await unlink(`${form}&user_id=1002`)).status).toBe(400);
  });

  test('before its handler runs, no matter what the handler does', async () => {
    const { unlink, event } = await start({
      onUnlink: never,
      onEvent: never,
      inbox: memoryInbox({ wait: async () => {} }),
    });
    expect([(await unlink()).status, (await event()).status]).toEqual([200, 202]);
  });

  test('and a handler that failed is called again, with a longer delay each time', async () => {
    const { wait, waits } = timer();
    const tried: string[] = [];
    const inbox = memoryInbox({ attempts: 3, delay: 10, wait: async (ms) => void waits.push(ms) });
    const onEvent = ({ id }: KakaoWebhook): void => {
      tried.push(id);
      throw new Error('database away');
    };
    const { event, errors } = await start({ inbox, onEvent, wait });
    expect((await event()).status).toBe(202);
    while (errors.length === 0) await turn();
    expect([new Set(tried).size, tried.length]).toEqual([1, 3]);
    expect(waits.filter((ms) => ms < 100)).toEqual([10, 20]);
    expect(errors).toEqual([expect.objectContaining({ message: 'database away' })]);
  });

  test('and repeats are dropped', async () => {
    const { event, unlink, kakao, handled, settled } = await start();
    const jwt = signed(kakao, key);
    const statuses = await Promise.all(Array.from({ length: 10 }, async () => (await event(jwt)).status));
    expect(statuses).toEqual(Array.from({ length: 10 }, () => 202));
    for (let repeat = 0; repeat < 3; repeat += 1) expect((await unlink()).status).toBe(200);
    await event();
    await settled(3);
    expect(handled.map(({ webhook }) => webhook)).toEqual(['event', 'unlink', 'event']);
  });

  test('and another unlink a minute later is not a repeat', async () => {
    let now = 0;
    const { unlink, handled, settled } = await start({ inbox: memoryInbox({ monotonic: () => now }) });
    await unlink();
    now = 59_000;
    await unlink();
    now = 61_000;
    await unlink();
    await settled(2);
    expect(handled).toHaveLength(2);
  });
});

describe('a request that Kakao did not send gets 400', () => {
  const body = async (answer: Response): Promise<unknown> => [
    answer.status,
    ((await answer.json()) as { err: string }).err,
  ];

  test('with err and description', async () => {
    const { unlink, event, handled } = await start();
    const answer = await unlink(form, { authorization: 'KakaoAK wrong' });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.json()).toEqual({
      err: 'invalid_key',
      description: 'The admin key in the Authorization header is missing or wrong.',
    });
    expect(await body(await event('x.y.z'))).toEqual([400, 'invalid_request']);
    expect(handled).toEqual([]);
  });

  test.each<[string, string, (world: World) => Promise<Response>]>([
    [
      'an event with the wrong type',
      'invalid_key',
      ({ event }) => event(undefined, { 'content-type': 'application/jwt' }),
    ],
    [
      'an event as a form',
      'invalid_key',
      ({ event }) => event(undefined, { 'content-type': formHeaders['content-type'] }),
    ],
    [
      'an event for another app',
      'invalid_audience',
      ({ event, kakao }) => event(signed(kakao, key, { audience: 'other' })),
    ],
    [
      'an event of another issuer',
      'invalid_issuer',
      ({ event, kakao }) => event(signed(kakao, key, { issuer: 'https://a.b' })),
    ],
    ['an event signed with an unknown key', 'invalid_key', ({ event, kakao }) => event(signed(kakao, newKey('other')))],
    ['an event of 20 kB', 'invalid_request', ({ event }) => event('x'.repeat(20_000))],
    [
      'an event with the header of a compressed body',
      'invalid_request',
      ({ event }) => event(undefined, { 'content-encoding': 'gzip' }),
    ],
    ['an unlink call of 20 kB', 'invalid_request', ({ unlink }) => unlink('x'.repeat(20_000))],
    ['a PUT', 'invalid_request', ({ url }) => fetch(url, { method: 'PUT', body: form })],
    [
      'a DELETE with the key',
      'invalid_request',
      ({ url }) => fetch(url, { method: 'DELETE', headers: { authorization } }),
    ],
    ['nothing', 'invalid_key', ({ url }) => fetch(url)],
    ['a method in a header', 'invalid_audience', ({ unlink }) => unlink('', { 'x-http-method-override': 'GET' })],
  ])('%s', async (_, err, ask) => {
    const world = await start();
    const answer = await ask(world);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ err });
    expect(world.handled).toEqual([]);
  });

  test.each([
    ['two keys', ['Authorization: KakaoAK wrong', `Authorization: ${authorization}`]],
    ['two types', [`Authorization: ${authorization}`, 'Content-Type: application/secevent+jwt']],
  ])('headers with %s', async (_, headers) => {
    const { url, handled } = await start();
    const { port, host } = new URL(url);
    const socket = connect(Number(port), '127.0.0.1');
    const lines = [
      `POST /hook HTTP/1.1`,
      `Host: ${host}`,
      ...headers,
      'Content-Type: application/x-www-form-urlencoded',
    ];
    socket.write(`${[...lines, `Content-Length: ${form.length}`, 'Connection: close'].join('\r\n')}\r\n\r\n${form}`);
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(handled).toEqual([]);
  });

  test('unlink calls without an admin key in the options', async () => {
    const { unlink } = await start({ onUnlink: undefined, adminKeys: [] });
    expect(await body(await unlink())).toEqual([400, 'invalid_key']);
  });
});

describe('Kakao gets the response in time', () => {
  const slowInbox = (): WebhookInbox => ({ open: () => {}, add: never, close: async () => 0 });

  test('if the inbox does not respond: 200 for an unlink call, 503 for an event, which Kakao can send again', async () => {
    const { wait, ring, waits } = timer();
    const { unlink, event } = await start({ wait, inbox: slowInbox() });
    const answers = [unlink(), event()];
    while (waits.length < 2) await turn();
    // The event is verified in the meantime.
    for (let turns = 0; turns < 2_000; turns += 1) await turn();
    ring();
    expect(waits).toEqual([2_500, 2_500]);
    expect((await answers[0])?.status).toBe(200);
    expect([202, 503]).toContain((await answers[1])?.status);
  });

  test('if the body does not arrive', async () => {
    const { wait, ring, waits } = timer();
    const { url } = await start({ wait });
    const { port, host } = new URL(url);
    const socket = connect(Number(port), '127.0.0.1');
    const head = [
      `POST /hook HTTP/1.1`,
      `Host: ${host}`,
      'Content-Type: application/secevent+jwt',
      'Content-Length: 9',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\nab`);
    while (waits.length === 0) await turn();
    ring();
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('if the inbox fails: 200 for an unlink call, 503 for an event, and onError is called', async () => {
    const add = async (): Promise<void> => {
      throw new Error('Redis is away');
    };
    const { unlink, event, errors } = await start({ inbox: { open: () => {}, add, close: async () => 0 } });
    expect([(await unlink()).status, (await event()).status]).toEqual([200, 503]);
    expect(errors).toHaveLength(2);
  });

  test('if Kakao’s keys cannot be fetched: 503', async () => {
    const { event, kakao, errors } = await start();
    const jwt = signed(kakao, key);
    await kakao[Symbol.asyncDispose]();
    expect((await event(jwt)).status).toBe(503);
    expect(errors).toMatchObject([{ kind: 'connection' }]);
  });
});

describe.each<[string, () => unknown]>([
  [
    'throws',
    () => {
      throw new Error('the logger is away');
    },
  ],
  ['rejects', () => Promise.reject(new Error('the logger is away'))],
])('if onError %s, the process warns instead', (_, onError) => {
  const away = (): Promise<never> => Promise.reject(new TypeError('Redis is away'));
  const warning = (name: string) => [`Kakao webhook "${name}" was not handled: TypeError`, 'KakaoWebhookWarning'];
  let warn: jest.SpiedFunction<typeof process.emitWarning>;
  beforeEach(() => {
    warn = jest.spyOn(process, 'emitWarning').mockReturnValue();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  test('about a webhook that was not stored', async () => {
    const { unlink } = await start({ onError, inbox: { open: () => {}, add: away, close: async () => 0 } });
    expect((await unlink()).status).toBe(200);
    expect(warn.mock.calls).toEqual([warning('unlink')]);
  });

  test('about an inbox that could not be opened', async () => {
    await start({ onError, inbox: { open: away, add: away, close: async () => 0 } });
    await turn();
    expect(warn.mock.calls).toEqual([warning('request')]);
  });

  test('about a handler that failed for the last time', async () => {
    const { event } = await start({ onError, onEvent: away, inbox: memoryInbox({ attempts: 1 }) });
    expect((await event()).status).toBe(202);
    while (warn.mock.calls.length === 0) await turn();
    expect(warn.mock.calls).toEqual([warning('user-unlinked')]);
  });

  test('also with an inbox that was opened without a receiver', async () => {
    const inbox = memoryInbox({ attempts: 1 });
    void inbox.open(away, { repeats: 1, onError });
    const when = Math.floor(Date.now() / 1000);
    await inbox.add({ webhook: 'unlink', id: '1', appId, userId: '1', reason: 'ACCOUNT_DELETE', occurredAt: when });
    expect(await inbox.close()).toBe(1);
    expect(warn.mock.calls).toEqual([warning('unlink')]);
  });
});

test('a webhook is answered even if its time limit cannot be measured', async () => {
  const { unlink } = await start({ wait: () => Promise.reject(new Error('no timers')) });
  expect((await unlink()).status).toBe(200);
});

describe('on shutdown', () => {
  test('running handlers finish, and lost webhooks are counted', async () => {
    let finish = (): void => {};
    const started = new Promise<void>((resolve) => (finish = resolve));
    const failures: number[] = [];
    const onEvent = (): void => {
      failures.push(1);
      throw new Error('still away');
    };
    const { unlink, event, receiver, handled } = await start({
      onUnlink: (webhook) => started.then(() => void handled.push(webhook)),
      onEvent,
    });
    await unlink();
    await event();
    while (failures.length === 0) await turn();
    const closing = receiver.close();
    finish();
    expect(await closing).toBe(1);
    expect(handled).toHaveLength(1);
    expect((await event()).status).toBe(503);
  });

  test('later webhooks are refused, and the error says so', async () => {
    const { event, unlink, receiver, handled, errors } = await start();
    await receiver.close();
    expect([(await event()).status, (await unlink()).status]).toEqual([503, 200]);
    const closed = { kind: 'usage', code: 'webhooks_closed', status: 503 };
    expect([handled, errors]).toMatchObject([[], [closed, closed]]);
  });

  test('a closed inbox refuses webhooks', async () => {
    const inbox = memoryInbox();
    await inbox.close();
    const webhook = {
      webhook: 'unlink',
      id: '1',
      appId,
      userId: '1',
      reason: 'ACCOUNT_DELETE',
      occurredAt: 1,
    } as const;
    expect(await rejection(inbox.add(webhook))).toMatchObject({ code: 'webhooks_closed', option: 'inbox' });
  });

  test('the warning of the process says why a webhook was refused', async () => {
    const warn = jest.spyOn(process, 'emitWarning').mockReturnValue();
    using _warnings = { [Symbol.dispose]: () => warn.mockRestore() };
    const { unlink, receiver } = await start({ onError: undefined });
    await receiver.close();
    await unlink();
    expect(String(warn.mock.calls[0]?.[0])).toMatch(
      /^Kakao webhook "unlink" was not handled: .* after close\(\) was called/,
    );
  });

  test('a handler that hangs does not keep the process running', async () => {
    const { wait, waits, ring } = timer();
    const { unlink, receiver } = await start({ onUnlink: never, inbox: memoryInbox({ wait, grace: 77 }) });
    await unlink();
    const closing = receiver.close();
    while (!waits.includes(77)) await turn();
    ring();
    expect(await closing).toBe(1);
  });
});

test('the process does not end before close has counted the webhook of a handler that hangs', async () => {
  const script = `import { memoryInbox } from '@kakao-login/client/webhooks';
    const inbox = memoryInbox({ grace: 10 });
    inbox.open(() => new Promise(() => {}), { repeats: 1, onError() {} });
    await inbox.add({ webhook: 'unlink', id: '1', appId: '1', userId: '1', reason: 'ACCOUNT_DELETE', occurredAt: 1 });
    console.log(await inbox.close());`;
  const flags = ['--conditions=@kakao-login/source', '--import', './test/support/typescript.js', '--input-type=module'];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, '-e', script]);
  expect(stdout).toBe('1\n');
});

test.each([
  ['options', null],
  ['options', 'x'],
  ['wait', { wait: 7 }],
  ['monotonic', { monotonic: null }],
])('%s of an unusable inbox is refused with its name', (option, options) => {
  expect(() => memoryInbox(options as never)).toThrow(expect.objectContaining({ kind: 'usage', option }));
});

test('a full inbox accepts no more webhooks, and the error says so', async () => {
  const { event, unlink, errors } = await start({ onEvent: never, inbox: memoryInbox({ limit: 1, grace: 1 }) });
  expect([(await event()).status, (await event()).status, (await unlink()).status]).toEqual([202, 503, 200]);
  const full = { kind: 'usage', code: 'inbox_full', option: 'limit', status: 503 };
  expect(errors).toMatchObject([full, full]);
});

test.each<[string, object]>([
  ['appId', { appId: '' }],
  ['inbox', { inbox: {} }],
  ['onEvent', { onEvent: 'x' }],
  ['maxAge', { maxAge: -1 }],
  ['adminKeys', { adminKeys: [] }],
])('a wrong %s is named', async (option, change) => {
  await using kakao = await keyServer(() => []);
  const make = (): unknown => createWebhookReceiver({ client: clientOf(kakao), appId, onUnlink: () => {}, ...change });
  expect(make).toThrow(expect.objectContaining({ kind: 'usage', option }));
});
