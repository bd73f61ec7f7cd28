import type { VaultRecord, VaultStore } from '../store.js';
import { usage, usageTexts } from '../usage.js';

/** The part of an ioredis client (5 or 6) that the store uses: `new Redis()` or `new Redis.Cluster()`. */
export interface IoredisClient {
  hmget(key: string, ...fields: string[]): Promise<(string | null)[]>;
  eval(script: string, numberOfKeys: number, ...keysAndArguments: string[]): Promise<unknown>;
  scan(cursor: string, match: 'MATCH', pattern: string, count: 'COUNT', size: number): Promise<[string, string[]]>;
  /** Only `new Redis.Cluster()` has it. */
  nodes?(role: 'master'): Pick<IoredisClient, 'scan'>[];
  readonly options?: { readonly keyPrefix?: string | undefined };
}

/**
 * The part of a node-redis client (5 or 6) that the store uses: `createClient()`, `createClientPool()` or
 * `createSentinel()`.
 */
export interface NodeRedisClient {
  hmGet(key: string, fields: string[]): Promise<unknown[]>;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  scan(cursor: string, options: { MATCH: string; COUNT: number }): Promise<{ cursor: unknown; keys: unknown[] }>;
}

/** The part of a node-redis cluster (5 or 6) that the store uses: `createCluster()`. */
export interface NodeRedisCluster<Node = never> extends Pick<NodeRedisClient, 'hmGet' | 'eval'> {
  readonly masters: readonly unknown[];
  nodeClient(node: Node): Promise<Pick<NodeRedisClient, 'scan'>>;
}

/** Options of a {@link RedisVaultStore}. */
export interface RedisVaultStoreOptions {
  /** The prefix of all keys in Redis, without `{` and `}`. Default `kakao-vault:`. */
  readonly prefix?: string;
}

/**
 * Keeps records in Redis 6 or later, or in Valkey, through your connected client. A record is a hash. Its lease is
 * another key, which Redis expires. Both keys have the same hash tag, so they share a slot in a cluster. Every change
 * is one script and therefore atomic.
 *
 * Redis must not lose or evict data: turn on `appendonly`, and leave `maxmemory-policy` at `noeviction`. Do not let the
 * client read from replicas.
 *
 * @example
 * new RedisVaultStore(new Redis('redis://localhost'));
 */
export class RedisVaultStore implements VaultStore {
  readonly shared = true;
  readonly #commands: Commands;
  readonly #prefix: string;

  /**
   * @param client connect and close it yourself
   * @throws {KakaoUsageError} `argument_malformed` when the client is not from ioredis or node-redis;
   * `option_malformed`
   */
  constructor(client: IoredisClient | NodeRedisClient | NodeRedisCluster, options: RedisVaultStoreOptions = {}) {
    const { prefix = 'kakao-vault:' } = Object(options) as RedisVaultStoreOptions;
    if (!isRedis(client)) throw usage('argument_malformed', 'client', usageTexts().redisClient);
    // Braces would change the hash tag and put a record and its lease into different slots.
    if (typeof prefix !== 'string' || !/^[!-z|~]*$/.test(prefix))
      throw usage('option_malformed', 'prefix', usageTexts().prefix);
    this.#commands = 'hmGet' in client ? nodeRedis(client) : ioredis(client);
    this.#prefix = prefix;
  }

  async get(key: string): Promise<VaultRecord | undefined> {
    const [version, sealed] = await this.#commands.fields(this.#record(key), ['version', 'sealed']);
    if (typeof version !== 'string' || typeof sealed !== 'string') return undefined;
    return { version, sealed };
  }

  set(key: string, { version, sealed }: VaultRecord, replaces?: string): Promise<boolean> {
    return this.#run(scripts.set, key, version, sealed, ...(replaces === undefined ? [] : [replaces]));
  }

  async delete(key: string, version?: string): Promise<void> {
    await this.#run(scripts.delete, key, ...(version === undefined ? [] : [version]));
  }

