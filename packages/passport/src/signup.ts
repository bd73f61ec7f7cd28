import { KakaoLoginError } from '@kakao-login/client';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { CookieSettings } from './cookie-store.js';
import { answerJson, appendCookie, isFromScript, responseOf } from './http.js';
import { checkMember } from './link.js';
import { redirectUri } from './redirect-uri.js';
import { createSeal } from './sealed-cookie.js';
import type { KakaoPendingSignup } from './types.js';
import { usage, usageTexts } from './usage.js';
import type { Signups, Visit } from './visit.js';

/** How long a user may take to sign up, in ms. */
const lifetime = 24 * 60 * 60 * 1000;
/** In ms. A minimum, because Kakao's clock may differ from ours, and Kakao has let the user in. */
const leastLifetime = 10 * 60 * 1000;

/** @param url the signup page */
export function createSignups(url: string, cookie: CookieSettings, appKey: string, now: () => number): Signups {
  const seal = createSeal(cookie.secrets, '@kakao-login/passport signup');

  /** The attributes of the cookies of logins. There is one signup for each browser. */
  function attributesFor({ parts, request }: Visit) {
    const { domain, path, sameSite } = cookie;
    const secure = cookie.secure ?? redirectUri(request, undefined, parts.settings).startsWith('https:');
    const isHostOnly = secure && domain === undefined && path === '/';
    const name = isHostOnly ? '__Host-kakao_signup' : 'kakao_signup';
    return { name, httpOnly: true, sameSite, path, secure, ...(domain !== undefined && { domain }) };
  }

  function set(visit: Visit, value: string, milliseconds: number): void {
    const { name, ...attributes } = attributesFor(visit);
    const maxAge = Math.floor(milliseconds / 1000);
    appendCookie(responseOf(visit.request), stringifySetCookie(name, value, { ...attributes, maxAge }));
  }

  return {
    begin(visit, { profile, returnTo, state, link }) {
      const since = Math.min(now(), Date.parse(profile.connectedAt ?? '') || now());
      const expiresAt = Math.max(since + lifetime, now() + leastLifetime);
      const signup = { id: profile.id, expiresAt, returnTo, state, link };
      set(visit, seal.seal(JSON.stringify(signup), appKey), expiresAt - now());
      if (!isFromScript(visit.request)) return { kind: 'redirect', url };
      answerJson(responseOf(visit.request), 200, { signupUrl: url });
      return { kind: 'answered' };
    },
    async read(visit) {
      const { name } = attributesFor(visit);
      const sealed = parseCookie(visit.request.headers.cookie ?? '')[name];
      const opened = sealed === undefined ? undefined : seal.open(sealed, appKey);
      if (opened === undefined) throw new KakaoLoginError('signup_missing');
      // The text was encrypted by us, so it has this type.
      const signup = JSON.parse(opened) as KakaoPendingSignup;
      if (now() >= signup.expiresAt) throw new KakaoLoginError('signup_missing');
      await checkMember(visit, signup);
      return signup;
    },
    end(visit) {
      set(visit, '', 0);
    },
  };
}

export function signupsOf({ parts }: Visit): Signups {
  if (parts.signups === undefined) throw usage('option_missing', 'signup', usageTexts().signupMissing);
  return parts.signups;
}
