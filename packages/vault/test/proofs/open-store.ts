import { RedisVaultStore, SqlVaultStore, type VaultStore } from '@kakao-login/vault';
import { Redis } from 'ioredis';
import { createPool } from 'mysql2/promise';
import { Pool } from 'pg';

/** Where the processes of a proof find their store. */
export interface StoreAddress {
  kind: 'redis' | 'postgresql' | 'mysql';
  url: string;
}

/** A store over a client of its own, as a process has it. */
export async function openStore({
  kind,
  url,
}: StoreAddress): Promise<{ store: VaultStore; close: () => Promise<unknown> }> {
  if (kind === 'redis') {
    // Without 0, ioredis keeps a command that was under way when the connection broke until Redis is back.
    const redis = new Redis(url, { maxRetriesPerRequest: 0, retryStrategy: () => 50 });
    redis.on('error', () => undefined);
    return { store: new RedisVaultStore(redis), close: async () => redis.disconnect() };
  }
  if (kind === 'mysql') {
    const pool = createPool(url);
    const store = new SqlVaultStore({ dialect: kind, query: (sql, parameters) => pool.query(sql, parameters) });
    return { store, close: () => pool.end() };
  }
  const pool = new Pool({ connectionString: url });
  pool.on('error', () => undefined);
  const store = new SqlVaultStore({ dialect: kind, query: (sql, parameters) => pool.query(sql, parameters) });
  return { store, close: () => pool.end() };
}
