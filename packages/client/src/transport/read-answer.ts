import { isFilled, isObject } from '../checks.js';
import type { EndpointName, EndpointSpec } from '../contract/endpoints.js';
import { KakaoApiError, KakaoAuthError, KakaoUnexpectedError } from '../errors/errors.js';
import type { KakaoAnswer } from '../errors/errors.js';
import { isErrorName, scrub } from '../errors/scrub.js';
import { koeCodeBySentence } from './koe-sentences.js';
import type { HttpAnswer } from './http.js';
import { isTooDeep, parseExact, readIds } from './json.js';

/** Returns the body of an answer, or throws the error that it reports. */
export function readAnswer(
  name: EndpointName,
  spec: EndpointSpec,
  answer: HttpAnswer,
  byAdminKey: boolean,
  secrets: () => readonly string[],
): unknown {
  const { status } = answer;
  const known: KakaoAnswer = { kakaoStatus: status, endpoint: name };
  if (status >= 300 && status < 400) throw new KakaoUnexpectedError('redirect', known);
  const body = parseBody(answer, known);
  if (status < 200 || status >= 300) throw toRefusal(body, known, spec.host, byAdminKey, secrets);

  if (typeof body !== 'object' || body === null) throw new KakaoUnexpectedError('shape', known);
  if (!readIds(body, textIds[name] ?? spec.ids) || isComplete[name]?.(body as Members) === false) {
    throw new KakaoUnexpectedError('shape', known);
  }
  return body;
}

/** Ids that Kakao sends as strings. `ids` in the table of endpoints lists only numbers. */
const textIds: Partial<Record<EndpointName, readonly string[]>> = {
  'oidc.userinfo': ['sub'],
  'oidc.tokeninfo': ['sub'],
};

type Members = Readonly<Record<string, unknown>>;

const hasId = (value: unknown): boolean => isFilled((value as Members | null)?.['id']);
const isListOf = (value: unknown, one: (element: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(one);

/** Checks the fields that an answer must have. Without a user id, for example, all users would share one account. */
const isComplete: Partial<Record<EndpointName, (body: Members) => boolean>> = {
  'oauth.token': ({ access_token }) => isFilled(access_token),
  'oidc.userinfo': ({ sub }) => isFilled(sub),
  'oidc.tokeninfo': ({ sub }) => isFilled(sub),
  'user.me': hasId,
  'user.list': (body) => isListOf(Array.isArray(body) ? body : body['elements'], hasId),
  'user.ids': ({ elements }) => isListOf(elements, isFilled),
  'user.updateProfile': hasId,
  'user.accessTokenInfo': ({ app_id, appId }) => isFilled(app_id ?? appId),
  'scopes.list': (body) => hasId(body) && isListOf(body['scopes'], isObject),
  'scopes.revoke': (body) => hasId(body) && isListOf(body['scopes'], isObject),
  'terms.list': (body) => hasId(body) && isListOf(body['service_terms'], isObject),
  'terms.revoke': (body) => hasId(body) && isListOf(body['revoked_service_terms'], isObject),
  'terms.agree': (body) => hasId(body) && isListOf(body['agreed_service_terms'], isObject),
  'shipping.list': ({ shipping_addresses = null }) =>
    shipping_addresses === null || isListOf(shipping_addresses, hasId),
  'account.signup': hasId,
  'account.logout': hasId,
  'account.unlink': hasId,
};

function parseBody({ body: text, encoding }: HttpAnswer, known: KakaoAnswer): unknown {
  const trimmed = text.trimStart();
  if (trimmed === '') throw new KakaoUnexpectedError('empty', known);
  let body: unknown;
  try {
    // trimStart also removes a byte order mark, which JSON.parse does not accept.
    body = parseExact(trimmed);
  } catch {
    if (encoding !== undefined && !/^identity$/i.test(encoding)) throw new KakaoUnexpectedError('encoding', known);
    throw new KakaoUnexpectedError(trimmed.startsWith('<') ? 'html' : 'not_json', known);
  }
  if (isTooDeep(body)) throw new KakaoUnexpectedError('too_deep', known);
  return body;
}

/** Converts a refusal to an error. kapi sends `code`, kauth sends `error`. */
function toRefusal(
  body: unknown,
  known: KakaoAnswer,
  host: EndpointSpec['host'],
  byAdminKey: boolean,
  secrets: () => readonly string[],
): Error {
  const { code, msg, error, error_code, error_description, required_scopes, allowed_scopes } = isObject(body)
    ? body
    : {};

  const hidden = secrets();
  const said = [msg, error_description].find((text) => typeof text === 'string');
  const answer = { ...known, kakaoMessage: said === undefined ? undefined : scrub(said, hidden) };
  if (host === 'kapi' && isApiCode(code)) {
    return new KakaoApiError({
      ...answer,
      code,
      byAdminKey,
      requiredScopes: scopeNames(required_scopes, hidden),
      allowedScopes: scopeNames(allowed_scopes, hidden),
    });
  }
  if (host === 'kauth' && typeof error === 'string') {
    const sent = isErrorName(error_code, hidden) && error_code.startsWith('KOE') ? error_code : undefined;
    const koe = sent ?? koeCodeBySentence(error_description);
    const name = isErrorName(error, hidden) ? error : 'unknown_error';
    return new KakaoAuthError({ ...answer, code: koe, error: name });
  }
  return new KakaoUnexpectedError('status', answer);
}

/** Kakao's codes have at most four digits. A longer number could be anything. */
const isApiCode = (code: unknown): code is number => Number.isInteger(code) && Math.abs(code as number) < 100_000;

const scopeNames = (value: unknown, secrets: readonly string[]): string[] =>
  Array.isArray(value)
    ? value.filter(
        (name): name is string =>
          typeof name === 'string' && /^[\w.:-]{1,64}$/.test(name) && scrub(name, secrets) === name,
      )
    : [];
