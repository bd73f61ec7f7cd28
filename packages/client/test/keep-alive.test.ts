import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { KakaoClient } from '@kakao-login/client';
import { kakao } from './support/server.js';

// For the whole file, because undici keeps a timer that would not survive a change to real timers.
beforeAll(() => {
  jest.useFakeTimers({ doNotFake: ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate'] });
});
afterAll(() => void jest.useRealTimers());

test('an idle connection stays open, with and without axios', async () => {
  await using server = await kakao(() => ({ body: { id: 1 } }));
  const [straight, other] = [0, 0].map(() => new KakaoClient({ clientId: 'rest-api-key', hosts: server.url }));
  await other!.axios();
  const me = { accessToken: 'an-access-token' };
  const both = (): Promise<unknown> => Promise.all([straight!.user.me(me), other!.user.me(me)]);
  await both();
  // The server announces that it closes idle connections after a minute.
  await jest.advanceTimersByTimeAsync(55_000);
  await both();
  expect(server.connections).toBe(2);
});
