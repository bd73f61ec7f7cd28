import { KakaoLoginError } from '@kakao-login/client';
import { answerNothing, type HttpRequest } from './http.js';
import { warn } from './warn.js';

/**
 * Tells Passport what became of a request. By then the request has left the care of its framework, so whatever Passport throws (for
 * a `failureMessage` without a session, a redirect on a response that has none) or the application's own callback does would end
 * the process. It goes where errors go, once.
 */
export function tellPassport(passport: { error(error: unknown): void }, request: HttpRequest, tell: () => void): void {
  try {
    return tell();
  } catch (thrown) {
    try {
      if (!isAnswered(request)) return passport.error(thrown || somethingThrown());
    } catch {
      // The application's callback cannot deal with errors, and there is nobody else to tell.
      if (request.res !== undefined && !isAnswered(request)) answerNothing(request.res, 500);
    }
    warn(thrown);
  }
}

/**
 * Passport's `fail`. Passport writes an `info` that is a text into the header `WWW-Authenticate`, which takes no Hangul: then the
 * refusal reaches the application as a typed error with the same status.
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

/** In place of a thrown `undefined`, which Express takes for no error at all, so that the request would go on to the route. */
export const somethingThrown = (): Error => new Error('An error was thrown that says nothing');

const isAnswered = ({ res }: HttpRequest): boolean => (res?.raw ?? res)?.headersSent === true;
