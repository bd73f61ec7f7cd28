import type { KakaoUsageError } from '@kakao-login/client';
import { hasParameter, parameter, type HttpRequest } from './http.js';
import { usage, usageTexts } from './usage.js';

/** The tokens that a native app sent: one of the two, or both for the same user. */
export interface KakaoTokenInput {
  accessToken?: string;
  idToken?: string;
  /**
   * The nonce that the ID token must contain. Take it from where the app cannot change it: a session or a database. If the property
   * exists, an access token alone is refused, and if it is empty or `undefined`, every token is refused.
   */
  nonce?: string | undefined;
}

/**
 * Reads tokens from `Authorization: Bearer …`, or `access_token` and `id_token` from a form or JSON in the body. Not from the query,
 * because URLs are logged.
 *
 * @throws {KakaoUsageError} `token_misplaced` (401) when a token is malformed or there are several
 */
export function tokenInput(request: HttpRequest): KakaoTokenInput {
  const inBody = tokensInBody(request.body);
  const { authorization } = request.headers;
  if (authorization === undefined || authorization.trim() === '') return inBody;
  // Other schemes are ignored (RFC 6750, 3.1), because they may be for another strategy.
  if (/^(?!Bearer )[\w!#$%&'*+.^`|~-]+ +\S/i.test(authorization)) return inBody;
  // Matching the whole token would take longer than hashing it.
  const [scheme] = /^Bearer +/i.exec(authorization) ?? [];
  const bearer = scheme === undefined ? '' : authorization.slice(scheme.length).trimEnd();
  if (bearer === '' || bearer.includes(' ') || bearer.includes(',')) throw misplaced();
  if (inBody.accessToken !== undefined || inBody.idToken !== undefined) throw misplaced();
  return tokenOf(bearer);
}

function tokensInBody(body: unknown): KakaoTokenInput {
  if (typeof body !== 'object' || body === null) return {};
  const posted: HttpRequest = { headers: {}, query: {}, body };
  const [accessToken, idToken] = [parameter(posted, 'access_token'), parameter(posted, 'id_token')];
  for (const [name, token] of Object.entries({ access_token: accessToken, id_token: idToken })) {
    if (token === undefined && hasParameter(posted, name) && !isEmpty(body, name)) throw misplaced();
  }
  return { ...(accessToken !== undefined && { accessToken }), ...(idToken !== undefined && { idToken }) };
}

const isEmpty = (body: object, name: string): boolean => {
  const value = (body as Record<string, unknown>)[name];
  return value === '' || value === null;
};

const misplaced = (): KakaoUsageError => usage('token_misplaced', 'Authorization', usageTexts().tokenMisplaced);

/** Creates the error for a request without a token. */
export const tokenMissing = (): KakaoUsageError => usage('token_missing', 'Authorization', usageTexts().tokenMissing);

/** Kakao's access tokens contain no dots. ID tokens (JWT) contain two. */
export function tokenOf(token: string): KakaoTokenInput {
  const first = token.indexOf('.');
  const second = token.indexOf('.', first + 1);
  return second > first && !token.includes('.', second + 1) ? { idToken: token } : { accessToken: token };
}
