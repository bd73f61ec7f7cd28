import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Dispatcher } from 'undici';
import { exchange, type Outgoing } from '../src/transport/exchange.js';

/** Returns the origin and the path that undici gets for a URL. */
async function dispatched(url: string): Promise<[origin: unknown, path: string]> {
  let got: Dispatcher.DispatchOptions | undefined;
  const dispatcher = {
    dispatch: (options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler) => {
      got = options;
      const controller = {} as Dispatcher.DispatchController;
      handler.onResponseStart?.(controller, 200, {});
      handler.onResponseEnd?.(controller, {});
      return true;
    },
  } as unknown as Dispatcher;
  const request = { method: 'GET', headers: {}, body: undefined, timeout: 0, maxBytes: 1, signal: undefined };
  await exchange(dispatcher, { ...request, url });
  return [got?.origin, got?.path ?? ''];
}

test.each([
  ['https://kapi.kakao.com/v2/user/me?a=%5B1%5D', 'https://kapi.kakao.com', '/v2/user/me?a=%5B1%5D'],
  ['https://relay.internal', 'https://relay.internal', '/'],
  ['https://relay.internal/', 'https://relay.internal', '/'],
  ['https://relay.internal?a=1', 'https://relay.internal', '/?a=1'],
  ['https://relay.internal?a=/b', 'https://relay.internal', '/?a=/b'],
  ['https://relay.internal#a/b', 'https://relay.internal', '/'],
  ['https://relay.internal/a#b', 'https://relay.internal', '/a'],
  ['https://relay.internal:8443', 'https://relay.internal:8443', '/'],
  ['https://relay.internal:8443/a', 'https://relay.internal:8443', '/a'],
  ['http://a', 'http://a', '/'],
  ['http://a/b', 'http://a', '/b'],
  ['http:a/b', 'http://a', '/b'],
  ['HTTPS://Relay.internal/a', 'https://relay.internal', '/a'],
  ['http://[::1]', 'http://[::1]', '/'],
  ['http://[::1]:8080', 'http://[::1]:8080', '/'],
  ['http://[::1]:8080/a', 'http://[::1]:8080', '/a'],
  ['http://[::1]:8080?a=/b', 'http://[::1]:8080', '/?a=/b'],
  ['http://127.0.0.1:3000/', 'http://127.0.0.1:3000', '/'],
  ['https://relay.internal\\a', 'https://relay.internal', '/a'],
  ['https://relay.internal/한글', 'https://relay.internal', '/%ED%95%9C%EA%B8%80'],
  ['https://한글.kr/a', 'https://xn--bj0bj06e.kr', '/a'],
  [' https://relay.internal/a\n', 'https://relay.internal', '/a'],
])('%j is requested from %s', async (url, origin, path) => {
  expect(await dispatched(url)).toEqual([origin, path]);
});

test('any URL is requested as a browser requests it', async () => {
  const anything = fc.tuple(
    fc.constantFrom('https://relay.internal', 'http://127.0.0.1:3000', 'http://[::1]:8080', 'HTTPS://A.b'),
    fc.constantFrom('', '/', '?', '#', '\\'),
    fc.oneof(fc.string(), fc.webPath(), fc.webQueryParameters()),
  );
  const urls = fc.oneof(
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    anything.map((parts) => parts.join('')),
  );
  await fc.assert(
    fc.asyncProperty(
      urls.filter((url) => URL.canParse(url)),
      async (url) => {
        const expected = new URL(url);
        const [origin, path] = await dispatched(url);
        const sent = new URL(`${String(origin)}${path}`);
        expect(path).toMatch(/^\/[!-~]*$/);
        expect([sent.origin, sent.pathname, sent.search]).toEqual([
          expected.origin,
          expected.pathname,
          expected.search,
        ]);
      },
    ),
  );
});

const request: Outgoing = {
  url: 'https://kapi.kakao.com/v2/user/me',
  method: 'GET',
  headers: {},
  body: undefined,
  timeout: 0,
  maxBytes: 10,
  signal: undefined,
};

