import { readFile } from 'node:fs/promises';

import type { ScalarTag } from 'yaml';

import { Clock } from '../store/clock.js';
import { freshStore } from './fresh-store.js';
import { SeedError } from './read.js';
import type { Seed } from './types.js';

/**
 * Reads a seed from a YAML or JSON file. It must be valid by itself. Without apps or people, it uses the default ones.
 *
 * @throws {SeedError} that names the file and the place in it
 */
export async function readSeedFile(path: string): Promise<Seed> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new SeedError(`${path}: this file cannot be read`);
  });
  const [{ parse }, { checkSeed }] = await Promise.all([import('yaml'), import('./schema.js')]);
  let seed: unknown;
  try {
    // JSON is YAML.
    seed = parse(text, { customTags: (tags) => [wholeNumber, ...tags] });
  } catch (error) {
    // The first line names the place. The lines after it quote the file.
    const [line = ''] = error instanceof Error ? error.message.split('\n') : [];
    throw new SeedError(`${path}: ${line.replace(/:$/, '') || 'this is neither YAML nor JSON'}`);
  }
  const { $schema: _schema, ...rest } = (seed ?? {}) as Seed & { $schema?: string };
  try {
    checkSeed(seed ?? {});
    freshStore(rest, new Clock());
  } catch (error) {
    throw error instanceof SeedError ? new SeedError(`${path}: ${error.message}`) : error;
  }
  return rest;
}

/** Digits that a number would change stay strings: an ID above 2^53, or a key or birthday that starts with 0. */
const wholeNumber: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^[0-9]+$/,
  resolve: (digits) => (String(Number(digits)) === digits ? Number(digits) : digits),
};
