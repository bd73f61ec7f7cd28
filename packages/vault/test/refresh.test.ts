import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { VaultStore } from '@kakao-login/vault';
import { eventsOf, gate, moon, onlyKey, rejection, through, useWorld } from './support/kakao.js';

const kakao = useWorld();
const hours = (count: number): number => kakao.emulator.clock.advance({ hours: count });
const seconds = (count: number): number => kakao.emulator.clock.advance({ seconds: count });

/** A store that another process changes just before a refresh is saved. */
const changedFirst = (change: () => Promise<void>): VaultStore =>
  through(kakao.store(), {
    set: async (key, record, replaces) => {
      if (replaces !== undefined) await change();
      return kakao.store().set(key, record, replaces);
    },
  });

describe('a saved login', () => {
  test('provides the token for calls, without a refresh while it is valid', async () => {
    const vault = kakao.vault();
    await kakao.logIn(vault);
    const me = await vault.forUser(moon.id).user.me();
    expect(me.id).toBe(moon.id);
    expect(kakao.refreshes()).toBe(0);
  });

  test('is refreshed once its token has expired, before the call is made', async () => {
    const vault = kakao.vault();
    const seen = eventsOf(vault);
    await kakao.logIn(vault);
    hours(7);
    await vault.forUser(moon.id).user.me();
    await vault.forUser(moon.id).user.me();
    expect(kakao.answers().slice(-3)).toEqual(['/oauth/token 200', '/v2/user/me 200', '/v2/user/me 200']);
    expect(seen).toEqual(['saved 1001', 'refreshed 1001']);
  });

  test('is refreshed five minutes before its token expires, or as early as configured', async () => {
    const vault = kakao.vault();
    const earlier = kakao.vault({ refreshEarly: 600_000 });
    await kakao.logIn(vault);
    kakao.emulator.clock.advance({ hours: 5, minutes: 54 });
    await vault.accessToken(moon.id);
    expect(kakao.refreshes()).toBe(0);
    await earlier.accessToken(moon.id);
    expect(kakao.refreshes()).toBe(1);
    kakao.emulator.clock.advance({ hours: 5, minutes: 56 });
    await vault.accessToken(moon.id);
    expect(kakao.refreshes()).toBe(2);
  });

  test('is refreshed whether or not Kakao replaces the refresh token', async () => {
    const vault = kakao.vault();
    await kakao.logIn(vault);
    const { refreshTokenExpiresAt } = (await vault.status(moon.id))!;
    hours(7);
    await vault.accessToken(moon.id);
    expect((await vault.status(moon.id))!.refreshTokenExpiresAt).toBe(refreshTokenExpiresAt);
    for (let days = 0; days < 200; days += 20) {
      kakao.emulator.clock.advance({ days: 20 });
      await vault.forUser(moon.id).user.me();
    }
    const { refreshTokenExpiresAt: last = 0, scopes } = (await vault.status(moon.id))!;
    expect(last).toBeGreaterThan(kakao.emulator.clock.now());
    expect(scopes).toContain('account_email');
  });

  test('replaces what was saved before', async () => {
    const vault = kakao.vault();
    await kakao.logIn(vault);
    const first = await vault.accessToken(moon.id);
    await kakao.logIn(vault);
    expect(await vault.accessToken(moon.id)).not.toBe(first);
  });

  test('without a refresh token works until its access token expires', async () => {
    const vault = kakao.vault();
    const { access_token, token_type, expires_in } = await kakao.emulator.issueTokens(moon.email);
    await vault.save({ id: moon.id, tokens: { access_token, token_type, expires_in } });
    kakao.emulator.clock.advance({ hours: 5, minutes: 58 });
    await vault.forUser(moon.id).user.me();
    hours(1);
    expect(await rejection(vault.accessToken(moon.id))).toMatchObject({ code: 'reconnect_required' });
    expect(kakao.refreshes()).toBe(0);
  });

  test('is required for a user whom the vault does not know or has forgotten', async () => {
    const vault = kakao.vault();
    const seen = eventsOf(vault);
    expect(await rejection(vault.forUser(7).user.me())).toMatchObject({ kind: 'login', code: 'reconnect_required' });
    await kakao.logIn(vault);
    await vault.forget(moon.id);
    expect(await rejection(vault.accessToken(moon.id))).toMatchObject({ code: 'reconnect_required', status: 401 });
    expect(await vault.status(moon.id)).toBeUndefined();
    expect(seen).toEqual(['saved 1001', 'forgotten 1001']);
  });
});