/** A connection that replaces undici, with events that the test sends. */
interface Connection {
  handler: Required<Dispatcher.DispatchHandler>;
  /** The errors with which undici was told to stop. */
  aborted: Error[];
  controller: Dispatcher.DispatchController;
  /** How the exchange ended, if it has. */
  ended: () => unknown;
  end: Promise<unknown>;
}

function connect(changes: Partial<Outgoing> = {}): Connection {
  const aborted: Error[] = [];
  let handler = {} as Required<Dispatcher.DispatchHandler>;
  const dispatcher = {
    dispatch: (_: unknown, given: Required<Dispatcher.DispatchHandler>) => {
      handler = given;
      return true;
    },
  };
  let ended: unknown;
  const end = exchange(dispatcher as unknown as Dispatcher, { ...request, ...changes }).then(
    (answer) => (ended = answer),
    ({ code, sent, status }: { code: string; sent: boolean; status: number }) => (ended = { code, sent, status }),
  );
  const controller = { abort: (error: Error) => aborted.push(error) } as unknown as Dispatcher.DispatchController;
  return { handler, aborted, controller, end, ended: () => ended };
}

/** The events of a response, as undici sends them. */
function answer(
  { handler, controller }: Connection,
  body: readonly (string | Buffer)[],
  headers: Record<string, string | string[]> = {},
): void {
  handler.onRequestStart(controller, {});
  handler.onResponseStart(controller, 200, headers, 'OK');
  for (const chunk of body) handler.onResponseData(controller, Buffer.from(chunk));
  handler.onResponseEnd(controller, {});
}

const hangul = Buffer.from('달빛');

describe('an answer', () => {
  const plain = { status: 200, statusText: 'OK', headers: {} };

  test.each([
    ['no bytes', [], ''],
    ['one chunk', ['{}'], '{}'],
    ['a syllable in two chunks', [hangul.subarray(0, 1), hangul.subarray(1)], '달빛'],
    ['the maximum number of bytes', ['12345', '67890'], '1234567890'],
  ])('of %s is read', async (_, body, text) => {
    const connection = connect();
    answer(connection, body);
    expect(await connection.end).toEqual({ ...plain, body: text });
  });

  test.each([
    ['the maximum number of bytes', { 'content-length': '10' }, ['1234567890']],
    ['a compressed body but has none', { 'content-encoding': 'gzip' }, []],
  ])('that announces %s is read', async (_, headers, body) => {
    const connection = connect();
    answer(connection, body, headers);
    expect(await connection.end).toEqual({ ...plain, headers, body: body.join('') });
  });

  test.each(['identity', 'Identity'])('with the encoding %s is read unchanged', async (encoding) => {
    const connection = connect();
    answer(connection, ['{}'], { 'content-encoding': encoding });
    expect(await connection.end).toEqual({ ...plain, headers: { 'content-encoding': encoding }, body: '{}' });
  });

  test('that a proxy has compressed is read, without its content-encoding header', async () => {
    const connection = connect({ maxBytes: 100 });
    answer(connection, [gzipSync('{}')], { 'content-encoding': 'gzip', 'x-proxy': '1' });
    expect(await connection.end).toEqual({ ...plain, headers: { 'x-proxy': '1' }, body: '{}' });
  });

  test('without a status text has an empty one', async () => {
    const connection = connect();
    connection.handler.onResponseStart(connection.controller, 204, {});
    connection.handler.onResponseEnd(connection.controller, {});
    expect(await connection.end).toEqual({ status: 204, statusText: '', headers: {}, body: '' });
  });
});

