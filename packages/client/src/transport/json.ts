import type { EndpointSpec } from '../contract/endpoints.js';
import { isKakaoId } from '../ids.js';

/** A string or a number. An unterminated string matches up to the end of the text, so that matching takes linear time. */
const token = /"[^"\\]*(?:\\[^][^"\\]*)*(?:"|\\?$)|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Like `JSON.parse`, but returns integers beyond 2^53 as strings of digits.
 *
 * Most answers have no number that long and are parsed directly. In the others, large integers are first put in quotes. Digits
 * inside strings are not changed.
 */
export function parseExact(text: string): unknown {
  return JSON.parse(/\d{16}/.test(text) ? text.replace(token, quoteLarge) : text) as unknown;
}

function quoteLarge(token: string): string {
  return /^-?[1-9]\d{15,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token;
}

/** Kakao nests four levels. Code that walks an answer recursively, such as `JSON.stringify`, fails if it is very deep. */
const maxDepth = 32;

export const isTooDeep = (value: unknown, depth = 0): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (depth === maxDepth || Object.values(value).some((one) => isTooDeep(one, depth + 1)));

/**
 * Converts the ids at the `ids` paths of an endpoint to strings, in place. Returns whether all of them are ids. Absent and `null` ids
 * are skipped: `isComplete` checks those that are required.
 */
export function readIds(body: unknown, paths: EndpointSpec['ids']): boolean {
  return paths.every((path) => visit(body, path.match(/\[\]|[^.[\]]+/g) ?? []));
}

function visit(node: unknown, [step, ...rest]: string[]): boolean {
  if (typeof node !== 'object' || node === null || step === undefined) return true;
  const list = step === '[]';
  if (list !== Array.isArray(node)) return true;
  const parent = node as Record<string, unknown>;
  return (list ? Object.keys(parent) : Object.hasOwn(parent, step) ? [step] : []).every((key) => {
    const value = parent[key];
    if (rest.length > 0) return visit(value, rest);
    if (value === null) return true;
    // `parseExact` returns large integers as strings, so a large number here is not an exact integer.
    const id = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
    parent[key] = id;
    return isKakaoId(id);
  });
}
