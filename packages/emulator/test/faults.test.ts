import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';

import { createKakaoEmulator } from '@kakao-login/emulator';
import type { Fault, KakaoEmulator } from '@kakao-login/emulator';

import { get } from './visitor.js';

let emulator: KakaoEmulator;
beforeAll(async () => {
  emulator = await createKakaoEmulator();
});
afterEach(() => emulator.reset());
afterAll(() => emulator.close());

describe('a page of the service', () => {
  const origin = 'http://localhost:3000';
  const me = (): ReturnType<typeof get> => get(`${emulator.url}/v2/user/me`, { origin, authorization: 'Bearer x' });

  test.each<Fault>([
    { on: 'user.me', kind: 'error', code: -10 },
    { on: 'user.me', kind: 'html' },
    { on: 'user.me', kind: 'answer', status: 503 },
    { on: 'user.me', kind: 'trickle' },
  ])('can read what is played: %j', async (fault) => {
    emulator.faults.add(fault);
    expect((await me()).headers.get('access-control-allow-origin')).toBe(origin);
  });

  test('is kept from reading an answer that was ordered so', async () => {
    const headers = { 'Access-Control-Allow-Origin': 'http://elsewhere.example' };
    emulator.faults.add({ on: 'user.me', kind: 'answer', status: 200, headers });
    expect((await me()).headers.get('access-control-allow-origin')).toBe('http://elsewhere.example');
  });
});
