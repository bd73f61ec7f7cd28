import { tracingChannel } from 'node:diagnostics_channel';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { KakaoCallMessage, KakaoRefreshMessage } from '@kakao-login/client';
import { moon, rejection, through, useWorld } from './support/kakao.js';

const kakao = useWorld();
const channel = tracingChannel('kakao-login:refresh');
const calls = tracingChannel('kakao-login:call');

let heard: KakaoRefreshMessage[];
const note = (message: unknown): void => void heard.push({ ...(message as KakaoRefreshMessage) });
beforeEach(() => {
  heard = [];
  channel.asyncEnd.subscribe(note);
});
afterEach(() => {
  channel.asyncEnd.unsubscribe(note);
});

describe('kakao-login:refresh', () => {
  test('publishes one refresh, no matter how many calls wait for it', async () => {
    const vault = kakao.vault();
    await kakao.logIn(vault);
    await vault.accessToken(moon.id);
    expect(heard).toEqual([]);
    kakao.emulator.clock.advance({ hours: 7 });
    await Promise.all([1, 2, 3].map(() => vault.forUser(moon.id).user.me()));
    expect(heard).toEqual([{ why: 'expiring', asked: true }]);
  });

  test('publishes that Kakao refused an access token, and that a refresh token has expired', async () => {
    const vault = kakao.vault();
    await kakao.logIn(vault);
    kakao.emulator.clock.advance({ hours: 1 });
    await kakao.client({ adminKey: kakao.emulator.app.adminKey }).account.logout({ admin: true, targetId: moon.id });
    await rejection(vault.forUser(moon.id).user.me());
    expect(heard).toEqual([{ why: 'refused', asked: true, error: { kind: 'login', code: 'reconnect_required' } }]);
  });

  test('publishes that the store failed, without a request to Kakao', async () => {
    const vault = kakao.vault({
      store: through(kakao.store(), { lease: () => Promise.reject(new Error('user 1001: connection lost')) }),
    });
    await kakao.logIn(vault);
    kakao.emulator.clock.advance({ hours: 7 });
    await rejection(vault.accessToken(moon.id));
    expect(heard).toEqual([{ why: 'expiring', asked: false, error: { kind: 'connection', code: 'store_failed' } }]);
  });

  test('contains no user and no token, and publishes the request to Kakao on its own channel', async () => {
    const endpoints: string[] = [];
    const noteCall = (message: unknown): void => void endpoints.push((message as KakaoCallMessage).endpoint);
    calls.asyncEnd.subscribe(noteCall);
    const vault = kakao.vault();
    await kakao.logIn(vault);
    kakao.emulator.clock.advance({ hours: 7 });
    await vault.accessToken(moon.id);
    calls.asyncEnd.unsubscribe(noteCall);
    expect(endpoints).toEqual(['oauth.token']);
    expect(Object.keys(heard[0] ?? {})).toEqual(['why', 'asked']);
  });
});
