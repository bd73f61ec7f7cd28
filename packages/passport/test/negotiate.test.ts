import { describe, expect, test } from '@jest/globals';
import { preferredLanguage, wantsPage } from '../src/negotiate.js';

describe('the language of a page', () => {
  test.each([
    [undefined, 'ko'],
    ['', 'ko'],
    ['*', 'ko'],
    ['ko', 'ko'],
    ['ko-KR,ko;q=0.9,en;q=0.8', 'ko'],
    ['en-US,en;q=0.9,ko;q=0.8', 'en'],
    ['en;q=0.3, ko;q=0.7', 'ko'],
    ['ko;q=0, en;q=0.1', 'en'],
    ['ja, en;q=0.2', 'en'],
    ['ja', 'en'],
    ['KO', 'ko'],
    [';;;,,q=', 'en'],
  ])('%j gets %s', (header, language) => {
    expect(preferredLanguage(header === undefined ? {} : { 'accept-language': header })).toBe(language);
  });
});

describe('a page or JSON', () => {
  const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
  test.each([
    ['a browser that navigates', { accept: browser, 'sec-fetch-mode': 'navigate' }, true],
    ['an old browser, without fetch metadata', { accept: browser }, true],
    ['fetch() with the headers of a browser', { accept: browser, 'sec-fetch-mode': 'cors' }, false],
    ['fetch() with default headers', { accept: '*/*', 'sec-fetch-mode': 'cors' }, false],
    ['jQuery', { accept: 'text/html', 'x-requested-with': 'XMLHttpRequest' }, false],
    ['curl', { accept: '*/*' }, false],
    ['axios', { accept: 'application/json, text/plain, */*' }, false],
    ['a client that prefers JSON', { accept: 'text/html;q=0.5, application/json' }, false],
    ['a client that refuses pages', { accept: 'text/html;q=0, */*' }, false],
    ['a client without an Accept header', {}, false],
  ])('%s', (_who, headers, page) => {
    expect(wantsPage(headers)).toBe(page);
  });
});
