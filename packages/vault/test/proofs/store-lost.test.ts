import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { VaultStore } from '@kakao-login/vault';
import {
  describeWithMariaDb,
  describeWithPostgres,
  describeWithRedis,
  type Server,
} from '../../../../test/support/servers.js';
import { moon, rejection } from '../support/kakao.js';
import type { StoreAddress } from './open-store.js';
import { useProof } from './proof.js';
import { openProxy, type TcpProxy } from './tcp-proxy.js';

const kinds: [(name: string, tests: (server: Server) => void) => void, StoreAddress['kind']][] = [
  [describeWithRedis, 'ioredis'],
  [describeWithRedis, 'node-redis'],
  [describeWithPostgres, 'postgresql'],
  [describeWithMariaDb, 'mysql'],
];

for (const [describeWithServer, kind] of kinds) {
  describeWithServer(`with a ${kind} store behind a line that can break, a vault`, (server) => {
    let proxy: TcpProxy;
    beforeAll(async () => {
      proxy = await openProxy(() => server.port);
    });
    const proof = useProof(() => ({ kind, url: proxy.through(server.url) }));
    afterAll(() => proxy.close());

    /** Retries until the clients have noticed that the store is back. */
    const again = async <T>(attempt: () => Promise<T>): Promise<T> => {
      for (;;) {
        try {
          return await attempt();
        } catch (error) {
          expect(error).toMatchObject({ code: 'store_failed' });
          // node-redis fails at once, and needs the event loop to connect again.
          await new Promise((resolve) => setImmediate(resolve));
        }
      }
    };

    test('waits for a slow store, and refreshes once', async () => {
      await proof.logIn();
      proof.emulator.clock.advance({ hours: 7 });
      const vault = proof.vault();
      proxy.hold();
      const calls = Array.from({ length: 20 }, () => vault.accessToken(moon.id));
      await proxy.holds();
      proxy.resume();
      expect(new Set(await Promise.all(calls)).size).toBe(1);
      expect(proof.refreshes()).toEqual([200]);
    });

    test('reports that the store is down, sends Kakao nothing in the meantime, and works again when the store is back', async () => {
      await proof.logIn();
      proof.emulator.clock.advance({ hours: 7 });
      const vault = proof.vault();
      proxy.down();
      for (let attempt = 0; attempt < 3; attempt++) {
        const error = await rejection(vault.forUser(moon.id).user.me());
        expect(error).toMatchObject({ kind: 'connection', code: 'store_failed', retryable: true });
      }
      expect(proof.refreshes()).toEqual([]);
      proxy.up();
      expect((await again(() => vault.forUser(moon.id).user.me())).id).toBe(moon.id);
      expect(proof.refreshes()).toEqual([200]);
    });

    test('returns tokens if the store is lost between Kakao’s response and the save, and saves them when it is back', async () => {
      await proof.logIn();
      // From now on a refresh invalidates the old refresh token.
      proof.emulator.clock.advance({ days: 35 });
      let isFirst = true;
      const { store } = proof;
      const losing: VaultStore = {
        shared: true,
        get: (key) => store.get(key),
        set(key, record, replaces) {
          if (replaces !== undefined && isFirst) proxy.down();
          isFirst = false;
          return store.set(key, record, replaces);
        },
        delete: (key, version) => store.delete(key, version),
        lease: (key, owner, milliseconds) => store.lease(key, owner, milliseconds),
        release: (key, owner) => store.release(key, owner),
        keys: () => store.keys(),
      };
      const vault = proof.vault(losing);
      const token = await vault.accessToken(moon.id);
      expect(await vault.accessToken(moon.id)).toBe(token);
      proxy.up();
      const other = proof.vault();
      while ((await again(() => other.status(moon.id)))?.refreshedAt === undefined) await vault.close();
      expect(await other.accessToken(moon.id)).toBe(token);
      expect(proof.refreshes()).toEqual([200]);
    });
  });
}
