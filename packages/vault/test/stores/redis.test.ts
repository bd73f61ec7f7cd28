import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type IoredisClient, type NodeRedisCluster, RedisVaultStore, type VaultStore } from '@kakao-login/vault';
import { Redis } from 'ioredis';
import { createClient, createClientPool, createCluster } from 'redis';
import { describeWithRedis, startRedis, type Server } from '../../../../test/support/servers.js';
import { testStore } from '../support/conformance.js';
import { moon, useWorld } from '../support/kakao.js';

const record = { version: 'one', sealed: 'sealed' };

async function collect(store: VaultStore): Promise<string[]> {
  const keys = [];
  for await (const key of store.keys()) keys.push(key);
  return keys.sort();
}

describeWithRedis('the Redis store', (server) => {
  describe('with ioredis', () => {
    let redis: Redis;
    beforeAll(() => {
      redis = new Redis(server.url);
    });
    afterAll(() => redis.disconnect());

    testStore(() => new RedisVaultStore(redis));

    test('supports the key prefix of ioredis', async () => {
      const prefixed = new Redis(server.url, { keyPrefix: 'app[1]*:' });
      const store = new RedisVaultStore(prefixed, { prefix: 'va*lt:' });
      await store.set('user', record);
      await store.lease('user', 'owner', 60_000);
      await new RedisVaultStore(redis, { prefix: 'app1:valt:' }).set('of another app', record);
      expect(await collect(store)).toEqual(['user']);
      expect((await redis.keys('app\\[1\\]\\*:*')).sort()).toEqual([
        'app[1]*:va*lt:{k:user}',
        'app[1]*:va*lt:{k:user}:lease',
      ]);
      prefixed.disconnect();
    });

    test('separates the records of two prefixes', async () => {
      const one = new RedisVaultStore(redis, { prefix: 'one:' });
      const another = new RedisVaultStore(redis, { prefix: 'another:' });
      await one.set('user', record);
      expect(await another.get('user')).toBeUndefined();
      expect(await collect(another)).toEqual([]);
    });

    test('sends Redis one command for each method', async () => {
      const asked: string[] = [];
      const counted: IoredisClient = {
        hmget: (...args) => (asked.push('hmget'), redis.hmget(...args)),
        eval: (...args) => (asked.push('eval'), redis.eval(...args)),
        scan: (...args) => (asked.push('scan'), redis.scan(...args)),
      };
      const store = new RedisVaultStore(counted);
      await store.set('user', record);
      await store.get('user');
      await store.lease('user', 'owner', 60_000);
      await store.set('user', { ...record, version: 'two' }, 'one');
      await store.release('user', 'owner');
      await store.delete('user');
      expect(asked).toEqual(['eval', 'hmget', 'eval', 'eval', 'eval', 'eval']);
    });
  });

  describe('with node-redis', () => {
    let client: ReturnType<typeof createClient>;
    let pool: ReturnType<typeof createClientPool>;
    beforeAll(async () => {
      client = createClient({ url: server.url });
      pool = createClientPool({ url: server.url });
      await Promise.all([client.connect(), pool.connect()]);
    });
    afterAll(async () => {
      client.destroy();
      pool.destroy();
    });

    testStore(() => new RedisVaultStore(client));

    describe('as a pool', () => {
      testStore(() => new RedisVaultStore(pool));
    });

    test('and ioredis share one set of records', async () => {
      const redis = new Redis(server.url);
      const stores = [new RedisVaultStore(client), new RedisVaultStore(redis)] as const;
      await stores[0].set('shared', record);
      expect(await stores[1].get('shared')).toEqual(record);
      expect(await stores[1].lease('shared', 'one', 60_000)).toBe(true);
      expect(await stores[0].lease('shared', 'another', 60_000)).toBe(false);
      await stores[1].delete('shared');
      redis.disconnect();
    });
  });
});

