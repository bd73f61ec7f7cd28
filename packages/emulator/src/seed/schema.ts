import { readFileSync } from 'node:fs';

import { SeedError } from './read.js';

/** As much of JSON Schema as the schema of seeds uses. */
interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  anyOf?: Schema[];
  enum?: unknown[];
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  pattern?: string;
  minimum?: number;
}

let schema: Schema | undefined;

/** The schema that is published for editors, `seed.schema.json`. */
export function seedSchema(): Schema {
  schema ??= JSON.parse(readFileSync(new URL('../../seed.schema.json', import.meta.url), 'utf8')) as Schema;
  return schema;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

function fits(wanted: Schema, value: unknown): boolean {
  try {
    check(wanted, value, '');
    return true;
  } catch {
    return false;
  }
}

function checkObject(wanted: Schema, value: Record<string, unknown>, at: string): void {
  const { properties = {}, required = [], additionalProperties: more } = wanted;
  const place = (name: string): string => (at === '' ? name : `${at}.${name}`);
  for (const name of required) {
    if (!(name in value)) throw new SeedError(`${place(name)} is missing`);
  }
  for (const [name, member] of Object.entries(value)) {
    const known = properties[name];
    if (known) check(known, member, place(name));
    else if (typeof more === 'object') check(more, member, place(name));
    else if (more === false) {
      throw new SeedError(`${place(name)} is not known here; known are ${Object.keys(properties).join(', ')}`);
    }
  }
}

function check(wanted: Schema, value: unknown, at: string): void {
  if (wanted.$ref !== undefined) {
    check(seedSchema().$defs?.[wanted.$ref.replace('#/$defs/', '')] ?? {}, value, at);
    return;
  }
  if (wanted.anyOf && !wanted.anyOf.some((one) => fits(one, value))) {
    throw new SeedError(`${at}: 1 to 19 decimal digits are expected, as text when above 2^53`);
  }
  if (wanted.enum && !wanted.enum.includes(value)) {
    throw new SeedError(`${at}: one of ${wanted.enum.join(', ')} is expected`);
  }
  const types = wanted.type === undefined ? undefined : [wanted.type].flat();
  if (types && !types.includes(typeOf(value))) throw new SeedError(`${at}: ${types.join(' or ')} is expected`);
  if (wanted.pattern !== undefined && typeof value === 'string' && !new RegExp(wanted.pattern).test(value)) {
    throw new SeedError(`${at}: this does not look like ${wanted.pattern}`);
  }
  if (typeof value === 'number' && (value < (wanted.minimum ?? value) || !Number.isSafeInteger(value))) {
    throw new SeedError(`${at}: a whole number is expected, as text when above 2^53`);
  }
  if (wanted.items && Array.isArray(value)) {
    for (const [index, element] of value.entries()) check(wanted.items, element, `${at}[${index}]`);
  }
  if (typeOf(value) === 'object') checkObject(wanted, value as Record<string, unknown>, at);
}

/** @throws SeedError that names the first place that does not fit the schema. */
export function checkSeed(value: unknown): void {
  check(seedSchema(), value, '');
}
