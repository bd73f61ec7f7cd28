import { describe, expect, test } from '@jest/globals';
import { MemoryVaultStore, type VaultStore } from '@kakao-login/vault';
import { Records } from '../src/records.js';
import type { Tokens } from '../src/tokens.js';
import { through } from './support/kakao.js';

const keys = [{ kid: 'a', key: Buffer.alloc(32, 1) }];
const tokens = (accessToken: string): Tokens => ({ accessToken, accessTokenExpiresAt: 2, savedAt: 1 });
const sealedWithAnotherKey = async (): Promise<string> => {
  const other = new Records(new MemoryVaultStore(), 10_000, 'client-id', [{ kid: 'b', key: Buffer.alloc(32, 2) }]);
  return (await other.seal('1001', tokens('unreadable'))).sealed;
};

function setUp(change: (store: VaultStore) => Partial<VaultStore> = () => ({})) {
  const store = new MemoryVaultStore();
  const records = new Records(through(store, change(store)), 10_000, 'client-id', keys);
  const other = new Records(store, 10_000, 'client-id', keys);
  const save = async (id: string, accessToken: string) => other.write(id, await other.seal(id, tokens(accessToken)));
  const accessToken = async (id: string) => (await other.read(id))?.tokens.accessToken;
  return { records, save, accessToken };
}

/** A store in which another process replaces the record just before each of the first `times` writes. */
const replacedFirst = (times: number) => {
  const calls = { reads: 0 };
  const set = setUp((store) => ({
    get: (key) => {
      calls.reads += 1;
      return store.get(key);
    },
    set: async (key, record, replaces) => {
      if (calls.reads <= times) await set.save('1001', `replaced ${calls.reads}`);
      return store.set(key, record, replaces);
    },
    delete: async (key, version) => {
      if (calls.reads <= times) await set.save('1001', `replaced ${calls.reads}`);
      return store.delete(key, version);
    },
  }));
  return { ...set, calls };
};

describe('changing a record', () => {
  test('stores what the function returns, and keeps the record if it returns nothing', async () => {
    const { records, save, accessToken } = setUp();
    await save('1001', 'first');
    await records.change('1001', () => undefined);
    expect(await accessToken('1001')).toBe('first');
    await records.change('1001', ({ accessToken: before }) => tokens(`${before} changed`));
    expect(await accessToken('1001')).toBe('first changed');
  });

  test('does not create a record', async () => {
    const { records, accessToken } = setUp();
    await records.change('1001', () => tokens('new'));
    expect(await accessToken('1001')).toBeUndefined();
  });

  test.each([0, 1, 2])('starts over from the new record after %s replacements', async (times) => {
    const { records, save, accessToken, calls } = replacedFirst(times);
    await save('1001', 'first');
    await records.change('1001', ({ accessToken: before }) => tokens(`${before} changed`));
    expect(await accessToken('1001')).toBe(`${times === 0 ? 'first' : `replaced ${times}`} changed`);
    expect(calls.reads).toBe(times + 1);
  });

  test('fails after three attempts', async () => {
    const { records, save, accessToken, calls } = replacedFirst(Infinity);
    await save('1001', 'first');
    await records.change('1001', () => tokens('changed'));
    expect(await accessToken('1001')).toBe('replaced 3');
    expect(calls.reads).toBe(3);
  });
});

describe('deleting a record unless its tokens are to be kept', () => {
  test('returns whether it was deleted', async () => {
    const { records, save, accessToken } = setUp();
    await expect(records.deleteUnless('1001', () => true)).resolves.toBe(true);
    await save('1001', 'first');
    await expect(records.deleteUnless('1001', ({ accessToken: kept }) => kept === 'first')).resolves.toBe(false);
    expect(await accessToken('1001')).toBe('first');
    await expect(records.deleteUnless('1001', () => false)).resolves.toBe(true);
    expect(await accessToken('1001')).toBeUndefined();
  });

  test('keeps a record that is saved in the meantime', async () => {
    const { records, save, accessToken } = replacedFirst(1);
    await save('1001', 'first');
    await expect(records.deleteUnless('1001', (saved) => saved.accessToken !== 'first')).resolves.toBe(false);
    expect(await accessToken('1001')).toBe('replaced 1');
  });

  test('fails if the record keeps being replaced', async () => {
    const { records, save, accessToken } = replacedFirst(Infinity);
    await save('1001', 'first');
    await expect(records.deleteUnless('1001', () => false)).rejects.toMatchObject({ code: 'store_failed' });
    expect(await accessToken('1001')).toBe('replaced 3');
  });

  test('deletes a record that no key decrypts, and passes on an error of the store', async () => {
    const { records } = setUp();
    await records.write('1001', { version: 'v', sealed: await sealedWithAnotherKey() });
    await expect(records.deleteUnless('1001', () => true)).resolves.toBe(true);
    await expect(records.read('1001')).resolves.toBeUndefined();
    const failing = setUp(() => ({ get: () => Promise.reject(new Error('the store is down')) }));
    await expect(failing.records.deleteUnless('1001', () => false)).rejects.toMatchObject({ code: 'store_failed' });
  });
});

describe('listing users', () => {
  test('leaves out those of other apps', async () => {
    const { records, save } = setUp((store) => ({
      async *keys() {
        yield 'another-app:9';
        yield* store.keys();
      },
    }));
    await save('1001', 'first');
    await save('1002', 'first');
    const ids: string[] = [];
    for await (const id of records.ids()) ids.push(id);
    expect(ids).toEqual(['1001', '1002']);
  });

  test.each([
    ['closes the list of the store', true],
    ['needs no list that can be closed', false],
  ])('%s if a loop ends early', async (_, closable) => {
    let closed = 0;
    const { records, save } = setUp((store) => ({
      keys: () => ({
        [Symbol.asyncIterator]() {
          const list = store.keys()[Symbol.asyncIterator]();
          const close = () => {
            closed += 1;
            return Promise.resolve({ done: true as const, value: undefined });
          };
          return { next: () => list.next(), ...(closable && { return: close }) };
        },
      }),
    }));
    await save('1001', 'first');
    await save('1002', 'first');
    const ids: string[] = [];
    for await (const id of records.ids()) {
      ids.push(id);
      break;
    }
    expect(ids).toEqual(['1001']);
    expect(closed).toBe(closable ? 1 : 0);
  });
});
