import { describe, expect, test } from '@jest/globals';
import {
  describeWithMariaDb,
  describeWithPostgres,
  describeWithRedis,
  type Server,
} from '../../../../test/support/servers.js';
import { moon } from '../support/kakao.js';
import type { StoreAddress } from './open-store.js';
import { useProof } from './proof.js';

const kinds: [(name: string, tests: (server: Server) => void) => void, StoreAddress['kind']][] = [
  [describeWithRedis, 'ioredis'],
  [describeWithPostgres, 'postgresql'],
  [describeWithMariaDb, 'mysql'],
];

for (const [describeWithServer, kind] of kinds) {
  describeWithServer(`four processes over one ${kind} store`, (server) => {
    const proof = useProof(() => ({ kind, url: server.url }));

    test.each([
      ['clocks that agree', [0, 0, 0, 0]],
      ['clocks a minute apart', [-60_000, 0, 60_000, 0]],
    ])('refresh an expired token once for 200 parallel calls, with %s', async (_, clocks) => {
      await proof.logIn();
      proof.emulator.clock.advance({ hours: 7 });
      const workers = await Promise.all(clocks.map((skew) => proof.worker({ skew })));
      const reports = await Promise.all(workers.map((worker) => worker.do({ calls: 50, id: moon.id })));
      expect(reports.flatMap(({ answers }) => answers)).toEqual(Array.from({ length: 200 }, () => moon.id));
      expect(proof.refreshes()).toEqual([200]);
      expect(reports.map(({ refreshed }) => refreshed).toSorted((a, b) => a - b)).toEqual([0, 0, 0, 1]);
    });

    describe.each([
      ['outside the last month of the refresh token', { hours: 7 }],
      ['inside the last month of the refresh token', { days: 35 }],
    ])('%s', (when, age) => {
      test.each(['before the request', 'before the save', 'before the release'] as const)(
        'after a process is killed %s, the next call works if Kakao allows it',
        async (killAt) => {
          await proof.logIn();
          proof.emulator.clock.advance(age);
          const killed = await proof.worker({ killAt, lease: 300 });
          await expect(killed.do({ calls: 1, id: moon.id })).rejects.toThrow('SIGKILL');
          expect(await killed.ended).toBe('SIGKILL');
          const next = await proof.worker({ lease: 20_000 });
          const { answers } = await next.do({ calls: 3, id: moon.id });
          // Only in this case Kakao's response had invalidated the old refresh token, and the new one was lost with the
          // process.
          const isLost = killAt === 'before the save' && when.startsWith('inside');
          expect(answers).toEqual(Array.from({ length: 3 }, () => (isLost ? 'reconnect_required' : moon.id)));
          const expected = {
            'before the request': [200],
            'before the save': [200, isLost ? 400 : 200],
            'before the release': [200],
          };
          expect(proof.refreshes()).toEqual(expected[killAt]);
        },
      );
    });
  });
}
