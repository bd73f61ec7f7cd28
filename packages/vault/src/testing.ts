/**
 * Tests for implementations of `VaultStore`, for any test runner.
 *
 * @packageDocumentation
 */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { VaultRecord, VaultStore } from './store.js';

/** One test of {@link vaultStoreTests}. */
export interface VaultStoreTest {
  /** A sentence about what the store does. */
  readonly name: string;
  /** Rejects with an `AssertionError` when the store does not do it. */
  readonly run: () => Promise<void>;
}

/** Options of {@link vaultStoreTests}. */
export interface VaultStoreTestsOptions {
  /** How long to wait for a lease to expire before the test fails, in milliseconds. Default 30,000. */
  readonly patience?: number;
  /**
   * `process` for a store that uses the clock of this process, such as an embedded database (SQLite, PGlite). Default:
   * `server` if the store is shared.
   */
  readonly clock?: 'server' | 'process';
}

/**
 * Returns tests for everything that `VaultStore` requires, especially under concurrent calls. They use random keys and
 * delete them afterwards, so the store may contain other records.
 *
 * @param createStore called for each test, and twice for tests with several processes. Returns a store over the same
 * data or, if `shared` is false, a new store
 *
 * @example
 * for (const { name, run } of vaultStoreTests(() => new MyStore(database))) test(name, run);
 */
export function vaultStoreTests(
  createStore: () => VaultStore | Promise<VaultStore>,
  { patience = 30_000, clock = 'server' }: VaultStoreTestsOptions = {},
): VaultStoreTest[] {
  return Object.entries(requirements).map(([name, check]) => ({
    name,
    async run() {
      const store = await createStore();
      const used = new Set<string>();
      const key = (name = 'user') => {
        const text = `${name}:${random()}`;
        used.add(text);
        return text;
      };
      try {
        await check({ store, key, patience, clock, another: async () => createStore() });
      } finally {
        await each([...used], (text) => store.delete(text));
      }
    },
  }));
}

interface Setting {
  store: VaultStore;
  /** A key that no other test uses. */
  key: (name?: string) => string;
  /** Creates the store of another process. */
  another: () => Promise<VaultStore>;
  patience: number;
  clock: 'server' | 'process';
}

const random = (): string => randomUUID();
const record = (sealed = `sealed-${random()}`): VaultRecord => ({ version: random(), sealed });
const long = 10 * 60_000;

/** Runs a few at a time, because a store may have few connections. */
async function each<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const rest = items.values();
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      for (const item of rest) await work(item);
    }),
  );
}

/** Saves a record under a new key. */
async function saved({ store, key }: Setting, name?: string): Promise<{ key: string; first: VaultRecord }> {
  const saved = { key: key(name), first: record() };
  equal(await store.set(saved.key, saved.first), true, 'set() without `replaces` has to return true');
  return saved;
}

/** Waits until `owner` gets the lease, which the current owner does not release. */
async function leaseEnds({ store, patience }: Setting, key: string, owner: string): Promise<void> {
  for (let waited = 0; !(await store.lease(key, owner, long)); waited += 10) {
    ok(waited < patience, 'the lease did not expire');
    await wait(10);
  }
}

let ahead = 0;
let onTime = Date;

/** Runs `work` while `Date` is an hour ahead. Tests that run concurrently share the changed clock. */
async function anHourAhead<T>(work: () => Promise<T>): Promise<T> {
  if (ahead === 0) {
    const { Date } = globalThis;
    class Later extends Date {
      constructor(...values: [] | [number]) {
        if (values.length === 0) super(Later.now());
        else super(...values);
      }
      static override now(): number {
        return Date.now() + 3_600_000;
      }
    }
    onTime = Date;
    globalThis.Date = Later as DateConstructor;
  }
  ahead += 1;
  try {
    return await work();
  } finally {
    ahead -= 1;
    if (ahead === 0) globalThis.Date = onTime;
  }
}

