import { describe } from '@jest/globals';

/**
 * `describe` for tests that need a program or a server. Without it, the tests are skipped, and a line says what to
 * install. With `CI=true`, the suite fails instead.
 *
 * @param missing what is missing and how to install it, or `undefined`
 */
export function describeWith(missing: string | undefined): (name: string, tests: () => void) => void {
  if (missing === undefined) return describe;
  if (process.env['CI'] === 'true') throw new Error(missing);
  process.stderr.write(`${missing} The tests that need it are skipped.\n`);
  return describe.skip;
}
