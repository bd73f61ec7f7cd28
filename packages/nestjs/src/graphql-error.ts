import { kakaoErrorBody } from '@kakao-login/client';
import type { KakaoError } from '@kakao-login/client';

/** What clients of GraphQL look at; Nest's own exceptions get the same. */
const codes: Readonly<Record<number, string>> = { 400: 'BAD_REQUEST', 401: 'UNAUTHENTICATED', 403: 'FORBIDDEN' };

/** The same error, with what a GraphQL answer says of it beside the message: graphql-js takes `extensions` from what was thrown. */
export function forGraphql<Thrown extends KakaoError>(error: Thrown): Thrown {
  const extensions = { code: codes[error.status] ?? 'INTERNAL_SERVER_ERROR', kakao: kakaoErrorBody(error) };
  return Object.defineProperty(error, 'extensions', { value: extensions, configurable: true });
}
