import { type KakaoError, isKakaoError } from '@kakao-login/nestjs';

/** The answer to a call, or Kakao's refusal. Other errors are thrown on. */
export type Attempt<T> = { ok: true; value: T } | { ok: false; error: KakaoError };

/** For calls whose refusal must not stop what else is to be done: other answers on the page, the end of our own session. */
export async function attempt<T>(call: Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await call };
  } catch (error) {
    if (isKakaoError(error)) return { ok: false, error };
    throw error;
  }
}
