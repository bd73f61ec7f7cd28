import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Locator } from 'playwright-core';
import { describeWith } from './needs.js';

const headlessShell = '/usr/lib/chromium/chromium-headless-shell';
const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const wanted = process.env['CHROMIUM_PATH'];
/** Where the system's Chromium is, if it has one. */
export const executablePath = (wanted === undefined ? usual : [wanted]).find((path) => existsSync(path));
const missing = 'No Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.';

/**
 * The same browser without its windows, for a third of the work (Debian: `chromium-headless-shell`). It has neither profiles
 * nor settings.
 */
const shellPath = wanted === undefined && existsSync(headlessShell) ? headlessShell : executablePath;

/** How long the browser may take for anything, in milliseconds. Only a page that hangs takes longer, on any machine. */
const timeout = 120_000;
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
export async function launchChromium(): Promise<Browser> {
  if (executablePath === undefined) throw new Error(missing);
  const browser = await chromium.launch({ executablePath: shellPath, args, timeout });
  browser.on('context', (context) => context.setDefaultTimeout(timeout));
  return browser;
}

/** A Chromium whose person has blocked the cookies of that origin in its settings, and of no other. The caller closes it. */
export async function launchWithoutCookies(origin: string, options: BrowserContextOptions): Promise<BrowserContext> {
  if (executablePath === undefined) throw new Error(missing);
  const home = await mkdtemp(join(tmpdir(), 'chromium-without-cookies-'));
  const blocked = { cookies: { [`${origin},*`]: { setting: 2 } } };
  await mkdir(join(home, 'Default'));
  const preferences = { profile: { content_settings: { exceptions: blocked } } };
  await writeFile(join(home, 'Default', 'Preferences'), JSON.stringify(preferences));
  const context = await chromium.launchPersistentContext(home, { executablePath, args, timeout, ...options });
  context.setDefaultTimeout(timeout);
  // Its processes still write for a moment.
  context.once('close', () => void rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
  return context;
}

/** Presses a button whose window closes then: it may be gone before Chromium reports the press, which is no failure. */
export async function pressToClose(button: Locator): Promise<void> {
  const window = button.page();
  const closed = window.waitForEvent('close');
  closed.catch(() => undefined);
  await button.click().catch((error: unknown) => {
    if (!String(error).includes('has been closed')) throw error;
  });
  await closed;
}

/** `describe` for tests that need Chromium. */
export const describeInBrowser = describeWith(executablePath === undefined ? missing : undefined);
