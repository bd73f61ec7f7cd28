import { expect, test } from '@jest/globals';
import type { VaultStore } from '@kakao-login/vault';
import { moon, rejection, through, useWorld } from './support/kakao.js';

const kakao = useWorld();
const down = (): Promise<never> => Promise.reject(new Error('connect ECONNREFUSED'));

/** Revokes consent without the vault, as in Kakao's settings. */
const revokeElsewhere = (...scopes: string[]) =>
  kakao
    .client({ adminKey: kakao.emulator.app.adminKey })
    .scopes.revoke({ admin: true, targetId: moon.id }, scopes)
    .then(() => undefined);

/** Makes Kakao return -402 for the shipping addresses, as if the user had not agreed to them. */
const refuseShipping = (times = 1) =>
  kakao.emulator.faults.add({
    on: 'shipping.list',
    kind: 'error',
    code: -402,
    requiredScopes: ['shipping_address'],
    times,
  });

const scopesIn = async (vault = kakao.vault()) => (await vault.status(moon.id))?.scopes;

test('consent items that are revoked through forUser are removed from the record at once, for all processes', async () => {
  const vault = kakao.vault();
  await kakao.logIn(vault);
  expect(await scopesIn()).toContain('shipping_address');
  await vault.forUser(moon.id).scopes.revoke(['shipping_address']);
  for (const process of [vault, kakao.vault()]) {
    expect(await process.status(moon.id)).toMatchObject({
      scopes: expect.not.arrayContaining(['shipping_address']),
      revokedAt: expect.any(Number),
    });
    expect(await scopesIn(process)).toContain('account_email');
  }
});

test('service terms that are revoked through forUser are recorded with the time', async () => {
  const vault = kakao.vault();
  await kakao.logIn(vault);
  expect(await vault.status(moon.id)).not.toHaveProperty('revokedAt');
  await vault.forUser(moon.id).terms.revoke(['marketing_20260101']);
  expect(await vault.status(moon.id)).toMatchObject({ revokedAt: expect.any(Number) });
});

test('the record is updated with the list from Kakao', async () => {
  const vault = kakao.vault();
  await kakao.logIn(vault);
  const before = await scopesIn();
  await revokeElsewhere('shipping_address');
  expect(await scopesIn()).toEqual(before);
  await vault.forUser(moon.id).scopes.list({ scopes: ['account_email'] });
  expect(await scopesIn()).toEqual(before);
  await vault.forUser(moon.id).scopes.list();
  expect(await scopesIn()).toEqual(before?.filter((id) => id !== 'shipping_address'));
  await kakao.emulator.issueTokens(moon.email, { scope: 'shipping_address' });
  await vault.forUser(moon.id).scopes.list();
  expect(new Set(await scopesIn())).toEqual(new Set(before));
});

test('an item for which Kakao returns -402 is removed from the record, and the call fails with -402', async () => {
  const vault = kakao.vault();
  await kakao.logIn(vault);
  await revokeElsewhere('shipping_address');
  refuseShipping();
  const error = await rejection(vault.forUser(moon.id).shipping.list());
  expect(error).toMatchObject({ kind: 'api', code: -402 });
  expect(await scopesIn()).toEqual(expect.not.arrayContaining(['shipping_address']));
  expect(await scopesIn()).toContain('account_email');
});

test('a revocation and a refresh at the same time are both kept', async () => {
  const other = kakao.vault();
  const vault = kakao.vault({
    store: through(kakao.store(), {
      set: async (key, record, replaces) => {
        if (replaces !== undefined) await other.forUser(moon.id).scopes.revoke(['shipping_address']);
        return kakao.store().set(key, record, replaces);
      },
    }),
  });
  await kakao.logIn(vault);
  kakao.emulator.clock.advance({ hours: 5, minutes: 57 });
  const token = await vault.accessToken(moon.id);
  expect(kakao.refreshes()).toBe(1);
  expect(await other.accessToken(moon.id)).toBe(token);
  expect(await scopesIn()).toEqual(expect.not.arrayContaining(['shipping_address']));
});

test('a login in the meantime takes precedence', async () => {
  let reads = -Infinity;
  const vault = kakao.vault({
    store: through(kakao.store(), {
      get: async (key) => {
        // The first read is for the token, the second for the change of the record.
        if ((reads += 1) === 2) {
          kakao.emulator.clock.advance({ seconds: 1 });
          const tokens = await kakao.emulator.issueTokens(moon.email, { scope: 'shipping_address' });
          await kakao.vault().save({ id: moon.id, tokens });
        }
        return kakao.store().get(key);
      },
    }),
  });
  await kakao.logIn(vault);
  await revokeElsewhere('shipping_address');
  refuseShipping();
  reads = 0;
  await rejection(vault.forUser(moon.id).shipping.list());
  expect(reads).toBe(2);
  expect(await scopesIn()).toContain('shipping_address');
});

test('a record is written only if something has changed', async () => {
  const written: string[] = [];
  const set: VaultStore['set'] = (key, record, replaces) => {
    written.push(key);
    return kakao.store().set(key, record, replaces);
  };
  const vault = kakao.vault({ store: through(kakao.store(), { set }) });
  await kakao.logIn(vault);
  written.length = 0;
  await vault.forUser(moon.id).scopes.list();
  await vault.forUser(moon.id).terms.list();
  expect(written).toEqual([]);
  await revokeElsewhere('shipping_address');
  refuseShipping(2);
  await rejection(vault.forUser(moon.id).shipping.list());
  await rejection(vault.forUser(moon.id).shipping.list());
  expect(written).toHaveLength(1);
});

test('a login without a list of scopes does not get one from a partial list', async () => {
  const vault = kakao.vault();
  const { scope: _scope, ...tokens } = await kakao.emulator.issueTokens(moon.email);
  await vault.save({ id: moon.id, tokens });
  await vault.forUser(moon.id).scopes.list({ scopes: ['account_email'] });
  expect(await vault.status(moon.id)).not.toHaveProperty('scopes');
  expect(await vault.status(moon.id)).not.toHaveProperty('revokedAt');
  await vault.forUser(moon.id).scopes.revoke(['shipping_address']);
  expect(await vault.status(moon.id)).not.toHaveProperty('scopes');
  expect(await vault.status(moon.id)).toMatchObject({ revokedAt: expect.any(Number) });
});

test('a store that is down fails only a revocation, which has to change the record', async () => {
  const vault = kakao.vault({
    store: through(kakao.store(), {
      set: (key, record, replaces) => (replaces === undefined ? kakao.store().set(key, record) : down()),
    }),
  });
  await kakao.logIn(vault);
  const user = vault.forUser(moon.id);
  await revokeElsewhere('shipping_address');
  expect((await user.scopes.list()).id).toBe(moon.id);
  refuseShipping();
  expect(await rejection(user.shipping.list())).toMatchObject({ code: -402 });
  expect(await rejection(user.scopes.revoke(['account_email']))).toMatchObject({ code: 'store_failed' });
});
