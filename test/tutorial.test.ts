import 'reflect-metadata';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { afterAll } from '@jest/globals';
import { blocksOf } from './support/markdown.js';
import { root } from './support/packages.js';

/** Writes the files of a tutorial down, as a reader does, and returns the test among them. */
async function follow(page: string): Promise<string> {
  const folder = join(root, 'test/artifacts', `tutorial-${basename(page, '.md')}`);
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const files = blocksOf(page).flatMap(({ file, code }) => (file === undefined ? [] : [{ file, code }]));
  for (const { file, code } of files) {
    // Not `.test.ts`, which Jest would find by itself.
    const path = join(folder, file.replace('.test.', '.tutorial.'));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, code);
  }
  const test = files.find(({ file }) => file.includes('.test.'));
  if (test === undefined) throw new Error(`${page} has no test.`);
  return join(folder, test.file.replace('.test.', '.tutorial.'));
}

const tutorials = ['nest', 'express'];
const tests = await Promise.all(tutorials.map((name) => follow(`packages/docs/pages/en/tutorial/${name}.md`)));
// The tests of the tutorials become tests of this file.
for (const path of tests) await import(path);
