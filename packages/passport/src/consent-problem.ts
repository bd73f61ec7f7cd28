import { KakaoLoginError } from '@kakao-login/client';
import { addToHeader, setHeader, type HttpRequest } from './http.js';
import { preferredLanguage } from './negotiate.js';
import type { Gap } from './requirement.js';

/** What a call is answered that lacks consent, a recent login or a user: problem details (RFC 9457). */
export interface KakaoProblem {
  type: string;
  title: string;
  /** HTTP status. */
  status: number;
  detail: string;
  code: Gap['code'];
  /** Consent items and tags of terms that the user has not agreed to; with `consent_missing`. */
  missing?: readonly string[];
  /** How old the last login may be, in seconds; with `login_too_old`. */
  maxAge?: number;
  /** An address of this service that asks the user for what is missing, and returns to the page; good for an hour. */
  consentUrl?: string;
  /** An address of this service that logs the user in, or in again, and returns to the page; good for an hour. */
  loginUrl?: string;
}

const types = 'https://github.com/kakao-login/kakao-login-node/blob/main/packages/passport/README.md';

/** @param url address of this service that closes the gap */
export function problemOf(gap: Gap, { headers }: HttpRequest, url: string): KakaoProblem {
  const language = preferredLanguage(headers);
  const { code } = gap;
  const { status, reason, remedy } = new KakaoLoginError(code);
  const common = { type: `${types}#${code}`, title: reason[language], status, code };
  if (gap.code === 'not_logged_in') return { ...common, detail: remedy[language], loginUrl: url };
  if (gap.code === 'login_too_old') {
    return { ...common, detail: remedy[language], maxAge: gap.maxAge, loginUrl: url };
  }
  const missing = [...gap.scopes, ...gap.terms];
  return { ...common, detail: `${remedy[language]} (${missing.join(', ')})`, missing, consentUrl: url };
}

/** `WWW-Authenticate` (RFC 6750, 3; RFC 9470, 3), which scripts of other origins may read. */
export function challenge({ res }: HttpRequest, gap: Gap): void {
  if (res === undefined) return;
  setHeader(res, 'WWW-Authenticate', challengeOf(gap));
  addToHeader(res, 'Access-Control-Expose-Headers', 'WWW-Authenticate');
}

function challengeOf(gap: Gap): string {
  if (gap.code === 'not_logged_in') return 'Bearer';
  if (gap.code === 'login_too_old') {
    return `Bearer error="insufficient_user_authentication", error_description="A more recent login is required", max_age="${gap.maxAge}"`;
  }
  return `Bearer error="insufficient_scope"${gap.scopes.length > 0 ? `, scope="${gap.scopes.join(' ')}"` : ''}`;
}
