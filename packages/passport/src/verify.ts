import type { Request } from 'express';
import type { Outcome } from './outcome.js';
import type { KakaoLogin, KakaoVerify, VerifyDone } from './types.js';

/**
 * Asks the application who this is. As with passport-oauth2 the number of parameters of the callback decides what it is
 * given; with only one left beside the request, it takes the whole login and returns (or promises) the user.
 */
export async function callVerify(
  verify: KakaoVerify,
  passRequest: boolean,
  request: Request,
  login: KakaoLogin,
  profile: unknown,
): Promise<Outcome> {
  const call = verify as (...parameters: unknown[]) => unknown;
  const before = passRequest ? [request] : [];
  const rest = verify.length - before.length;
  try {
    if (takesLogin(verify, passRequest)) return verified(await call(...before, login), undefined, login);

    const { access_token: accessToken, refresh_token: refreshToken } = login.tokens;
    const tokens = [accessToken, refreshToken, ...(rest === 5 ? [login.tokens] : [])];
    return await new Promise<Outcome>((resolve, reject) => {
      const done: VerifyDone = (error, user, info) => (error ? reject(error) : resolve(verified(user, info, login)));
      const returned = call(...before, ...tokens, profile, done);
      // An async callback that fails has no other way to say so.
      if (returned instanceof Promise) returned.catch(reject);
    });
  } catch (error) {
    return { kind: 'error', error };
  }
}

/** Whether a verify callback takes the whole login, and not passport-oauth2's arguments. */
export const takesLogin = (verify: KakaoVerify, passRequest: boolean): boolean =>
  verify.length === (passRequest ? 2 : 1);

function verified(user: unknown, info: object | undefined, { state }: KakaoLogin): Outcome {
  if (!user) return { kind: 'fail', info };
  return { kind: 'success', user, info: state === undefined ? (info ?? {}) : { ...info, state } };
}
