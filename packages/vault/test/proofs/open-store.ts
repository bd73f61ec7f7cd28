import { RedisVaultStore, SqlVaultStore, type VaultStore } from '@kakao-login/vault';
import { Redis } from 'ioredis';
import { createPool } from 'mysql2/promise';
import { Pool } from 'pg';
import { createClient } from 'redis';

/** Where the processes of a test find their store. */
export interface StoreAddress {
  kind: 'ioredis' | 'node-redis' | 'postgresql' | 'mysql';
  url: string;
}

/** Opens a store with its own client, as each process does. */
export async function openStore({
  kind,
  url,
}: StoreAddress): Promise<{ store: VaultStore; close: () => Promise<unknown> }> {
  if (kind === 'ioredis') {
    // Otherwise ioredis keeps a command that was in progress when the connection broke until Redis is back.
    const redis = new Redis(url, { maxRetriesPerRequest: 0, retryStrategy: () => 50 });
    redis.on('error', () => undefined);
    return { store: new RedisVaultStore(redis), close: async () => redis.disconnect() };
  }
  if (kind === 'node-redis') {
    const redis = createClient({ url, disableOfflineQueue: true, socket: { reconnectStrategy: () => 50 } });
    redis.on('error', () => undefined);
    await redis.connect();
    return { store: new RedisVaultStore(redis), close: async () => redis.destroy() };
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
