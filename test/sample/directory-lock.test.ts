import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type DirectoryLock, lockDirectory } from '../../sample/src/database/directory-lock.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const holder = `
  const { lockDirectory } = await import('./sample/src/database/directory-lock.ts');
  console.log(await lockDirectory(process.argv[1]) === undefined ? 'refused' : 'locked');
  setInterval(() => {}, 1e6);`;

let directory: string;
const locks: DirectoryLock[] = [];
const processes: ChildProcess[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'moonlight-'));
});
afterEach(async () => {
  for (const lock of locks.splice(0)) await lock.release();
  for (const child of processes.splice(0)) await end(child);
  await rm(directory, { recursive: true });
});

async function lock(path = directory): Promise<boolean> {
  const taken = await lockDirectory(path);
  if (taken !== undefined) locks.push(taken);
  return taken !== undefined;
}

/** Starts another process that locks the directory and keeps the lock. */
async function lockElsewhere(): Promise<{ child: ChildProcess; said: string }> {
  const flags = ['--import', './test/support/typescript.js', '--input-type=module', '-e', holder];
  const child = spawn(process.execPath, [...flags, directory], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  processes.push(child);
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, said: said.toString().trim() };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

test('a directory can be locked only once until it is released, also through another path', async () => {
  expect(await lock()).toBe(true);
  expect(await lock()).toBe(false);
  const alias = join(directory, 'alias');
  await symlink(directory, alias);
  expect(await lock(alias)).toBe(false);
  await locks.splice(0)[0]?.release();
  expect(await lock()).toBe(true);
});

test('another process keeps the lock only while it runs', async () => {
  const { child, said } = await lockElsewhere();
  expect(said).toBe('locked');
  expect(await lock()).toBe(false);
  expect((await lockElsewhere()).said).toBe('refused');
  await end(child);
  expect(await lock()).toBe(true);
});

test('files of dead processes and other programs do not prevent a lock', async () => {
  for (let times = 0; times < 2; times += 1) await end((await lockElsewhere()).child);
  await writeFile(join(directory, 'shop-0123456789ab.lock'), '1');
  await writeFile(join(directory, 'notes.txt'), '');
  expect(await lock()).toBe(true);
  expect((await readdir(directory)).filter((name) => name.endsWith('.lock'))).toHaveLength(1);
});

test('of two attempts at the same time, exactly one gets the lock', async () => {
  const both = await Promise.all([lock(), lock()]);
  expect(both.filter(Boolean)).toHaveLength(1);
});

test('a path that is too long for a socket address can be locked', async () => {
  const deep = join(directory, 'a'.repeat(100), 'b'.repeat(100));
  await mkdir(deep, { recursive: true });
  expect(await lock(deep)).toBe(true);
  expect(await lock(deep)).toBe(false);
});
