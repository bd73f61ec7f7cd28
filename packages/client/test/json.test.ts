import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { parse } from 'lossless-json';
import { growth, linear } from '../../../test/support/growth.js';
import { parseExact, readIds } from '../src/transport/json.js';

/** The reference: another exact parser. Its large integers are converted to strings, as ours are. */
const judge = (text: string): unknown =>
  parse(text, undefined, (digits) =>
    /^-?\d+$/.test(digits) && !Number.isSafeInteger(Number(digits)) ? digits : Number(digits),
  );

/** JSON text with numbers of any size and form, digits in strings, and unusual escapes. */
const json = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => JSON.stringify(n)),
    fc.tuple(fc.bigInt({ min: 0n, max: 2n ** 64n }), fc.stringMatching(/^\d{1,20}$/)).map(([a, b]) => `${a}.${b}`),
    fc.tuple(fc.bigInt({ min: 1n, max: 2n ** 64n }), fc.integer({ min: -20, max: 20 })).map(([a, e]) => `${a}e${e}`),
    fc.string({ unit: 'grapheme' }).map((s) => JSON.stringify(s)),
    fc.stringMatching(/^["\\\d{}[\]:, ]{0,40}$/).map((s) => JSON.stringify(s)),
    fc.constantFrom('true', 'false', 'null', '""', '"\\u0022"'),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => `[ ${items.join(' ,')}]`),
    fc
      .uniqueArray(fc.tuple(fc.stringMatching(/^[a-z\d"\\]{1,20}$/), tie('value')), {
        maxLength: 4,
        selector: ([k]) => k,
      })
      .map((members) => `{${members.map(([k, v]) => `${JSON.stringify(k)}:${v}`).join(',')}}`),
  ),
})).value;

test('every number is exact, and everything else is the same as with JSON.parse', () => {
  fc.assert(
    fc.property(json, (text) => {
      expect(parseExact(text)).toEqual(judge(text));
    }),
    { numRuns: 2000 },
  );
});

test('text that JSON.parse refuses is refused', () => {
  for (const text of [
    '',
    '{',
    '{"a":12345678901234567',
    '"12345678901234567',
    '12345678901234567 1',
    '01234567890123456789',
  ]) {
    expect(() => parseExact(text)).toThrow(SyntaxError);
  }
});

test.each([
  ['quotes', '"'],
  ['escaped quotes', String.raw`\"`],
  ['backslashes', '\\'],
  ['digits', '1'],
  ['opened strings', '"a'],
])('the time grows with the length of %s, not with its square', (_, piece) => {
  const parse = (length: number): void => {
    expect(() => parseExact(`1234567890123456789${piece.repeat(length / piece.length)}\\`)).toThrow(SyntaxError);
  };
  expect(growth(parse, 1_000)).toBeLessThan(linear);
});

test('__proto__ is an ordinary name', () => {
  const parsed = parseExact('{"__proto__":{"polluted":12345678901234567}}') as object;
  expect(Object.hasOwn(parsed, '__proto__')).toBe(true);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

describe('ids', () => {
  test.each([
    [['id'], { id: 1, other: 1 }, { id: '1', other: 1 }],
    [['[].id'], [{ id: 1 }, { x: 1 }], [{ id: '1' }, { x: 1 }]],
    [['elements[]'], { elements: [1, '2'] }, { elements: ['1', '2'] }],
    [['a[].id', 'b'], { a: [{ id: 1 }], b: 2 }, { a: [{ id: '1' }], b: '2' }],
    [['a[].id', 'b.c'], { a: null, b: 7 }, { a: null, b: 7 }],
    [['[].id'], { id: 1 }, { id: 1 }],
    [['id'], [1], [1]],
    [['toString'], {}, {}],
  ])('%j of %j', (paths, body, expected) => {
    expect(readIds(body, paths)).toBe(true);
    expect(body).toEqual(expected);
  });
});
