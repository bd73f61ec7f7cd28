import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { array, assert, constantFrom, property, record } from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { KakaoStrategy, type KakaoStrategyOptions } from '@kakao-login/passport';
import passport from 'passport';
import { growth, linear } from '../../../test/support/growth.js';
import { appendCookie, answerJson, isFromScript, parameter, type HttpRequest } from '../src/http.js';
import { originOf } from '../src/origin.js';
import { Browser } from './support/browser.js';
import { clientSecret, person, restApiKey, startKakao, type Kakao } from './support/kakao.js';

let kakao: Kakao;
beforeAll(async () => {
  kakao = await startKakao();
});
afterEach(() => kakao.reset());
afterAll(() => kakao.close());

type Handler = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;

async function bareServer(before: (request: IncomingMessage, response: ServerResponse) => void) {
  const authenticator = new passport.Passport();
  const server = createServer((request, response) => {
    before(request, response);
    const next = (error?: unknown) => {
      const { user } = request as { user?: unknown };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(error === undefined ? { user } : { error: (error as { code: string }).code }));
    };
    (authenticator.authenticate('kakao', { session: false }) as Handler)(request, response, next);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const options: KakaoStrategyOptions = {
    clientID: restApiKey,
    clientSecret,
    callbackURL: '/back',
    hosts: kakao.url,
  };
  authenticator.use(new KakaoStrategy(options, ({ profile }) => ({ id: profile.id })));
  return { browser: new Browser(url), close: () => new Promise((resolve) => void server.close(resolve)) };
}

describe('bare node:http', () => {
  test('works if the request has its response as a property', async () => {
    const { browser, close } = await bareServer((request, response) => Object.assign(request, { res: response }));
    expect(await (await browser.follow('/login')).json()).toEqual({ user: { id: person.id } });
    await close();
  });

  test('gets an error about the missing response otherwise', async () => {
    const { browser, close } = await bareServer(() => {});
    expect(await (await browser.open('/login')).json()).toEqual({ error: 'response_unknown' });
    await close();
  });
});

describe('a response', () => {
  test('of Fastify is written with `header`, which appends', () => {
    const written: unknown[] = [];
    const reply = {
      getHeader: () => undefined,
      header: (...header: unknown[]) => written.push(header),
      send: (body: string) => written.push(body),
    };
    appendCookie(reply, 'a=b');
    answerJson(reply, 200, { loginUrl: 'x' });
    expect(written).toEqual([
      ['Set-Cookie', 'a=b'],
      ['Content-Type', 'application/json; charset=utf-8'],
      '{"loginUrl":"x"}',
    ]);
  });

  test.each([
    [undefined, ['new=1']],
    ['old=1', ['old=1', 'new=1']],
    [
      ['old=1', 'old=2'],
      ['old=1', 'old=2', 'new=1'],
    ],
  ])('that has %p keeps it', (before, after) => {
    let header: unknown = before;
    const raw = { getHeader: () => header, setHeader: (_name: string, value: unknown) => void (header = value) };
    appendCookie({ raw }, 'new=1');
    expect(header).toEqual(after);
  });
});

describe('whether a request is from a script', () => {
  test.each<[boolean, Record<string, string>]>([
    [true, { 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors' }],
    [true, { 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'no-cors' }],
    [true, { 'x-requested-with': 'XMLHttpRequest', accept: '*/*' }],
    [true, { accept: 'application/json' }],
    [false, { 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' }],
    // Chromium sends this if a service worker responds to a visit with `fetch(event.request)`.
    [false, { 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'navigate', accept: 'text/html,*/*;q=0.8' }],
    [false, { accept: 'text/html,application/json' }],
    [false, {}],
  ])('%p for %j', (expected, headers) => {
    expect(isFromScript({ headers })).toBe(expected);
  });
});

describe('a parameter', () => {
  const request = (more: object): HttpRequest => ({ headers: {}, ...more });

  test('is read from the query, the URL or the body', () => {
    expect(parameter(request({ query: { code: 'a' } }), 'code')).toBe('a');
    expect(parameter(request({ url: '/back?code=%EA%B0%80' }), 'code')).toBe('가');
    expect(parameter(request({ query: {}, body: { code: 'a' } }), 'code')).toBe('a');
  });

  test('is never read from a prototype, a list or an object', () => {
    expect(parameter(request({ query: {} }), 'constructor')).toBeUndefined();
    expect(parameter(request({ query: { code: ['a', 'b'] } }), 'code')).toBeUndefined();
    expect(parameter(request({ body: { code: { toString: () => 'a' } } }), 'code')).toBeUndefined();
    expect(parameter(request({ body: 'code=a' }), 'code')).toBeUndefined();
  });
});

const forwarded = (header: string, others: Record<string, string> = {}): Partial<HttpRequest> => ({
  headers: { host: 'in.example', forwarded: header, ...others },
});

function originOrCode(headers: Record<string, string>): string {
  try {
    return originOf({ headers }, true);
  } catch (error) {
    return String((error as { code?: unknown }).code);
  }
}

describe('the origin of a request', () => {
  test.each<[string, Partial<HttpRequest>, boolean | undefined]>([
    ['http://shop.example', { headers: { host: 'shop.example' } }, undefined],
    ['https://shop.example:8443', { headers: { host: 'shop.example:8443' }, socket: { encrypted: true } }, undefined],
    ['https://shop.example', { headers: { host: 'shop.example' }, protocol: 'https' }, undefined],
    ['http://in.example', { headers: { host: 'in.example', 'x-forwarded-host': 'evil.example' } }, undefined],
    [
      'https://a.example',
      { headers: { host: 'in', 'x-forwarded-host': 'a.example, b', 'x-forwarded-proto': 'https,http' } },
      true,
    ],
    ['http://shop.example', { headers: { host: 'shop.example', 'x-forwarded-proto': 'javascript' } }, true],
    ['https://a.example:8443', forwarded('for=1.2.3.4;proto=https;host="a.example:8443"'), true],
    ['https://a.example', forwarded('Proto=HTTPS; Host=a.example, proto=http;host=in'), true],
    ['https://[2001:db8::1]:443', forwarded('host="[2001:db8::1]:443";proto=https'), true],
    ['http://a.example', forwarded('for="_a,b;host=evil.example";host=a.example'), true],
    ['https://in.example', forwarded('proto=https'), true],
    ['http://in.example', forwarded('proto=https;host=evil.example'), undefined],
    ['http://in.example', forwarded('proto=https;host=evil.example'), false],
    ['http://in.example', forwarded('not a header'), undefined],
    [
      'https://a.example',
      forwarded('host=A.example;proto=https', { 'x-forwarded-host': 'a.example', 'x-forwarded-proto': 'https' }),
      true,
    ],
    ['https://in.example', forwarded('host=evil.example', { 'x-forwarded-proto': 'https' }), true],
    ['https://a.example', { raw: {}, headers: { host: 'in' }, protocol: 'https', host: 'a.example' }, undefined],
    // Fastify with `trustProxy`, and Express with `trust proxy`, read both from the headers of the proxy.
    ['http://in', { raw: {}, headers: { host: 'in' }, protocol: 'https', host: 'a.example' }, false],
    ['http://in', { headers: { host: 'in' }, protocol: 'https', socket: { encrypted: false } }, false],
    ['https://in', { headers: { host: 'in' }, protocol: 'http', socket: { encrypted: true } }, false],
    ['http://localhost', { headers: {}, host: 'a.example' }, false],
    [
      'https://a.example',
      { headers: { ':authority': 'a.example' }, host: 'b.example', socket: { encrypted: true } },
      false,
    ],
  ])('%s', (expected, request, proxy) => {
    expect(originOf({ headers: {}, ...request }, proxy)).toBe(expected);
  });

  test.each([
    ['host=a b', {}],
    ['host', {}],
    ['host="a.example', {}],
    ['host=a.example;;', {}],
    ['host="evil.example/path"', {}],
    ['host="user@evil.example"', {}],
    ['host="a.example,b.example"', {}],
    ['host=_hidden:port', {}],
    ['host="a.example:99999"', {}],
    ['host="[::::]"', {}],
    ['host=1.2.3.4.5', {}],
    ['', { 'x-forwarded-host': 'evil.example/path' }],
    ['host=b.example', { 'x-forwarded-host': 'a.example' }],
    ['proto=http', { 'x-forwarded-proto': 'https' }],
  ])('is refused if a trusted proxy sends Forwarded: %s and %j', (header, others) => {
    const request = { headers: {}, ...forwarded(header, others) };
    expect(() => originOf(request, true)).toThrow(expect.objectContaining({ code: 'host_malformed', status: 400 }));
  });

  test('is only an origin, or refused, with any headers', () => {
    const part = constantFrom(
      'a.example',
      '1.2.3.4',
      ':99999',
      '[::::]',
      'host=',
      'proto=',
      'https',
      ':443',
      ':',
      '"',
      ',',
      ';',
      '@',
      '/',
      '[::1]',
      '\\',
      '#',
      '?',
      ' ',
      '\t',
    );
    const text = array(part, { maxLength: 6 }).map((parts) => parts.join(''));
    const headers = record(
      { host: text, 'x-forwarded-host': text, 'x-forwarded-proto': text, forwarded: text },
      { requiredKeys: [] },
    );
    assert(
      property(headers, (given) => {
        const origin = originOrCode(given);
        if (origin === 'host_malformed') return;
        expect(origin).toMatch(/^https?:\/\/[^/?#@\\\s"]+$/);
        expect(URL.canParse(origin)).toBe(true);
        expect(new URL(origin).pathname).toBe('/');
      }),
      { numRuns: 3000 },
    );
  });

  test.each(['a=b;', 'a="', 'a="\\', ' ', 'a=\t'])('is read in linear time from a header full of %j', (part) => {
    const look = (length: number): void => {
      const request = { headers: {}, ...forwarded(part.repeat(length / part.length)) };
      expect(() => originOf(request, true)).toThrow(/host/i);
    };
    expect(growth(look, 1_600)).toBeLessThan(linear);
  });

  test('depends on whether Express trusts the proxy', () => {
    const app = {
      get: (setting: string) => (setting === 'trust proxy fn' ? (ip: string) => ip === '10.0.0.1' : undefined),
    };
    const headers = { host: 'in', 'x-forwarded-host': 'out.example', 'x-forwarded-proto': 'https' };
    expect(originOf({ app, headers, socket: { remoteAddress: '10.0.0.1' } }, undefined)).toBe('https://out.example');
    expect(originOf({ app, headers, socket: { remoteAddress: '10.0.0.2' } }, undefined)).toBe('http://in');
  });
});
