import { describe, expect, test } from '@jest/globals';
import { decide, gapOf, isName, isRecent, type Known } from '../src/requirement.js';

const now = 1_800_000_000_000;
const seconds = now / 1000;
const nothing = { scopes: [], terms: [] };
const address = { scopes: ['shipping_address'], terms: [] };
const marketing = { scopes: [], terms: ['marketing'] };

const known = (fields: Partial<Known>): Known => ({ user: '1', authTime: undefined, missing: nothing, ...fields });

type Row = [what: string, known: Known, maxAge: number | undefined, page: string, justBack: string, call: string];

const table: Row[] = [
  ['everything is there', known({}), undefined, 'proceed', 'proceed', 'proceed'],
  ['no user is logged in', known({ user: undefined }), undefined, 'ask', 'refuse', 'refuse'],
  [
    'no user is logged in and something is missing',
    known({ user: undefined, missing: address }),
    300,
    'ask',
    'refuse',
    'refuse',
  ],
  ['a consent item is missing', known({ missing: address }), undefined, 'ask', 'refuse', 'refuse'],
  ['terms are missing', known({ missing: marketing }), undefined, 'ask', 'refuse', 'refuse'],
  ['the login is recent', known({ authTime: seconds - 300 }), 300, 'proceed', 'proceed', 'proceed'],
  ['the login is too old', known({ authTime: seconds - 301 }), 300, 'ask', 'refuse', 'refuse'],
  ['the time of the login is unknown', known({}), 300, 'ask', 'refuse', 'refuse'],
  ['the time of the login is in milliseconds', known({ authTime: now }), 300, 'ask', 'refuse', 'refuse'],
  [
    'the login is recent, and consent is missing',
    known({ authTime: seconds, missing: address }),
    300,
    'ask',
    'refuse',
    'refuse',
  ],
];

describe('the decision', () => {
  test.each(table)('if %s', (_what, given, maxAge, page, justBack, call) => {
    const gap = gapOf({ ...nothing, maxAge }, given, now);
    expect(decide(gap, true, false).do).toBe(page);
    expect(decide(gap, true, true).do).toBe(justBack);
    expect(decide(gap, false, false).do).toBe(call);
  });

  test('checks the login first, and then the consent', () => {
    const codes = [
      known({ user: undefined, missing: address }),
      known({ missing: address }),
      known({ authTime: seconds, missing: address }),
      known({ authTime: seconds }),
    ].map((one) => gapOf({ ...nothing, maxAge: 300 }, one, now)?.code);
    expect(codes).toEqual(['not_logged_in', 'login_too_old', 'consent_missing', undefined]);
  });
});

test.each<[number | undefined, boolean]>([
  [seconds, true],
  [seconds - 300, true],
  [seconds - 300.5, false],
  [seconds + 59, true],
  [seconds + 61, false],
  [now, false],
  [Number.NaN, false],
  [-Infinity, false],
  [Infinity, false],
  [undefined, false],
])('a login at %p is at most 300 seconds old: %p', (authTime, recent) => {
  expect(isRecent(authTime, 300, now)).toBe(recent);
});

test.each<[unknown, boolean]>([
  ['shipping_address', true],
  ['service_20260101', true],
  ['profile.image-1', true],
  ['', false],
  ['a b', false],
  ['a,b', false],
  ['a"', false],
  ['a\r\nSet-Cookie: b', false],
  ['약관', false],
  ['a'.repeat(101), false],
  [undefined, false],
  [7, false],
])('%p is a name of a consent item: %p', (value, is) => {
  expect(isName(value)).toBe(is);
});
