import { describe } from '@jest/globals';

/**
 * `describe` for tests that need a program or a server. Where it is missing they are skipped with one line that says what to
 * install; with `CI=true` the suite fails.
 *
 * @param missing what is missing and how to install it; `undefined` when it is there
 */
export function describeWith(missing: string | undefined): (name: string, tests: () => void) => void {
  if (missing === undefined) return describe;
  if (process.env['CI'] === 'true') throw new Error(missing);
  process.stderr.write(`${missing} The tests that need it are skipped.\n`);
  return describe.skip;
}
