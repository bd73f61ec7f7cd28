import { describe, expect, jest, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import * as fc from 'fast-check';
import {
  isKakaoError,
  KakaoClient,
  KakaoConnectionError,
  kakaoErrorBody,
  KakaoUnexpectedError,
} from '@kakao-login/client';
import type { KakaoClientOptions, KakaoError } from '@kakao-login/client';
import { first, kakao, raw, rejection } from './support/server.js';
import type { TestServer } from './support/server.js';

const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const me = { accessToken: 'an-access-token' };
const code = { code: 'the-one-time-code', redirectUri: 'http://localhost:3000/callback' };
const http = (body: string | Buffer, head = 'HTTP/1.1 200 OK'): Buffer =>
  Buffer.concat([
    Buffer.from(`${head}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`),
    Buffer.from(body),
  ]);

describe.each([
  ['straight', () => {}],
  ['through its axios', (made: KakaoClient) => void made.axios()],
])('a client that sends %s', (_path, prepare) => {
  const client = (server: TestServer, options: Partial<KakaoClientOptions> = {}): KakaoClient => {
    const made = new KakaoClient({ clientId: 'rest-api-key', hosts: server.url, retries: 0, ...options });
    prepare(made);
    return made;
  };

  test('sets its own headers, so that generic ones cannot cause a 406', async () => {
    await using server = await kakao(() => ({ body: { id: 1, access_token: 'x' } }));
    const kakaoClient = client(server);
    await kakaoClient.user.me(me);
    await kakaoClient.oauth.exchangeCode(code);
    const [get, post] = server.seen;
    expect(get?.headers).toEqual({
      host: expect.any(String),
      connection: 'keep-alive',
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': `kakao-login-client/${version}`,
      authorization: 'Bearer an-access-token',
    });
    expect(post?.headers).toMatchObject({
      accept: 'application/json',
      'user-agent': `kakao-login-client/${version}`,
      'content-type': 'application/x-www-form-urlencoded;charset=utf-8',
    });
  });

  test('reads Hangul correctly, however the bytes are split', async () => {
    const body = JSON.stringify({ id: 1, properties: { nickname: '홍길동 🌙 닉네임을 등록해주세요' } });
    const bytes = http(body);
    let cut = 0;
    await using server = await raw((socket) => {
      socket.setNoDelay(true);
      socket.on('data', () => {
        const at = cut;
        socket.write(bytes.subarray(0, at));
        setTimeout(() => socket.write(bytes.subarray(at)), 1);
      });
    });
    const kakaoClient = client(server);
    for (cut = bytes.length - Buffer.byteLength(body); cut < bytes.length; cut += 1) {
      expect(await kakaoClient.user.me(me)).toEqual(JSON.parse(body.replace('"id":1', '"id":"1"')));
    }
  });

  test('reads Hangul correctly if every byte arrives separately', async () => {
    const bytes = http(JSON.stringify({ id: 1, properties: { nickname: '홍길동' } }));
    await using server = await raw((socket) => {
      socket.setNoDelay(true);
      socket.on('data', () => {
        void (async () => {
          for (const byte of bytes) {
            socket.write(Buffer.of(byte));
            await wait(0);
          }
        })();
      });
    });
    expect((await client(server).user.me(me)).properties).toEqual({ nickname: '홍길동' });
  });

  test('opens a new connection if the server closed the old one', async () => {
    await using server = await kakao(() => ({ body: { id: 1, access_token: 'x' } }));
    const kakaoClient = client(server);
    for (let round = 1; round <= 5; round += 1) {
      await kakaoClient.oauth.exchangeCode(code);
      await wait(10);
      // Continues in the phase of the event loop that reads sockets, so the next events are read one turn later.
      await readFile(new URL(import.meta.url));
      for (const socket of server.sockets) socket.destroy();
    }
    expect(server.seen).toHaveLength(5);
  });

  test('retries a read if the connection breaks during the request', async () => {
    await using server = await raw((socket, count) => {
      let asked = 0;
      socket.on('data', () => {
        asked += 1;
        // The first connection answers one request and closes on the second.
        if (count === 1 && asked === 2) socket.destroy();
        else socket.write(http('{"id":1}'));
      });
    });
    const kakaoClient = client(server, { retries: 2 });
    await kakaoClient.user.me(me);
    expect(await kakaoClient.user.me(me)).toEqual({ id: '1' });
    expect(server.connections).toBe(2);
  });

  test('never sends a code twice if the server may have received it', async () => {
    let asked = 0;
    await using server = await raw((socket) => {
      socket.on('data', () => {
        asked += 1;
        if (asked === 1) socket.write(http('{"access_token":"x"}'));
        else socket.destroy();
      });
    });
    const kakaoClient = client(server, { retries: 5 });
    await kakaoClient.oauth.exchangeCode(code);
    const error = await rejection(kakaoClient.oauth.exchangeCode(code));
    expect(error).toBeInstanceOf(KakaoConnectionError);
    expect(error).toMatchObject({ code: 'cut', retryable: false, status: 503, endpoint: 'oauth.token' });
    expect(asked).toBe(2);
  });

  test('retries to connect even for a code exchange, because nothing was sent', async () => {
    const closed = await raw(() => {});
    await closed[Symbol.asyncDispose]();
    const error = await rejection(client(closed, { retries: 2 }).oauth.exchangeCode(code));
    expect(error).toMatchObject({
      kind: 'connection',
      code: 'connect_failed',
      systemCode: 'ECONNREFUSED',
      status: 503,
      retryable: true,
    });
    // Counts connections that end before the TLS handshake.
    await using cutting = await raw((socket) => socket.destroy());
    const hosts = cutting.url.replace('http:', 'https:');
    expect(await rejection(client(cutting, { hosts, retries: 2 }).oauth.exchangeCode(code))).toMatchObject({
      code: 'connect_failed',
    });
    expect(cutting.connections).toBe(3);
  });

  test.each([
    ['an HTML page', '<!DOCTYPE html><title>앱 관리자 설정 오류</title>', 'html'],
    ['an empty body', '', 'empty'],
    ['truncated JSON', '{"id":1', 'not_json'],
    ['JSON null', 'null', 'shape'],
    ['a bare number', '17', 'shape'],
  ])('%s is a typed error', async (_, body, unexpected) => {
    await using server = await kakao(() => ({ body }));
    expect(await rejection(client(server).user.me(me))).toMatchObject({
      name: 'KakaoUnexpectedError',
      kind: 'unexpected',
      code: unexpected,
      status: 502,
      kakaoStatus: 200,
      endpoint: 'user.me',
    });
  });

  test('204 is a typed error', async () => {
    await using server = await kakao(() => ({ status: 204, body: '' }));
    expect(await rejection(client(server).user.me(me))).toMatchObject({ code: 'empty', kakaoStatus: 204 });
  });

  test('a token response without a token is a typed error', async () => {
    await using server = await kakao(() => ({ body: { token_type: 'bearer' } }));
    expect(await rejection(client(server).oauth.exchangeCode(code))).toMatchObject({ code: 'shape' });
  });

  test('a redirect is not followed', async () => {
    await using elsewhere = await kakao(() => ({ body: { id: 1 } }));
    await using server = await kakao(() => ({ status: 302, headers: { location: elsewhere.url } }));
    expect(await rejection(client(server).user.me(me))).toMatchObject({ code: 'redirect', kakaoStatus: 302 });
    expect(elsewhere.seen).toHaveLength(0);
  });

  test('an error page of a gateway is a retryable typed error', async () => {
    await using server = await kakao(() => ({ status: 502, body: '<html>Bad Gateway</html>' }));
    expect(await rejection(client(server).user.me(me))).toMatchObject({
      code: 'html',
      kakaoStatus: 502,
      retryable: true,
    });
  });

  test('a connection that breaks during the response is a typed error', async () => {
    await using server = await raw((socket) => {
      socket.on('data', () => {
        socket.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"id":');
      });
    });
    expect(await rejection(client(server).user.me(me))).toMatchObject({ kind: 'connection', code: 'cut', status: 503 });
  });

  test.each<[string, string, (socket: Socket) => void]>([
    ['a cut connection', 'cut', (socket) => socket.destroy()],
    ['silence', 'timeout', () => {}],
    ['a page of HTML with 503', 'html', (socket) => socket.end(http('<html>', 'HTTP/1.1 503 Service Unavailable'))],
    ['-1', '-1', (socket) => socket.end(http('{"code":-1}', 'HTTP/1.1 400 Bad Request'))],
  ])('after %s, a read can be retried, and a call that may have changed something cannot', async (...row) => {
    const [, expected, answer] = row;
    await using server = await raw((socket) => socket.on('data', () => answer(socket)));
    const kakaoClient = client(server, { timeouts: { response: 300 } });
    const bodyOf = async (call: Promise<unknown>) => kakaoErrorBody((await rejection(call)) as KakaoError);
    expect(await bodyOf(kakaoClient.user.me(me))).toMatchObject({ error: expected, retryable: true });
    expect(await bodyOf(kakaoClient.account.unlink(me))).toMatchObject({ error: expected, retryable: false });
    expect(await bodyOf(kakaoClient.oauth.exchangeCode(code))).toMatchObject({ retryable: false });
  });

  test.each([200, 204, 302, 404, 503])('a host that responds with %i can be reached', async (status) => {
    await using server = await kakao(() => ({ status, body: '' }));
    for (const host of ['kauth', 'kapi'] as const) await client(server).reach(host);
    expect(server.seen.map(({ method, url, headers }) => [method, url, headers.authorization])).toEqual([
      ['GET', '/', undefined],
      ['GET', '/', undefined],
    ]);
  });

  test.each<[string, 'kauth' | 'kapi', (socket: Socket) => void]>(
    (['kauth', 'kapi'] as const).flatMap((host) => [
      ['timeout', host, () => {}],
      ['cut', host, (socket: Socket) => void socket.on('data', () => socket.destroy())],
    ]),
  )('an error of the check whether a host responds has no endpoint and can be retried: %s, %s', async (...row) => {
    const [code, host, answer] = row;
    await using server = await raw(answer);
    const error = await rejection(client(server, { timeouts: { response: 200 } }).reach(host));
    expect(error).toMatchObject({ kind: 'connection', code, retryable: true, endpoint: undefined });
    expect(String(error)).toMatch(/^KakaoConnectionError: no answer from Kakao/);
  });

  test('a response that is not HTTP is a typed error', async () => {
    await using server = await raw((socket) => {
      socket.on('data', () => socket.end('220 smtp.example.com ESMTP\r\n'));
    });
    expect(await rejection(client(server).user.me(me))).toMatchObject({ kind: 'connection', code: 'network' });
  });

  test('a server that accepts a connection and never responds causes a timeout', async () => {
    await using server = await raw(() => {});
    const error = await rejection(client(server, { timeouts: { response: 200 } }).user.me(me));
    expect(error).toMatchObject({ kind: 'connection', code: 'timeout', status: 504, retryable: true });
  });

  test('a server that sends one byte at a time causes a timeout', async () => {
    await using server = await raw((socket) => {
      socket.on('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n');
        const drip = setInterval(() => socket.write(' '), 20);
        socket.on('close', () => clearInterval(drip));
      });
    });
    expect(await rejection(client(server, { timeouts: { response: 300 } }).user.me(me))).toMatchObject({
      code: 'timeout',
    });
  });

  test('a server that never finishes the TLS handshake causes a connect timeout', async () => {
    await using server = await raw(() => {});
    const kakaoClient = client(server, {
      hosts: server.url.replace('http:', 'https:'),
      timeouts: { connect: 200, response: 5_000 },
    });
    expect(await rejection(kakaoClient.oauth.exchangeCode(code))).toMatchObject({
      kind: 'connection',
      code: 'connect_timeout',
      status: 503,
    });
  });

  test.each([
    ['announced by content-length', true],
    ['sent in chunks without an end', false],
  ])('a response of 50 MB, %s, is a typed error and is not read', async (_, announced) => {
    const chunk = Buffer.alloc(64 * 1024, ' ');
    let written = 0;
    await using server = await raw((socket) => {
      const write = (): void => {
        while (written < 50_000_000 && !socket.destroyed) {
          written += chunk.length;
          const framed = announced ? chunk : Buffer.concat([Buffer.from('10000\r\n'), chunk, Buffer.from('\r\n')]);
          if (!socket.write(framed)) {
            socket.once('drain', write);
            return;
          }
        }
      };
      socket.on('data', () => {
        socket.write(
          `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${announced ? 'content-length: 50000000' : 'transfer-encoding: chunked'}\r\n\r\n`,
        );
        write();
      });
    });
    const error = await rejection(client(server).user.me(me));
    expect(error).toBeInstanceOf(KakaoUnexpectedError);
    expect(error).toMatchObject({ kind: 'unexpected', code: 'too_large', kakaoStatus: 200, retryable: false });
    expect(written).toBeLessThan(20_000_000);
  });

  test('the size limit of responses can be set', async () => {
    await using server = await kakao(() => ({ body: { id: 1, properties: { a: 'x'.repeat(100) } } }));
    expect(await rejection(client(server, { maxResponseBytes: 50 }).user.me(me))).toMatchObject({ code: 'too_large' });
  });

  test('an AbortSignal ends a call at once', async () => {
    await using server = await raw(() => {});
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    const error = await rejection(client(server).user.me(me, { signal: controller.signal }));
    expect(error).toMatchObject({ kind: 'connection', code: 'aborted' });
  });

  test('with an AbortSignal that is already aborted, nothing is sent', async () => {
    await using server = await kakao(() => ({ body: { id: 1 } }));
    const kakaoClient = client(server);
    await kakaoClient.user.me(me);
    const error = await rejection(kakaoClient.user.me(me, { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ code: 'aborted' });
    expect(server.seen).toHaveLength(1);
  });

  test('an AbortSignal ends the wait before a retry', async () => {
    await using server = await kakao(() => ({ status: 503, headers: { 'retry-after': '4' }, body: {} }));
    const aborted = rejection(client(server, { retries: 2 }).user.me(me, { signal: AbortSignal.timeout(100) }));
    expect(await first(aborted, 3_500)).toMatchObject({ code: 'aborted' });
  });

  test.each([
    ['-1', 400, { code: -1, msg: '' }],
    ['-7', 400, { code: -7, msg: '' }],
    ['-9798', 503, { code: -9798, msg: '' }],
    ['a bare 500', 500, {}],
  ])('a read is retried after %s', async (_, status, body) => {
    await using server = await kakao((__, count) => (count === 1 ? { status, body } : { body: { id: 1 } }));
    expect(await client(server, { retries: 2 }).user.me(me)).toEqual({ id: '1' });
    expect(server.seen).toHaveLength(2);
  });

  test('a read fails after the last retry', async () => {
    await using server = await kakao(() => ({ status: 500, body: {} }));
    expect(await rejection(client(server, { retries: 2 }).user.me(me))).toMatchObject({
      code: 'status',
      kakaoStatus: 500,
    });
    expect(server.seen).toHaveLength(3);
  });

  test('an error of Kakao is not retried', async () => {
    await using server = await kakao(() => ({
      status: 401,
      body: { code: -401, msg: 'this access token does not exist' },
    }));
    await rejection(client(server, { retries: 2 }).user.me(me));
    expect(server.seen).toHaveLength(1);
  });

  test('a call that changes something is not retried', async () => {
    await using server = await kakao(() => ({ status: 500, body: {} }));
    await rejection(client(server, { retries: 2 }).account.unlink(me));
    await rejection(client(server, { retries: 2 }).oauth.exchangeCode(code));
    expect(server.seen).toHaveLength(2);
  });

  test.each([
    [400, { code: -10, msg: 'API limit has been exceeded.' }],
    [429, { code: -10, msg: 'API limit has been exceeded.' }],
    [429, {}],
  ])('a call above a quota is not retried immediately: %i %j', async (status, body) => {
    await using server = await kakao(() => ({ status, body }));
    expect(await rejection(client(server, { retries: 2 }).user.me(me))).toMatchObject({ retryable: true });
    expect(server.seen).toHaveLength(1);
  });

  test('Retry-After is honoured', async () => {
    await using server = await kakao((_, count) =>
      count === 1
        ? { status: 429, headers: { 'retry-after': '1' }, body: { code: -10, msg: '' } }
        : { body: { id: 1 } },
    );
    const answer = client(server, { retries: 1 }).user.me(me);
    expect(await first(answer, 900)).toBe('after 900 ms');
    expect(await answer).toEqual({ id: '1' });
  });

  const atNoon = Date.UTC(2026, 10, 29, 12);
  test.each<[string, string, number | undefined]>([
    ['seconds', '7', 7],
    ['many seconds', '3600', 3600],
    ['no time at all', '0', 0],
    ['more than a timer accepts', '9'.repeat(20), 2 ** 31 - 1],
    ['a date', new Date(atNoon + 3_600_000).toUTCString(), 3600],
    ['a date in the past', new Date(atNoon - 1_000).toUTCString(), undefined],
    ['a negative number', '-5', undefined],
    ['a fraction', '1.5s', undefined],
    ['words', 'in 5 minutes', undefined],
    ['nothing', '', undefined],
  ])('Retry-After is in the error in whole seconds: %s', async (_, header, seconds) => {
    // Stops the wall clock, to which a date is compared.
    jest.spyOn(Date, 'now').mockReturnValue(atNoon);
    using _clock = { [Symbol.dispose]: () => void jest.restoreAllMocks() };
    await using server = await kakao(() => ({ status: 429, headers: { 'retry-after': header }, body: {} }));
    const error = await rejection(client(server, { retries: 0 }).user.me(me));
    expect((error as KakaoError).retryAfter).toBe(seconds);
  });

  test('no Retry-After leaves the error without one', async () => {
    await using server = await kakao(() => ({ status: 429, body: {} }));
    expect(await rejection(client(server, { retries: 0 }).user.me(me))).not.toHaveProperty(
      'retryAfter',
      expect.anything(),
    );
  });

  test('a Retry-After of an hour is not honoured', async () => {
    await using server = await kakao(() => ({
      status: 429,
      headers: { 'retry-after': '3600' },
      body: { code: -10, msg: '' },
    }));
    expect(await rejection(client(server, { retries: 3 }).user.me(me))).toMatchObject({ code: -10, retryable: true });
    expect(server.seen).toHaveLength(1);
  });

  test('whatever bytes arrive, the result is a value or a typed error', async () => {
    let bytes = Buffer.alloc(0);
    await using server = await raw((socket) => {
      socket.on('data', () => socket.end(bytes));
    });
    const kakaoClient = client(server, { timeouts: { response: 500 } });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.json().map((json) => http(json)),
          fc.string({ unit: 'grapheme' }).map((text) => http(text)),
          fc.integer({ min: 100, max: 999 }).map((status) => http('{"code":-1}', `HTTP/1.1 ${status} X`)),
        ),
        async (given) => {
          bytes = Buffer.from(given);
          const outcome: unknown = await kakaoClient.user.me(me).catch((error: unknown) => error);
          expect(!(outcome instanceof Error) || isKakaoError(outcome)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });
});
