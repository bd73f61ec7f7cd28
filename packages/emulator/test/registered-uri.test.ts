import { describe, expect, test } from '@jest/globals';

import { isRegistered } from '../src/kauth/registered-uri.js';
import type { App, ClientKey } from '../src/store/entities.js';

const registered = (known: string, sent: string, business = true): boolean =>
  isRegistered({ business } as App, { redirectUris: [known] } as ClientKey, sent);

describe('a wildcard in the host of a Biz app’s redirect URI', () => {
  test.each<[string, string, boolean]>([
    ['https://*.example.com/cb', 'https://a.example.com/cb', true],
    ['https://*.example.com/cb', 'https://A.Example.com/cb', true],
    ['https://*.example.com/cb', 'https://a.b.example.com/cb', false],
    ['https://*.example.com/cb', 'https://.example.com/cb', false],
    ['https://*.example.com/cb', 'https://example.com/cb', false],
    ['https://*.example.com/cb', 'https://evil@example.com/cb', false],
    ['https://*.example.com/cb', 'https://a.example.com.evil.example/cb', false],
    ['https://*.example.com/cb', 'https://evil.example/.example.com/cb', false],
    ['https://*.example.com/cb', 'http://a.example.com/cb', false],
    ['https://*.example.com/cb', 'https://a.example.com/cb2', false],
    ['https://*.example.com/cb?x=1', 'https://a.example.com/cb?x=1', true],
    ['https://*.example.com/cb?x=1', 'https://a.example.com/cb', false],
    ['https://shop-*.example.com/cb', 'https://shop-1.example.com/cb', true],
    ['https://shop-*.example.com/cb', 'https://shop-.example.com/cb', false],
    ['https://*-*-*.example.com/cb', 'https://a-b-c.example.com/cb', true],
    ['https://*-*-*.example.com/cb', 'https://a-b.example.com/cb', false],
    ['https://*a.example.com/cb', 'https://aaa.example.com/cb', true],
    ['https://*a.example.com/cb', 'https://a.example.com/cb', false],
    ['https://*.*.example.com/cb', 'https://a.b.example.com/cb', true],
    ['https://*.example.com:8443/cb', 'https://a.example.com:8443/cb', true],
    ['https://*.example.com:8443/cb', 'https://a.example.com/cb', false],
    ['https://*:8443/cb', 'https://localhost:8443/cb', true],
    ['https://a.example.com/*', 'https://a.example.com/x', false],
    ['https://a.example.com/*', 'https://a.example.com/*', true],
  ])('%s and %s: %s', (known, sent, fits) => {
    expect(registered(known, sent)).toBe(fits);
  });

  test('has no effect for other apps', () => {
    expect(registered('https://*.example.com/cb', 'https://a.example.com/cb', false)).toBe(false);
  });

  /** The meaning of `*` as a regular expression, which is correct but slow. */
  const slow = (known: string, sent: string): boolean =>
    new RegExp(`^${known.replaceAll('*', '[a-z0-9-]+')}$`).test(sent);

  function words(alphabet: string, longest: number): string[] {
    let last = [''];
    const all = [''];
    for (let length = 1; length <= longest; length += 1) {
      last = last.flatMap((word) => alphabet.split('').map((letter) => word + letter));
      all.push(...last);
    }
    return all;
  }

  test('matches the same as its regular expression, for every short pattern and label', () => {
    const labels = words('a-_', 5);
    const wrong = words('*a_', 4)
      .filter((known) => known.includes('*'))
      .flatMap((known) =>
        labels
          .filter((sent) => registered(`https://${known}/`, `https://${sent}/`) !== slow(known, sent))
          .map((sent) => `${known} ${sent}`),
      );
    expect(wrong).toEqual([]);
  });

  // A matcher with backtracking would take years.
  test.each([
    ['*-*-*', 'a-', '!'],
    ['*a*a*a*a*b', 'a', ''],
    ['**********x', 'a', ''],
    ['*aaaaaaaaaaaaaaaab*', 'a', ''],
    ['*.*.*.*.*', 'a.', '!'],
  ])('takes no longer than reading a long host: %s', (host, piece, end) => {
    const sent = `https://${piece.repeat(500_000)}${end}.example.com/cb`;
    expect(registered(`https://${host}.example.com/cb`, sent)).toBe(false);
  });
});
