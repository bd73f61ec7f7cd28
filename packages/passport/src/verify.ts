import { KakaoUsageError } from '@kakao-login/client';
import type { Request } from 'express';
import { mistake, sentences } from './option-mistakes.js';
import type { Outcome } from './outcome.js';
import type { KakaoLogin, KakaoVerify, VerifyDone } from './types.js';

/** What a verify callback said. */
export interface Verified {
  user: unknown;
  info?: unknown;
}

type Verify = (...parameters: unknown[]) => unknown;

/** The parameters that a verify callback may declare beside the request, by their number. */
type Forms = Readonly<Record<number, string>>;

/** Those of a strategy that hands over what it knows as one value. */
export const loginForms: Forms = { 1: 'login', 2: 'login, done' };

/** These, and passport-oauth2's. */
export const allForms: Forms = {
  ...loginForms,
  4: 'accessToken, refreshToken, profile, done',
  5: 'accessToken, refreshToken, params, profile, done',
};

/**
 * Refuses a verify callback that could not be called, or would never answer. One that declares nothing may look at its
 * `arguments`, as the one of Nest does.
 *
 * @throws KakaoUsageError
 */
export function checkVerify(strategy: string, verify: unknown, passRequest: boolean, forms: Forms): void {
  if (typeof verify !== 'function') throw verifyMissing(strategy);
  if (verify.length === 0 || Object.hasOwn(forms, verify.length - Number(passRequest))) return;
  throw mistake(
    'verify',
    sentences.verify(Object.values(forms).map((form) => `(${passRequest ? 'req, ' : ''}${form})`)),
  );
}

/**
 * Asks the application who this is. As with passport-oauth2 the number of parameters of the callback decides what it is
 * given; with one or two left beside the request, it takes the whole login.
 */
export async function callVerify(
  verify: KakaoVerify,
  passRequest: boolean,
  request: Request,
  login: KakaoLogin,
  profile: unknown,
  timeout: number,
): Promise<Outcome> {
  const before = passRequest ? [request] : [];
  const { access_token: accessToken, refresh_token: refreshToken } = login.tokens;
  const params = verify.length - before.length === 5 ? [login.tokens] : [];
  const { state, returnTo } = login;
  const kept = { ...(state !== undefined && { state }), ...(returnTo !== undefined && { returnTo }) };
  try {
    const { user, info } = takesLogin(verify, passRequest)
      ? await askAbout(verify, before, login, timeout)
      : await answerIn(timeout, askWithDone(verify, [...before, accessToken, refreshToken, ...params, profile]));
    if (!user) return { kind: 'fail', info };
    // A text, for one, has no room for more.
    if (info && typeof info !== 'object') return { kind: 'success', user, info };
    return { kind: 'success', user, info: { ...(info as object | undefined), ...kept } };
  } catch (error) {
    return { kind: 'error', error };
  }
}

/** Whether a verify callback takes the whole login, and not passport-oauth2's arguments. */
export const takesLogin = (verify: KakaoVerify, passRequest: boolean): boolean =>
  Object.hasOwn(loginForms, verify.length - Number(passRequest));

/**
 * Calls a verify callback that takes the whole login: it returns the user, or calls `done` if it declares that or nothing.
 *
 * @param timeout in ms
 * @throws KakaoUsageError `verify_timeout`
 */
export async function askAbout(
  verify: unknown,
  before: readonly unknown[],
  login: unknown,
  timeout: number,
): Promise<Verified> {
  const call = verify as Verify;
  const returned = async (): Promise<Verified> => ({ user: await call(...before, login) });
  const answer = call.length === before.length + 1 ? returned() : askWithDone(call, [...before, login], onlyCalled);
  return answerIn(timeout, answer);
}

/** The answer, or `verify_timeout` when it does not come in time: a callback that forgets `done` would leave the browser waiting. */
function answerIn(timeout: number, answer: Promise<Verified>): Promise<Verified> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(verifyTimeoutError(timeout)), timeout).unref();
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/**
 * Calls a verify callback that is given `done`; the first answer counts. What an async one returns is not taken for a user:
 * it may be a driver's promise of anything, and `done` may still refuse. Returned in place of `done`, it is a mistake.
 */
async function askWithDone(
  verify: unknown,
  given: readonly unknown[],
  guard = (done: VerifyDone): VerifyDone => done,
): Promise<Verified> {
  const call = verify as Verify;
  return new Promise((resolve, reject) => {
    const done: VerifyDone = (error, user, info) => (error ? reject(error) : resolve({ user, info }));
    const returned = call(...given, guard(done));
    if (call.length === 0 && returned !== undefined) {
      // It may be Nest's, which takes all as `...params` and has called `done` by then; or one that looks at nothing and returns.
      Promise.resolve(returned).then((user) => resolve({ user }), reject);
    } else if (returned instanceof Promise) {
      // Nothing is no answer: it may still call `done`.
      returned.then((value: unknown) => value !== undefined && reject(mistake('verify', sentences.returned)), reject);
    }
  });
}

/**
 * `(req, login)` without `passReqToCallback` has `done` where it looks for the login. It is told so: an id of `undefined` finds the
 * first person of all in some databases.
 */
const onlyCalled = (done: VerifyDone): VerifyDone =>
  new Proxy(done, {
    get(target, name): unknown {
      if (name in target || typeof name === 'symbol') return Reflect.get(target, name);
      throw mistake('passReqToCallback', sentences.requestFirst);
    },
  });

function verifyTimeoutError(timeout: number): KakaoUsageError {
  return new KakaoUsageError('verify_timeout', {
    option: 'verify',
    reason: {
      ko: `verify 함수가 ${timeout}ms 안에 답하지 않았습니다.`,
      en: `The verify callback did not answer within ${timeout} ms.`,
    },
    remedy: {
      ko: '모든 경로에서 `done`을 부르는지(또는 약속한 값을 돌려주는지) 확인하세요. 더 오래 걸리는 일이라면 `verifyTimeout` 옵션을 늘리세요.',
      en: 'Check that every path calls `done`, or settles the promise that it returned. If the work takes longer, raise the option `verifyTimeout`.',
    },
  });
}

function verifyMissing(strategy: string): KakaoUsageError {
  return new KakaoUsageError('option_missing', {
    option: 'verify',
    reason: {
      ko: `${strategy}의 두 번째 인자인 verify 함수가 없습니다.`,
      en: `The verify callback, the second argument of ${strategy}, is missing.`,
    },
    remedy: {
      ko: '로그인한 사람을 찾아 돌려주는 함수를 주세요: `(login) => findUser(login)`.',
      en: 'Give a function that returns the user who logged in: `(login) => findUser(login)`.',
    },
  });
}
