import { describe, expect, test } from '@jest/globals';
import { eventsOf, moon, rejection, useWorld } from './support/kakao.js';

const kakao = useWorld();

describe('a saved login', () => {
  test('answers calls with its token, and asks for no other while it lives', async () => {
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
    kakao.emulator.clock.advance({ hours: 7 });
    await vault.forUser(moon.id).user.me();
    await vault.forUser(moon.id).user.me();
    expect(kakao.answers().slice(-3)).toEqual(['/oauth/token 200', '/v2/user/me 200', '/v2/user/me 200']);
    expect(seen).toEqual(['saved 1001', 'refreshed 1001']);
  });

  test('is refreshed five minutes before its token ends', async () => {
    const vault = kakao.vault();
    await kakao.logIn(vault);
    kakao.emulator.clock.advance({ hours: 5, minutes: 54 });
    await vault.accessToken(moon.id);
    expect(kakao.refreshes()).toBe(0);
    kakao.emulator.clock.advance({ minutes: 2 });
    await vault.accessToken(moon.id);
    expect(kakao.refreshes()).toBe(1);
  });

  test('needs a new login once the refresh token has expired too', async () => {
    const vault = kakao.vault();
    const seen = eventsOf(vault);
    await kakao.logIn(vault);
    kakao.emulator.clock.advance({ days: 61 });
    const error = await rejection(vault.forUser(moon.id).user.me());
    expect(error).toMatchObject({ kind: 'login', code: 'reconnect_required' });
    await rejection(vault.forUser(moon.id).user.me());
    await rejection(kakao.vault().forUser(moon.id).user.me());
    expect(kakao.refreshes()).toBe(1);
    expect(seen).toEqual(['saved 1001', 'reconnect_required 1001']);
  });
});

test('calls of several vaults that find an expired token share one refresh', async () => {
  const vaults = [1, 2, 3, 4].map(() => kakao.vault());
  await kakao.logIn(vaults[0]!);
  kakao.emulator.clock.advance({ hours: 7 });
  const calls = vaults.flatMap((vault) => Array.from({ length: 10 }, () => vault.forUser(moon.id).user.me()));
  expect((await Promise.all(calls)).map(({ id }) => id)).toEqual(Array.from({ length: 40 }, () => moon.id));
  expect(kakao.refreshes()).toBe(1);
});
