import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll } from '@jest/globals';
import { Redis } from 'ioredis';
import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';
import { describeWith } from './needs.js';

const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;

/** A new, empty server on the loopback interface. */
export interface Server {
  readonly port: number;
  readonly url: string;
  stop(): Promise<void>;
}

/** How to start a kind of server. */
interface Kind {
  /** The Debian package to install. */
  package: string;
  /** The paths of its programs, or `undefined` for those that are not installed. */
  programs: Readonly<Record<string, string | undefined>>;
  /** The user to run it as if it refuses to run as root. */
  user?: string;
  /** Returns a command that prepares the folder. */
  prepare?(folder: string): Promise<string[]> | string[];
  command(folder: string, port: number): string[];
  url(port: number): string;
  /** Rejects until the server answers. */
  ask(url: string): Promise<void>;
  /** The signal that stops it immediately. Its data is no longer needed. */
  signal: NodeJS.Signals;
}

const postgresFolders = (): string[] => {
  const versions = '/usr/lib/postgresql';
  return existsSync(versions) ? readdirSync(versions).map((version) => join(versions, version, 'bin')) : [];
};
const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', ...postgresFolders()];
const find = (name: string): string | undefined =>
  folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
const found = <Name extends string>(...names: Name[]) =>
  Object.fromEntries(names.map((name) => [name, find(name)])) as Record<Name, string>;

const redisPrograms = found('redis-server');
const redis: Kind = {
  package: 'redis-server',
  programs: redisPrograms,
  command: (folder, port) => [
    redisPrograms['redis-server'],
    '--bind',
    '127.0.0.1',
    '--port',
    String(port),
    '--dir',
    folder,
    '--save',
    '',
    '--appendonly',
    'no',
  ],
  url: (port) => `redis://127.0.0.1:${port}`,
  signal: 'SIGKILL',
  async ask(url) {
    const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
    client.on('error', () => undefined);
    await client.connect().finally(() => client.disconnect());
  },
};

const postgresPrograms = found('postgres', 'initdb');
const postgres: Kind = {
  package: 'postgresql',
  programs: postgresPrograms,
  // PostgreSQL refuses to run as root.
  user: 'postgres',
  prepare: (folder) => [
    postgresPrograms.initdb,
    '-D',
    join(folder, 'data'),
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--no-locale',
    '--no-sync',
  ],
  command: (folder, port) => [
    postgresPrograms.postgres,
    '-D',
    join(folder, 'data'),
    '-h',
    '127.0.0.1',
    '-p',
    String(port),
    '-k',
    '',
    '-N',
    '200',
    '-F',
  ],
  url: (port) => `postgres://postgres@127.0.0.1:${port}/postgres`,
  signal: 'SIGQUIT',
  async ask(url) {
    const client = new Client(url);
    client.on('error', () => undefined);
    await client.connect();
    await client.end();
  },
};

