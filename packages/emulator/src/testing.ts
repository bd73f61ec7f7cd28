import { createKakaoEmulator } from './create.js';
import type { KakaoEmulator } from './create.js';
import type { KakaoEmulatorOptions } from './seed/types.js';

/**
 * Hooks of a test runner. Jest, Vitest, Bun and Mocha have them. In `node:test`, the first and the last are `before`
 * and `after`.
 */
export interface TestHooks {
  beforeAll(start: () => Promise<void>): unknown;
  afterEach(reset: () => void): unknown;
  afterAll(stop: () => Promise<void>): unknown;
}

/**
 * Gives a test file its own emulator. Starts it before the tests, resets it after each test, and closes it after the
 * last.
 *
 * @param hooks - of the test runner
 * @param options - of {@link createKakaoEmulator}
 * @returns a function that returns the emulator; call it in a hook or a test
 * @example
 * import { afterAll, afterEach, beforeAll, test } from 'vitest'; // or from '@jest/globals'
 *
 * const kakao = useKakaoEmulator({ beforeAll, afterEach, afterAll }, { redirectUris: ['http://localhost:4000/callback'] });
 *
 * test('a user logs in', async () => {
 *   const { callbackUrl } = await kakao().signIn('moonlight@example.com');
 * });
 */
export function useKakaoEmulator(hooks: TestHooks, options?: KakaoEmulatorOptions): () => KakaoEmulator {
  let emulator: KakaoEmulator | undefined;
  hooks.beforeAll(async () => {
    emulator = await createKakaoEmulator(options);
  });
  hooks.afterEach(() => emulator?.reset());
  hooks.afterAll(async () => emulator?.close());
  return () => {
    if (emulator !== undefined) return emulator;
    throw new Error(
      'The Kakao emulator has not started yet. Call this function in a test or a hook, not at the top of the file.',
    );
  };
}
