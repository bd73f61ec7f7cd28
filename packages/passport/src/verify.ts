import type { Request } from 'express';
import type { Outcome } from './outcome.js';
import type { KakaoLogin, KakaoVerify, VerifyDone } from './types.js';

/** What a verify callback said. */
export interface Verified {
  user: unknown;
  info?: object;
}

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
  const before = passRequest ? [request] : [];
  const { access_token: accessToken, refresh_token: refreshToken } = login.tokens;
  const params = verify.length - before.length === 5 ? [login.tokens] : [];
  const { state, returnTo } = login;
  const kept = { ...(state !== undefined && { state }), ...(returnTo !== undefined && { returnTo }) };
  try {
    const { user, info } = takesLogin(verify, passRequest)
      ? await ask(verify, [...before, login], true)
      : await ask(verify, [...before, accessToken, refreshToken, ...params, profile], false);
    if (!user) return { kind: 'fail', info };
    return { kind: 'success', user, info: { ...info, ...kept } };
  } catch (error) {
    return { kind: 'error', error };
  }
}

/** Whether a verify callback takes the whole login, and not passport-oauth2's arguments. */
export const takesLogin = (verify: KakaoVerify, passRequest: boolean): boolean =>
  verify.length === (passRequest ? 2 : 1);

/** Calls a verify callback that returns its answer, or one that is given `done` to say it with. */
export async function ask(verify: unknown, given: readonly unknown[], returns: boolean): Promise<Verified> {
  const call = verify as (...parameters: unknown[]) => unknown;
  if (returns) return { user: await call(...given) };
  return new Promise((resolve, reject) => {
    const done: VerifyDone = (error, user, info) => (error ? reject(error) : resolve({ user, info }));
    const returned = call(...given, done);
    if (call.length === 0 && returned !== undefined) {
      // It may be Nest's, which takes all as `...params` and has called `done` by then; or one that looks at nothing and returns.
      Promise.resolve(returned).then((user) => resolve({ user }), reject);
    } else if (returned instanceof Promise) {
      returned.catch(reject); // an async one that fails has no other way to say so
    }
  });
}
