import { type KakaoError, isKakaoError } from '@kakao-login/nestjs';

/** The answer to a call, or Kakao's refusal. Other errors are thrown on. */
export type Attempt<T> = { ok: true; value: T } | { ok: false; error: KakaoError };

/** For pages that show several calls side by side: one refusal must not hide the other answers. */
export async function attempt<T>(call: Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await call };
  } catch (error) {
    if (isKakaoError(error)) return { ok: false, error };
    throw error;
  }
}