describe('an exchange fails', () => {
  const started = (connection: Connection) => connection.handler.onRequestStart(connection.controller, {});

  test.each([
    ['announces that it is too large', [], { 'content-length': '11' }, 'KAKAO_TOO_LARGE'],
    ['is too large', ['123456', '78901'], {}, 'KAKAO_TOO_LARGE'],
    ['has an unknown encoding', ['{}'], { 'content-encoding': 'zip' }, 'KAKAO_ENCODING'],
    ['has an encoding like identity', ['{}'], { 'content-encoding': 'x-identity' }, 'KAKAO_ENCODING'],
    ['has an encoding that starts with identity', ['{}'], { 'content-encoding': 'identity2' }, 'KAKAO_ENCODING'],
    ['is not compressed as announced', ['{}'], { 'content-encoding': 'gzip' }, 'KAKAO_ENCODING'],
  ])('if the answer %s', async (_, body, headers, code) => {
    const connection = connect();
    answer(connection, body, headers);
    expect(await connection.end).toEqual({ code, sent: true, status: 200 });
    expect(connection.aborted).toEqual([expect.objectContaining({ code })]);
  });

  test('if the answer is too large once it is decompressed', async () => {
    const connection = connect({ maxBytes: 100 });
    answer(connection, [gzipSync('a'.repeat(101))], { 'content-encoding': 'gzip' });
    expect(await connection.end).toEqual({ code: 'KAKAO_TOO_LARGE', sent: true, status: 200 });
  });

  test.each([
    ['with the code of the error', Object.assign(new Error(), { code: 'ECONNRESET' }), 'ECONNRESET'],
    ['with the name of an error without a code', new TypeError(), 'TypeError'],
    ['with the name of an error whose code is not a string', Object.assign(new Error(), { code: 1 }), 'Error'],
  ])('%s', async (_, error, code) => {
    const [before, after] = [connect(), connect()];
    before.handler.onResponseError(before.controller, error);
    started(after);
    after.handler.onResponseError(after.controller, error);
    expect(await before.end).toEqual({ code, sent: false, status: 0 });
    expect(await after.end).toEqual({ code, sent: true, status: 0 });
  });

  test('if undici refuses the request', async () => {
    const dispatch = () => {
      throw Object.assign(new Error(), { code: 'UND_ERR_DESTROYED' });
    };
    const failed = exchange({ dispatch } as unknown as Dispatcher, request);
    await expect(failed).rejects.toMatchObject({ name: 'ExchangeFailure', code: 'UND_ERR_DESTROYED', sent: false });
  });

  test('at the deadline, if there is one', async () => {
    const [forever, brief] = [connect(), connect({ timeout: 1 })];
    started(brief);
    expect(await brief.end).toEqual({ code: 'KAKAO_TIMEOUT', sent: true, status: 0 });
    expect(forever.ended()).toBeUndefined();
  });

  test('before it is sent if its signal is already aborted, and undici is aborted once it starts', async () => {
    const connection = connect({ signal: AbortSignal.abort() });
    started(connection);
    expect(await connection.end).toEqual({ code: 'KAKAO_ABORTED', sent: false, status: 0 });
    expect(connection.aborted).toHaveLength(1);
  });

  test('when its signal is aborted', async () => {
    const abort = new AbortController();
    const connection = connect({ signal: abort.signal });
    started(connection);
    abort.abort();
    expect(await connection.end).toEqual({ code: 'KAKAO_ABORTED', sent: true, status: 0 });
  });

  test('only once', async () => {
    const abort = new AbortController();
    const connection = connect({ signal: abort.signal });
    answer(connection, ['12345678901', '{}']);
    abort.abort();
    connection.handler.onResponseError(connection.controller, new Error());
    expect(await connection.end).toEqual({ code: 'KAKAO_TOO_LARGE', sent: true, status: 200 });
    expect(connection.aborted).toHaveLength(1);
  });
});

test('a signal that many requests share keeps no listeners', async () => {
  const listeners = new Set<() => void>();
  const signal = {
    aborted: false,
    addEventListener: (_: 'abort', listener: () => void) => void listeners.add(listener),
    removeEventListener: (name: string, listener: () => void) => void (name === 'abort' && listeners.delete(listener)),
  };
  const [ends, fails] = [connect({ signal }), connect({ signal })];
  expect(listeners.size).toBe(2);
  answer(ends, ['{}']);
  fails.handler.onResponseError(fails.controller, new Error());
  await Promise.all([ends.end, fails.end]);
  expect(listeners.size).toBe(0);
});

test('a signal without methods for listeners, which axios accepts, works', async () => {
  const connection = connect({ signal: { aborted: false } });
  answer(connection, ['{}']);
  expect(await connection.end).toMatchObject({ body: '{}' });
});
