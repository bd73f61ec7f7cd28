import { createHash, randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface DirectoryLock {
  release(): Promise<void>;
}

/**
 * Locks a directory for this process. Returns `undefined` if another process holds the lock.
 *
 * The lock is a socket in the directory that a process listens on. The operating system stops the listening when the
 * process ends, even after `kill -9`, so a dead process never holds the lock.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock | undefined> {
  // Two processes that start at the same time may see each other. Both give up and try again after different delays.
  for (let attempts = 1; attempts <= 4; attempts += 1) {
    const lock = process.platform === 'win32' ? await lockPipe(directory) : await lockSocket(resolve(directory));
    if (lock !== undefined) return lock;
    await delay(randomInt(20, 200));
  }
  return undefined;
}

/** Windows has named pipes instead of sockets in a directory. Only one process can listen on a pipe. */
async function lockPipe(directory: string): Promise<DirectoryLock | undefined> {
  const id = createHash('sha256').update(realpathSync(directory).toLowerCase()).digest('hex');
  const server = createServer((socket) => socket.destroy()).unref();
  try {
    server.listen(`\\\\.\\pipe\\moonlight-${id}`);
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw error;
  }
  return { release: () => new Promise((done) => server.close(() => done())) };
}

async function lockSocket(directory: string): Promise<DirectoryLock | undefined> {
  // The path of a socket can have only about 100 bytes, and the directory's path may be longer.
  const alias = join(tmpdir(), `moonlight-${randomBytes(6).toString('hex')}`);
  symlinkSync(directory, alias);
  try {
    const name = `shop-${randomBytes(6).toString('hex')}.lock`;
    const server = createServer((socket) => socket.destroy()).unref();
    // Other users have to be able to check whether a process still listens.
    server.listen({ path: join(alias, name), readableAll: true, writableAll: true });
    await once(server, 'listening');
    const release = async (): Promise<void> => {
      rmSync(join(directory, name), { force: true });
      await new Promise((done) => server.close(done));
    };
    for (const other of readdirSync(directory).filter((file) => isLock(file) && file !== name)) {
      if (await isHeld(join(alias, other))) {
        await release();
        return undefined;
      }
      rmSync(join(directory, other), { force: true });
    }
    return { release };
  } finally {
    rmSync(alias, { force: true });
  }
}

const isLock = (file: string): boolean => /^shop-[0-9a-f]{12}\.lock$/.test(file);

/** Whether a process listens on the socket. */
function isHeld(path: string): Promise<boolean> {
  return new Promise((decide) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      decide(true);
    });
    socket.once('error', ({ code }: NodeJS.ErrnoException) => decide(code !== 'ECONNREFUSED' && code !== 'ENOENT'));
  });
}