describeWithRedis('a vault over Redis', (server) => {
  const world = useWorld();
  let redis: Redis;
  let nodeRedis: ReturnType<typeof createClient>;
  beforeAll(async () => {
    redis = new Redis(server.url);
    nodeRedis = createClient({ url: server.url });
    await nodeRedis.connect();
  });
  afterAll(() => {
    redis.disconnect();
    nodeRedis.destroy();
  });

  /** The commands that Redis ran during the action, and how often, by its own statistics. */
  async function commandsOf(action: () => Promise<unknown>): Promise<Record<string, number>> {
    await redis.config('RESETSTAT');
    await action();
    const counts = (await redis.info('commandstats')).matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm);
    return Object.fromEntries(
      [...counts]
        .map(([, name, calls]) => [name ?? '', Number(calls)] as const)
        .filter(([name]) => name !== 'config|resetstat'),
    );
  }

  test.each([
    ['ioredis', () => new RedisVaultStore(redis)],
    ['node-redis', () => new RedisVaultStore(nodeRedis)],
  ])('sends Redis one command for a call with a valid token, with %s', async (_name, store) => {
    const vault = world.vault({ store: store() });
    await world.logIn(vault);
    const user = vault.forUser(moon.id);
    expect(await commandsOf(() => user.user.me())).toEqual({ hmget: 1 });
    expect(
      await commandsOf(() => Promise.all([user.user.me(), user.scopes.list(), vault.accessToken(moon.id)])),
    ).toEqual({
      hmget: 3,
    });
    expect(world.refreshes()).toBe(0);
  });

  test('sends Redis five commands for a refresh: read, take the lease, read again, save and release', async () => {
    const vault = world.vault({ store: new RedisVaultStore(redis) });
    await world.logIn(vault);
    world.emulator.clock.advance({ hours: 6 });
    const asked = await commandsOf(() => vault.forUser(moon.id).user.me());
    expect(asked).toMatchObject({ hmget: 2, eval: 3 });
    expect(world.refreshes()).toBe(1);
  });
});

describeWithRedis('the Redis store in a cluster of three', () => {
  let servers: Server[];
  let ioredis: InstanceType<typeof Redis.Cluster>;
  let nodeRedis: ReturnType<typeof createCluster>;

  beforeAll(async () => {
    servers = await Promise.all([1, 2, 3].map(() => startRedis('--cluster-enabled', 'yes')));
    const nodes = servers.map(({ url }) => new Redis(url));
    for (const [index, node] of nodes.entries()) {
      await node.call('CLUSTER', 'ADDSLOTSRANGE', index * 5462, Math.min(index * 5462 + 5461, 16_383));
      await node.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
      await node.call('CLUSTER', 'MEET', '127.0.0.1', servers[0]?.port ?? 0);
    }
    for (const node of nodes) {
      while (!/cluster_state:ok[^]*cluster_known_nodes:3/.test(String(await node.call('CLUSTER', 'INFO'))));
      node.disconnect();
    }
    ioredis = new Redis.Cluster(servers.map(({ port }) => ({ host: '127.0.0.1', port })));
    nodeRedis = createCluster({ rootNodes: servers.map(({ url }) => ({ url })) });
    await nodeRedis.connect();
  });
  afterAll(async () => {
    ioredis.disconnect();
    nodeRedis.destroy();
    await Promise.all(servers.map((server) => server.stop()));
  });

  describe('with ioredis', () => {
    testStore(() => new RedisVaultStore(ioredis));
  });
  describe('with node-redis', () => {
    testStore(() => new RedisVaultStore(nodeRedis));
  });
});

test('connects to the masters of a cluster one after another, and fails at the one that is down', async () => {
  const asked: string[] = [];
  const cluster: NodeRedisCluster<string> = {
    masters: ['first', 'second', 'third'],
    nodeClient: async (name) => {
      asked.push(name);
      if (name !== 'first') throw new Error(`${name} is down`);
      return { scan: async () => ({ cursor: '0', keys: ['kakao-vault:{k:user}'] }) };
    },
    hmGet: async () => [],
    eval: async () => 0,
  };
  const keys = new RedisVaultStore(cluster).keys();
  expect(await keys.next()).toEqual({ value: 'user', done: false });
  expect(asked).toEqual(['first']);
  await expect(keys.next()).rejects.toThrow('second is down');
  expect(asked).toEqual(['first', 'second']);
});

test.each(['{app}:', 'a b:', '카카오:'])('refuses the prefix %j', (prefix) => {
  expect(() => new RedisVaultStore(new Redis({ lazyConnect: true }), { prefix })).toThrow(
    expect.objectContaining({ code: 'option_malformed', option: 'prefix' }),
  );
});
