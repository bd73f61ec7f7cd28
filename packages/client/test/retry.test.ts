import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import {
  KakaoApiError,
  KakaoAuthError,
  KakaoConnectionError,
  KakaoUnexpectedError,
  endpoints,
} from '@kakao-login/client';
import { withRetries } from '../src/transport/retry.js';
import type { RetryRules } from '../src/transport/retry.js';

beforeEach(() => void jest.spyOn(performance, 'now').mockReturnValue(0));
afterEach(() => void jest.restoreAllMocks());

const reads = endpoints['user.me'];
const changes = endpoints['oauth.token'];

/** Runs an attempt that always throws. Returns the waits between the attempts, in milliseconds. */
async function waits(error: unknown, rules: Partial<RetryRules> = {}): Promise<{ attempts: number; pauses: number[] }> {
  const pauses: number[] = [];
  const pause = async (ms: number): Promise<void> => void pauses.push(ms);
  let attempts = 0;
  const given = { spec: reads, retries: 1, budget: 60_000, signal: undefined, pause, ...rules };
  const failed = withRetries(given, async () => {
    attempts += 1;
    throw error;
  });
  await expect(failed).rejects.toBe(error);
  return { attempts, pauses };
}
const unavailable = new KakaoUnexpectedError('status', { kakaoStatus: 503 });

describe('a call is retried', () => {
  test.each([
    ['no connection was made', new KakaoConnectionError('connect_failed')],
    ['the connection was not made in time', new KakaoConnectionError('connect_timeout')],
  ])('even if it changes something, if %s', async (_, error) => {
    for (const spec of [reads, changes]) expect(await waits(error, { spec })).toMatchObject({ attempts: 2 });
  });

  test.each([
    ['the connection broke', new KakaoConnectionError('cut')],
    ['there was no response in time', new KakaoConnectionError('timeout')],
    ['a gateway responds', unavailable],
    ['Kakao has a temporary problem', new KakaoApiError({ code: -1, kakaoStatus: 400 })],
  ])('only if it only reads, if %s', async (_, error) => {
    expect(await waits(error, { spec: reads })).toMatchObject({ attempts: 2 });
    expect(await waits(error, { spec: changes })).toMatchObject({ attempts: 1 });
  });

  test.each([
    ['the certificate is wrong', new KakaoConnectionError('tls')],
    ['Kakao refuses the token', new KakaoApiError({ code: -401, kakaoStatus: 401 })],
    ['Kakao refuses the secret', new KakaoAuthError({ error: 'invalid_client', code: 'KOE010', kakaoStatus: 401 })],
    ['the error is not one of ours', new Error('of an interceptor')],
  ])('never, if %s', async (_, error) => {
    for (const spec of [reads, changes]) expect(await waits(error, { spec })).toMatchObject({ attempts: 1 });
  });

  test('as often as configured', async () => {
    for (const retries of [0, 1, 3])
      expect(await waits(unavailable, { retries })).toMatchObject({ attempts: retries + 1 });
  });
});

describe('the wait before it', () => {
  test.each([
    [0, [50, 100, 200, 400, 800, 1_000, 1_000]],
    [1, [100, 200, 400, 800, 1_600, 2_000, 2_000]],
  ])('doubles up to two seconds, and half of it is random: %i', async (random, pauses) => {
    jest.spyOn(Math, 'random').mockReturnValue(random);
    expect(await waits(unavailable, { retries: 7 })).toEqual({ attempts: 8, pauses });
  });

  test('is skipped the first time a connection is cut', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(1);
    const cut = new KakaoConnectionError('cut');
    expect(await waits(cut, { retries: 2 })).toEqual({ attempts: 3, pauses: [200] });
    expect(await waits(new KakaoConnectionError('timeout'))).toEqual({ attempts: 2, pauses: [100] });
  });

  test('is what Kakao requests, up to five seconds', async () => {
    const asked = (retryAfter: number): unknown => Object.assign(new KakaoConnectionError('keys_busy'), { retryAfter });
    expect(await waits(asked(5))).toEqual({ attempts: 2, pauses: [5_000] });
    expect(await waits(asked(6))).toEqual({ attempts: 1, pauses: [] });
  });

  test('never goes past the time limit of the call', async () => {
    const five = Object.assign(new KakaoConnectionError('connect_failed'), { retryAfter: 5 });
    expect(await waits(five, { budget: 5_001 })).toMatchObject({ attempts: 2 });
    expect(await waits(five, { budget: 5_000 })).toMatchObject({ attempts: 1 });
    // The time that has passed counts, from the first attempt on.
    jest.spyOn(performance, 'now').mockReturnValueOnce(100_000).mockReturnValue(102_000);
    expect(await waits(five, { budget: 7_000 })).toMatchObject({ attempts: 1 });
    jest.spyOn(performance, 'now').mockReturnValueOnce(100_000).mockReturnValue(102_000);
    expect(await waits(five, { budget: 7_001 })).toMatchObject({ attempts: 2 });
  });

  test('is skipped for a used-up quota, unless Kakao says how long to wait', async () => {
    for (const error of [
      new KakaoApiError({ code: -10, kakaoStatus: 400 }),
      new KakaoUnexpectedError('status', { kakaoStatus: 429 }),
    ]) {
      expect(await waits(error)).toEqual({ attempts: 1, pauses: [] });
    }
  });
});