describe('one refresh', () => {
  test('serves all calls of several vaults that find an expired token', async () => {
    const vaults = [1, 2, 3, 4].map(() => kakao.vault());
    await kakao.logIn(vaults[0]!);
    hours(7);
    const calls = vaults.flatMap((vault) => Array.from({ length: 10 }, () => vault.forUser(moon.id).user.me()));
    expect((await Promise.all(calls)).map(({ id }) => id)).toEqual(Array.from({ length: 40 }, () => moon.id));
    expect(kakao.refreshes()).toBe(1);
  });

  test('serves vaults whose clocks are a minute apart', async () => {
    const now = (): number => kakao.emulator.clock.now();
    const vaults = [-60_000, 0, 60_000].map((skew) => kakao.vault({ now: () => now() + skew }));
    await kakao.logIn(vaults[0]!);
    for (let minutes = 0; minutes < 24 * 60; minutes += 10) {
      kakao.emulator.clock.advance({ minutes: 10 });
      await Promise.all(vaults.map((vault) => vault.forUser(moon.id).user.me()));
    }
    expect(kakao.refreshes()).toBe(4);
    expect(kakao.answers().filter((answer) => answer.endsWith('401'))).toEqual([]);
  });

  test('is left to another process while the token is still valid', async () => {
    let waits = 0;
    const vault = kakao.vault({ wait: () => Promise.resolve((waits += 1)) });
    await kakao.logIn(vault);
    kakao.emulator.clock.advance({ hours: 5, minutes: 58 });
    await kakao.store().lease(await onlyKey(kakao.store()), 'another process', 60_000);
    await vault.forUser(moon.id).user.me();
    expect(waits).toBe(0);
    expect(kakao.refreshes()).toBe(0);
  });

  test('ends if another process forgets the user in the meantime, even if the token is still valid', async () => {
    const inner = kakao.store();
    const lease = (key: string): Promise<boolean> => inner.delete(key).then(() => false);
    const vault = kakao.vault({ store: through(inner, { lease }) });
    await kakao.logIn(vault);
    kakao.emulator.clock.advance({ hours: 5, minutes: 58 });
    expect(await rejection(vault.accessToken(moon.id))).toMatchObject({ kind: 'login', code: 'reconnect_required' });
    expect(kakao.refreshes()).toBe(0);
  });

  test('is awaited once the token has expired, and taken over when the lease of a dead process expires', async () => {
    let waits = 0;
    const wait = (milliseconds: number): Promise<void> => {
      waits += 1;
      kakao.emulator.clock.advance(milliseconds);
      return Promise.resolve();
    };
    const vault = kakao.vault({ wait, lease: 10_000 });
    await kakao.logIn(vault);
    hours(7);
    await kakao.store().lease(await onlyKey(kakao.store()), 'a dead process', 10_000);
    await vault.forUser(moon.id).user.me();
    expect(waits).toBeGreaterThan(3);
    expect(kakao.refreshes()).toBe(1);
  });

  test('is awaited no longer than a lease lasts', async () => {
    let waited = 0;
    const wait = (milliseconds: number): Promise<void> => Promise.resolve(void (waited += milliseconds));
    const store = through(kakao.store(), { lease: () => Promise.resolve(false) });
    const vault = kakao.vault({ wait, store, lease: 10_000 });
    await kakao.logIn(vault);
    hours(7);
    expect(await rejection(vault.accessToken(moon.id))).toMatchObject({
      kind: 'connection',
      code: 'refresh_busy',
      status: 503,
      retryable: true,
    });
    expect(waited).toBeGreaterThanOrEqual(10_000);
    expect(waited).toBeLessThanOrEqual(11_000);
  });

  test('whose lease expired never overwrites a newer token, and its calls use the newer one', async () => {
    const { opened, open } = gate();
    const slow = kakao.vault({
      lease: 0,
      store: through(kakao.store(), {
        set: async (key, record, replaces) => {
          if (replaces !== undefined) await opened;
          return kakao.store().set(key, record, replaces);
        },
      }),
    });
    const quick = kakao.vault();
    await kakao.logIn(slow);
    hours(7);
    const slowToken = slow.accessToken(moon.id);
    // The slow process has its tokens once Kakao has responded to its refresh.
    while (kakao.refreshes() === 0) await new Promise((resolve) => setImmediate(resolve));
    const newer = await quick.accessToken(moon.id);
    open();
    expect(await slowToken).toBe(newer);
    expect(await kakao.vault().accessToken(moon.id)).toBe(newer);
  });

  test('is not lost if the record is encrypted with another key in the meantime', async () => {
    const [old, next] = [{ kid: 'old', key: randomBytes(32) } as const, { kid: 'next', key: randomBytes(32) } as const];
    const turning = kakao.vault({ keys: [next, old] });
    const vault = kakao.vault({
      keys: [old, next],
      store: through(kakao.store(), {
        set: async (key, record, replaces) => {
          if (replaces !== undefined) await turning.reencrypt();
          return kakao.store().set(key, record, replaces);
        },
      }),
    });
    await kakao.logIn(vault);
    // In the last month of the refresh token, Kakao's response replaces it.
    kakao.emulator.clock.advance({ days: 45 });
    const token = await vault.accessToken(moon.id);
    expect(await turning.accessToken(moon.id)).toBe(token);
    hours(7);
    await turning.accessToken(moon.id);
    expect(kakao.refreshes()).toBe(2);
  });

  test('does not restore a user who was forgotten in the meantime', async () => {
    const vault = kakao.vault({ store: changedFirst(() => kakao.vault().forget(moon.id)) });
    await kakao.logIn(vault);
    hours(7);
    expect(await rejection(vault.accessToken(moon.id))).toMatchObject({ code: 'reconnect_required' });
    expect(await vault.status(moon.id)).toBeUndefined();
    expect(await kakao.store().keys().next()).toMatchObject({ done: true });
  });

  test('does not replace the tokens of a login that was saved in the meantime', async () => {
    const vault = kakao.vault({ store: changedFirst(() => kakao.logIn(kakao.vault())) });
    await kakao.logIn(vault);
    hours(7);
    const token = await vault.accessToken(moon.id);
    expect(await kakao.vault().accessToken(moon.id)).toBe(token);
    expect((await vault.status(moon.id))?.refreshedAt).toBeUndefined();
  });

  test('never happens within a minute of another one', async () => {
    const step = fc.oneof(
      fc.record({ advance: fc.constantFrom(1, 20, 45, 61, 300, 3_000, 21_000, 22_000) }),
      fc.record({ refuse: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ fail: fc.constantFrom('KOE237', 'KOE003') }),
      fc.constant({ call: true }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.integer({ min: 1, max: 3 }), async (steps, processes) => {
        kakao.emulator.reset();
        const vaults = Array.from({ length: processes }, () => kakao.vault());
        await vaults[0]!.save({ id: moon.id, tokens: await kakao.emulator.issueTokens(moon.email) });
        for (const one of steps) {
          if ('advance' in one) seconds(one.advance);
          else if ('refuse' in one)
            kakao.emulator.faults.add({ on: 'user.me', kind: 'error', code: -401, times: one.refuse });
          else if ('fail' in one) kakao.emulator.faults.add({ on: 'oauth.token', kind: 'error', code: one.fail });
          else await Promise.allSettled(vaults.map((vault) => vault.forUser(moon.id).user.me()));
        }
        const at = kakao.emulator.requests
          .filter(({ parameters, status }) => parameters['grant_type'] === 'refresh_token' && status === 200)
          .map((request) => Date.parse(request.at));
        for (const [index, time] of at.entries()) {
          expect(time - (at[index - 1] ?? -Infinity)).toBeGreaterThanOrEqual(59_000);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('a token that Kakao refuses (-401)', () => {
  const refuse = (times: number): unknown =>
    kakao.emulator.faults.add({ on: 'user.me', kind: 'error', code: -401, times });

  test('is refreshed once, and the call is repeated once', async () => {
    const vault = kakao.vault();
    await kakao.logIn(vault);
    refuse(1);
    expect((await vault.forUser(moon.id).user.me()).id).toBe(moon.id);
    expect(kakao.answers().slice(-3)).toEqual(['/v2/user/me 401', '/oauth/token 200', '/v2/user/me 200']);
  });

  test('right after a refresh means that the user has to log in again, which is final after a minute', async () => {
    const vault = kakao.vault();
    const seen = eventsOf(vault);
    await kakao.logIn(vault);
    refuse(3);
    for (const _ of [1, 2]) {
      const error = await rejection(vault.forUser(moon.id).user.me());
      expect(error).toMatchObject({ kind: 'login', code: 'reconnect_required', status: 401 });
      expect(error.cause).toMatchObject({ kind: 'api', code: -401 });
    }
    expect(kakao.refreshes()).toBe(1);
    // Kakao may have been wrong, so the tokens are kept.
    expect(await vault.status(moon.id)).toMatchObject({ reconnectRequired: false });
    seconds(61);
    refuse(1);
    await vault.forUser(moon.id).user.me();
    expect(kakao.refreshes()).toBe(2);
    expect(seen).toEqual(['saved 1001', 'refreshed 1001', 'refreshed 1001']);
  });

  test.each([
    ['was unlinked', () => kakao.emulator.webhooks.unlink(moon.id)],
    [
      'was logged out on all devices',
      () => kakao.client({ adminKey: kakao.emulator.app.adminKey }).account.logout({ admin: true, targetId: moon.id }),
    ],
  ])('because the user %s just after a refresh means the same, and no process refreshes again', async (_, end) => {
    const vault = kakao.vault();
    const seen = eventsOf(vault);
    await kakao.logIn(vault);
    hours(7);
    await vault.accessToken(moon.id);
    await end();
    for (const one of [vault, kakao.vault()]) {
      expect(await rejection(one.forUser(moon.id).user.me())).toMatchObject({ code: 'reconnect_required' });
    }
    expect(kakao.refreshes()).toBe(1);
    seconds(61);
    for (const one of [vault, vault, kakao.vault()]) {
      expect(await rejection(one.forUser(moon.id).user.me())).toMatchObject({ code: 'reconnect_required' });
    }
    expect(kakao.refreshes()).toBe(2);
    expect(await vault.status(moon.id)).toMatchObject({ reconnectRequired: true });
    expect(seen).toEqual(['saved 1001', 'refreshed 1001', 'reconnect_required 1001']);
  });

  test('is refreshed once for all calls that were refused', async () => {
    let late = 0;
    const now = (): number => kakao.emulator.clock.now() - late;
    const vaults = [kakao.vault({ now }), kakao.vault({ now })];
    await kakao.logIn(vaults[0]!);
    hours(7);
    late = 7 * 3_600_000;
    const calls = vaults.flatMap((vault) => Array.from({ length: 5 }, () => vault.forUser(moon.id).user.me()));
    expect((await Promise.all(calls)).length).toBe(10);
    expect(kakao.answers()).toContain('/v2/user/me 401');
    expect(kakao.refreshes()).toBe(1);
  });

  test('is replaced by a newer one that another process has saved, without a refresh', async () => {
    const vault = kakao.vault();
    await kakao.logIn(vault);
    const key = await onlyKey(kakao.store());
    const old = await kakao.store().get(key);
    hours(7);
    await vault.accessToken(moon.id);
    let reads = 0;
    const get = async (name: string) => ((reads += 1) === 1 ? old : kakao.store().get(name));
    const now = (): number => kakao.emulator.clock.now() - 7 * 3_600_000;
    const late = kakao.vault({ store: through(kakao.store(), { get }), now });
    expect((await late.forUser(moon.id).user.me()).id).toBe(moon.id);
    expect(kakao.refreshes()).toBe(1);
    expect(kakao.answers().slice(-2)).toEqual(['/v2/user/me 401', '/v2/user/me 200']);
  });

  test('after the user unlinked the app leads to one refused refresh, and then to no request', async () => {
    const vault = kakao.vault();
    const seen = eventsOf(vault);
    await kakao.logIn(vault);
    await kakao.emulator.webhooks.unlink(moon.id);
    expect(await rejection(vault.forUser(moon.id).user.me())).toMatchObject({ code: 'reconnect_required' });
    const requests = kakao.emulator.requests.length;
    expect(await rejection(vault.forUser(moon.id).user.me())).toMatchObject({ code: 'reconnect_required' });
    expect(await rejection(kakao.vault().accessToken(moon.id))).toMatchObject({ code: 'reconnect_required' });
    expect(kakao.emulator.requests.length).toBe(requests);
    expect(seen).toEqual(['saved 1001', 'reconnect_required 1001']);
  });
});

describe('a refresh that fails temporarily', () => {
  const failures = ['KOE003', 'KOE237'] as const;

  test.each(failures)('%s: calls use the token as long as it is valid', async (code) => {
    const vault = kakao.vault();
    await kakao.logIn(vault);
    kakao.emulator.clock.advance({ hours: 5, minutes: 58 });
    kakao.emulator.faults.add({ on: 'oauth.token', kind: 'error', code, times: 10 });
    await vault.forUser(moon.id).user.me();
    await vault.forUser(moon.id).user.me();
    expect(kakao.refreshes()).toBe(1);
  });

  test('is not repeated for half a minute: calls fail at once, with the same error', async () => {
    const vault = kakao.vault();
    await kakao.logIn(vault);
    hours(7);
    kakao.emulator.faults.add({ on: 'oauth.token', kind: 'html', status: 503, times: 10 });
    const error = await rejection(vault.accessToken(moon.id));
    expect(error).toMatchObject({ kind: 'unexpected', code: 'html' });
    seconds(29);
    expect(await rejection(vault.forUser(moon.id).user.me())).toBe(error);
    expect(kakao.refreshes()).toBe(1);
    kakao.emulator.faults.clear();
    seconds(2);
    await vault.accessToken(moon.id);
    expect(kakao.refreshes()).toBe(2);
  });

  test('is repeated at once after the clock is set back', async () => {
    let behind = 0;
    const vault = kakao.vault({ now: () => kakao.emulator.clock.now() - behind });
    await kakao.logIn(vault);
    hours(24);
    kakao.emulator.faults.add({ on: 'oauth.token', kind: 'html', status: 503 });
    await rejection(vault.accessToken(moon.id));
    behind = 3_600_000;
    await vault.accessToken(moon.id);
    expect(kakao.refreshes()).toBe(2);
  });

  test('is not repeated before the time in Retry-After', async () => {
    const vault = kakao.vault();
    await kakao.logIn(vault);
    hours(7);
    const busy = { status: 429, body: '{"error":"too_many","error_code":"KOE237"}', headers: { 'retry-after': '120' } };
    kakao.emulator.faults.add({ on: 'oauth.token', kind: 'answer', ...busy });
    await rejection(vault.accessToken(moon.id));
    seconds(119);
    await rejection(vault.accessToken(moon.id));
    expect(kakao.refreshes()).toBe(1);
    seconds(2);
    await vault.accessToken(moon.id);
  });

  test('is forgotten with a new login', async () => {
    const vault = kakao.vault();
    await kakao.logIn(vault);
    hours(7);
    kakao.emulator.faults.add({ on: 'oauth.token', kind: 'reset' });
    expect(await rejection(vault.accessToken(moon.id))).toMatchObject({ kind: 'connection' });
    await kakao.logIn(vault);
    kakao.emulator.faults.add({ on: 'user.me', kind: 'error', code: -401 });
    expect((await vault.forUser(moon.id).user.me()).id).toBe(moon.id);
  });
});

describe('a refresh token that Kakao refuses', () => {
  test('needs a new login, and no process tries it again', async () => {
    const vault = kakao.vault();
    const seen = eventsOf(vault);
    await kakao.logIn(vault);
    kakao.emulator.clock.advance({ days: 61 });
    for (const one of [vault, vault, kakao.vault()]) {
      const error = await rejection(one.forUser(moon.id).user.me());
      expect(error).toMatchObject({ kind: 'login', code: 'reconnect_required' });
    }
    expect(kakao.refreshes()).toBe(1);
    expect(seen).toEqual(['saved 1001', 'reconnect_required 1001']);
    expect(await vault.status(moon.id)).toMatchObject({ reconnectRequired: true });
    await kakao.logIn(vault);
    expect(await vault.status(moon.id)).toMatchObject({ reconnectRequired: false });
    await vault.forUser(moon.id).user.me();
  });

  test.each(['{"error":"invalid_grant","error_code":"KOE322"}', '{"error":"invalid_grant"}'])(
    'is recognized by %s, and the access token is used until it expires',
    async (body) => {
      const vault = kakao.vault();
      const seen = eventsOf(vault);
      await kakao.logIn(vault);
      kakao.emulator.clock.advance({ hours: 5, minutes: 58 });
      kakao.emulator.faults.add({ on: 'oauth.token', kind: 'answer', status: 400, body });
      await vault.forUser(moon.id).user.me();
      expect(seen).toEqual(['saved 1001', 'reconnect_required 1001']);
      kakao.emulator.clock.advance({ minutes: 3 });
      expect(await rejection(vault.accessToken(moon.id))).toMatchObject({ code: 'reconnect_required' });
      expect(kakao.refreshes()).toBe(1);
    },
  );

  test('does not matter if the user logs in in the meantime', async () => {
    const vault = kakao.vault({ store: changedFirst(() => kakao.logIn(kakao.vault())) });
    await kakao.logIn(vault);
    const seen = eventsOf(vault);
    kakao.emulator.clock.advance({ days: 61 });
    const token = await vault.accessToken(moon.id);
    expect(await kakao.vault().accessToken(moon.id)).toBe(token);
    expect(await vault.status(moon.id)).toMatchObject({ reconnectRequired: false });
    expect([kakao.refreshes(), seen]).toEqual([1, []]);
  });

  test('is not recorded for a user who was forgotten in the meantime', async () => {
    const vault = kakao.vault({ store: changedFirst(() => kakao.vault().forget(moon.id)) });
    await kakao.logIn(vault);
    const seen = eventsOf(vault);
    kakao.emulator.clock.advance({ days: 61 });
    expect(await rejection(vault.accessToken(moon.id))).toMatchObject({ code: 'reconnect_required' });
    expect(await vault.status(moon.id)).toBeUndefined();
    expect([kakao.refreshes(), seen]).toEqual([1, []]);
  });

  test('is not mistaken for a wrong client secret', async () => {
    const vault = kakao.vault();
    await kakao.logIn(vault);
    hours(7);
    kakao.emulator.faults.add({ on: 'oauth.token', kind: 'error', code: 'KOE010' });
    expect(await rejection(vault.accessToken(moon.id))).toMatchObject({ kind: 'auth', code: 'KOE010' });
    seconds(31);
    await vault.accessToken(moon.id);
  });
});

describe('a process that dies between Kakao’s response and the save', () => {
  const dying = () =>
    kakao.vault({
      lease: 0,
      wait: () => new Promise<never>(() => {}),
      store: through(kakao.store(), {
        set: (key, record, replaces) =>
          replaces === undefined ? kakao.store().set(key, record) : new Promise<never>(() => {}),
      }),
    });

  async function dieRefreshing(): Promise<void> {
    void dying().accessToken(moon.id);
    while (kakao.refreshes() === 0) await new Promise((resolve) => setImmediate(resolve));
  }

  test('loses nothing if the refresh token is valid for more than a month', async () => {
    const vault = kakao.vault();
    await kakao.logIn(vault);
    hours(7);
    await dieRefreshing();
    expect((await vault.forUser(moon.id).user.me()).id).toBe(moon.id);
  });

  test('loses the tokens in the last month of the refresh token, and the user has to log in again', async () => {
    const vault = kakao.vault();
    await kakao.logIn(vault);
    kakao.emulator.clock.advance({ days: 45 });
    await dieRefreshing();
    expect(await rejection(vault.accessToken(moon.id))).toMatchObject({ code: 'reconnect_required' });
  });

  test('but recovers, replaces the error that another process stored with its tokens', async () => {
    const { opened, open } = gate();
    const slow = kakao.vault({
      lease: 0,
      store: through(kakao.store(), {
        set: async (key, record, replaces) => {
          if (replaces !== undefined) await opened;
          return kakao.store().set(key, record, replaces);
        },
      }),
    });
    await kakao.logIn(slow);
    kakao.emulator.clock.advance({ days: 45 });
    const token = slow.accessToken(moon.id);
    while (kakao.refreshes() === 0) await new Promise((resolve) => setImmediate(resolve));
    const other = kakao.vault();
    expect(await rejection(other.accessToken(moon.id))).toMatchObject({ code: 'reconnect_required' });
    open();
    await token;
    expect(await other.status(moon.id)).toMatchObject({ reconnectRequired: false });
    expect(await other.accessToken(moon.id)).toBe(await token);
  });
});
