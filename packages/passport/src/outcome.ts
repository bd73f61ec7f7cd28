import { isKakaoError, kakaoErrorBody, type KakaoError } from '@kakao-login/client';
import type { StrategyCreatedStatic } from 'passport';
import { pathOf, type HttpRequest } from './http.js';
import { fail, asError } from './tell-passport.js';
import type { KakaoAuthenticateOptions, KakaoLogin } from './types.js';

/** The result of a request. */
export type Outcome =
  | { kind: 'redirect'; url: string }
  | { kind: 'answered' }
  | { kind: 'success'; user: Express.User; info: unknown }
  /** The application's verify callback refused the user. */
  | { kind: 'fail'; info: unknown }
  /** The login failed. */
  | { kind: 'refused'; error: KakaoError }
  /** The application failed. */
  | { kind: 'error'; error: unknown };

/** The result of a login: an outcome, unless the user has to sign up first. */
export type LoginOutcome = Outcome | { kind: 'signup'; login: KakaoLogin };

/**
 * Converts an error to an outcome. Errors of a login, and mistakes in a request (`callback_url_unlisted`), are refusals. Mistakes of
 * the developer and other errors are passed on.
 */
export const failure = (error: unknown): Outcome =>
  isKakaoError(error) && (error.kind !== 'usage' || error.status < 500)
    ? { kind: 'refused', error }
    : { kind: 'error', error };

/**
 * Reports the outcome to Passport. Redirects to `failureRedirect` with the code of the error in the query: Passport ignores
 * `failureRedirect` for errors, and completely if it has a callback, as in Nest. Passport handles flash and session messages.
 */
export function settle(
  passport: StrategyCreatedStatic,
  outcome: Outcome,
  options: KakaoAuthenticateOptions,
  request: HttpRequest,
): void {
  const refuse = (code: string, otherwise: () => void): void => {
    const { failureRedirect } = options;
    // Redirecting to the route that has just failed would cause a loop.
    if (!failureRedirect || asksForFail(options) || failureRedirect.split(/[?#]/, 1)[0] === pathOf(request))
      return otherwise();
    return passport.redirect(withError(failureRedirect, code));
  };
  switch (outcome.kind) {
    case 'redirect':
      return passport.redirect(outcome.url);
    case 'success':
      return passport.success(outcome.user, outcome.info as object);
    case 'fail':
      return refuse('login_refused', () => fail(passport, outcome.info));
    case 'refused':
      return refuse(String(outcome.error.code), () => {
        const { error } = outcome;
        // With `failWithError`, Passport's own error would only contain the status.
        if (options.failWithError === true || !asksForFail(options)) return passport.error(error);
        return passport.fail({ ...kakaoErrorBody(error), type: 'error' }, error.status);
      });
    case 'error':
      return passport.error(asError(outcome.error));
    case 'answered':
  }
}

const asksForFail = ({ failureFlash, failureMessage, failWithError }: KakaoAuthenticateOptions): boolean =>
  Boolean(failureFlash) || Boolean(failureMessage) || failWithError === true;

/**
 * Sets `error` in the query of an absolute or relative URL. Also escapes Hangul and line breaks, which a header cannot contain: Passport
 * sets the header outside of Express's error handling, so an error from Node would end the process.
 */
function withError(address: string, code: string): string {
  // Buffer replaces half of a surrogate pair, for which encodeURIComponent would throw.
  const sendable = address.replaceAll(/[^!-~]+/g, (part) => encodeURIComponent(Buffer.from(part).toString()));
  const [, path = '', query = '', fragment = ''] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/.exec(sendable) ?? [];
  const others = query.split('&').filter((pair) => pair !== '' && !new URLSearchParams(pair).has('error'));
  return `${path}?${[...others, `error=${encodeURIComponent(code)}`].join('&')}${fragment}`;
}
