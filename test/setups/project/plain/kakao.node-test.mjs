import { equal } from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { useKakaoEmulator } from '@kakao-login/emulator/testing';
import { greeting } from './service.mjs';

const kakao = useKakaoEmulator({ beforeAll: before, afterEach, afterAll: after });

test('logs a user in', async () => {
  equal(await greeting(kakao()), 'Hello 달빛, member 1001');
});
