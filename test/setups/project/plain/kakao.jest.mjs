import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { useKakaoEmulator } from '@kakao-login/emulator/testing';
import { greeting } from './service.mjs';

const kakao = useKakaoEmulator({ beforeAll, afterEach, afterAll });

test('logs a user in', async () => {
  expect(await greeting(kakao())).toBe('Hello 달빛, member 1001');
}, 120_000);
