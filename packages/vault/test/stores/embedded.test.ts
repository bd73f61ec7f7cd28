import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PGlite } from '@electric-sql/pglite';
import { SqlVaultStore, type SqlDialect } from '@kakao-login/vault';
import sqlite from 'node-sqlite3-wasm';
import { testStore } from '../support/conformance.js';

describe('the SQL store on SQLite', () => {
  let database: sqlite.Database;
  const store = () =>
    new SqlVaultStore({ dialect: 'sqlite', query: (sql, parameters) => database.all(sql, parameters) });
  beforeAll(async () => {
    database = new sqlite.Database();
    await store().createTable();
    await store().createTable();
  });
  afterAll(() => database.close());

  testStore(store, { clock: 'process' });
});

describe('the SQL store on PGlite', () => {
  let database: PGlite;
  const store = () =>
    new SqlVaultStore({ dialect: 'postgresql', query: (sql, parameters) => database.query(sql, parameters) });
  beforeAll(async () => {
    database = await PGlite.create();
    await store().createTable();
    await store().createTable();
  });
  afterAll(() => database.close());

  testStore(store, { clock: 'process' });
});

describe('the SQL store refuses', () => {
  const query = () => [];

  test.each(['', 'a b', 'a"b', 'a;b', 'a.b.c', '1a', '테이블', 'a`b', '.a', 'a.', 'x'.repeat(64)])(
    'the table %j',
    (table) => {
      expect(() => new SqlVaultStore({ dialect: 'sqlite', query, table })).toThrow(
        expect.objectContaining({ code: 'option_malformed', option: 'table' }),
      );
    },
  );

  test('an unknown dialect', () => {
    expect(() => new SqlVaultStore({ dialect: 'mariadb' as SqlDialect, query })).toThrow(
      expect.objectContaining({ code: 'option_malformed', option: 'dialect' }),
    );
  });

  test('a query that is not a function', () => {
    expect(() => new SqlVaultStore({ dialect: 'mysql', query: {} as never })).toThrow(
      expect.objectContaining({ code: 'option_malformed', option: 'query' }),
    );
  });

  test.each([
    ['postgresql', 3],
    ['postgresql', undefined],
    ['mysql', []],
    ['mysql', undefined],
    ['sqlite', { changes: 1 }],
  ] as const)(
    'a query of %s that returns %j for a lease, and does not treat it as a refused lease',
    async (dialect, result) => {
      const store = new SqlVaultStore({ dialect, query: () => result });
      await expect(store.lease('key', 'owner', 1)).rejects.toMatchObject({ code: 'option_malformed', option: 'query' });
    },
  );

  test('to retry a rolled-back statement more than four times', async () => {
    let attempts = 0;
    const undone = (cause: unknown) => () => {
      attempts++;
      throw Object.assign(new Error('Failed query'), { cause });
    };
    const failing = (cause: unknown) => new SqlVaultStore({ dialect: 'postgresql', query: undone(cause) }).get('key');
    await expect(failing({ code: '40001' })).rejects.toThrow('Failed query');
    expect(attempts).toBe(5);
    await expect(failing({ code: '23505' })).rejects.toThrow('Failed query');
    expect(attempts).toBe(6);
  });

  test.each([
    ['a number, as Prisma’s $executeRawUnsafe returns', 1],
    ['an object, as TypeORM and mariadb return', { affectedRows: 1 }],
    ['a pair, as mysql2 returns', [{ affectedRows: 1 }, undefined]],
  ])('nothing if a query of mysql returns %s', async (_, result) => {
    const store = new SqlVaultStore({ dialect: 'mysql', query: () => result });
    expect(await store.lease('key', 'owner', 1)).toBe(true);
  });
});
