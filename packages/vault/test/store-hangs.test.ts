import { expect, test } from '@jest/globals';
import { KakaoVault } from '@kakao-login/vault';
import type { VaultStore } from '@kakao-login/vault';
import { moon, onlyKey, rejection, through, useWorld } from './support/kakao.js';

const kakao = useWorld();
const methods = ['get', 'set', 'delete', 'lease', 'release', 'keys'] as const;
type Method = (typeof methods)[number];

const never = (): Promise<never> => new Promise(() => {});
const endless = (): AsyncIterable<string> => ({ [Symbol.asyncIterator]: () => ({ next: never, return: never }) });

/** A vault with a login, and a store whose methods can hang. */
async function hanging(options: { storeTimeout?: number } = {}) {
  const hangs = new Set<Method>();
  const ask = <T>(name: Method, question: () => Promise<T>): Promise<T> => (hangs.has(name) ? never() : question());
  const store = through(kakao.store(), {
    get: (key) => ask('get', () => kakao.store().get(key)),
    set: (key, record, replaces) => ask('set', () => kakao.store().set(key, record, replaces)),
    delete: (...given) => ask('delete', () => kakao.store().delete(...given)),
    lease: (key, owner, milliseconds) => ask('lease', () => kakao.store().lease(key, owner, milliseconds)),
    release: (key, owner) => ask('release', () => kakao.store().release(key, owner)),
    keys: () => (hangs.has('keys') ? endless() : kakao.store().keys()),
  });
  // The other calls to this store return before any timer fires.
  const vault = kakao.vault({ store, wait: never, storeTimeout: 1, ...options });
  await kakao.logIn(vault);
  return { vault, hangs };
}

const calls: Record<string, (vault: KakaoVault) => Promise<unknown>> = {
  save: (vault) => kakao.logIn(vault),
  status: (vault) => vault.status(moon.id),
  accessToken: (vault) => vault.accessToken(moon.id),
  forUser: (vault) => vault.forUser(moon.id).user.me(),
  reencrypt: (vault) => vault.reencrypt(),
  ping: (vault) => vault.ping(),
  forget: (vault) => vault.forget(moon.id),
  'forget for a webhook': (vault) => vault.forget(moon.id, { occurredAt: kakao.emulator.clock.now() / 1000 }),
  unlink: (vault) => vault.unlink(moon.id),
  close: (vault) => vault.close(),
};

/** Which calls need a method of the store once the access token has expired. */
const needing: Record<Method, string[]> = {
  get: ['status', 'accessToken', 'forUser', 'reencrypt', 'ping', 'forget for a webhook', 'unlink'],
  set: ['save'],
  delete: ['forget', 'forget for a webhook', 'unlink'],
  lease: ['accessToken', 'forUser', 'unlink'],
  // Nothing waits for it, because a lease that is not released expires.
  release: [],
  keys: ['reencrypt'],
};

const pairs = methods.flatMap((method) => Object.keys(calls).map((name) => [method, name] as const));
const isNeeded = ([method, name]: (typeof pairs)[number]): boolean => needing[method].includes(name);

/** An expired token, and a store that hangs. */
async function expired(method: Method): Promise<KakaoVault> {
  const { vault, hangs } = await hanging();
  kakao.emulator.clock.advance({ hours: 7 });
  hangs.add(method);
  return vault;
}

test.each(pairs.filter(isNeeded))('a store whose %s() never settles fails %s after storeTimeout', async (...pair) => {
  const [method, name] = pair;
  const error = await rejection(calls[name]!(await expired(method)));
  expect(error).toMatchObject({ kind: 'connection', code: 'store_failed', status: 503, retryable: true });
  expect(error.cause).toMatchObject({ name: 'TimeoutError', message: expect.stringContaining('storeTimeout') });
  expect(error.remedy).toEqual({
    ko: expect.stringContaining('storeTimeout'),
    en: expect.stringContaining('storeTimeout'),
  });
});

