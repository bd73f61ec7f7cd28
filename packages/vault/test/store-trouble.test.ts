import { expect, test } from '@jest/globals';
import { eventsOf, gate, moon, onlyKey, rejection, through, useWorld } from './support/kakao.js';
import type { VaultStore } from '@kakao-login/vault';

const kakao = useWorld();
const cause = new Error('connect ECONNREFUSED');
const down = (): Promise<never> => Promise.reject(cause);

/** A store that can be down for some methods. */
function frail(): { store: VaultStore; broken: Set<keyof VaultStore>; calls: string[] } {
  const broken = new Set<keyof VaultStore>();
  const calls: string[] = [];
  const ask = <T>(name: keyof VaultStore, question: () => Promise<T>): Promise<T> => {
    calls.push(name);
    return broken.has(name) ? down() : question();
  };
  const store = through(kakao.store(), {
    get: (key) => ask('get', () => kakao.store().get(key)),
    set: (key, record, replaces) => ask('set', () => kakao.store().set(key, record, replaces)),
    delete: (...given) => ask('delete', () => kakao.store().delete(...given)),
    lease: (key, owner, milliseconds) => ask('lease', () => kakao.store().lease(key, owner, milliseconds)),
    release: (key, owner) => ask('release', () => kakao.store().release(key, owner)),
  });
  return { store, broken, calls };
}

const never = (): Promise<never> => new Promise(() => {});

test('a valid token needs one read of the store', async () => {
  const { store, calls } = frail();
  const vault = kakao.vault({ store });
  await kakao.logIn(vault);
  await vault.accessToken(moon.id);
  calls.length = 0;
  await vault.forUser(moon.id).user.me();
  expect(calls).toEqual(['get']);
});

test.each(['save', 'accessToken', 'forget', 'status'] as const)(
  '%s reports that the store failed, and why',
  async (method) => {
    const { store, broken } = frail();
    const vault = kakao.vault({ store });
    await kakao.logIn(vault);
    for (const name of ['get', 'set', 'delete'] as const) broken.add(name);
    const error = await rejection(method === 'save' ? kakao.logIn(vault) : vault[method](moon.id));
    expect(error).toMatchObject({ kind: 'connection', code: 'store_failed', status: 503, retryable: true });
    expect(error.cause).toBe(cause);
    expect(JSON.stringify(error)).not.toContain('ECONNREFUSED');
  },
);

test('a store can throw synchronously, and return null for a missing record', async () => {
  const throwing = kakao.vault({
    store: through(kakao.store(), {
      get: () => {
        throw cause;
      },
    }),
  });
  expect(await rejection(throwing.accessToken(1))).toMatchObject({ code: 'store_failed', cause });
  const empty = kakao.vault({ store: through(kakao.store(), { get: () => Promise.resolve(null as never) }) });
  expect(await rejection(empty.accessToken(1))).toMatchObject({ code: 'reconnect_required' });
});

test.each([true, 0, 'text', {}, [], { version: 1, sealed: 'x' }, { version: 'x' }])(
  'a store that returns %j as a record is reported as failed',
  async (record) => {
    const vault = kakao.vault({ store: through(kakao.store(), { get: () => Promise.resolve(record as never) }) });
    for (const ask of [vault.accessToken(1), vault.status(1)]) {
      const error = await rejection(ask);
      expect(error).toMatchObject({ code: 'store_failed', cause: expect.any(TypeError) });
    }
  },
);

test('a store that cannot list its keys is reported as failed', async () => {
  const broken = (): never => {
    throw cause;
  };
  for (const keys of [broken, () => [] as never, () => undefined as never]) {
    const vault = kakao.vault({ store: through(kakao.store(), { keys }) });
    expect(await rejection(vault.reencrypt())).toMatchObject({ code: 'store_failed' });
  }
});

test('without a lease there is no refresh, and a valid token is used', async () => {
  const { store, broken } = frail();
  const vault = kakao.vault({ store });
  await kakao.logIn(vault);
  broken.add('lease');
  kakao.emulator.clock.advance({ hours: 5, minutes: 58 });
  await vault.forUser(moon.id).user.me();
  kakao.emulator.clock.advance({ minutes: 5 });
  expect(await rejection(vault.accessToken(moon.id))).toMatchObject({ code: 'store_failed' });
  expect(kakao.refreshes()).toBe(0);
});

test('a lease that cannot be released does not fail a call', async () => {
  const { store, broken } = frail();
  const vault = kakao.vault({ store });
  await kakao.logIn(vault);
  broken.add('release');
  kakao.emulator.clock.advance({ hours: 7 });
  expect((await vault.forUser(moon.id).user.me()).id).toBe(moon.id);
});

test('tokens that the store could not save are used, and the next call saves them first', async () => {
  const { store, broken } = frail();
  const vault = kakao.vault({ store, wait: never });
  const seen = eventsOf(vault);
  await kakao.logIn(vault);
  // In the last month, a refresh invalidates the old refresh token.
  kakao.emulator.clock.advance({ days: 45 });
  broken.add('set');
  const token = await vault.accessToken(moon.id);
  broken.add('get');
  expect(await vault.accessToken(moon.id)).toBe(token);
  expect((await vault.forUser(moon.id).user.me()).id).toBe(moon.id);
  broken.clear();
  expect(await vault.accessToken(moon.id)).toBe(token);
  expect(await kakao.vault().accessToken(moon.id)).toBe(token);
  expect(kakao.refreshes()).toBe(1);
  expect(seen).toEqual(['saved 1001', 'refreshed 1001']);
  const key = await onlyKey(kakao.store());
  expect(await kakao.store().lease(key, 'another process', 1000)).toBe(true);
});

