import type { KakaoError } from '@kakao-login/client';

/**
 * Why a login that failed may be begun once more. Everything else is told as it is: a wrong key or redirect URI, a complete answer of
 * Kakao's that says no, the login handler's own refusal.
 *
 * - `lost`: its code is spent or may be, so that only a new one helps. Kakao calls it used or expired; the exchange may have been
 *   sent, but no complete answer came; or the callback of a login that is over was opened again.
 * - `screens`: it was tried without a screen, and Kakao needs one.
 */
export function recovery(error: KakaoError): 'lost' | 'screens' | undefined {
  if (error.kind === 'login') {
    if (error.code === 'state_replayed') return 'lost';
    return needsScreens.has(error.code) ? 'screens' : undefined;
  }
  if (error.endpoint !== 'oauth.token') return undefined;
  switch (error.kind) {
    case 'auth':
      // KOE303 and KOE010 are `invalid_grant` and the like as well; without a code of Kakao's, it is the name that counts.
      return error.code === 'KOE320' || error.code === 'invalid_grant' ? 'lost' : undefined;
    case 'connection':
      return error.retryable || error.code === 'tls' ? undefined : 'lost';
    case 'unexpected':
      // The answer to a code that was taken, cut short.
      return error.kakaoStatus < 300 && (error.code === 'empty' || error.code === 'not_json') ? 'lost' : undefined;
    default:
      return undefined;
  }
}

/** What `prompt=none` is answered where a screen is needed. */
const needsScreens = new Set<string>(['login_required', 'consent_required', 'interaction_required', 'auto_login']);

/** Whether the code was never sent, and so is as good as before. */
export const isUnsent = (error: KakaoError): boolean => error.endpoint === 'oauth.token' && error.retryable;
