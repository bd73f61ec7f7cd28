import { expect, test } from '@jest/globals';

import { ContainedTexts } from '../src/store/contained-texts.js';

const filled = (...texts: string[]): ContainedTexts => {
  const contained = new ContainedTexts();
  for (const text of texts) contained.add(text);
  return contained;
};

test.each<[string, boolean]>([
  ['Moonlight1', true],
  ['a=moonlight1&b', true],
  ['moonlight', false],
  ['starlight-2', true],
  ['pin', true],
  ['spinning', false],
  ['', false],
])('%j contains one of the texts: %s', (text, expected) => {
  expect(filled('moonlight1', 'STARLIGHT-2', 'pin').isIn(text)).toBe(expected);
});

test('a text that was added twice is found until it is deleted twice', () => {
  const contained = filled('moonlight1', 'moonlight1');
  contained.delete('moonlight1');
  expect(contained.isIn('moonlight1')).toBe(true);
  contained.delete('moonlight1');
  expect(contained.isIn('moonlight1')).toBe(false);
});
