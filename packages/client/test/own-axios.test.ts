import { expect, test } from '@jest/globals';
import { create } from 'axios';
import type { AxiosInstance, InternalAxiosRequestConfig } from 'axios';
import { KakaoClient } from '@kakao-login/client';
import { kakao, raw, rejection } from './support/server.js';

const user = { accessToken: 'SECRET-access-token-0123456789' };
const client = (http: AxiosInstance, hosts: string, more: object = {}): KakaoClient =>
  new KakaoClient({ clientId: 'key', hosts, http, retries: 0, ...more });

test('an axios instance of the application sends requests with its interceptors and adapter, and ids stay exact', async () => {
  await using server = await kakao(() => ({ body: '{"id":9007199254740993,"properties":{"nickname":"홍길동"}}' }));
  const seen: InternalAxiosRequestConfig[] = [];
  const http = create({ baseURL: 'http://elsewhere.invalid', headers: { 'X-Trace': 'abc' } });
  http.interceptors.request.use((config) => {
    seen.push(config);
    return config;
  });
  expect(await client(http, server.url).user.me(user)).toEqual({
    id: '9007199254740993',
    properties: { nickname: '홍길동' },
  });
  expect(seen).toHaveLength(1);
  expect(server.seen[0]?.headers).toMatchObject({
    accept: 'application/json',
    'user-agent': expect.stringMatching(/^kakao-login-client\/\d/),
    'x-trace': 'abc',
  });
});