const requirements: Readonly<Record<string, (setting: Setting) => Promise<void>>> = {
  async 'returns the saved record, and undefined if there is none'(setting) {
    const { key, first } = await saved(setting);
    deepEqual(await setting.store.get(key), first);
    equal(await setting.store.get(setting.key()), undefined);
  },

  async 'overwrites any record if no version is given'(setting) {
    const { key } = await saved(setting);
    const second = record();
    equal(await setting.store.set(key, second), true);
    deepEqual(await setting.store.get(key), second);
  },

  async 'replaces a record only if it has the given version'(setting) {
    const { store } = setting;
    const { key, first } = await saved(setting);
    const second = record();
    equal(await store.set(key, second, first.version), true);
    deepEqual(await store.get(key), second);
    equal(await store.set(key, record(), first.version), false, 'an old version was replaced');
    deepEqual(await store.get(key), second, 'a record was saved although the version did not match');
  },

  async 'does not create a missing record if a version is given'({ store, key }) {
    const missing = key();
    equal(await store.set(missing, record(), random()), false);
    equal(await store.get(missing), undefined);
  },

  async 'lets only one of many parallel replacements succeed'(setting) {
    const { store } = setting;
    const others = await setting.another();
    const { key, first } = await saved(setting);
    let { version } = first;
    for (let round = 0; round < 5; round++) {
      const attempts = Array.from({ length: 40 }, () => record());
      const replaces = version;
      const results = await Promise.all(
        attempts.map((attempt, index) => (index % 2 && store.shared ? others : store).set(key, attempt, replaces)),
      );
      const winners = attempts.filter((_, index) => results[index]);
      equal(winners.length, 1, `${winners.length} of 40 parallel replacements of one version succeeded`);
      deepEqual(await store.get(key), winners[0]);
      version = winners[0]?.version ?? '';
    }
  },

  async 'deletes a record, and does nothing if there is none'(setting) {
    const { store } = setting;
    const { key, first } = await saved(setting);
    const { key: neighbour } = await saved(setting);
    await store.delete(key);
    await store.delete(key);
    equal(await store.get(key), undefined);
    equal(await store.set(key, record(), first.version), false, 'a deleted record was replaced');
    ok(await store.get(neighbour), 'delete() deleted another record');
  },

  async 'deletes a record only if it has the given version'(setting) {
    const { store } = setting;
    const { key, first } = await saved(setting);
    equal(await store.lease(key, 'first', long), true);
    await store.delete(key, random());
    deepEqual(await store.get(key), first, 'a record was deleted although the version did not match');
    equal(await store.lease(key, 'second', long), false, 'a lease was deleted although the version did not match');
    await store.delete(key, first.version);
    equal(await store.get(key), undefined);
    await store.delete(key, first.version);
  },

  async 'does not delete a record that is replaced at the same time'(setting) {
    const { store } = setting;
    const others = await setting.another();
    await each(Array.from({ length: 40 }), async () => {
      const { key, first } = await saved(setting);
      const second = record();
      const deleting = (store.shared ? others : store).delete(key, first.version);
      const [isSaved] = await Promise.all([store.set(key, second, first.version), deleting]);
      deepEqual(await store.get(key), isSaved ? second : undefined, 'delete() deleted a newer record');
    });
  },

  async 'stores 8 KB'({ store, key }) {
    const large = record('x'.repeat(8192));
    const name = key();
    await store.set(name, large);
    deepEqual(await store.get(name), large);
    const larger = record('y'.repeat(8192));
    equal(await store.set(name, larger, large.version), true);
    deepEqual(await store.get(name), larger);
  },

  async 'distinguishes keys that differ in one character or in case'(setting) {
    const { store } = setting;
    const end = random().toLowerCase();
    const signs = Array.from({ length: 94 }, (_, index) => String.fromCharCode(index + 33));
    const names = [
      ...signs.flatMap((sign) => [`${sign}${end}`, `a${sign}b${end}`, `${end}${sign}`]),
      ...['', '{}', '}{', '%s', '$1', '--'].map((start) => start + end),
      `${end}:lease`,
      `{${end}}`,
      `';--"${end}`.padEnd(100, '-'),
      `';--"${end}`.padEnd(99, '-'),
    ];
    const records = new Map(names.map((name) => [name, record()]));
    try {
      await each([...records], async ([name, value]) => store.set(name, value));
      await each(names, async (name) => equal(await store.lease(name, 'first', long), true, name));
      await each([...records], async ([name, value]) => deepEqual(await store.get(name), value, name));
      const listed = new Set<string>();
      for await (const name of store.keys()) listed.add(name);
      deepEqual(new Set(names.filter((name) => listed.has(name))), new Set(names));
    } finally {
      await each(names, (name) => store.delete(name));
    }
  },

  async 'accepts versions and owners of 100 characters, and compares them exactly'({ store, key }) {
    const name = key();
    const [lower, upper] = [`${random()}a`, 'A'].map((text) => text.padStart(100, '~')) as [string, string];
    const changed = lower.replace(/a$/, 'A');
    await store.set(name, { version: lower, sealed: 'sealed' });
    equal(await store.set(name, record(), changed), false);
    equal(await store.set(name, { version: upper, sealed: 'sealed' }, lower), true);
    equal(await store.lease(name, lower, long), true);
    equal(await store.lease(name, changed, long), false);
    await store.release(name, changed);
    equal(await store.lease(name, upper, long), false);
  },

  async 'gives a lease to one owner at a time'(setting) {
    const { store } = setting;
    const { key } = await saved(setting);
    equal(await store.lease(key, 'first', long), true);
    equal(await store.lease(key, 'second', long), false);
    await store.release(key, 'first');
    equal(await store.lease(key, 'second', long), true);
    equal(await store.lease(key, 'first', long), false);
  },

  async 'gives a lease to only one of many parallel owners'(setting) {
    const { store } = setting;
    const others = await setting.another();
    const { key } = await saved(setting);
    for (let round = 0; round < 5; round++) {
      const owners = Array.from({ length: 40 }, () => random());
      const results = await Promise.all(
        owners.map((owner, index) => (index % 2 && store.shared ? others : store).lease(key, owner, long)),
      );
      const [holder, ...more] = owners.filter((_, index) => results[index]);
      ok(holder !== undefined && more.length === 0, `${more.length + 1} of 40 parallel owners got the lease`);
      await store.release(key, holder);
    }
  },

  async 'does not give a lease without a record'({ store, key }) {
    const missing = key();
    equal(await store.lease(missing, 'first', long), false);
    equal(await store.get(missing), undefined, 'lease() created a record');
    await store.set(missing, record());
    equal(await store.lease(missing, 'second', long), true, 'a lease that was not given keeps out others');
  },

  async 'renews a lease for its owner, with the new duration'(setting) {
    const { store } = setting;
    const { key } = await saved(setting);
    equal(await store.lease(key, 'first', long), true);
    equal(await store.lease(key, 'first', 30), true, 'the owner could not renew its lease');
    await leaseEnds(setting, key, 'second');
  },

  async 'lets a lease expire after its duration, and not before'(setting) {
    const { store } = setting;
    const [{ key: brief }, { key: lasting }] = [await saved(setting), await saved(setting)];
    equal(await store.lease(lasting, 'first', long), true);
    equal(await store.lease(brief, 'first', 2 ** 32), true, 'a long lease was not given');
    equal(await store.lease(brief, 'first', 0), true, 'a lease of 0 ms was not given');
    await leaseEnds(setting, brief, 'second');
    await store.release(brief, 'second');
    equal(await store.lease(brief, 'first', 30), true);
    await leaseEnds(setting, brief, 'second');
    // Long enough for a lease of ten minutes to expire in a store that takes milliseconds for microseconds.
    await wait(700);
    equal(await store.lease(lasting, 'second', long), false, 'a lease of ten minutes expired too early');
  },

  async 'measures a lease by the clock of the store, not of the caller'(setting) {
    const { store } = setting;
    if (!store.shared || setting.clock === 'process') return;
    const [{ key }, { key: ahead }] = [await saved(setting), await saved(setting)];
    equal(await store.lease(key, 'first', long), true);
    const taken = await anHourAhead(() => store.lease(key, 'second', long));
    equal(taken, false, 'a caller whose clock is an hour ahead took a lease of ten minutes');
    equal(await anHourAhead(() => store.lease(ahead, 'first', 30)), true);
    await leaseEnds(setting, ahead, 'second');
  },

  async 'lets only the owner release a lease'(setting) {
    const { store } = setting;
    const { key } = await saved(setting);
    await store.release(key, 'nobody');
    equal(await store.lease(key, 'first', long), true);
    await store.release(key, 'second');
    equal(await store.lease(key, 'second', long), false, 'another owner released the lease');
  },

  async 'keeps the lease of the new owner if the old one releases it too late'(setting) {
    const { store } = setting;
    const { key } = await saved(setting);
    equal(await store.lease(key, 'first', 1), true);
    await leaseEnds(setting, key, 'second');
    await store.release(key, 'first');
    equal(await store.lease(key, 'third', long), false, 'the old owner released the lease of the new one');
  },

  async 'saves records no matter who has the lease, and keeps the lease'(setting) {
    const { store } = setting;
    const { key, first } = await saved(setting);
    const second = record();
    equal(await store.lease(key, 'first', long), true);
    equal(await store.set(key, second, first.version), true);
    equal(await store.set(key, record()), true);
    equal(await store.lease(key, 'second', long), false, 'set() ended the lease');
    await store.release(key, 'first');
    ok(await store.get(key), 'release() deleted the record');
  },

  async 'deletes a lease with its record'(setting) {
    const { store } = setting;
    const { key } = await saved(setting);
    equal(await store.lease(key, 'first', long), true);
    await store.delete(key);
    equal(await store.lease(key, 'first', long), false, 'the lease outlived its record');
    await store.set(key, record());
    equal(await store.lease(key, 'second', long), true, 'the lease of a deleted record keeps others out');
  },

  async 'shares records and leases between processes, if it is a shared store'(setting) {
    const { store } = setting;
    const other = await setting.another();
    if (!store.shared) return;
    const { key, first } = await saved(setting);
    deepEqual(await other.get(key), first);
    equal(await other.lease(key, 'first', long), true);
    equal(await store.lease(key, 'second', long), false);
    equal(await other.set(key, record(), first.version), true);
    equal(await store.set(key, record(), first.version), false);
    await other.delete(key);
    equal(await store.get(key), undefined);
  },

  async 'lists every key, even while records are replaced and deleted'(setting) {
    const { store } = setting;
    const names = Array.from({ length: 2500 }, (_, index) => setting.key(`user-${index}`));
    const [gone, ...rest] = names as [string, ...string[]];
    await each(names, (name) => store.set(name, record()));
    await store.lease(names[1] ?? '', 'first', long);
    await store.delete(gone);
    const listed = new Set<string>();
    for await (const name of store.keys()) listed.add(name);
    ok(!listed.has(gone), 'a deleted key was listed');
    deepEqual(
      rest.filter((name) => !listed.has(name)),
      [],
      'keys are missing',
    );
    const met = new Set<string>();
    for await (const name of store.keys()) {
      if (!names.includes(name) || met.has(name)) continue;
      met.add(name);
      if (met.size % 2) await store.delete(name);
      else await store.set(name, record());
    }
    equal(met.size, rest.length, 'keys are missing when others are deleted at the same time');
  },
};
