import { MemoryVaultStore, RedisVaultStore, SqlVaultStore, type VaultStore } from '@kakao-login/vault';
import type { ShopConfig } from '../config.js';
import type { Connection } from '../database/connection.js';

export interface OpenStore {
  store: VaultStore;
  close(): void;
}

/**
 * Opens the store of Kakao's tokens: Redis, or the shop's own database. Memory if no later process could decrypt them.
 *
 * @throws Error naming the environment variable to change
 */
export async function openStore({ redisUrl, vaultKeys }: ShopConfig, database: Connection): Promise<OpenStore> {
  if (redisUrl !== undefined) return openRedis(redisUrl);
  const store = vaultKeys === undefined ? new MemoryVaultStore() : sqlStore(database);
  return { store, close: () => undefined };
}

const sqlStore = (database: Connection): SqlVaultStore =>
  new SqlVaultStore({
    dialect: 'postgresql',
    query: (statement, parameters) => database.query(statement, parameters),
  });

async function openRedis(url: string): Promise<OpenStore> {
  const { Redis } = await import('ioredis');
  // Fails fast when Redis is down. The client reconnects by itself.
  const redis = new Redis(url, { lazyConnect: true, connectTimeout: 10_000, maxRetriesPerRequest: 2 });
  let reason = 'no answer';
  redis.on('error', (error: Error) => {
    reason = error.message;
  });
  try {
    await redis.connect();
  } catch (error) {
    redis.disconnect();
    throw new Error(`The Redis server of REDIS_URL cannot be used: ${reason}.`, { cause: error });
  }
  return { store: new RedisVaultStore(redis), close: () => redis.disconnect() };
}
