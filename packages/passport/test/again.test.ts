import { describe, expect, test } from '@jest/globals';
import {
  KakaoApiError,
  KakaoAuthError,
  KakaoConnectionError,
  KakaoLoginError,
  KakaoUnexpectedError,
} from '@kakao-login/client';
import type { KakaoError } from '@kakao-login/client';
import { planRetry } from '../src/again.js';
import type { PendingLogin } from '../src/pending-login.js';

const endpoint = 'oauth.token';
const spent = new KakaoAuthError({ error: 'invalid_grant', code: 'KOE320', kakaoStatus: 400, endpoint });
const replayed = new KakaoLoginError('state_replayed');
const navigates = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

interface Given {
  kind?: 'refused' | 'error';
  over?: boolean;
  recovers?: boolean;
  method?: string;
  headers?: Record<string, string>;
}

/** What happens after a login that failed with this error. */
function decide(
  error: KakaoError,
  pending: Partial<PendingLogin> = {},
  { kind = 'refused', over = false, recovers = true, method = 'GET', headers = navigates }: Given = {},
): ReturnType<typeof planRetry> {
  const visit = { parts: { store: { recovers } }, request: { method, headers } };
  const login: PendingLogin = { callbackURL: 'https://shop.example/callback', createdAt: 1, ...pending };
  return planRetry(visit as never, { pending: login, over } as never, { kind, error });
}

describe('a login that lost its code', () => {
  test.each<[string, KakaoError]>([
    ['Kakao reports that it was used', spent],
    ['Kakao returns only invalid_grant', new KakaoAuthError({ error: 'invalid_grant', kakaoStatus: 400, endpoint })],
    ['the connection broke during the response', new KakaoConnectionError('cut', { endpoint })],
    ['there was no response in time', new KakaoConnectionError('timeout', { endpoint })],
    ['the response was empty', new KakaoUnexpectedError('empty', { kakaoStatus: 200, endpoint })],
    ['the response was incomplete', new KakaoUnexpectedError('not_json', { kakaoStatus: 200, endpoint })],
  ])('restarts without a screen: %s', (_, error) => {
    expect(decide(error)).toEqual({ quietly: true, replays: 0 });
    expect(decide(error, { replays: 3 })).toEqual({ quietly: true, replays: 3 });
    for (const attempt of [2, 3]) expect(decide(error, { attempt })).toBeUndefined();
  });

  test.each<[string, KakaoError]>([
    [
      'the redirect URI is different',
      new KakaoAuthError({ error: 'invalid_grant', code: 'KOE303', kakaoStatus: 400, endpoint }),
    ],
    [
      'the secret is wrong',
      new KakaoAuthError({ error: 'invalid_client', code: 'KOE010', kakaoStatus: 401, endpoint }),
    ],
    ['the code was not sent', new KakaoConnectionError('connect_failed', { endpoint })],
    ['the certificate is wrong', new KakaoConnectionError('tls', { endpoint })],
    ['a gateway responds', new KakaoUnexpectedError('html', { kakaoStatus: 502, endpoint })],
    ['the response has another format', new KakaoUnexpectedError('shape', { kakaoStatus: 200, endpoint })],
    ['the connection broke during another call', new KakaoConnectionError('cut', { endpoint: 'user.me' })],
    ['another call returned an error', new KakaoApiError({ code: -401, kakaoStatus: 401, endpoint: 'user.me' })],
    ['the user cancelled', new KakaoLoginError('access_denied')],
    ['the state is forged', new KakaoLoginError('state_mismatch')],
  ])('is a different problem, so the login fails: %s', (_, error) => {
    for (const attempt of [undefined, 1, 2, 3]) expect(decide(error, { attempt: attempt! })).toBeUndefined();
  });
});

describe('a login that Kakao could not complete without a screen', () => {
  const codes = ['login_required', 'consent_required', 'interaction_required', 'auto_login'];

  test.each(codes)('restarts with screens if it was our second attempt: %s', (code) => {
    const error = new KakaoLoginError(code);
    expect(decide(error, { attempt: 2, replays: 4 })).toEqual({ quietly: false, replays: 4 });
  });

  test.each(codes)('fails if the application requested no screen, or after the third attempt: %s', (code) => {
    const error = new KakaoLoginError(code);
    expect(decide(error)).toBeUndefined();
    expect(decide(error, { attempt: 3 })).toBeUndefined();
    expect(decide(error, { attempt: 2, silent: true })).toBeUndefined();
  });
});

describe('the callback of a finished login', () => {
  test('restarts the login at most five times', () => {
    const replays = [undefined, 1, 4, 5, 6].map(
      (count) => decide(replayed, { replays: count! }, { over: true })?.replays,
    );
    expect(replays).toEqual([1, 2, 5, undefined, undefined]);
  });

  test('restarts the login after any attempt', () => {
    expect(decide(replayed, { attempt: 3 }, { over: true })).toEqual({ quietly: true, replays: 1 });
  });

  test('never links an account again', () => {
    expect(decide(replayed, { link: 'member-1' }, { over: true })).toBeUndefined();
    expect(decide(spent, { link: 'member-1' })).toEqual({ quietly: true, replays: 0 });
  });
});

test('a login does not restart if that cannot work', () => {
  expect(decide(spent, {}, { recovers: false })).toBeUndefined();
  expect(decide(spent, { asked: null })).toBeUndefined();
  expect(decide(spent, {}, { method: 'POST' })).toBeUndefined();
  expect(decide(spent, {}, { headers: { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' } })).toBeUndefined();
});

test('an error of the application is passed on', () => {
  expect(decide(spent, {}, { kind: 'error' })).toBeUndefined();
});
