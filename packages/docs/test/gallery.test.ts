import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { pictures } from '../src/gallery.js';
import { languages, root } from '../src/site.js';

const walks = ['test/sample.test.ts', 'test/sample/link.test.ts'].map((path) => readFileSync(join(root, path), 'utf8'));

test('every picture that the tests of the sample take is in the gallery', () => {
  const names = walks.flatMap((text) => [...text.matchAll(/\.snap\(['`]([^'`]+)['`]\)/g)].map(([, name = '']) => name));
  const taken = names.flatMap((name) =>
    name.includes('${language}') ? languages.map((language) => name.replace('${language}', language)) : [name],
  );
  expect(Object.keys(pictures).sort()).toEqual(taken.sort());
});

test.each(languages)('every picture has an alternative text of its own in %s', (language) => {
  const texts = Object.values(pictures).map((text) => text[language]);
  expect(texts.filter((text) => /[가-힣]/.test(text) !== (language === 'ko') || /[[\]]/.test(text))).toEqual([]);
  expect(new Set(texts).size).toBe(texts.length);
});
