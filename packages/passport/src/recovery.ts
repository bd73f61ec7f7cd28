import type { KakaoError } from '@kakao-login/client';

/**
 * Returns why a failed login can be retried. `undefined` for all other failures: a wrong key or redirect URI, a refusal from Kakao or
 * from the application.
 *
 * - `lost`: the code was or may have been used, so a new one is needed. Kakao says that it was used or has expired, or the exchange may
 *   have been sent but there was no complete response, or the callback of a finished login was opened again.
 * - `screens`: the login was tried without a screen, but Kakao needs to show one.
 */
export function retryReason(error: KakaoError): 'lost' | 'screens' | undefined {
  if (error.kind === 'login') {
    if (error.code === 'state_replayed') return 'lost';
    return needsScreens.has(error.code) ? 'screens' : undefined;
  }
  if (error.endpoint !== 'oauth.token') return undefined;
  switch (error.kind) {
    case 'auth':
      // `code` is `invalid_grant` only if Kakao sent no KOE code. KOE303, for example, has the same OAuth error but is permanent.
      return error.code === 'KOE320' || error.code === 'invalid_grant' ? 'lost' : undefined;
    case 'connection':
      return error.retryable || error.code === 'tls' ? undefined : 'lost';
    case 'unexpected':
      // The code was accepted, but the response was incomplete.
      return error.kakaoStatus < 300 && (error.code === 'empty' || error.code === 'not_json') ? 'lost' : undefined;
    default:
      return undefined;
  }
}

/** Kakao's errors if `prompt=none` is not possible. */
const needsScreens = new Set<string>(['login_required', 'consent_required', 'interaction_required', 'auto_login']);

/** Whether the code was not sent, so that it can still be used. */
export const isUnsent = (error: KakaoError): boolean => error.endpoint === 'oauth.token' && error.retryable;