  /** Redis does not accept an expiry of 0. */
  lease(key: string, owner: string, milliseconds: number): Promise<boolean> {
    return this.#run(scripts.lease, key, owner, String(Math.max(1, Math.ceil(milliseconds))));
  }

  async release(key: string, owner: string): Promise<void> {
    await this.#run(scripts.release, key, owner);
  }

  async *keys(): AsyncGenerator<string, void, undefined> {
    const [before, after] = this.#record('\n').split('\n') as [string, string];
    for await (const key of this.#commands.scan(before, after)) yield key.slice(before.length, -after.length);
  }

  /** Without the letter, a key that starts with `}` would make the hash tag empty, and Redis ignores an empty one. */
  #record(key: string): string {
    return `${this.#prefix}{k:${key}}`;
  }

  async #run(script: string, key: string, ...values: string[]): Promise<boolean> {
    const record = this.#record(key);
    return Number(await this.#commands.run(script, [record, `${record}:lease`], values)) === 1;
  }
}

/** KEYS: the record and its lease. */
const scripts = {
  set: `if ARGV[3] and redis.call('HGET', KEYS[1], 'version') ~= ARGV[3] then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'sealed', ARGV[2])
return 1`,
  delete: `if ARGV[1] and redis.call('HGET', KEYS[1], 'version') ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1], KEYS[2])
return 1`,
  lease: `local owner = redis.call('GET', KEYS[2])
if redis.call('EXISTS', KEYS[1]) == 0 or (owner and owner ~= ARGV[1]) then return 0 end
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
return 1`,
  release: `if redis.call('GET', KEYS[2]) == ARGV[1] then redis.call('DEL', KEYS[2]) end
return 1`,
};

/** The `COUNT` of each scan. */
const scanned = 1000;

function isRedis(client: unknown): boolean {
  const { eval: run, hmget, hmGet } = Object(client) as Record<string, unknown>;
  return typeof run === 'function' && (typeof hmget === 'function' || typeof hmGet === 'function');
}

/** The commands that the store uses. */
interface Commands {
  fields(key: string, fields: string[]): Promise<unknown[]>;
  run(script: string, keys: string[], values: string[]): Promise<unknown>;
  /** The keys that start with `before` and end with `after`. */
  scan(before: string, after: string): AsyncIterable<string>;
}

/** The pattern of the keys that start with `before` and end with `after`. */
const pattern = (before: string, after: string): string => `${before.replaceAll(/[\\*?[\]]/g, '\\$&')}*${after}`;

const ioredis = (client: IoredisClient): Commands => ({
  fields: (key, fields) => client.hmget(key, ...fields),
  run: (script, keys, values) => client.eval(script, keys.length, ...keys, ...values),
  async *scan(before, after) {
    // ioredis adds its `keyPrefix` to the keys of commands, but not to patterns, and does not remove it from results.
    const prefix = client.options?.keyPrefix ?? '';
    const wanted = pattern(prefix + before, after);
    for (const node of client.nodes?.('master') ?? [client]) {
      let cursor = '0';
      do {
        const [next, keys] = await node.scan(cursor, 'MATCH', wanted, 'COUNT', scanned);
        for (const key of keys) yield key.slice(prefix.length);
        cursor = next;
      } while (cursor !== '0');
    }
  },
});

const nodeRedis = (client: NodeRedisClient | NodeRedisCluster): Commands => ({
  fields: (key, fields) => client.hmGet(key, fields),
  run: (script, keys, values) => client.eval(script, { keys, arguments: values }),
  async *scan(before, after) {
    const scanners =
      'masters' in client ? client.masters.map((node) => () => client.nodeClient(node as never)) : [() => client];
    for (const connect of scanners) {
      // One after the other: if a second one failed meanwhile, nothing would handle its rejection.
      const scanner = await connect();
      let cursor = '0';
      do {
        const found = await scanner.scan(cursor, { MATCH: pattern(before, after), COUNT: scanned });
        for (const key of found.keys) yield String(key);
        cursor = String(found.cursor);
      } while (cursor !== '0');
    }
  },
});
