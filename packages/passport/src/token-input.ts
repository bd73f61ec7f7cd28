import { parameter, type HttpRequest } from './http.js';

/** What a native app sent along: one of the two, or both for the same person. */
export interface KakaoTokenInput {
  accessToken?: string;
  idToken?: string;
  /**
   * The nonce that the ID token must carry. It has to come from where the app cannot write: a session, a database. Once it is
   * named, nothing is taken without it: no access token alone, and no token at all if it is empty or `undefined`.
   */
  nonce?: string | undefined;
}

/** `Authorization: Bearer …`, or `access_token` and `id_token` in a posted form or JSON. Never the query: addresses are logged. */
export function tokenInput(request: HttpRequest): KakaoTokenInput {
  const bearer = bearerOf(request.headers.authorization ?? '');
  if (bearer !== undefined) return tokenOf(bearer);

  const posted: HttpRequest = { headers: {}, query: {}, body: request.body };
  const [accessToken, idToken] = [parameter(posted, 'access_token'), parameter(posted, 'id_token')];
  return { ...(accessToken !== undefined && { accessToken }), ...(idToken !== undefined && { idToken }) };
}

/** RFC 6750, 2.1. Cut out, not matched: a pattern over a whole token takes longer than its hash. */
function bearerOf(authorization: string): string | undefined {
  const [scheme] = /^Bearer +/i.exec(authorization) ?? [];
  if (scheme === undefined) return undefined;
  const token = authorization.slice(scheme.length).trimEnd();
  return token === '' || token.includes(' ') || token.includes(',') ? undefined : token;
}

/** Access tokens of Kakao have no dots, ID tokens (JWT) have two. */
export function tokenOf(token: string): KakaoTokenInput {
  const first = token.indexOf('.');
  const second = token.indexOf('.', first + 1);
  return second > first && !token.includes('.', second + 1) ? { idToken: token } : { accessToken: token };
}
