import { type KakaoError, isKakaoError } from '@kakao-login/nestjs';

/** The response to a call, or Kakao's error. Other errors are rethrown. */
export type Attempt<T> = { ok: true; value: T } | { ok: false; error: KakaoError };

/** For calls whose failure must not stop the rest: other calls of a page, or the end of our own session. */
export async function attempt<T>(call: Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await call };
  } catch (error) {
    if (isKakaoError(error)) return { ok: false, error };
    throw error;
  }
}
