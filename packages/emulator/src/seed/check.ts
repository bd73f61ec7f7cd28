import * as v from 'valibot';
import type { BaseIssue, GenericSchema, ObjectEntries } from 'valibot';

import { instead, nearest, shown } from '../nearest.js';
import { SeedError } from './read.js';

const isUnknown = ({ type, expected }: BaseIssue<unknown>): boolean => type === 'strict_object' && expected === 'never';
const isMissing = ({ type, path }: BaseIssue<unknown>): boolean =>
  type === 'strict_object' && path?.at(-1)?.origin === 'key';

/** Creates schemas when they are first used, so that an emulator with nothing to check starts without them. */
export function schemas<S>(make: () => S): () => S {
  let made: S | undefined;
  return () => (made ??= make());
}

/** valibot accepts an array as an object. */
function noList<S extends GenericSchema>(schema: S): S {
  const run = schema['~run'].bind(schema);
  const runNoList: typeof run = (dataset, config) =>
    run(Array.isArray(dataset.value) ? { ...dataset, value: null } : dataset, config);
  return Object.assign(schema, { '~run': runNoList });
}

/** An object with these members and no others. */
export function object<const E extends ObjectEntries>(entries: E) {
  const known = Object.keys(entries);
  const schema = v.strictObject(entries, (issue) => {
    if (isUnknown(issue)) return `is not known here${instead(issue.input, known)}`;
    return isMissing(issue) ? 'is missing' : 'an object is expected';
  });
  return noList(schema);
}

export const record = <S extends GenericSchema>(values: S) => noList(v.record(v.string(), values));

/** Lists the expected names and the one that was probably meant. */
export function oneOfThese(input: unknown, names: readonly string[]): string {
  const meant = typeof input === 'string' ? nearest(input, names) : undefined;
  return `one of ${names.join(', ')} is expected${meant === undefined ? '' : `; did you mean ${meant}?`}`;
}

export const oneOf = <const T extends readonly string[]>(names: T) =>
  v.picklist(names, ({ input }) => oneOfThese(input, names));

export const flag = v.boolean();
export const text = v.string();
export const word = v.pipe(text, v.nonEmpty('text is missing'));

export const that = (means: (text: string) => boolean, message: string) =>
  v.pipe(v.string(message), v.check(means, message));

/** A string with a format that editors can check too. */
export const like = (form: RegExp, message: string) => v.pipe(v.string(message), v.regex(form, message));

export function whole(min: number, max: number, what = `a whole number from ${min} to ${max}`) {
  const message = `${what} is expected`;
  return v.pipe(v.number(message), v.integer(message), v.minValue(min, message), v.maxValue(max, message));
}

export const about = <S extends GenericSchema>(schema: S, description: string): S =>
  v.pipe(schema, v.description(description)) as unknown as S;

export const maybe = <S extends GenericSchema>(schema: S, description?: string) =>
  v.optional(description === undefined ? schema : about(schema, description));

const expectedTypes: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  number: 'a number',
  array: 'a list',
  record: 'an object',
};

function sentence({ type, input, requirement }: BaseIssue<unknown>): string {
  if (type === 'string') return `text is expected${typeof input === 'number' ? '; put it in quotes' : ''}`;
  if (type === 'min_value') return `at least ${String(requirement)} is expected`;
  if (type === 'max_value') return `at most ${String(requirement)} is expected`;
  return `${expectedTypes[type] ?? 'another value'} is expected`;
}

function placeOf(issue: BaseIssue<unknown>, secretNames: ReadonlySet<string>): string {
  const path = issue.path ?? ([] as const);
  // A misspelled name is shown regardless of its length.
  const isSlip = !isUnknown(issue) || issue.message.includes('did you mean');
  let at = '';
  for (const [index, { key, type, input }] of path.entries()) {
    const name = String(key);
    const isOurs = type === 'object' && (index < path.length - 1 || isSlip);
    if (Array.isArray(input)) at += `[${name}]`;
    else if (secretNames.has(String(path[index - 1]?.key))) at += '[]';
    else at += `${at === '' ? '' : '.'}${isOurs ? name : shown(name)}`;
  }
  return at;
}

const parentOf = ({ path }: BaseIssue<unknown>): unknown => path?.at(-1)?.input;
const none: ReadonlySet<string> = new Set();

/**
 * @param secretNames - members whose keys are secrets, which no message may contain
 * @throws {SeedError} that names the first invalid place, and never a value.
 */
export function check(schema: GenericSchema, value: unknown, secretNames = none): void {
  const { issues } = v.safeParse(schema, value, { message: sentence });
  const [first] = issues ?? [];
  if (!issues || !first) return;
  // A misspelled member is also a missing one. Report the misspelled one.
  const misspelt = isMissing(first) && issues.find((one) => isUnknown(one) && parentOf(one) === parentOf(first));
  const issue = misspelt || first;
  const { message } = issue;
  const at = placeOf(issue, secretNames);
  throw new SeedError(at === '' ? message : `${at}${message.startsWith('is ') ? ' ' : ': '}${message}`);
}

/** The end of a message about the first name that the app does not have; undefined if it has all. */
export function unknownAmong(names: readonly string[], known: readonly string[], what: string): string | undefined {
  const index = names.findIndex((name) => !known.includes(name));
  return index < 0 ? undefined : `[${index}]: the app has no such ${what}${instead(names[index], known)}`;
}
