import { packageFile } from '../package-file.js';

import { SeedError } from './read.js';

/** As much of JSON Schema as our schemas use. */
export interface Schema {
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
  maximum?: number;
  /** Not of JSON Schema: the names of the members are secrets, so no message may have them. */
  secretNames?: boolean;
}

export const text: Schema = { type: 'string' };
export const list = (items: Schema): Schema => ({ type: 'array', items });
/** Members besides these are left alone. */
export const object = (required: Record<string, Schema>, optional: Record<string, Schema> = {}): Schema => ({
  type: 'object',
  properties: { ...required, ...optional },
  required: Object.keys(required),
});

let schema: Schema | undefined;

/** The schema that is published for editors, `seed.schema.json`. */
export function seedSchema(): Schema {
  schema ??= JSON.parse(packageFile('seed.schema.json')) as Schema;
  return schema;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) || typeof value === 'bigint' ? 'integer' : typeof value;
}

function fits(wanted: Schema, value: unknown): boolean {
  try {
    checkAgainst(wanted, value, '');
    return true;
  } catch {
    return false;
  }
}

function checkObject(wanted: Schema, value: Record<string, unknown>, at: string): void {
  const { properties = {}, required = [], additionalProperties: more } = wanted;
  const place = (name: string): string => {
    if (wanted.secretNames) return `${at}[]`;
    return at === '' ? name : `${at}.${name}`;
  };
  for (const name of required) {
    if (!(name in value)) throw new SeedError(`${place(name)} is missing`);
  }
  for (const [name, member] of Object.entries(value)) {
    const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
    // In code, `undefined` is the same as leaving it out.
    if (member === undefined && !required.includes(name)) continue;
    if (known) checkAgainst(known, member, place(name));
    else if (typeof more === 'object') checkAgainst(more, member, place(name));
    else if (more === false) {
      throw new SeedError(`${place(name)} is not known here; known are ${Object.keys(properties).join(', ')}`);
    }
  }
}

/** The whole has no name. */
const misfit = (at: string, text: string): SeedError => new SeedError(at === '' ? text : `${at}: ${text}`);

/**
 * `$ref` leads to the definitions of the schema of seeds.
 *
 * @throws SeedError that names the first place that does not fit.
 */
export function checkAgainst(wanted: Schema, value: unknown, at: string): void {
  if (wanted.$ref !== undefined) {
    checkAgainst(seedSchema().$defs?.[wanted.$ref.replace('#/$defs/', '')] ?? {}, value, at);
    return;
  }
  if (wanted.anyOf && !wanted.anyOf.some((one) => fits(one, value))) {
    throw misfit(at, '1 to 19 decimal digits are expected, as text when above 2^53');
  }
  if (wanted.enum && !wanted.enum.includes(value)) {
    throw misfit(at, `one of ${wanted.enum.join(', ')} is expected`);
  }
  const types = wanted.type === undefined ? undefined : [wanted.type].flat();
  if (types && !types.includes(typeOf(value))) throw misfit(at, `${types.join(' or ')} is expected`);
  if (wanted.pattern !== undefined && typeof value === 'string' && !new RegExp(wanted.pattern).test(value)) {
    throw misfit(at, `this does not look like ${wanted.pattern}`);
  }
  if (typeof value === 'number' && !types?.includes('number') && !Number.isSafeInteger(value)) {
    throw misfit(at, 'a whole number is expected, as text when above 2^53');
  }
  if (typeof value === 'number' && wanted.minimum !== undefined && !(value >= wanted.minimum)) {
    throw misfit(at, `at least ${wanted.minimum} is expected`);
  }
  if (typeof value === 'number' && wanted.maximum !== undefined && !(value <= wanted.maximum)) {
    throw misfit(at, `at most ${wanted.maximum} is expected`);
  }
  if (wanted.items && Array.isArray(value)) {
    for (const [index, element] of value.entries()) checkAgainst(wanted.items, element, `${at}[${index}]`);
  }
  if (typeOf(value) === 'object') checkObject(wanted, value as Record<string, unknown>, at);
}

/** @throws SeedError that names the first place that does not fit the schema. */
export function checkSeed(value: unknown): void {
  checkAgainst(seedSchema(), value, '');
}
