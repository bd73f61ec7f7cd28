import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createKakaoEmulator, type KakaoEmulator } from '@kakao-login/emulator';
import { Browser, type Page } from './clients/browser.js';
import { startForeignSite, type ForeignSite } from './clients/foreign-site.js';
import { watchOtherHosts, type OtherHosts } from './clients/other-hosts.js';
import { documentedRows, writeResults, type Result } from './clients/results.js';
import { describeWith } from './support/needs.js';

const run = promisify(execFile);

interface Client {
  name: string;
  /** The Debian packages that it needs. The version is that of the first. */
  packages: readonly [string, ...string[]];
  how: string;
  /** Compiles the program if needed, and returns the command that runs it. */
  command: (folder: string) => Promise<string[]> | string[];
  login: string;
  callback: string;
  /** Whether it refreshes the tokens. */
  refreshes: boolean;
  /** What the site answers when the user cancels. */
  cancelled: { status: number; text: string };
}

const file = (path: string) => fileURLToPath(new URL(`clients/${path}`, import.meta.url));
const python = (name: string) => () => ['/usr/bin/python3', file(`python/${name}.py`)];

async function buildGo(folder: string): Promise<string[]> {
  const program = join(folder, 'site');
  // Debian installs the sources of libraries into this GOPATH. Nothing is downloaded.
  const { GOROOT: _, ...own } = process.env;
  const offline = { GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOPROXY: 'off', GOFLAGS: '' };
  const env = { ...own, ...offline, GOCACHE: join(folder, 'go-cache') };
  await run('/usr/bin/go', ['build', '-o', program, file('go/main.go')], { env });
  return [program];
}

const clients: Client[] = [
  {
    name: 'social-auth-core',
    packages: ['python3-social-auth-core', 'python3-social-django'],
    how: 'Python, its Kakao backend in Django: code, user/me, refresh',
    command: python('social_auth_site'),
    login: '/login/kakao/',
    callback: '/complete/kakao/',
    refreshes: true,
    cancelled: { status: 401, text: 'Authentication process canceled' },
  },
  {
    name: 'django-allauth',
    packages: ['python3-django-allauth'],
    how: 'Python, its Kakao provider: code, user/me',
    command: python('allauth_site'),
    login: '/kakao/login/',
    callback: '/kakao/login/callback/',
    refreshes: false,
    cancelled: { status: 200, text: 'Login Cancelled' },
  },
  {
    name: 'Authlib',
    packages: ['python3-authlib', 'python3-django'],
    how: 'Python, discovery in Django: PKCE, nonce, ID token, userinfo, refresh',
    command: python('authlib_site'),
    login: '/login',
    callback: '/callback',
    refreshes: true,
    cancelled: { status: 401, text: '{"refused": "access_denied"}' },
  },
  {
    name: 'omniauth-oauth2',
    packages: ['ruby-omniauth-oauth2', 'ruby-webrick'],
    how: 'Ruby, a Kakao strategy on it: code, user/me, refresh',
    command: () => ['/usr/bin/ruby', file('ruby/omniauth_site.rb')],
    login: '/auth/kakao',
    callback: '/auth/kakao/callback',
    refreshes: true,
    cancelled: { status: 401, text: '{"refused":"access_denied"}' },
  },
  {
    name: 'golang.org/x/oauth2',
    packages: ['golang-golang-x-oauth2-dev', 'golang-go'],
    how: 'Go, its Kakao endpoint: code, refresh, user/me',
    command: buildGo,
    login: '/login',
    callback: '/callback',
    refreshes: true,
    cancelled: { status: 401, text: '{"refused":"access_denied"}' },
  },
];

/** The version of the library in an installed Debian package, without Debian's additions. */
function versionOf(name: string): string | undefined {
  const { status, stdout } = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status} ${Version}', name]);
  if (status !== 0) return undefined;
  return /^installed (?:\d+:)?([^-+~]+)/.exec(String(stdout))?.[1];
}

const missing = [...new Set(clients.flatMap(({ packages }) => packages))].filter(
  (name) => versionOf(name) === undefined,
);
const toInstall = `No ${missing.join(', ')}: install them (Debian: apt-get install --no-install-recommends ${missing.join(' ')}).`;

const results: Result[] = [];

describeWith(missing.length === 0 ? undefined : toInstall)('clients in other languages', () => {
  let emulator: KakaoEmulator;
  let otherHosts: OtherHosts;
  let folder: string;
  const sites = new Map<string, ForeignSite>();

  beforeAll(async () => {
    [emulator, otherHosts, folder] = await Promise.all([
      createKakaoEmulator(),
      watchOtherHosts(),
      mkdtemp(join(tmpdir(), 'foreign-clients-')),
    ]);
    const env = {
      ...otherHosts.env,
      KAKAO_URL: emulator.url,
      KAKAO_KEY: emulator.app.restApiKey,
      KAKAO_SECRET: emulator.app.clientSecret,
      PYTHONDONTWRITEBYTECODE: '1',
      RACK_ENV: 'production',
    };
    const start = async ({ name, command }: Client) =>
      sites.set(name, await startForeignSite(await command(folder), env));
    await Promise.all(clients.map(start));
  });
  beforeEach(async () => {
    const redirectUris = clients.map(({ name, callback }) => `${sites.get(name)?.url}${callback}`);
    await emulator.configure({ redirectUris });
  });
  afterEach(() => {
    emulator.reset();
  });
  afterAll(async () => {
    await Promise.all([...sites.values()].map((site) => site.close()));
    await Promise.all([emulator.close(), otherHosts.close(), rm(folder, { recursive: true, force: true })]);
    await writeResults('foreign-clients', results);
  });

  function visit({ name, login }: Client, answer: '동의하고 계속하기' | '취소'): Promise<Page> {
    const [person] = emulator.people;
    return new Browser().logIn(`${sites.get(name)?.url}${login}`, person!, undefined, answer);
  }

  test.each(clients)('$name logs a user in and reads the user', async (client) => {
    const { url, html } = await visit(client, '동의하고 계속하기');
    expect(new URL(url).origin).toBe(sites.get(client.name)?.url);
    expect(JSON.parse(html)).toEqual({ id: '1001', nickname: '달빛', email: 'moonlight@example.com' });
    expect(emulator.tokenCounts.get('1001')).toMatchObject({ logins: 1, refreshes: client.refreshes ? 1 : 0 });
    const version = versionOf(client.packages[0]) ?? '';
    results.push({ client: client.name, version, how: client.how, result: 'logged in' });
  });

  test.each(clients)('$name reports that the user cancelled', async (client) => {
    const { url, status, html } = await visit(client, '취소');
    expect([new URL(url).origin, status]).toEqual([sites.get(client.name)?.url, client.cancelled.status]);
    expect(html).toContain(client.cancelled.text);
    expect(emulator.tokenCounts.size).toBe(0);
  });

  test('none of them sent a request to another host', () => {
    expect(otherHosts.asked).toEqual([]);
  });

  test('the table in the documentation has these results', async () => {
    const isDebian12 = /^VERSION_CODENAME=bookworm$/m.test(readFileSync('/etc/os-release', 'utf8'));
    // Other systems have other versions.
    const rows = (all: string[][]) => (isDebian12 ? all : all.map(([client = '', , ...rest]) => [client, ...rest]));
    const ran = results.map(({ client, version, how, result }) => [client, version, how, result]);
    expect(rows(await documentedRows())).toEqual(expect.arrayContaining(rows(ran)));
  });
});
