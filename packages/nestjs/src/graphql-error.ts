import { kakaoErrorBody } from '@kakao-login/client';
import type { KakaoError } from '@kakao-login/client';

/** Codes that GraphQL clients check. Nest's own exceptions get the same. */
const codes: Readonly<Record<number, string>> = { 400: 'BAD_REQUEST', 401: 'UNAUTHENTICATED', 403: 'FORBIDDEN' };

/** Adds `extensions` to the error, which graphql-js puts into the response. */
export function forGraphql<Thrown extends KakaoError>(error: Thrown): Thrown {
  const extensions = { code: codes[error.status] ?? 'INTERNAL_SERVER_ERROR', kakao: kakaoErrorBody(error) };
  return Object.defineProperty(error, 'extensions', { value: extensions, configurable: true });
}
