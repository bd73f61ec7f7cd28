/**
 * `npm run live` asks the live service about behaviour that Kakao does not document, and prints which guesses of the
 * emulator are wrong. It is for people who have the keys of an app, never for CI. It reads KAKAO_CLIENT_ID,
 * KAKAO_CLIENT_SECRET, KAKAO_REDIRECT_URI and KAKAO_ADMIN_KEY.
 */
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { compare } from './compare.js';
import { fileOf, recordOf } from './record.js';
import type { Account, Service } from './service.js';

const usage = `npm run live -- [options]

  --login           asks you to log in about fifteen times, and to paste the URL that the browser ends on
  --wait            with --login: waits 20 minutes to see how long a code is valid
  --item ID=STAGE   a consent item of the app: required, optional or in-use (repeatable)
  --sync            the app has Kakao Sync
  --out FILE        also writes the record to a file, as JSON
`;

const whose: Record<Account, string> = {
  any: 'Log in if Kakao asks you to.',
  'held up':
    'Use an account that has account terms to accept, or an age or identity to verify, before it can log in.\nIf you have none, press Enter.',
  'no shipping address':
    'Use an account that is linked to the app and has not agreed to shipping_address.\nIf you have none, press Enter.',
};

async function pasted(authorizeUrl: string, account: Account): Promise<string> {
  const isSilent = new URL(authorizeUrl).searchParams.get('prompt')?.includes('none');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const address = await terminal.question(
    `\nOpen\n  ${authorizeUrl}\n${isSilent && account === 'any' ? 'Do not fill in anything.' : whose[account]}\nPaste the URL that the browser ends on:\n> `,
  );
  terminal.close();
  return address.trim();
}

function itemsOf(options: readonly string[]): Service['items'] {
  if (options.length === 0) return undefined;
  const pairs = options.map((option) => /^([a-z_]+)=(required|optional|in-use)$/.exec(option)?.slice(1) ?? []);
  if (pairs.some(([id]) => id === undefined)) {
    throw new Error('--item: write ID=STAGE, where STAGE is required, optional or in-use');
  }
  return Object.fromEntries(pairs) as Service['items'];
}

async function main(): Promise<void> {
  const { CI, KAKAO_CLIENT_ID, KAKAO_CLIENT_SECRET, KAKAO_REDIRECT_URI, KAKAO_ADMIN_KEY } = process.env;
  if (CI) throw new Error('do not run this in CI: it needs a person with their own keys');
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean' },
      login: { type: 'boolean' },
      wait: { type: 'boolean' },
      item: { type: 'string', multiple: true },
      sync: { type: 'boolean' },
      out: { type: 'string' },
      hosts: { type: 'string' },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  if (!KAKAO_CLIENT_ID || !KAKAO_REDIRECT_URI) {
    throw new Error('set KAKAO_CLIENT_ID and KAKAO_REDIRECT_URI, and KAKAO_CLIENT_SECRET if it is ON');
  }
  const items = itemsOf(values.item ?? []);
  const service: Service = {
    kauth: values.hosts ?? 'https://kauth.kakao.com',
    kapi: values.hosts ?? 'https://kapi.kakao.com',
    clientId: KAKAO_CLIENT_ID,
    clientSecret: KAKAO_CLIENT_SECRET || undefined,
    redirectUri: KAKAO_REDIRECT_URI,
    adminKey: KAKAO_ADMIN_KEY || undefined,
    ...(items && { items }),
    ...(values.sync && { sync: true }),
    ...(values.login && { login: pasted }),
    ...(values.wait && { wait: (milliseconds: number) => setTimeout(milliseconds) }),
  };
  // Opened first, so that the user does not log in fifteen times for a file that cannot be written.
  const file = values.out === undefined ? undefined : await open(values.out, 'w');
  try {
    const all = await compare(service);
    process.stdout.write(recordOf(all));
    await file?.writeFile(fileOf(all, new Date()));
  } finally {
    await file?.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`live: ${error instanceof Error ? error.message : 'failed'}\n`);
  process.exitCode = 2;
});
