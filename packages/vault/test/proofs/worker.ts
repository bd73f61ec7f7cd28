/**
 * One process of a service, with its own vault over a store that it shares with others. It gets orders by messages, and
 * reports on each.
 */
import { KakaoClient, isKakaoError } from '@kakao-login/client';
import { KakaoVault, type VaultStore } from '@kakao-login/vault';
import { openStore, type StoreAddress } from './open-store.js';

/** How to start a worker. */
export interface WorkerOptions {
  store: StoreAddress;
  hosts: string;
  clientId: string;
  clientSecret: string;
  key: string;
  /** How far its clock differs from that of this machine, in milliseconds. */
  clock: number;
  lease: number | undefined;
  /** Where in a refresh the process kills itself. */
  killAt: 'before the request' | 'before the save' | 'before the release' | undefined;
}

/** An order: many concurrent calls for one user, or one call for each of many users, a few at a time. */
export type Order = { calls: number; id: string } | { users: readonly string[]; atOnce: number };

/** The report on an order. */
export interface Report {
  /** The ID that each call returned, or the code of its error. */
  answers: string[];
  refreshed: number;
  /** In bytes, after a garbage collection. */
  heap: number;
}

const options = JSON.parse(process.env['WORKER'] ?? '') as WorkerOptions;
const { store, close } = await openStore(options.store);
const now = (): number => Date.now() + options.clock;
const kill = (): void => void process.kill(process.pid, 'SIGKILL');

const deadly: VaultStore = {
  shared: store.shared,
  get: (key) => store.get(key),
  async set(key, record, replaces) {
    if (replaces !== undefined && options.killAt === 'before the save') kill();
    return store.set(key, record, replaces);
  },
  delete: (key, version) => store.delete(key, version),
  async lease(key, owner, milliseconds) {
    const isTaken = await store.lease(key, owner, milliseconds);
    if (isTaken && options.killAt === 'before the request') kill();
    return isTaken;
  },
  async release(key, owner) {
    if (options.killAt === 'before the release') kill();
    return store.release(key, owner);
  },
  keys: () => store.keys(),
};

const { clientId, clientSecret, hosts, lease } = options;
const client = new KakaoClient({ clientId, clientSecret, hosts, now });
const vault = new KakaoVault({
  client,
  store: deadly,
  keys: [{ kid: '1', key: options.key }],
  lease,
  storeTimeout: 60_000,
  now,
});
let refreshed = 0;
vault.on('refreshed', () => (refreshed += 1));

const call = (id: string): Promise<string> =>
  vault
    .forUser(id)
    .user.me()
    .then(
      (me) => me.id,
      (error: unknown) => (isKakaoError(error) ? String(error.code) : String(error)),
    );

async function obey(order: Order): Promise<string[]> {
  if ('calls' in order) return Promise.all(Array.from({ length: order.calls }, () => call(order.id)));
  const answers: string[] = [];
  const users = order.users.values();
  const job = async (): Promise<void> => {
    for (const id of users) answers.push(await call(id));
  };
  await Promise.all(Array.from({ length: order.atOnce }, job));
  return answers;
}

async function answer(order: Order): Promise<void> {
  const answers = await obey(order);
  globalThis.gc?.();
  process.send?.({ answers, refreshed, heap: process.memoryUsage().heapUsed } satisfies Report);
}

process.on('message', (order: Order) => void answer(order));
process.on('disconnect', () => void Promise.all([client.close(), close()]));
process.send?.('ready');