test('while tokens are not saved, the lease keeps other processes from using the old ones', async () => {
  const { store, broken } = frail();
  const vault = kakao.vault({ store, wait: never });
  await kakao.logIn(vault);
  kakao.emulator.clock.advance({ days: 45 });
  broken.add('set');
  const token = await vault.accessToken(moon.id);
  let polls = 0;
  const wait = async (): Promise<void> => {
    polls += 1;
    if (polls < 3) return;
    broken.clear();
    await vault.close();
  };
  expect(await kakao.vault({ wait }).accessToken(moon.id)).toBe(token);
  expect(kakao.refreshes()).toBe(1);
});

test('tokens that the store could not save are saved without another call, once the store works', async () => {
  const { store, broken } = frail();
  const waits: (() => void)[] = [];
  const delays: number[] = [];
  const wait = (milliseconds: number): Promise<void> => {
    delays.push(milliseconds);
    return new Promise((resolve) => waits.push(resolve));
  };
  const vault = kakao.vault({ store, wait });
  await kakao.logIn(vault);
  kakao.emulator.clock.advance({ hours: 7 });
  broken.add('set');
  const token = await vault.accessToken(moon.id);
  for (let times = 0; times < 12; times += 1) {
    waits.shift()!();
    while (waits.length === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  expect(delays[0]).toBe(100);
  expect(Math.max(...delays)).toBe(30_000);
  broken.clear();
  waits.shift()!();
  const other = kakao.vault();
  while ((await other.status(moon.id))?.refreshedAt === undefined)
    await new Promise((resolve) => setImmediate(resolve));
  expect(await other.accessToken(moon.id)).toBe(token);
});

test('a save counts even if the response of the store was lost', async () => {
  let isLost = true;
  const set: VaultStore['set'] = async (key, record, replaces) => {
    const isSaved = await kakao.store().set(key, record, replaces);
    return replaces !== undefined && isLost ? down() : isSaved;
  };
  const vault = kakao.vault({ store: through(kakao.store(), { set }), wait: never });
  await kakao.logIn(vault);
  kakao.emulator.clock.advance({ days: 45 });
  const token = await vault.accessToken(moon.id);
  isLost = false;
  expect(await vault.accessToken(moon.id)).toBe(token);
  expect(await kakao.vault().accessToken(moon.id)).toBe(token);
  expect(kakao.refreshes()).toBe(1);
});

test('unsaved tokens are dropped by forget and by a new login', async () => {
  const { store, broken } = frail();
  const vault = kakao.vault({ store, wait: never });
  await kakao.logIn(vault);
  kakao.emulator.clock.advance({ hours: 7 });
  broken.add('set');
  await vault.accessToken(moon.id);
  await vault.forget(moon.id);
  expect(await vault.status(moon.id)).toBeUndefined();
  broken.clear();
  await vault.close();
  expect(await vault.status(moon.id)).toBeUndefined();

  await kakao.logIn(vault);
  kakao.emulator.clock.advance({ hours: 7 });
  broken.add('set');
  const old = await vault.accessToken(moon.id);
  broken.clear();
  await kakao.logIn(vault);
  await vault.close();
  expect(await vault.accessToken(moon.id)).not.toBe(old);
});

test('close waits for a refresh in progress', async () => {
  const { opened, open } = gate();
  const vault = kakao.vault({
    store: through(kakao.store(), {
      set: async (key, record, replaces) => {
        if (replaces !== undefined) await opened;
        return kakao.store().set(key, record, replaces);
      },
    }),
  });
  await kakao.logIn(vault);
  kakao.emulator.clock.advance({ hours: 7 });
  const token = vault.accessToken(moon.id);
  while (kakao.refreshes() === 0) await new Promise((resolve) => setImmediate(resolve));
  let isClosed = false;
  const closing = vault.close().then(() => (isClosed = true));
  await new Promise((resolve) => setImmediate(resolve));
  expect(isClosed).toBe(false);
  open();
  await closing;
  expect(await kakao.vault().accessToken(moon.id)).toBe(await token);
});

test('tokens that the store could not save are not refreshed again, so that none is lost', async () => {
  const { store, broken } = frail();
  const vault = kakao.vault({ store, wait: never });
  await kakao.logIn(vault);
  broken.add('set');
  kakao.emulator.clock.advance({ hours: 7 });
  await vault.accessToken(moon.id);
  kakao.emulator.clock.advance({ hours: 7 });
  expect(await rejection(vault.accessToken(moon.id))).toMatchObject({ kind: 'connection', code: 'store_failed' });
  expect(kakao.refreshes()).toBe(1);
  broken.clear();
  await vault.accessToken(moon.id);
  expect(kakao.refreshes()).toBe(2);
});
