import { KakaoLoginError } from '@kakao-login/client';
import { isConsentUrl } from './consent-url.js';
import { callbackParameters, hasParameter, parameter, pathOf, type CallbackParameter } from './http.js';
import { checkOneOf } from './options.js';
import type { Visit } from './visit.js';

/** Whether a request starts or finishes a login, and the parameter that decided it if nothing else did. */
export interface Leg {
  leg: 'login' | 'callback';
  guessedBy?: CallbackParameter;
}

/**
 * @throws {KakaoLoginError} when a `failureRedirect` leads to this route
 * @throws {KakaoUsageError} when the option `leg` is malformed
 */
export function legOf({ parts, request, options }: Visit): Leg {
  checkOneOf('leg', options.leg, ['login', 'callback'], 400);
  const { settings } = parts;
  if (isConsentUrl(request)) return { leg: 'login' };
  if (options.leg !== undefined) return { leg: options.leg };
  if (settings.isSeparate(pathOf(request))) return { leg: 'callback' };
  const guessedBy = callbackParameters.find((name) => hasParameter(request, name));
  if (guessedBy === undefined) return { leg: 'login' };
  const error = parameter(request, 'error');
  if (!settings.state || error === undefined || hasParameter(request, 'state')) return { leg: 'callback', guessedBy };
  // Kakao's redirects have a `state`, so this is a `failureRedirect` to this route. Starting another login could cause a loop.
  throw new KakaoLoginError(error, looksLike('error'));
}

/** Explains the error of a request that was treated as a callback only because of its query, if it does not belong to a login. */
export function explained(error: unknown, { guessedBy }: Leg): unknown {
  const isNotBegun =
    error instanceof KakaoLoginError && (error.code === 'state_missing' || error.code === 'state_mismatch');
  return guessedBy !== undefined && isNotBegun ? new KakaoLoginError(error.code, looksLike(guessedBy)) : error;
}

const looksLike = (parameter: CallbackParameter) => ({
  reason: {
    ko: `이 요청은 \`${parameter}\` 파라미터가 있어 카카오에서 돌아온 콜백으로 처리되었지만, 이 브라우저에서 시작한 로그인의 것이 아닙니다.`,
    en: `This request has a \`${parameter}\` parameter, so it was handled as a callback from Kakao, but it does not belong to a login that this browser started.`,
  },
  remedy: {
    ko: "로그인을 시작하는 라우트라면 그 라우트에 `leg: 'login'`을 주거나 파라미터 이름을 바꾸세요. 콜백이라면 로그인을 처음부터 다시 시작하고, 쿠키가 저장되는지 확인하세요.",
    en: "If this route starts logins, give it `leg: 'login'` or rename the parameter. If it is the callback route, start the login again and check that the browser keeps cookies.",
  },
});
