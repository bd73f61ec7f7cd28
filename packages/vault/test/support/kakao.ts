import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { KakaoClient } from '@kakao-login/client';
import type { KakaoClientOptions, KakaoError } from '@kakao-login/client';
import { useKakaoEmulator } from '@kakao-login/emulator/testing';
import type { KakaoEmulator } from '@kakao-login/emulator';
import { KakaoVault, MemoryVaultStore } from '@kakao-login/vault';
import type { KakaoVaultOptions, VaultEventName, VaultStore } from '@kakao-login/vault';

/** The emulator's first user. */
export const moon = { id: '1001', email: 'moonlight@example.com' };

/** The emulator for a test file, and functions of a service that calls it. */
export interface World {
  readonly emulator: KakaoEmulator;
  client(options?: Partial<KakaoClientOptions>): KakaoClient;
  /** Creates the vault of one process. By default, the vaults of a test share a store and a key. */
  vault(options?: Partial<KakaoVaultOptions>): KakaoVault;
  store(): MemoryVaultStore;
  /** Saves a new login of the emulator's first user. */
  logIn(vault: KakaoVault): Promise<void>;
  /** How many refreshes were requested from the token endpoint. */
  refreshes(): number;
  /** Path and status of each request. */
  answers(): string[];
}

export function useWorld(): World {
  const kakao = useKakaoEmulator({ beforeAll, afterEach, afterAll });
  const clients: KakaoClient[] = [];
  const now = (): number => kakao().clock.now();
  const keys = [{ kid: 'first', key: randomBytes(32) }];
  let store = new MemoryVaultStore({ now });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
    store = new MemoryVaultStore({ now });
  });

  const world: World = {
    get emulator() {
      return kakao();
    },
    client(options) {
      const { restApiKey: clientId, clientSecret } = kakao().app;
      const client = new KakaoClient({ clientId, clientSecret, hosts: kakao().url, retries: 0, now, ...options });
      clients.push(client);
      return client;
    },
    vault: (options) => new KakaoVault({ client: options?.client ?? world.client(), store, keys, ...options }),
    store: () => store,
    logIn: async (vault) => vault.save({ id: moon.id, tokens: await kakao().issueTokens(moon.email) }),
    refreshes: () => kakao().requests.filter(({ parameters }) => parameters['grant_type'] === 'refresh_token').length,
    answers: () => kakao().requests.map(({ path, status }) => `${path.split('?')[0]} ${status}`),
  };
  return world;
}

/** Records the events of a vault, as `name id`. */
export function eventsOf(vault: KakaoVault): string[] {
  const seen: string[] = [];
  const names: VaultEventName[] = ['saved', 'refreshed', 'reconnect_required', 'forgotten'];
  for (const name of names) vault.on(name, ({ id }) => seen.push(`${name} ${id}`));
  return seen;
}

/** Returns what a promise rejects with. Fails the test if it resolves. */
export async function rejection(promise: Promise<unknown>): Promise<KakaoError> {
  try {
    await promise;
  } catch (error) {
    return error as KakaoError;
  }
  throw new Error('was not rejected');
}

/** A store with some methods replaced, for one process. */
export const through = (store: VaultStore, hooks: Partial<VaultStore>): VaultStore => ({
  shared: store.shared,
  get: (key) => store.get(key),
  set: (key, record, replaces) => store.set(key, record, replaces),
  delete: (key, version) => store.delete(key, version),
  lease: (key, owner, milliseconds) => store.lease(key, owner, milliseconds),
  release: (key, owner) => store.release(key, owner),
  keys: () => store.keys(),
  ...hooks,
});

/** The only key of a store. */
export async function onlyKey(store: VaultStore): Promise<string> {
  const keys: string[] = [];
  for await (const key of store.keys()) keys.push(key);
  if (keys.length !== 1) throw new Error(`${keys.length} keys`);
  return keys[0] as string;
}

/** A promise, and a function that resolves it. */
export function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}
