import { beforeAll, expect, test } from '@jest/globals';
import { describeWithPostgres } from '../../../../test/support/servers.js';
import { useProof } from './proof.js';

describeWithPostgres('a night job', (server) => {
  const proof = useProof(() => ({ kind: 'postgresql', url: server.url }));
  const ids = Array.from({ length: 10_000 }, (_, index) => String(5_000_000 + index));

  beforeAll(async () => {
    // Signing 20,000 ID tokens would take longer than all the rest, and the vault does not keep them.
    await proof.emulator.configure({ openIdConnect: false });
    const vault = proof.vault();
    const rest = ids.values();
    const logIn = async (): Promise<void> => {
      for (const id of rest) {
        await proof.emulator.addPerson({ id, loginId: `user-${id}@example.com`, nickname: '달빛' });
        await vault.save({ id, tokens: await proof.emulator.issueTokens(id) });
      }
    };
    await Promise.all(Array.from({ length: 10 }, logIn));
    proof.emulator.clock.advance({ hours: 7 });
  });

  test('refreshes 10,000 users, a few at a time, in bounded memory', async () => {
    const worker = await proof.worker();
    // After these users, every cache of limited size is full.
    const first = await worker.do({ users: ids.slice(0, 2_500), atOnce: 10 });
    const last = await worker.do({ users: ids.slice(2_500), atOnce: 10 });
    expect([...first.answers, ...last.answers].toSorted()).toEqual(ids);
    expect(last.refreshed).toBe(10_000);
    // Half a kilobyte for each of the other 7,500 users would exceed this. Their tokens alone need that much.
    expect(last.heap - first.heap).toBeLessThan(7_500 * 512);
  });
});
