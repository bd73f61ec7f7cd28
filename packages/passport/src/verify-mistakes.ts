import { KakaoUsageError } from '@kakao-login/client';
import { mistake, sentences } from './option-mistakes.js';
import type { VerifyDone } from './types.js';

/** What a login has, of either strategy. */
const loginFields = ['id', 'profile', 'tokens', 'accessToken', 'tokenInfo', 'claims', 'user', 'state', 'returnTo'];

const noLogin = Object.create(
  Function.prototype,
  Object.fromEntries(
    loginFields.map((name) => [
      name,
      {
        get: () => {
          throw mistake('passReqToCallback', sentences.requestFirst);
        },
      },
    ]),
  ),
) as object;

/**
 * A callback `(req, login)` without `passReqToCallback` finds `done` where it expects the login. Reading a field of a login from it
 * throws an error that says so: a query for the id `undefined` finds the first user of all in some databases.
 */
export const doneInPlaceOfLogin = (done: VerifyDone): VerifyDone => Object.setPrototypeOf(done, noLogin) as VerifyDone;

export function verifyTimeoutError(timeout: number): KakaoUsageError {
  return new KakaoUsageError('verify_timeout', {
    option: 'verify',
    reason: {
      ko: `verify 함수가 ${timeout}ms 안에 응답하지 않았습니다.`,
      en: `The verify callback did not answer within ${timeout} ms.`,
    },
    remedy: {
      ko: '모든 경로에서 `done`을 호출하는지, 반환한 Promise가 완료되는지 확인하세요. 시간이 더 필요하면 `verifyTimeout` 옵션을 늘리세요.',
      en: 'Check that every path calls `done`, or settles the promise that it returned. If the work takes longer, raise the option `verifyTimeout`.',
    },
  });
}

export function verifyMissing(strategy: string): KakaoUsageError {
  return new KakaoUsageError('option_missing', {
    option: 'verify',
    reason: {
      ko: `${strategy}의 두 번째 인자인 verify 함수가 없습니다.`,
      en: `The verify callback, the second argument of ${strategy}, is missing.`,
    },
    remedy: {
      ko: '로그인한 사용자를 찾아 반환하는 함수를 넣으세요: `(login) => findUser(login)`.',
      en: 'Give a function that returns the user who logged in: `(login) => findUser(login)`.',
    },
  });
}
