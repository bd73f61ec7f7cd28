import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startShop } from '../../sample/src/start.js';
import { Visitor } from '../attacks/support/visitor.js';
import { ShopProcess } from './process.js';
import { callbackOf, html } from './visitor.js';

const anyPorts = { PORT: '0', KAKAO_EMULATOR_PORT: '0' };

describe('npm start', () => {
  const running: ShopProcess[] = [];
  const start = (env: Record<string, string>, directory?: string): ShopProcess => {
    const shop = new ShopProcess(env, directory);
    running.push(shop);
    return shop;
  };
  const directories: string[] = [];
  const temporaryDirectory = async (): Promise<string> => {
    const directory = await mkdtemp(join(tmpdir(), 'moonlight-'));
    directories.push(directory);
    return directory;
  };
  afterEach(async () => {
    for (const shop of running.splice(0)) {
      shop.kill('SIGKILL');
      await shop.ended;
    }
    for (const directory of directories.splice(0)) await rm(directory, { recursive: true });
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'prints the URLs and the accounts to log in with, serves, and stops cleanly on %s',
    async (signal) => {
      const shop = start(anyPorts);
      const url = await shop.opened();
      expect(shop.output).toMatch(/카카오 에뮬레이터.*http:\/\/localhost:\d+/);
      expect(shop.output).toContain('moonlight@example.com / kakao1234!');
      const page = await fetch(url, { headers: { accept: 'text/html' } });
      expect(await page.text()).toContain('달빛상점');
      shop.kill(signal);
      expect(await shop.ended).toEqual({ code: 0, signal: null });
    },
  );

  describe('when a port is taken', () => {
    let other: Server;
    let port: number;
    beforeEach(async () => {
      other = createServer();
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      port = (other.address() as AddressInfo).port;
    });
    afterEach(() => new Promise((resolve) => other.close(resolve)));

    const sentence = (variable: string): string =>
      `Port ${port} is taken by another program. Stop it, or choose another port: ${variable}=${port + 1} npm start`;

    test('says so in one sentence and exits', async () => {
      const shop = start({ ...anyPorts, PORT: String(port) });
      expect(await shop.ended).toEqual({ code: 1, signal: null });
      expect(shop.output.trim()).toBe(sentence('PORT'));
    });

    test('names the emulator’s variable if the port is the emulator’s', async () => {
      await expect(startShop({ ...anyPorts, KAKAO_EMULATOR_PORT: String(port) })).rejects.toThrow(
        sentence('KAKAO_EMULATOR_PORT'),
      );
    });
  });

  test.each([
    ['a port that is not a number', { PORT: 'three' }, 'PORT=three is not a port'],
    ['a port written in hexadecimal', { PORT: '0x50' }, 'PORT=0x50 is not a port'],
    ['a port beyond 65535', { KAKAO_EMULATOR_PORT: '65536' }, 'KAKAO_EMULATOR_PORT=65536 is not a port'],
    ['the same port for both', { PORT: '4000', KAKAO_EMULATOR_PORT: '4000' }, 'cannot share port 4000'],
    ['the usual port of the emulator', { PORT: '8787', KAKAO_EMULATOR_PORT: '' }, 'cannot share port 8787'],
    ['a short secret', { SESSION_SECRET: 'short' }, 'SESSION_SECRET is too short'],
    ['an invalid URL', { PUBLIC_URL: 'shop.example.com' }, 'PUBLIC_URL is not the address of a site'],
    ['a URL with a path', { PUBLIC_URL: 'https://example.com/shop' }, 'PUBLIC_URL is not the address of a site'],
    ['an owner that is not a number', { OWNER_KAKAO_ID: 'me' }, 'OWNER_KAKAO_ID=me is not a Kakao member number'],
    ['a database that is not a URL', { DATABASE_URL: 'shop' }, 'DATABASE_URL is not the address of a PostgreSQL'],
    [
      'a database that is not PostgreSQL',
      { DATABASE_URL: 'mysql://root:pw@localhost/shop' },
      'DATABASE_URL is not the address of',
    ],
    ['a Redis server that is not a URL', { REDIS_URL: 'localhost:6379:pw' }, 'REDIS_URL is not the address of a Redis'],
    [
      'a Redis server without a key',
      { REDIS_URL: 'redis://localhost:1' },
      'REDIS_URL needs SESSION_SECRET or VAULT_KEYS',
    ],
    ['a vault key without a name', { VAULT_KEYS: 'k'.repeat(43) }, 'VAULT_KEYS must be name:key'],
    ['a short vault key', { VAULT_KEYS: '2026-11:short' }, 'VAULT_KEYS must be name:key'],
    ['an address of another machine', { HOST: '192.0.2.1' }, 'HOST=192.0.2.1 is not an address of this machine'],
    ['a database that does not answer', { DATABASE_URL: 'postgres://localhost:1/none' }, 'DATABASE_URL cannot be used'],
    [
      'a Redis server that does not answer',
      { REDIS_URL: 'redis://localhost:1', SESSION_SECRET: 's'.repeat(32) },
      'The Redis server of REDIS_URL cannot be used: ',
    ],
  ])('refuses %s in one sentence', async (_, env, sentence) => {
    const started = startShop({ ...anyPorts, ...env });
    const message = await started.then(
      () => 'started',
      ({ message: text }: Error) => text,
    );
    expect(message).toContain(sentence);
    expect(message).toMatch(/^[^\n]{20,200}$/);
    expect(message).not.toContain('pw');
  });

  test.each([
    ['DATABASE_URL', 'postgres://shop:a-password@localhost:1/none'],
    ['PGLITE_DIR', fileURLToPath(import.meta.url)],
    ['PGLITE_DIR', join(fileURLToPath(import.meta.url), 'shop')],
  ])('prints only that sentence and exits if %s is %s', async (name, value) => {
    const shop = start({ ...anyPorts, [name]: value });
    expect(await shop.ended).toEqual({ code: 1, signal: null });
    expect(shop.output.trim()).toMatch(new RegExp(`^[^\\n]*${name}[^\\n]*$`));
    expect(shop.output).not.toContain('a-password');
  });

  test('refuses a directory that another shop uses, but accepts it after that shop was killed', async () => {
    const directory = await temporaryDirectory();
    const env = { ...anyPorts, PGLITE_DIR: directory };
    const first = start(env);
    await first.opened();
    const second = start(env);
    expect(await second.ended).toEqual({ code: 1, signal: null });
    expect(second.output.trim()).toBe(
      `PGLITE_DIR=${directory} is in use by another running shop: stop that one, or choose another directory.`,
    );
    first.kill('SIGKILL');
    await first.ended;
    await start(env).opened();
  });

  test('treats every empty variable as unset', async () => {
    const template = parseEnv(await readFile(new URL('../../sample/.env.example', import.meta.url), 'utf8'));
    const empty = Object.fromEntries(Object.keys(template).map((name) => [name, ' ']));
    const shop = await startShop({ ...empty, ...anyPorts });
    try {
      expect(shop.url).toMatch(/^http:\/\/localhost:\d+$/);
      expect(shop.emulated).toBeDefined();
      expect((shop.app.getHttpServer() as Server).address()).toMatchObject({ address: '127.0.0.1' });
    } finally {
      await shop.close();
    }
  });

  test('lists every variable in .env.example, each without a value', async () => {
    const sources = await Promise.all(
      ['config', 'start'].map((name) => readFile(new URL(`../../sample/src/${name}.ts`, import.meta.url), 'utf8')),
    );
    const named = [...sources.join('').matchAll(/\(env, '([A-Z_]+)'|env\['([A-Z_]+)'\]/g)].map(
      ([, first, second]) => first ?? second ?? '',
    );
    const apps = named.filter((name) => name.endsWith('_'));
    const keys = ['CLIENT_ID', 'CLIENT_SECRET', 'ADMIN_KEY', 'JAVASCRIPT_KEY'];
    const read = [
      ...named.filter((name) => !name.endsWith('_')),
      ...apps.flatMap((prefix) => keys.map((key) => prefix + key)),
    ];
    const template = parseEnv(await readFile(new URL('../../sample/.env.example', import.meta.url), 'utf8'));
    expect(Object.keys(template).sort()).toEqual([...new Set(read)].sort());
    expect(new Set(Object.values(template))).toEqual(new Set(['']));
  });

  test('reads .env in the current directory, but does not override variables that are set', async () => {
    const directory = await temporaryDirectory();
    const template = await readFile(new URL('../../sample/.env.example', import.meta.url), 'utf8');
    await writeFile(join(directory, '.env'), `${template}\nPUBLIC_URL=http://moonlight.example\nPORT=three`);
    const shop = start(anyPorts, directory);
    expect(await shop.opened()).toBe('http://moonlight.example');
  });

  describe('on a signal', () => {
    /** Starts a login whose callback waits for the token response, which a fault delays. */
    async function loginUnderWay(shop: ShopProcess): Promise<{ answer: Promise<Response> }> {
      const url = await shop.opened();
      const emulator = /http:\S+/.exec(/카카오 에뮬레이터.*/.exec(shop.output)?.[0] ?? '')?.[0] ?? '';
      const browser = new Visitor(url);
      const callback = await callbackOf(emulator, browser);
      await fetch(`${emulator}/_emulator/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ on: 'oauth.token', kind: 'latency', milliseconds: 2_000 }),
      });
      const answer = browser.open(callback, { headers: html });
      answer.catch(() => undefined);
      await tokenRequest(emulator);
      return { answer };
    }

    /** Waits until the emulator has received the token request. */
    async function tokenRequest(emulator: string): Promise<void> {
      for (;;) {
        const faults = (await (await fetch(`${emulator}/_emulator/faults`)).json()) as unknown[];
        if (faults.length === 0) return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }

    test('finishes the current login and exits with code 0', async () => {
      const shop = start(anyPorts);
      const { answer } = await loginUnderWay(shop);
      shop.kill('SIGTERM');
      expect((await answer).status).toBe(303);
      expect((await answer).headers.get('location')).toBe('/welcome');
      expect(await shop.ended).toEqual({ code: 0, signal: null });
    });

    test.each([
      ['SIGTERM', 'SIGTERM', 143],
      ['SIGINT', 'SIGTERM', 143],
    ] as const)('exits immediately on %s followed by %s', async (first, second, code) => {
      const shop = start(anyPorts);
      const { answer } = await loginUnderWay(shop);
      shop.kill(first);
      await refuses(await shop.opened());
      shop.kill(second);
      expect(await shop.ended).toEqual({ code, signal: null });
      await expect(answer).rejects.toThrow('fetch failed');
    });

    /** Waits until the shop refuses connections. */
    async function refuses(url: string): Promise<void> {
      while (await fetch(url).catch(() => undefined)) await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
});
