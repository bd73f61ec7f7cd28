import { existsSync } from 'node:fs';
import { describe } from '@jest/globals';
import { chromium, type Browser } from 'playwright-core';

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const isInstalled = existsSync(executablePath);
const missing = `No Chromium at ${executablePath}: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.`;

/** The system's Chromium, quiet: it speaks to nobody but the pages under test. The caller closes it. */
export function launchChromium(): Promise<Browser> {
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
  if (isInstalled) return describe;
  if (process.env['CI'] === 'true') throw new Error(missing);
  console.warn(`${missing} Skipped here.`);
  return describe.skip;
}

/** `describe` for tests that need Chromium: skipped with one line where there is none, a failure with `CI=true`. */
export const describeInBrowser = describeOrSkip();
