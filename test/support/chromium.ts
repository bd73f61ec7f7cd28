import { existsSync } from 'node:fs';
import { describe } from '@jest/globals';
import { chromium, type Browser } from 'playwright-core';

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const wanted = process.env['CHROMIUM_PATH'];
const executablePath = (wanted === undefined ? usual : [wanted]).find((path) => existsSync(path));
const missing = 'No Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.';

/** The system's Chromium, quiet: it speaks to nobody but the pages under test. The caller closes it. */
export function launchChromium(): Promise<Browser> {
  if (executablePath === undefined) throw new Error(missing);
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

function describeOrSkip(): (name: string, tests: () => void) => void {
  if (executablePath !== undefined) return describe;
  if (process.env['CI'] === 'true') throw new Error(missing);
  process.stderr.write(`${missing} Skipping what needs it.\n`);
  return describe.skip;
}

/** `describe` for tests that need Chromium: skipped with one line where there is none, a failure with `CI=true`. */
export const describeInBrowser = describeOrSkip();
