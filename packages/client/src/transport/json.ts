import type { EndpointSpec } from '../contract/endpoints.js';

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

/** Turns the ids at a row's `ids` paths into strings, in place. What is not there stays absent. */
export function stringifyIds(body: unknown, paths: EndpointSpec['ids']): void {
  for (const path of paths) visit(body, path.match(/\[\]|[^.[\]]+/g) ?? []);
}

function visit(node: unknown, [step, ...rest]: string[]): void {
  if (typeof node !== 'object' || node === null || step === undefined) return;
  const list = step === '[]';
  if (list !== Array.isArray(node)) return;
  const parent = node as Record<string, unknown>;
  for (const key of list ? Object.keys(parent) : Object.hasOwn(parent, step) ? [step] : []) {
    const value = parent[key];
    if (rest.length > 0) visit(value, rest);
    else if (typeof value === 'number' || typeof value === 'bigint') parent[key] = String(value);
  }
}
