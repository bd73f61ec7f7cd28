/**
 * `npm run live`: asks the live service what Kakao does not document, and prints which guesses of the emulator are wrong. For a
 * person with keys of an app, never for CI. Keys come from KAKAO_CLIENT_ID, KAKAO_CLIENT_SECRET, KAKAO_REDIRECT_URI and
 * KAKAO_ADMIN_KEY; with `--login`, it asks you to log in a few times and to paste the address that you come back to.
 */
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { compare, recordOf } from './compare.js';
import type { Service } from './questions.js';

async function pasted(authorizeUrl: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const address = await terminal.question(
    `\nOpen\n  ${authorizeUrl}\nlog in, and paste the address that you come back to:\n> `,
  );
  terminal.close();
  return address.trim();
}

async function main(): Promise<void> {
  const { CI, KAKAO_CLIENT_ID, KAKAO_CLIENT_SECRET, KAKAO_REDIRECT_URI, KAKAO_ADMIN_KEY } = process.env;
  if (CI) throw new Error('not in CI: the live service is asked by a person, with keys of their own');
  const { values } = parseArgs({ options: { login: { type: 'boolean' }, hosts: { type: 'string' } } });
  if (!KAKAO_CLIENT_ID || !KAKAO_REDIRECT_URI) {
    throw new Error('set KAKAO_CLIENT_ID and KAKAO_REDIRECT_URI, and KAKAO_CLIENT_SECRET if it is ON');
  }
  const service: Service = {
    kauth: values.hosts ?? 'https://kauth.kakao.com',
    kapi: values.hosts ?? 'https://kapi.kakao.com',
    clientId: KAKAO_CLIENT_ID,
    clientSecret: KAKAO_CLIENT_SECRET || undefined,
    redirectUri: KAKAO_REDIRECT_URI,
    adminKey: KAKAO_ADMIN_KEY || undefined,
    ...(values.login && { login: pasted }),
  };
  process.stdout.write(recordOf(await compare(service)));
}

main().catch((error: unknown) => {
  process.stderr.write(`live: ${error instanceof Error ? error.message : 'failed'}\n`);
  process.exitCode = 2;
});
