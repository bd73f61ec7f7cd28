import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { useKakaoEmulator } from '@kakao-login/emulator/testing';
import { greeting } from './app';

const kakao = useKakaoEmulator({ beforeAll, afterEach, afterAll });

it('logs a user in', async () => {
  expect(await greeting(kakao())).toBe('Hello 달빛, member 1001');
}, 120_000);
