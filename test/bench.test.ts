import { describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const main = fileURLToPath(new URL('bench/main.js', import.meta.url));

/** Runs the benchmark without our own packages. It would load them from `dist`, and tests need no build. */
async function bench(...flags: string[]): Promise<string> {
  const subjects = 'passport-kakao+passport-kakao-login+axios default+node:http+undici+jose';
  const { stdout } = await promisify(execFile)(process.execPath, [main, '--quick', '--subject', subjects, ...flags]);
  return stdout;
}

describe('npm run bench', () => {
  test('prints the cost of a login for each subject', async () => {
    const printed = await bench('--measure', 'login');
    expect(printed).toMatch(/^passport-kakao-login +\d+\.\d{3} +\d+\.\d{2}x .* 2 +0$/m);
    expect(printed).toMatch(/^undici +\d+\.\d{3} +\d+\.\d{2}x .* 2 +/m);
  });

  test('checks ID tokens that its server signed, and prints Markdown for a README', async () => {
    const printed = await bench('--measure', 'token', '--markdown');
    expect(printed).toMatch(/^\| crypto\.verify \| [\d.]+ \| 1\.00x \|/m);
    expect(printed).toMatch(/^\| jose \| [\d.]+ \| [\d.]+x \|/m);
  });

  test('checks ID tokens that were seen before', async () => {
    expect(await bench('--measure', 'seen')).toMatch(/^fast-jwt +[\d.]+ +1\.00x/m);
  });
});
