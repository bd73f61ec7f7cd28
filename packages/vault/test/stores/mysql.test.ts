import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SqlVaultStore } from '@kakao-login/vault';
import { drizzle } from 'drizzle-orm/mysql2';
import { createPool, type Pool } from 'mysql2/promise';
import { DataSource } from 'typeorm';
import { describeWithMariaDb } from '../../../../test/support/servers.js';
import { testStore } from '../support/conformance.js';

const record = { version: 'one', sealed: 'sealed' };

describeWithMariaDb('the SQL store on MariaDB', (server) => {
  let pool: Pool;
  beforeAll(() => {
    pool = createPool(server.url);
  });
  afterAll(() => pool.end());

  const create = (query: (sql: string, parameters: (string | number)[]) => unknown, table = 'kakao_vault') =>
    new SqlVaultStore({ dialect: 'mysql', query, table });

  describe('with mysql2', () => {
    const store = () => create((sql, parameters) => pool.query(sql, parameters));
    beforeAll(() => store().createTable());

    testStore(store);

    test('creates its table from many processes at once', async () => {
      const table = () => create((sql, parameters) => pool.query(sql, parameters), 'at_once');
      await Promise.all(Array.from({ length: 20 }, () => table().createTable()));
      expect(await table().set('user', record)).toBe(true);
    });

    test('measures leases correctly in any time zone of a connection', async () => {
      const east = await pool.getConnection();
      const west = await pool.getConnection();
      await east.query("SET time_zone = '+09:00'");
      await west.query("SET time_zone = '-09:00'");
      const [here, there] = [east, west].map((connection) => create((sql, values) => connection.query(sql, values)));
      await here?.set('traveller', record);
      expect(await here?.lease('traveller', 'here', 60_000)).toBe(true);
      expect(await there?.lease('traveller', 'there', 60_000)).toBe(false);
      await there?.delete('traveller');
      expect(await there?.set('traveller', record)).toBe(true);
      expect(await there?.lease('traveller', 'there', 1)).toBe(true);
      while (!(await here?.lease('traveller', 'here', 60_000)));
      east.destroy();
      west.destroy();
    });
  });

  describe('with prepared statements of mysql2', () => {
    testStore(() => create((sql, values) => pool.execute(sql, values)));
  });

  describe('with connections that count only rows whose values changed', () => {
    let changed: Pool;
    beforeAll(() => {
      changed = createPool({ uri: server.url, flags: ['-FOUND_ROWS'] });
    });
    afterAll(() => changed.end());

    testStore(() => create((sql, values) => changed.query(sql, values)));
  });

  describe('with TypeORM', () => {
    let dataSource: DataSource;
    const store = () => create((sql, parameters) => dataSource.query(sql, parameters), 'typeorm_vault');
    beforeAll(async () => {
      dataSource = await new DataSource({ type: 'mysql', url: server.url }).initialize();
      await store().createTable();
    });
    afterAll(() => dataSource.destroy());

    testStore(store);
  });

  describe('with Drizzle', () => {
    const store = () => {
      const db = drizzle(pool);
      return create((sql, parameters) => db.$client.query(sql, parameters));
    };
    testStore(store);
  });
});
