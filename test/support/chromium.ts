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
/** The path of the system's Chromium, if it has one. */
export const executablePath = (wanted === undefined ? usual : [wanted]).find((path) => existsSync(path));
const missing = 'No Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.';

/**
 * The same browser without windows, which needs a third of the CPU time (Debian: `chromium-headless-shell`). It has no
 * profiles or settings.
 */
const shellPath = wanted === undefined && existsSync(headlessShell) ? headlessShell : executablePath;

/** How long a browser operation may take, in ms. Even on a slow machine, only a page that hangs takes longer. */
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

/** Starts the system's Chromium without its background requests. The caller closes it. */
export async function launchChromium(): Promise<Browser> {
  if (executablePath === undefined) throw new Error(missing);
  const browser = await chromium.launch({ executablePath: shellPath, args, timeout });
  browser.on('context', (context) => context.setDefaultTimeout(timeout));
  return browser;
}

/** Starts a Chromium whose settings block the cookies of that origin. The caller closes it. */
export async function launchWithoutCookies(origin: string, options: BrowserContextOptions): Promise<BrowserContext> {
  if (executablePath === undefined) throw new Error(missing);
  const home = await mkdtemp(join(tmpdir(), 'chromium-without-cookies-'));
  const blocked = { cookies: { [`${origin},*`]: { setting: 2 } } };
  await mkdir(join(home, 'Default'));
  const preferences = { profile: { content_settings: { exceptions: blocked } } };
  await writeFile(join(home, 'Default', 'Preferences'), JSON.stringify(preferences));
  const context = await chromium.launchPersistentContext(home, { executablePath, args, timeout, ...options });
  context.setDefaultTimeout(timeout);
  // Chromium's processes still write to it for a moment.
  context.once('close', () => void rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
  return context;
}

/** Presses a button that closes its window. The window may be gone before Chromium reports the click. */
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
