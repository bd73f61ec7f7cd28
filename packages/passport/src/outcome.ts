import { isKakaoError, kakaoErrorBody, type KakaoError } from '@kakao-login/client';
import type { StrategyCreatedStatic } from 'passport';
import { pathOf, type HttpRequest } from './http.js';
import { fail, somethingThrown } from './tell-passport.js';
import type { KakaoAuthenticateOptions, KakaoLogin } from './types.js';

/** What became of a request. */
export type Outcome =
  | { kind: 'redirect'; url: string }
  | { kind: 'answered' }
  | { kind: 'success'; user: Express.User; info: unknown }
  /** The application's verify callback turned the user away. */
  | { kind: 'fail'; info: unknown }
  /** The login did not come to its end. */
  | { kind: 'refused'; error: KakaoError }
  /** Something of the application's own went wrong. */
  | { kind: 'error'; error: unknown };

/** What became of a login: an outcome, unless the user has to sign up first. */
export type LoginOutcome = Outcome | { kind: 'signup'; login: KakaoLogin };

/**
 * A failure of ours or Kakao's is an outcome, and so is what a request asks for in vain (`callback_url_unlisted`); a developer's
 * mistake, or a foreign error, is passed on as it is.
 */
export const failure = (error: unknown): Outcome =>
  isKakaoError(error) && (error.kind !== 'usage' || error.status < 500)
    ? { kind: 'refused', error }
    : { kind: 'error', error };

/**
 * Tells Passport. `failureRedirect` is followed here with the code of the error in its query, because Passport does not follow it
 * for errors, nor at all when it is given a callback, as Nest does. Flash and session messages are Passport's business.
 */
export function settle(
  passport: StrategyCreatedStatic,
  outcome: Outcome,
  options: KakaoAuthenticateOptions,
  request: HttpRequest,
): void {
  const refuse = (code: string, otherwise: () => void): void => {
    const { failureRedirect } = options;
    // To the very route that has just failed it would lead in circles.
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
        // Passport's own error of `failWithError` would say no more than the status.
        if (options.failWithError === true || !asksForFail(options)) return passport.error(error);
        return passport.fail({ ...kakaoErrorBody(error), type: 'error' }, error.status);
      });
    case 'error':
      return passport.error(outcome.error || somethingThrown());
    case 'answered':
  }
}

const asksForFail = ({ failureFlash, failureMessage, failWithError }: KakaoAuthenticateOptions): boolean =>
  Boolean(failureFlash) || Boolean(failureMessage) || failWithError === true;

/**
 * Sets `error` in the query of an address, whether it is absolute or not. A header takes no Hangul and no line breaks, and Passport sets it
 * after the request has left Express's care: what Node refuses there would end the process.
 */
function withError(address: string, code: string): string {
  // By way of a buffer, because encodeURIComponent throws at half of a surrogate pair.
  const sendable = address.replaceAll(/[^!-~]+/g, (part) => encodeURIComponent(Buffer.from(part).toString()));
  const [, path = '', query = '', fragment = ''] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/.exec(sendable) ?? [];
  const others = query.split('&').filter((pair) => pair !== '' && !new URLSearchParams(pair).has('error'));
  return `${path}?${[...others, `error=${encodeURIComponent(code)}`].join('&')}${fragment}`;
}
