import { KakaoLoginError } from '@kakao-login/client';
import type { StrategyCreatedStatic } from 'passport';
import { answerNothing, isAnswered, type HttpRequest } from './http.js';
import { warn } from './warn.js';

/**
 * Calls Passport with the result of a request. At that point the framework no longer catches errors, so one thrown by Passport (for a
 * `failureMessage` without a session, or a response without `redirect`) or by the application's callback would end the process. It is
 * passed to the application's error handler instead.
 */
export function tellPassport(passport: { error(error: unknown): void }, request: HttpRequest, tell: () => void): void {
  try {
    return tell();
  } catch (thrown) {
    try {
      if (!isAnswered(request)) return passport.error(asError(thrown));
    } catch {
      // The application's callback fails for errors too.
      if (request.res !== undefined && !isAnswered(request)) answerNothing(request.res, 500);
    }
    warn(thrown);
  }
}

/**
 * Calls Passport's `fail`. If `info` is a string, Passport writes it into the header `WWW-Authenticate`, which cannot contain Hangul. In
 * that case the refusal is passed on as a typed error with the same status.
 */
export function fail(
  passport: { fail(info?: never, status?: number): void; error(error: unknown): void },
  info: unknown,
  status?: number,
): void {
  try {
    return passport.fail(info as never, status);
  } catch (thrown) {
    if (typeof info !== 'string' || (thrown as NodeJS.ErrnoException).code !== 'ERR_INVALID_CHAR') throw thrown;
    return passport.error(new KakaoLoginError('login_refused'));
  }
}

/** Returns what was thrown, or an error in place of an empty value: after `undefined`, Express would continue to the route. */
export const asError = (thrown: unknown): unknown => thrown || new Error('The thrown value is empty');

/**
 * Keeps what Passport has set for one request. With a strategy in place of a name, Passport uses the same object for all
 * requests, and the next request would replace it: a user would be logged in at the request of somebody else.
 */
export function forThisRequest<S extends object>(strategy: S): S & StrategyCreatedStatic {
  // With a name, Passport has created an object for this request. The name is a property of the strategy behind it.
  if (!Object.hasOwn(strategy, 'name')) return strategy as S & StrategyCreatedStatic;
  const methods = strategy as Partial<StrategyCreatedStatic>;
  const kept = (['success', 'fail', 'redirect', 'pass', 'error'] as const).map((name) => [name, methods[name]]);
  return Object.assign(Object.create(strategy) as S, Object.fromEntries(kept)) as S & StrategyCreatedStatic;
}
