import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SqlVaultStore, sqlVaultSchema } from '@kakao-login/vault';
import { vaultStoreTests } from '@kakao-login/vault/testing';
import { drizzle } from 'drizzle-orm/node-postgres';
import { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { describeWithPostgres } from '../../../../test/support/servers.js';
import { testStore } from '../support/conformance.js';

const record = { version: 'one', sealed: 'sealed' };

describeWithPostgres('the SQL store on PostgreSQL', (server) => {
  let pool: Pool;
  beforeAll(async () => {
    pool = new Pool({ connectionString: server.url });
  });
  afterAll(() => pool.end());

  describe('with pg', () => {
    const create = (table?: string) =>
      new SqlVaultStore({
        dialect: 'postgresql',
        query: (sql, parameters) => pool.query(sql, parameters),
        ...(table !== undefined && { table }),
      });
    beforeAll(() => create().createTable());

    testStore(() => create());

    test('creates its table from many processes at once', async () => {
      await Promise.all(Array.from({ length: 20 }, () => create('at_once').createTable()));
      expect(await create('at_once').set('user', record)).toBe(true);
      await create('at_once').createTable();
      expect(await create('at_once').get('user')).toEqual(record);
    });

    test('accepts a schema with the table, and keeps the case of both', async () => {
      await pool.query('CREATE SCHEMA "Auth"');
      const store = create('Auth.Order');
      await store.createTable();
      await store.set('user', record);
      expect((await pool.query('SELECT version FROM "Auth"."Order"')).rows).toEqual([{ version: 'one' }]);
    });

    test('does not need the right to create tables if the table exists', async () => {
      await pool.query('CREATE ROLE clerk LOGIN; GRANT SELECT, INSERT, UPDATE, DELETE ON kakao_vault TO clerk');
      const clerk = new Pool({ connectionString: server.url.replace('postgres@', 'clerk@') });
      const store = new SqlVaultStore({ dialect: 'postgresql', query: (sql, values) => clerk.query(sql, values) });
      await store.createTable();
      expect(await store.set('of a clerk', record)).toBe(true);
      const other = new SqlVaultStore({
        dialect: 'postgresql',
        query: (sql, values) => clerk.query(sql, values),
        table: 'missing',
      });
      await expect(other.createTable()).rejects.toThrow('permission denied');
      await clerk.end();
    });

    test('works with a table created by your own migration', async () => {
      await pool.query(sqlVaultSchema('postgresql', 'migrated'));
      expect(await create('migrated').set('user', record)).toBe(true);
    });

    test('does not hold a connection while a lease is held', async () => {
      const single = new Pool({ connectionString: server.url, max: 1 });
      const store = new SqlVaultStore({ dialect: 'postgresql', query: (sql, values) => single.query(sql, values) });
      await store.set('leased', record);
      await store.lease('leased', 'owner', 60_000);
      expect({ idle: single.idleCount, waiting: single.waitingCount }).toEqual({ idle: 1, waiting: 0 });
      await single.end();
    });

    test('works with any default isolation level', async () => {
      const strict = new Pool({
        connectionString: server.url,
        options: '-c default_transaction_isolation=serializable',
      });
      const store = new SqlVaultStore({ dialect: 'postgresql', query: (sql, values) => strict.query(sql, values) });
      for (const { run } of vaultStoreTests(() => store).filter(({ name }) => name.includes('parallel'))) {
        await expect(run()).resolves.toBeUndefined();
      }
      await strict.end();
    });
  });

  describe('with TypeORM', () => {
    let dataSource: DataSource;
    const create = () =>
      new SqlVaultStore({
        dialect: 'postgresql',
        query: (sql, parameters) => dataSource.query(sql, parameters),
        table: 'typeorm_vault',
      });
    beforeAll(async () => {
      dataSource = await new DataSource({ type: 'postgres', url: server.url }).initialize();
      await create().createTable();
    });
    afterAll(() => dataSource.destroy());

    testStore(create);
  });

  describe('with Drizzle', () => {
    const create = () => {
      const db = drizzle(pool);
      return new SqlVaultStore({
        dialect: 'postgresql',
        query: (sql, parameters) => db.$client.query(sql, parameters),
        table: 'drizzle_vault',
      });
    };
    beforeAll(() => create().createTable());

    testStore(create);
  });
});
