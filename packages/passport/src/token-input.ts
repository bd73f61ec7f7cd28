import type { KakaoUsageError } from '@kakao-login/client';
import { hasParameter, parameter, type HttpRequest } from './http.js';
import { usage, usageTexts } from './usage.js';

/** What a native app sent along: one of the two, or both for the same user. */
export interface KakaoTokenInput {
  accessToken?: string;
  idToken?: string;
  /**
   * The nonce that the ID token must carry. It has to come from where the app cannot write: a session, a database. Once it is
   * named, nothing is taken without it: no access token alone, and no token at all if it is empty or `undefined`.
   */
  nonce?: string | undefined;
}

/**
 * `Authorization: Bearer …`, or `access_token` and `id_token` in a posted form or JSON. Never the query: addresses are logged.
 *
 * @throws KakaoUsageError `token_misplaced` (401) for a token that is not where it belongs, and for more than one
 */
export function tokenInput(request: HttpRequest): KakaoTokenInput {
  const inBody = tokensInBody(request.body);
  const { authorization } = request.headers;
  if (authorization === undefined || authorization.trim() === '') return inBody;
  // Somebody else's scheme is no token of ours (RFC 6750, 3.1); a strategy beside this one may want it.
  if (/^(?!Bearer )[\w!#$%&'*+.^`|~-]+ +\S/i.test(authorization)) return inBody;
  // Cut out, not matched: a pattern over a whole token takes longer than its hash.
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

const misplaced = (): KakaoUsageError => usage('token_misplaced', 'Authorization', usageTexts.tokenMisplaced);

/** For a request without a token. */
export const tokenMissing = (): KakaoUsageError => usage('token_missing', 'Authorization', usageTexts.tokenMissing);

/** Access tokens of Kakao have no dots, ID tokens (JWT) have two. */
export function tokenOf(token: string): KakaoTokenInput {
  const first = token.indexOf('.');
  const second = token.indexOf('.', first + 1);
  return second > first && !token.includes('.', second + 1) ? { idToken: token } : { accessToken: token };
}
