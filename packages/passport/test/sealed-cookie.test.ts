import { describe, expect, test } from '@jest/globals';
import { assert, property, string } from 'fast-check';
import { createSeal } from '../src/sealed-cookie.js';

const seal = createSeal(['one secret'], 'test');

describe('a sealed value', () => {
  test('opens unchanged, whatever it is', () => {
    assert(
      property(string({ unit: 'grapheme' }), string(), (text, context) => {
        expect(seal.open(seal.seal(text, context), context)).toBe(text);
      }),
    );
  });

  test('is different each time', () => {
    expect(seal.seal('text', 'c')).not.toBe(seal.seal('text', 'c'));
  });

  test('does not open if any byte is changed or missing', () => {
    const bytes = Buffer.from(seal.seal('a text', 'c'), 'base64url');
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed[index]! ^= 1;
      expect(seal.open(changed.toString('base64url'), 'c')).toBeUndefined();
      expect(seal.open(bytes.subarray(0, index).toString('base64url'), 'c')).toBeUndefined();
    }
  });

  test('does not open in another context, for another purpose or with another secret', () => {
    const sealed = seal.seal('text', 'c');
    expect(seal.open(sealed, 'd')).toBeUndefined();
    expect(createSeal(['one secret'], 'other').open(sealed, 'c')).toBeUndefined();
    expect(createSeal(['two secret'], 'test').open(sealed, 'c')).toBeUndefined();
    expect(createSeal(['two secret', 'one secret'], 'test').open(sealed, 'c')).toBe('text');
  });

  test('refuses garbage', () => {
    assert(property(string(), (rubbish) => expect(seal.open(rubbish, 'c')).toBeUndefined()));
  });
});
