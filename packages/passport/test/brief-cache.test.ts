import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { BriefCache } from '../src/brief-cache.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const now = () => Date.now();
const holds = (cache: BriefCache<string>, text: string) => inspect(cache, { depth: 9 }).includes(text);

test('deletes expired entries even if they are not requested again, and then stops its timer', async () => {
  const cache = new BriefCache<string>(1000, 10, now);
  await cache.get('token', () => Promise.resolve('profile'));
  expect(holds(cache, 'profile')).toBe(true);
  await jest.advanceTimersByTimeAsync(2000);
  expect([holds(cache, 'profile'), jest.getTimerCount()]).toEqual([false, 0]);
});

test('keeps a request in progress, no matter how long it takes', async () => {
  const cache = new BriefCache<string>(1000, 10, now);
  await cache.get('first', () => Promise.resolve('first'));
  let answer: ((value: string) => void) | undefined;
  const slow = cache.get('slow', () => new Promise((resolve) => (answer = resolve)));
  await jest.advanceTimersByTimeAsync(5000);
  const ask = jest.fn(() => Promise.resolve('again'));
  const second = cache.get('slow', ask);
  answer?.('slow');
  expect([await slow, await second, ask.mock.calls]).toEqual(['slow', 'slow', []]);
});

test.each([0, 2 ** 40])('sets no timer that Node does not support: a lifetime of %i ms', async (lifetime) => {
  const cache = new BriefCache<string>(lifetime, 10, now);
  const interval = jest.spyOn(globalThis, 'setInterval');
  await cache.get('token', () => Promise.resolve('profile'));
  const delays = interval.mock.calls.map(([, delay]) => delay);
  expect(delays).toEqual(lifetime === 0 ? [] : [2 ** 31 - 1]);
});
