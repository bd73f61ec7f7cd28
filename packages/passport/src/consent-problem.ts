import { KakaoLoginError } from '@kakao-login/client';
import { pageHeaders, stepPage } from './error-page.js';
import { exposeHeader, setChallenge, type HttpRequest } from './http.js';
import { preferredLanguage } from './negotiate.js';
import type { Gap } from './requirement.js';

/** The response to a call that lacks consent, a recent login or a user, as problem details (RFC 9457). */
export interface KakaoProblem {
  type: string;
  title: string;
  /** HTTP status. */
  status: number;
  detail: string;
  code: Gap['code'];
  /** With `consent_missing`: consent items and tags of terms that the user has not agreed to. */
  missing?: readonly string[];
  /** With `login_too_old`: how old the last login may be, in seconds. */
  maxAge?: number;
  /** A URL of this service where Kakao asks the user for what is missing. It then returns to the page. Valid for an hour. */
  consentUrl?: string;
  /** A URL of this service where the user logs in (again). It then returns to the page. Valid for an hour. */
  loginUrl?: string;
}

/** @param url of this service, where the user can provide what is missing */
export function problemOf(gap: Gap, { headers }: HttpRequest, url: string): KakaoProblem {
  const language = preferredLanguage(headers);
  const { code } = gap;
  const { status, reason, remedy, docs } = new KakaoLoginError(code);
  const common = { type: docs, title: reason[language], status, code };
  if (gap.code === 'not_logged_in') return { ...common, detail: remedy[language], loginUrl: url };
  if (gap.code === 'login_too_old') {
    return { ...common, detail: remedy[language], maxAge: gap.maxAge, loginUrl: url };
  }
  const missing = [...gap.scopes, ...gap.terms];
  return { ...common, detail: `${remedy[language]} (${missing.join(', ')})`, missing, consentUrl: url };
}

/** The same as a page, for a user who has submitted a form. */
export interface KakaoProblemPage {
  headers: Record<string, string>;
  /** HTML. */
  body: string;
}

/** @param url of this service, where the user can provide what is missing */
export function problemPageOf({ code }: Gap, { headers }: HttpRequest, url: string): KakaoProblemPage {
  const language = preferredLanguage(headers);
  return { headers: pageHeaders(language), body: stepPage(new KakaoLoginError(code), language, url) };
}

/** Sets `WWW-Authenticate` (RFC 6750, 3; RFC 9470, 3) and lets scripts of other origins read it. */
export function challengeFor(gap: Gap, request: HttpRequest): void {
  setChallenge(request, challengeOf(gap));
  exposeHeader(request, 'WWW-Authenticate');
}

function challengeOf(gap: Gap): string {
  if (gap.code === 'not_logged_in') return 'Bearer';
  if (gap.code === 'login_too_old') {
    return `Bearer error="insufficient_user_authentication", error_description="A more recent login is required", max_age="${gap.maxAge}"`;
  }
  return `Bearer error="insufficient_scope"${gap.scopes.length > 0 ? `, scope="${gap.scopes.join(' ')}"` : ''}`;
}
