import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { KakaoClient } from '@kakao-login/client';
import { kakao } from './support/server.js';

// For the whole file: undici keeps a timer that a change to real ones would leave behind.
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
  // The server closes it after a minute, and says so.
  await jest.advanceTimersByTimeAsync(55_000);
  await both();
  expect(server.connections).toBe(2);
});