test.each(pairs.filter((pair) => !isNeeded(pair)))(
  'a store whose %s() never settles does not fail %s',
  async (method, name) => {
    await expect(calls[name]!(await expired(method))).resolves.not.toThrow();
  },
);

test.each(methods)(
  'a store whose %s() never settles does not block close() with a refresh in progress',
  async (method) => {
    const vault = await expired(method);
    const token = vault.accessToken(moon.id).catch(() => undefined);
    await expect(vault.close()).resolves.toBeUndefined();
    await token;
  },
);

test('tokens that could not be saved in time are used, kept during close(), and saved once the store responds', async () => {
  const { vault, hangs } = await hanging();
  // In the last month of the refresh token, Kakao replaces it at a refresh.
  kakao.emulator.clock.advance({ days: 45 });
  hangs.add('set');
  const token = await vault.accessToken(moon.id);
  expect(await vault.accessToken(moon.id)).toBe(token);
  expect((await vault.forUser(moon.id).user.me()).id).toBe(moon.id);
  await vault.close();
  hangs.clear();
  await vault.close();
  expect(await kakao.vault().accessToken(moon.id)).toBe(token);
  expect(kakao.refreshes()).toBe(1);
  expect(await kakao.store().lease(await onlyKey(kakao.store()), 'another process', 1000)).toBe(true);
});

test('a save that finished after the time limit counts', async () => {
  const late: (() => void)[] = [];
  const set: VaultStore['set'] = async (key, record, replaces) => {
    if (replaces !== undefined && late.length === 0) await new Promise<void>((resolve) => late.push(resolve));
    return kakao.store().set(key, record, replaces);
  };
  const vault = kakao.vault({ store: through(kakao.store(), { set }), wait: never, storeTimeout: 1 });
  await kakao.logIn(vault);
  kakao.emulator.clock.advance({ days: 45 });
  const token = await vault.accessToken(moon.id);
  late[0]!();
  expect(await vault.accessToken(moon.id)).toBe(token);
  await vault.close();
  expect(await kakao.vault().accessToken(moon.id)).toBe(token);
  expect(kakao.refreshes()).toBe(1);
});

test('a response within the time limit counts, even with many waiting calls', async () => {
  const { vault } = await hanging({ storeTimeout: 60_000 });
  const tokens = await Promise.all(Array.from({ length: 100 }, () => vault.accessToken(moon.id)));
  expect(new Set(tokens).size).toBe(1);
});

test('an iterator of keys that hangs is not closed, and one of a loop that ends early is', async () => {
  let ended = 0;
  const keys = (next: () => Promise<IteratorResult<string>>) => () => ({
    [Symbol.asyncIterator]: () => ({
      next,
      return: () => {
        ended += 1;
        return never();
      },
    }),
  });
  const hung = kakao.vault({ store: through(kakao.store(), { keys: keys(never) }), storeTimeout: 1 });
  expect(await rejection(hung.reencrypt())).toMatchObject({ code: 'store_failed' });
  expect(ended).toBe(0);
  await kakao.logIn(hung);
  const value = await onlyKey(kakao.store());
  const left = kakao.vault({
    store: through(kakao.store(), { keys: keys(() => Promise.resolve({ done: false, value })), get: never }),
    storeTimeout: 1,
  });
  expect(await rejection(left.reencrypt())).toMatchObject({ code: 'store_failed' });
  expect(ended).toBe(1);
});

test.each([0, -1, 2 ** 31, Number.NaN, Infinity, '5000', null])(
  'storeTimeout %p is refused with its name',
  (storeTimeout) => {
    const options = { client: kakao.client(), storeTimeout: storeTimeout as number };
    expect(() => new KakaoVault(options)).toThrow(
      expect.objectContaining({ code: 'option_malformed', option: 'storeTimeout' }),
    );
  },
);
