import { readFile } from 'node:fs/promises';

import { SeedError } from './read.js';
import type { Seed } from './types.js';

/**
 * Reads a seed from a YAML or JSON file.
 *
 * @throws SeedError that names the file and the place in it.
 */
export async function readSeedFile(path: string): Promise<Seed> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new SeedError(`${path}: this file cannot be read`);
  });
  const [{ parse }, { checkSeed }] = await Promise.all([import('yaml'), import('./schema.js')]);
  let seed: unknown;
  try {
    // JSON is YAML. Whole numbers come as bigints, so that no id loses its last digits.
    seed = small(parse(text, { intAsBigInt: true }));
  } catch (error) {
    throw new SeedError(`${path}: ${error instanceof Error ? error.message : 'this is neither YAML nor JSON'}`);
  }
  try {
    checkSeed(seed ?? {});
  } catch (error) {
    throw error instanceof SeedError ? new SeedError(`${path}: ${error.message}`) : error;
  }
  const { $schema: _schema, ...rest } = (seed ?? {}) as Seed & { $schema?: string };
  return rest;
}

/** Whole numbers that fit become numbers again, the others text. */
function small(value: unknown): unknown {
  if (typeof value === 'bigint') {
    return value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= 0n ? Number(value) : String(value);
  }
  if (Array.isArray(value)) return value.map(small);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, small(member)]));
}