test('an axios instance of the application posts the form unchanged', async () => {
  await using server = await kakao(() => ({ body: { access_token: 'x' } }));
  await client(create(), server.url).oauth.exchangeCode({ code: 'a+b', redirectUri: 'http://localhost/cb' });
  expect(server.seen[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded;charset=utf-8');
  expect(server.seen[0]?.form.get('code')).toBe('a+b');
});

test.each<[string, string, (socket: import('node:net').Socket) => void]>([
  ['timeout', 'connection', () => {}],
  ['cut', 'connection', (socket) => socket.destroy()],
  ['cut', 'connection', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"id')],
  [
    'too_large',
    'unexpected',
    (socket) => socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 3000\r\n\r\n${' '.repeat(3000)}`),
  ],
])('%s is the same error through axios’s own adapter', async (code, kind, answer) => {
  await using server = await raw((socket) => socket.on('data', () => answer(socket)));
  const own = client(create(), server.url, { timeouts: { response: 300 }, maxResponseBytes: 2000 });
  expect(await rejection(own.user.me(user))).toMatchObject({ kind, code });
});

test('an error from axios is not kept, because it contains the token', async () => {
  const own = client(create(), 'http://127.0.0.1:1');
  const error = await rejection(own.user.me(user));
  expect(error).toMatchObject({ kind: 'connection', code: 'connect_failed', systemCode: 'ECONNREFUSED' });
  const { inspect } = await import('node:util');
  expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(user.accessToken);
});

test('AbortSignal reaches axios’s own adapter', async () => {
  await using server = await raw(() => {});
  const own = client(create(), server.url);
  expect(await rejection(own.user.me(user, { signal: AbortSignal.timeout(50) }))).toMatchObject({ code: 'aborted' });
});

test.each<[string, (http: AxiosInstance) => void]>([
  ['returns the data only', (http) => http.interceptors.response.use((response) => response.data as never)],
  ['returns nothing', (http) => http.interceptors.response.use(() => undefined as never)],
  [
    'parses the JSON',
    (http) =>
      http.interceptors.response.use((response) => ({
        ...response,
        data: JSON.parse(response.data as string) as unknown,
      })),
  ],
])('an interceptor that %s is named as the cause', async (_, spoil) => {
  await using server = await kakao(() => ({ body: { id: 1 } }));
  const http = create();
  spoil(http);
  expect(await rejection(client(http, server.url).user.me(user))).toMatchObject({
    kind: 'unexpected',
    code: 'http_instance',
    status: 500,
  });
});

test.each([
  ['your own instance', create()],
  ['the client’s instance', undefined],
])('an error thrown by an interceptor of %s is passed on unchanged, after one attempt', async (_, http) => {
  await using server = await kakao(() => ({ body: { id: 1 } }));
  const bug = new TypeError('x is not a function');
  let runs = 0;
  const broken = (): never => {
    runs += 1;
    throw bug;
  };
  const made = new KakaoClient({ clientId: 'key', hosts: server.url, retries: 2, ...(http && { http }) });
  const { interceptors } = await made.axios();
  const id = interceptors.request.use(broken);
  expect(await rejection(made.user.me(user))).toBe(bug);
  expect(runs).toBe(1);
  interceptors.request.eject(id);
  interceptors.response.use(broken);
  expect(await rejection(made.user.me(user))).toBe(bug);
  expect(runs).toBe(2);
});

test('a network error from the application’s adapter is a connection error', async () => {
  const http = create({
    adapter: () => Promise.reject(Object.assign(new Error(user.accessToken), { code: 'ECONNRESET' })),
  });
  const error = await rejection(client(http, 'http://127.0.0.1:1').user.me(user));
  expect(error).toMatchObject({ kind: 'connection', code: 'cut' });
  expect(String((error as Error).stack)).not.toContain(user.accessToken);
});

test.each([{}, 'x', null, 7, { request: true }])(
  '%j is refused at once, because it is not an axios instance',
  (http) => {
    expect(() => client(http as never, 'http://127.0.0.1:1')).toThrow(
      expect.objectContaining({ kind: 'usage', code: 'option_malformed', option: 'http' }),
    );
  },
);

test('a body that an interceptor sets to URLSearchParams is sent', async () => {
  await using server = await kakao(() => ({ body: { access_token: 'x' } }));
  const made = new KakaoClient({ clientId: 'key', hosts: server.url });
  const { interceptors } = await made.axios();
  interceptors.request.use((config) =>
    Object.assign(config, {
      data: new URLSearchParams([...new URLSearchParams(config.data as string), ['more', '가']]),
    }),
  );
  await made.oauth.exchangeCode({ code: 'a+b', redirectUri: 'http://localhost/cb' });
  expect(Object.fromEntries(server.seen[0]?.form ?? [])).toMatchObject({ code: 'a+b', more: '가' });
});

test('a body that an interceptor sets to an object is refused', async () => {
  await using server = await kakao(() => ({ body: { id: 1 } }));
  const made = new KakaoClient({ clientId: 'key', hosts: server.url });
  const { interceptors } = await made.axios();
  interceptors.request.use((config) => Object.assign(config, { data: { a: 1 } }));
  expect(await rejection(made.account.unlink(user))).toMatchObject({ kind: 'usage', option: 'data' });
  expect(server.seen).toHaveLength(0);
});

test('interceptors of the client’s own axios instance run as soon as the instance exists', async () => {
  await using server = await kakao(() => ({ body: '{"id":9007199254740993}', headers: { 'x-kakao': 'abc' } }));
  const kakaoClient = new KakaoClient({ clientId: 'key', hosts: server.url });
  await kakaoClient.user.me(user);
  const http = await kakaoClient.axios();
  const answered: unknown[] = [];
  http.interceptors.request.use((config) => {
    config.headers.set('X-Trace', 'trace-1');
    config.params = { traced: 'yes' };
    return config;
  });
  http.interceptors.response.use((response) => {
    answered.push([response.status, response.headers['x-kakao'], response.data]);
    return response;
  });
  expect(await kakaoClient.user.me(user)).toEqual({ id: '9007199254740993' });
  expect(server.seen.map(({ headers, query }) => [headers['x-trace'], query.get('traced')])).toEqual([
    [undefined, null],
    ['trace-1', 'yes'],
  ]);
  expect(answered).toEqual([[200, 'abc', '{"id":9007199254740993}']]);
  expect(await kakaoClient.axios()).toBe(http);
});

test.each<[string, string]>([
  ['', '/'],
  ['?tenant=1', '/?tenant=1'],
  ['?next=/home', '/?next=/home'],
  ['#part/of', '/'],
  ['/relay?tenant=1', '/relay?tenant=1'],
  ['/relay#part', '/relay'],
  ['/릴레이', '/%EB%A6%B4%EB%A0%88%EC%9D%B4'],
  ['\\relay', '/relay'],
])('an interceptor can set the URL to an origin and %p', async (rest, sent) => {
  await using server = await kakao(() => ({ body: { id: 1 } }));
  const made = new KakaoClient({ clientId: 'key', hosts: 'http://127.0.0.1:1', retries: 0 });
  const { interceptors } = await made.axios();
  interceptors.request.use((config) => Object.assign(config, { url: `${server.url}${rest}` }));
  expect(await made.user.me(user)).toEqual({ id: '1' });
  expect(server.seen.map(({ url, headers }) => [url, headers.host])).toEqual([[sent, `127.0.0.1:${server.port}`]]);
});

test.each(['', '/v2/user/me', 'relay.internal/me', 'ftp://relay.internal/me', 'https://'])(
  'a URL from an interceptor that cannot be requested is a typed error: %p',
  async (url) => {
    const made = new KakaoClient({ clientId: 'key', hosts: 'http://127.0.0.1:1', retries: 0 });
    const { interceptors } = await made.axios();
    interceptors.request.use((config) => Object.assign(config, { url }));
    expect(await rejection(made.user.me(user))).toMatchObject({ kind: 'connection', code: 'network' });
  },
);

test('an interceptor can remove the limits of one request', async () => {
  await using server = await kakao(async () => {
    await new Promise((resolve) => void setTimeout(resolve, 300));
    return { body: { id: 1, properties: { a: 'x'.repeat(3000) } } };
  });
  const limited = new KakaoClient({
    clientId: 'key',
    hosts: server.url,
    retries: 0,
    timeouts: { response: 100 },
    maxResponseBytes: 2000,
  });
  const { interceptors } = await limited.axios();
  expect(await rejection(limited.user.me(user))).toMatchObject({ code: 'timeout' });
  interceptors.request.use((config) => ({ ...config, timeout: 0 }));
  expect(await rejection(limited.user.me(user))).toMatchObject({ code: 'too_large' });
  interceptors.request.use((config) => ({ ...config, maxContentLength: -1 }));
  expect(await limited.user.me(user)).toMatchObject({ id: '1' });
});

test('a request that undici refuses fails with a typed error', async () => {
  await using server = await kakao(() => ({ body: { id: 1 } }));
  const kakaoClient = new KakaoClient({ clientId: 'key', hosts: server.url, retries: 0 });
  const { interceptors } = await kakaoClient.axios();
  interceptors.request.use((config) => Object.assign(config, { method: 'G E T' }));
  expect(await rejection(kakaoClient.user.me(user))).toMatchObject({ kind: 'connection', code: 'network' });
  expect(server.connections).toBe(0);
});

test('axios() returns the axios instance of the application', async () => {
  const http = create();
  expect(await client(http, 'http://127.0.0.1:1').axios()).toBe(http);
});
