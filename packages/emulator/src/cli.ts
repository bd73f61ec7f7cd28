import { parseArgs } from 'node:util';

import { createKakaoEmulator } from './create.js';
import type { KakaoEmulator } from './create.js';
import { SeedError } from './seed/read.js';
import { readSeedFile } from './seed/file.js';
import { reachNote } from './server/listen.js';

const help = `kakao-emulator: Kakao Login's servers on this machine

  --port <number>            default 8787, or KAKAO_EMULATOR_PORT
  --host <address>           default 127.0.0.1
  --url <origin>             address for other machines, if not http://localhost:<port>
  --seed <file>              apps and people, YAML or JSON (schema: seed.schema.json of this package)
  --redirect-uri <uri>       another redirect URI for the first app; repeatable
  --logout-redirect-uri <uri>  another logout redirect URI for the first app; repeatable
  --domain <origin>          another page that may use the JavaScript key; repeatable
  --remote-control           let other machines use /_emulator/…
  --version
  --help

Stop it with Ctrl+C. While it runs: the console and the control API below /_emulator (GET /_emulator/help lists it).
`;

function portOf(option: string | undefined): number {
  const variable = process.env['KAKAO_EMULATOR_PORT'] || '8787';
  const text = option ?? variable;
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new SeedError(`${option === undefined ? 'KAKAO_EMULATOR_PORT' : '--port'}: "${text}" is not a port`);
  }
  return Number(text);
}

function describe({ url, apps, people }: KakaoEmulator): string {
  const lines = [`Kakao emulator on ${url}`, ''];
  for (const app of apps) {
    lines.push(
      `${app.name} (app ${app.appId})`,
      ...app.restApiKeys.flatMap(({ key, clientSecret, redirectUris }) => [
        `  REST API key    ${key}`,
        `  Client secret   ${clientSecret ?? '(off)'}`,
        ...redirectUris.map((uri) => `  Redirect URI    ${uri}`),
      ]),
      ...app.javascriptKeys.map(({ key }) => `  JavaScript key  ${key}`),
      ...app.nativeKeys.map(({ key }) => `  Native app key  ${key}`),
      ...app.adminKeys.map(({ key }) => `  Admin key       ${key}`),
      '',
    );
  }
  lines.push('People (id, login, password, nickname)');
  for (const { id, loginId, password, nickname } of people) lines.push(`  ${id}  ${loginId}  ${password}  ${nickname}`);
  lines.push('', `Console         ${url}/_emulator/console`, `JavaScript SDK  ${url}/sdk/kakao.js`);
  lines.push(`Control API     ${url}/_emulator`, '');
  return lines.join('\n');
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      host: { type: 'string', default: '127.0.0.1' },
      url: { type: 'string' },
      seed: { type: 'string' },
      'redirect-uri': { type: 'string', multiple: true, default: [] },
      'logout-redirect-uri': { type: 'string', multiple: true, default: [] },
      domain: { type: 'string', multiple: true, default: [] },
      'remote-control': { type: 'boolean', default: false },
      version: { type: 'boolean', short: 'v', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  if (values.version) {
    const { packageFile } = await import('./package-file.js');
    console.log((JSON.parse(packageFile('package.json')) as { version: string }).version);
    return;
  }
  const seed = values.seed === undefined ? {} : await readSeedFile(values.seed);
  const emulator = await createKakaoEmulator({
    ...seed,
    port: portOf(values.port),
    host: values.host,
    ...(values.url !== undefined && { url: values.url }),
    remoteControl: values['remote-control'],
    redirectUris: [...(seed.redirectUris ?? []), ...values['redirect-uri']],
    logoutRedirectUris: [...(seed.logoutRedirectUris ?? []), ...values['logout-redirect-uri']],
    domains: [...(seed.domains ?? []), ...values.domain],
  }).catch((error: unknown) => {
    throw ofFlag(error);
  });
  const stop = (): void => {
    void emulator.close();
  };
  // Before the output, because a program that waits for it may stop the command immediately.
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const note = reachNote(values.host, values['remote-control']);
  console.log(note === undefined ? describe(emulator) : `${describe(emulator)}${note}\n`);
}

/** The options that the command sets. A seed file has been checked before, so an error is about one of these. */
const flags = new Map([
  ['url', '--url'],
  ['host', '--host'],
  ['redirectUris', '--redirect-uri'],
  ['logoutRedirectUris', '--logout-redirect-uri'],
  ['domains', '--domain'],
]);

/** Replaces the name of the option in the message with the option of the command. */
function ofFlag(error: unknown): unknown {
  if (!(error instanceof SeedError)) return error;
  const named = error.message.replace(/^(\w+)(?:\[\d+\])?(?=:)/, (place, option: string) => flags.get(option) ?? place);
  return new SeedError(named);
}

/** What Node adds to an error of `listen`. */
interface ListenOptions {
  port?: number;
  address?: string;
}

/** The error in one line. */
function sentence(error: unknown): string {
  const { code = '', port, address } = (error instanceof Error ? error : {}) as NodeJS.ErrnoException & ListenOptions;
  if (code === 'EADDRINUSE') {
    return `port ${port} is in use; stop the program that uses it, or choose another port with --port or KAKAO_EMULATOR_PORT`;
  }
  if (code === 'EACCES') return `port ${port} needs special permissions; choose one above 1023 with --port`;
  if (code === 'EADDRNOTAVAIL') return `--host: ${address} is not an address of this machine`;
  if (code === 'ENOTFOUND') return '--host: this name has no address';
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line + (code.startsWith('ERR_PARSE_ARGS') ? '; --help lists the options' : '');
}

main().catch((error: unknown) => {
  console.error(`kakao-emulator: ${sentence(error)}`);
  process.exitCode = 1;
});
