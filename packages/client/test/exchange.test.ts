import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Dispatcher } from 'undici';
import { exchange } from '../src/transport/exchange.js';

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

test('any URL is requested as a browser would', async () => {
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
