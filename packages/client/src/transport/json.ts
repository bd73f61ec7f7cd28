import type { EndpointSpec } from '../contract/endpoints.js';
import { isKakaoId } from '../ids.js';

/** A string, whole or cut off, or a number. What has no end runs to the end, so the work grows with the text only. */
const token = /"[^"\\]*(?:\\[^][^"\\]*)*(?:"|\\?$)|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * `JSON.parse` that keeps every integer exact: one beyond 2^53 becomes a string of its digits.
 *
 * Nearly every answer has no number that long, and goes straight through. Only one with a long run of digits has its
 * large integers put in quotes first; strings are skipped whole, so digits inside them are safe.
 */
export function parseExact(text: string): unknown {
  return JSON.parse(/\d{16}/.test(text) ? text.replace(token, quoteLarge) : text) as unknown;
}

function quoteLarge(token: string): string {
  return /^-?[1-9]\d{15,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token;
}

/** Kakao nests four levels. `JSON.stringify` and many others who walk an answer fail on a very deep one. */
const maxDepth = 32;

/** Whether a value is nested deeper than anybody needs. */
export const isTooDeep = (value: unknown, depth = 0): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (depth === maxDepth || Object.values(value).some((one) => isTooDeep(one, depth + 1)));

/**
 * Turns the ids at a row's `ids` paths into strings, in place, and returns whether each is one. What is absent or `null` stays
 * so; `isComplete` knows which ids have to be there.
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
    // Larger integers are text already, see `parseExact`; a larger number is a fraction or a power, and not exact.
    const id = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
    parent[key] = id;
    return isKakaoId(id);
  });
}