const mariadbPrograms = found('mariadbd', 'mariadb-install-db');
/** Without root, it runs as the current user. */
const mariadbUser = isRoot ? ['--user=root'] : [];
const smallLog = ['--innodb-log-file-size=8M', '--innodb-flush-log-at-trx-commit=0', '--skip-log-bin'];
const mariadb: Kind = {
  package: 'mariadb-server',
  programs: mariadbPrograms,
  prepare: (folder) => [
    mariadbPrograms['mariadb-install-db'],
    '--no-defaults',
    ...mariadbUser,
    `--datadir=${join(folder, 'data')}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    ...smallLog,
  ],
  command: (folder, port) => [
    mariadbPrograms.mariadbd,
    '--no-defaults',
    ...mariadbUser,
    `--datadir=${join(folder, 'data')}`,
    `--socket=${join(folder, 'socket')}`,
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    '--max-connections=300',
    ...smallLog,
  ],
  url: (port) => `mysql://root@127.0.0.1:${port}/mysql`,
  signal: 'SIGKILL',
  async ask(url) {
    const connection = await createConnection(url);
    await connection.query('CREATE DATABASE IF NOT EXISTS test');
    await connection.end();
  },
};

const nginxPrograms = found('nginx');
/** @param site returns the content of `http { … }` for the port that nginx listens on */
const nginx = (site: (port: number) => string): Kind => ({
  package: 'nginx-light',
  programs: nginxPrograms,
  command(folder, port) {
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${folder};`,
    );
    writeFileSync(
      join(folder, 'nginx.conf'),
      `${isRoot ? 'user root;' : ''} daemon off; worker_processes 1; pid ${folder}/pid; error_log stderr; events {}
       http { access_log off; ${temporary.join(' ')} ${site(port)} }`,
    );
    return [nginxPrograms.nginx, '-e', 'stderr', '-p', folder, '-c', 'nginx.conf'];
  },
  url: (port) => `https://127.0.0.1:${port}`,
  signal: 'SIGTERM',
  async ask(url) {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    await once(socket, 'connect').finally(() => socket.destroy());
  },
});

/** A port that is currently free. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => void server.close(resolve));
  return port;
}

const keeper = fileURLToPath(new URL('server-keeper.js', import.meta.url));

/** Waits until the server answers or has ended. */
async function answers(kind: Kind, url: string, hasEnded: () => boolean): Promise<boolean> {
  while (!hasEnded()) {
    const error: unknown = await kind.ask(url).catch((error: unknown) => error ?? 'no answer');
    if (error === undefined) return !hasEnded();
    await wait(20);
  }
  return false;
}

/** Starts a server. Tries three ports, because another program could take a free port first. */
async function start(kind: Kind, extra: readonly string[] = []): Promise<Server> {
  const outputs: string[] = [];
  for (let attempt = 0; attempt < 3; attempt++) {
    const folder = await mkdtemp(join(tmpdir(), `${kind.package}-`));
    const as =
      isRoot && kind.user !== undefined
        ? ['setpriv', `--reuid=${kind.user}`, `--regid=${kind.user}`, '--clear-groups']
        : [];
    if (as.length > 0) await run('chown', [`${kind.user}`, folder]);
    const [program, ...args] = [...as, ...((await kind.prepare?.(folder)) ?? ['true'])] as [string, ...string[]];
    await run(program, args, { cwd: folder });
    const port = await freePort();
    const url = kind.url(port);
    const child = spawn(
      process.execPath,
      [keeper, folder, kind.signal, ...as, ...kind.command(folder, port), ...extra],
      {
        stdio: ['pipe', 'pipe', 'pipe'],
      },
    );
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)));
    const ended = once(child, 'close');
    if (await Promise.race([ended.then(() => false), answers(kind, url, () => child.exitCode !== null)])) {
      return {
        port,
        url: url.replace(/\/mysql$/, '/test'),
        async stop() {
          child.stdin.end();
          await ended;
        },
      };
    }
    outputs.push(output);
  }
  throw new Error(`${kind.package} does not start:\n${outputs.join('\n')}`);
}

const missing = ({ programs, package: name }: Kind): string | undefined =>
  Object.values(programs).includes(undefined) ? `No ${name}: install it (Debian: apt-get install ${name}).` : undefined;

/** `describe` for tests with a server, which starts before them and stops after them. */
const describeWithServer =
  (kind: Kind) =>
  (name: string, tests: (server: Server) => void): void =>
    describeWith(missing(kind))(name, () => {
      let server: Server | undefined;
      const running = (): Server => {
        if (server === undefined) throw new Error('The server runs only in tests and hooks.');
        return server;
      };
      beforeAll(async () => {
        server = await start(kind);
      });
      tests({
        get port() {
          return running().port;
        },
        get url() {
          return running().url;
        },
        stop: () => running().stop(),
      });
      // Runs after the hooks of the tests, which close their clients.
      afterAll(() => server?.stop());
    });

export const describeWithRedis = describeWithServer(redis);
export const describeWithPostgres = describeWithServer(postgres);
export const describeWithMariaDb = describeWithServer(mariadb);
/** Starts another Redis, with these command line options. */
export const startRedis = (...options: string[]): Promise<Server> => start(redis, options);

export const describeWithNginx = describeWith(missing(nginx(() => '')));
/** Starts nginx with this content of `http { … }`. */
export const startNginx = (site: (port: number) => string): Promise<Server> => start(nginx(site));
