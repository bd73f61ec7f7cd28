import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions } from 'playwright-core';

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const wanted = process.env['CHROMIUM_PATH'];
const executablePath = (wanted === undefined ? usual : [wanted]).find((path) => existsSync(path));
const missing = 'No Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.';

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The system's Chromium, quiet: it speaks to nobody but the pages under test. The caller closes it. */
export function launchChromium(): Promise<Browser> {
  if (executablePath === undefined) throw new Error(missing);
  return chromium.launch({ executablePath, args });
}

/** A Chromium whose person has blocked the cookies of that origin in its settings, and of no other. The caller closes it. */
export async function launchWithoutCookies(origin: string, options: BrowserContextOptions): Promise<BrowserContext> {
  if (executablePath === undefined) throw new Error(missing);
  const home = await mkdtemp(join(tmpdir(), 'chromium-without-cookies-'));
  const blocked = { cookies: { [`${origin},*`]: { setting: 2 } } };
  await mkdir(join(home, 'Default'));
  const preferences = { profile: { content_settings: { exceptions: blocked } } };
  await writeFile(join(home, 'Default', 'Preferences'), JSON.stringify(preferences));
  const context = await chromium.launchPersistentContext(home, { executablePath, args, ...options });
  // Its processes still write for a moment.
  context.once('close', () => void rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
  return context;
}

function describeOrSkip(): (name: string, tests: () => void) => void {
  if (executablePath !== undefined) return describe;
  if (process.env['CI'] === 'true') throw new Error(missing);
  process.stderr.write(`${missing} Skipping what needs it.\n`);
  return describe.skip;
}

/** `describe` for tests that need Chromium: skipped with one line where there is none, a failure with `CI=true`. */
export const describeInBrowser = describeOrSkip();
