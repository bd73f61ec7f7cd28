import { RedisVaultStore, SqlVaultStore, type VaultStore } from '@kakao-login/vault';

/** Where the processes of a test find their store. */
export interface StoreAddress {
  kind: 'ioredis' | 'node-redis' | 'postgresql' | 'mysql';
  url: string;
}

/** Opens a store with its own client, as each process does. Loads only that client: there are many processes. */
export async function openStore({
  kind,
  url,
}: StoreAddress): Promise<{ store: VaultStore; close: () => Promise<unknown> }> {
  if (kind === 'ioredis') {
    const { Redis } = await import('ioredis');
    // Otherwise ioredis keeps a command that was in progress when the connection broke until Redis is back.
    const redis = new Redis(url, { maxRetriesPerRequest: 0, retryStrategy: () => 50 });
    redis.on('error', () => undefined);
    return { store: new RedisVaultStore(redis), close: async () => redis.disconnect() };
  }
  if (kind === 'node-redis') {
    const { createClient } = await import('redis');
    const redis = createClient({ url, disableOfflineQueue: true, socket: { reconnectStrategy: () => 50 } });
    redis.on('error', () => undefined);
    await redis.connect();
    return { store: new RedisVaultStore(redis), close: async () => redis.destroy() };
  }
  if (kind === 'mysql') {
    const { createPool } = await import('mysql2/promise');
    const pool = createPool(url);
    const store = new SqlVaultStore({ dialect: kind, query: (sql, parameters) => pool.query(sql, parameters) });
    return { store, close: () => pool.end() };
  }
  const { Pool } = await import('pg');
  const pool = new Pool({ connectionString: url });
  pool.on('error', () => undefined);
  const store = new SqlVaultStore({ dialect: kind, query: (sql, parameters) => pool.query(sql, parameters) });
  return { store, close: () => pool.end() };
}
