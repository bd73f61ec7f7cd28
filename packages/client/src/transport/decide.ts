import type { EndpointName, EndpointSpec } from '../contract/endpoints.js';
import { KakaoApiError, KakaoAuthError, KakaoUnexpectedError } from '../errors/errors.js';
import type { KakaoAnswer } from '../errors/errors.js';
import { scrub } from '../errors/scrub.js';
import { parseExact, readIds } from './json.js';

export interface HttpAnswer {
  status: number;
  body: string;
  retryAfter: string | undefined;
}

/** What an answer comes to: its body, or the error that it stands for. */
export function decide(
  name: EndpointName,
  spec: EndpointSpec,
  answer: HttpAnswer,
  byAdminKey: boolean,
  secrets: () => readonly string[],
): unknown {
  const { status } = answer;
  const known: KakaoAnswer = { kakaoStatus: status, endpoint: name };
  if (status >= 300 && status < 400) throw new KakaoUnexpectedError('redirect', known);
  const body = read(answer.body, known);
  if (status < 200 || status >= 300) throw refusal(body, known, byAdminKey, secrets);

  if (typeof body !== 'object' || body === null) throw new KakaoUnexpectedError('shape', known);
  if (!readIds(body, textIds[name] ?? spec.ids) || usable[name]?.(body as Members) === false) {
    throw new KakaoUnexpectedError('shape', known);
  }
  return body;
}

/** Ids that Kakao writes as text, so the table of endpoints, which says where numbers are, does not list them. */
const textIds: Partial<Record<EndpointName, readonly string[]>> = {
  'oidc.userinfo': ['sub'],
  'oidc.tokeninfo': ['sub'],
};

type Members = Readonly<Record<string, unknown>>;

const filled = (value: unknown): boolean => typeof value === 'string' && value !== '';

const withId = (value: unknown): boolean => filled((value as Members | null)?.['id']);
const listOf = (value: unknown, one: (element: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(one);
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** What an answer is worth nothing without. A user without an id would be one account for all who log in. */
const usable: Partial<Record<EndpointName, (body: Members) => boolean>> = {
  'oauth.token': ({ access_token }) => filled(access_token),
  'oidc.userinfo': ({ sub }) => filled(sub),
  'oidc.tokeninfo': ({ sub }) => filled(sub),
  'user.me': withId,
  'user.list': (body) => listOf(Array.isArray(body) ? body : body['elements'], withId),
  'user.ids': ({ elements }) => listOf(elements, filled),
  'user.updateProfile': withId,
  'user.accessTokenInfo': ({ app_id, appId }) => filled(app_id ?? appId),
  'scopes.list': (body) => withId(body) && listOf(body['scopes'], isObject),
  'scopes.revoke': (body) => withId(body) && listOf(body['scopes'], isObject),
  'terms.list': (body) => withId(body) && listOf(body['service_terms'], isObject),
  'terms.revoke': (body) => withId(body) && listOf(body['revoked_service_terms'], isObject),
  'terms.agree': (body) => withId(body) && listOf(body['agreed_service_terms'], isObject),
  'shipping.list': ({ shipping_addresses = null }) => shipping_addresses === null || listOf(shipping_addresses, withId),
  'account.signup': withId,
  'account.logout': withId,
  'account.unlink': withId,
};

function read(text: string, known: KakaoAnswer): unknown {
  const trimmed = text.trimStart();
  if (trimmed === '') throw new KakaoUnexpectedError('empty', known);
  try {
    // trimStart has taken a byte order mark as well, which JSON.parse does not allow.
    return parseExact(trimmed);
  } catch {
    throw new KakaoUnexpectedError(trimmed.startsWith('<') ? 'html' : 'not_json', known);
  }
}

function refusal(body: unknown, known: KakaoAnswer, byAdminKey: boolean, secrets: () => readonly string[]): Error {
  const { code, msg, error, error_code, error_description, required_scopes, allowed_scopes } = (
    typeof body === 'object' && body !== null ? body : {}
  ) as Readonly<Record<string, unknown>>;

  const said = [msg, error_description].find((text) => typeof text === 'string');
  const answer = { ...known, ...(said === undefined ? {} : { kakaoMessage: scrub(said, secrets()) }) };
  if (typeof code === 'number' && Number.isInteger(code)) {
    return new KakaoApiError({
      ...answer,
      code,
      byAdminKey,
      requiredScopes: words(required_scopes),
      allowedScopes: words(allowed_scopes),
    });
  }
  if (typeof error === 'string') {
    const koe = typeof error_code === 'string' && /^KOE\d{1,6}$/.test(error_code) ? { code: error_code } : {};
    return new KakaoAuthError({ ...answer, ...koe, error: /^[\w.-]{1,64}$/.test(error) ? error : 'unknown_error' });
  }
  return new KakaoUnexpectedError('status', answer);
}

const words = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((word) => typeof word === 'string' && /^[\w.:-]{1,64}$/.test(word)) : [];
