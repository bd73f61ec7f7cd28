import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { KakaoClient } from '@kakao-login/client';
import type { KakaoEmulator } from '@kakao-login/emulator';
import { useKakaoEmulator } from '@kakao-login/emulator/testing';
import { KakaoVault, SqlVaultStore, type VaultStore } from '@kakao-login/vault';
import { moon } from '../support/kakao.js';
import { openStore, type StoreAddress } from './open-store.js';
import { startWorker, type Worker } from './processes.js';
import type { WorkerOptions } from './worker.js';

/** An emulator, a store on a server, and processes that share both. */
export interface Proof {
  readonly emulator: KakaoEmulator;
  readonly store: VaultStore;
  /** A vault of this process. */
  vault(store?: VaultStore): KakaoVault;
  /** Saves a new login of the emulator's first user. */
  logIn(): Promise<void>;
  /** Starts a process. `skew`: how far its clock is ahead, in milliseconds. */
  worker(options?: { skew?: number; killAt?: WorkerOptions['killAt']; lease?: number }): Promise<Worker>;
  /** The status of each response to a refresh. */
  refreshes(): number[];
}

/** @param address - called when the tests run */
export function useProof(address: () => StoreAddress): Proof {
  const kakao = useKakaoEmulator({ beforeAll, afterEach, afterAll });
  const key = randomBytes(32).toString('base64url');
  let opened: Awaited<ReturnType<typeof openStore>>;
  let workers: Worker[] = [];
  let clients: KakaoClient[] = [];
  const clock = (): number => kakao().clock.now() - Date.now();

  beforeAll(async () => {
    opened = await openStore(address());
    if (opened.store instanceof SqlVaultStore) await opened.store.createTable();
  });
  afterEach(async () => {
    await Promise.all([...workers.map((worker) => worker.stop()), ...clients.map((client) => client.close())]);
    [workers, clients] = [[], []];
    for await (const name of opened.store.keys()) await opened.store.delete(name);
  });
  afterAll(() => opened.close());

  const proof: Proof = {
    get emulator() {
      return kakao();
    },
    get store() {
      return opened.store;
    },
    vault(store = opened.store) {
      const { restApiKey: clientId, clientSecret } = kakao().app;
      const client = new KakaoClient({ clientId, clientSecret, hosts: kakao().url, now: () => kakao().clock.now() });
      clients.push(client);
      return new KakaoVault({ client, store, keys: [{ kid: '1', key }], lease: 20_000, storeTimeout: 60_000 });
    },
    logIn: async () => proof.vault().save({ id: moon.id, tokens: await kakao().issueTokens(moon.email) }),
    async worker({ skew = 0, killAt, lease } = {}) {
      const { restApiKey: clientId, clientSecret } = kakao().app;
      const shared = { store: address(), hosts: kakao().url, clientId, clientSecret, key };
      const worker = await startWorker({ ...shared, clock: clock() + skew, killAt, lease });
      workers.push(worker);
      return worker;
    },
    refreshes: () =>
      kakao()
        .requests.filter(({ parameters }) => parameters['grant_type'] === 'refresh_token')
        .map(({ status }) => status ?? 0),
  };
  return proof;
}
