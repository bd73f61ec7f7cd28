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
  test('tells of a refresh once, however many calls wait for it', async () => {
    const vault = kakao.vault();
    await kakao.logIn(vault);
    await vault.accessToken(moon.id);
    expect(heard).toEqual([]);
    kakao.emulator.clock.advance({ hours: 7 });
    await Promise.all([1, 2, 3].map(() => vault.forUser(moon.id).user.me()));
    expect(heard).toEqual([{ why: 'expiring', asked: true }]);
  });

  test('tells of a token that Kakao refused, and of a refresh token that has ended', async () => {
    const vault = kakao.vault();
    await kakao.logIn(vault);
    kakao.emulator.clock.advance({ hours: 1 });
    await kakao.client({ adminKey: kakao.emulator.app.adminKey }).account.logout({ admin: true, targetId: moon.id });
    await rejection(vault.forUser(moon.id).user.me());
    expect(heard).toEqual([{ why: 'refused', asked: true, error: { kind: 'login', code: 'reconnect_required' } }]);
  });

  test('tells of a store that does not answer, without a request to Kakao', async () => {
    const vault = kakao.vault({
      store: through(kakao.store(), { lease: () => Promise.reject(new Error('user 1001: connection lost')) }),
    });
    await kakao.logIn(vault);
    kakao.emulator.clock.advance({ hours: 7 });
    await rejection(vault.accessToken(moon.id));
    expect(heard).toEqual([{ why: 'expiring', asked: false, error: { kind: 'connection', code: 'store_failed' } }]);
  });

  test('is not told of a user or a token, and the request to Kakao is on its own channel', async () => {
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
