import { KakaoLoginError } from '@kakao-login/client';
import { stringifySetCookie } from 'cookie';
import { appendCookie, responseOf, type HttpRequest } from './http.js';
import { isPendingLogin, newHandle, pendingLifetime } from './pending-login.js';
import { sameText } from './same-text.js';
import { createSeal } from './sealed-cookie.js';
import type { PendingStore } from './store.js';

/** Logins that one browser may have under way; the oldest give way. */
const maxPending = 5;
/**
 * What is left in place of a login that came back, so that any instance can tell a refresh of the callback from a login that
 * this browser did not begin. It protects nothing: nothing opens it.
 */
const used = 'used';
/** Browsers take a cookie of such a name only from the host itself, on https (RFC 6265bis, 4.1.3.2). */
const hostPrefix = '__Host-kakao_login.';
/** What they may add to the request's header together: the default of nginx is 8 KB for a line. */
const maxPendingLength = 6000;

export interface CookieSettings {
  secrets: readonly string[];
  /** `undefined`: ours, which takes a `__Host-` prefix where it can. */
  name: string | undefined;
  /** `undefined`: by the redirect URI. */
  secure: boolean | undefined;
  sameSite: 'lax' | 'none';
  domain: string | undefined;
  path: string;
}

/**
 * Keeps each login under way in a sealed cookie of its own, so that any instance can finish what another began and two
 * tabs do not disturb each other. Its name carries the first eight characters of the OAuth parameter `state`.
 *
 * @param appKey binds a cookie to one Kakao app, where several share a secret
 */
export function createCookieStore(settings: CookieSettings, appKey: string, now: () => number): PendingStore {
  const seal = createSeal(settings.secrets, '@kakao-login/passport pending login');
  const context = (name: string) => `${name}\n${appKey}`;

  function prefix(callbackURL: string): string {
    if (settings.name !== undefined) return `${settings.name}.`;
    const host = isSecure(callbackURL) && settings.domain === undefined && settings.path === '/';
    return host ? hostPrefix : 'kakao_login.';
  }
  const isSecure = (callbackURL: string) => settings.secure ?? callbackURL.startsWith('https:');

  // Attributes are the same for every login: they are written once.
  const attributes = new Map<string, string>();
  function setCookie(name: string, value: string, callbackURL: string): string {
    const secure = isSecure(callbackURL) || name.startsWith(hostPrefix);
    const maxAge = value === '' ? 0 : pendingLifetime / 1000;
    const kind = `${secure} ${maxAge}`;
    let written = attributes.get(kind);
    if (written === undefined) {
      const { sameSite, domain, path } = settings;
      const given = { httpOnly: true, sameSite, path, secure, maxAge, ...(domain !== undefined && { domain }) };
      written = stringifySetCookie('n', '', given).slice('n='.length);
      attributes.set(kind, written);
    }
    return `${name}=${value}${written}`;
  }

  return {
    keep(request, pending) {
      const { callbackURL } = pending;
      const response = responseOf(request);
      const handle = newHandle();
      const name = prefix(callbackURL) + handle.slice(0, 8);
      const value = seal.seal(JSON.stringify([handle, pending]), context(name));

      let room = maxPendingLength - value.length;
      let places = maxPending - 1;
      // Browsers send the oldest first (RFC 6265, 5.4).
      for (const other of carried(request, prefix(callbackURL)).toReversed()) {
        room -= other.value.length;
        places -= other.value === used ? 0 : 1;
        if (other.value === used || places < 0 || room < 0)
          appendCookie(response, setCookie(other.name, '', callbackURL));
      }
      appendCookie(response, setCookie(name, value, callbackURL));
      return Promise.resolve(handle);
    },

    async take(request, handle, callbackURL) {
      // A front end may post here what came to its own redirect URI, on https. No neighbour domain can plant such a cookie, so it is
      // good anywhere; a plain one is not, where ours would have the prefix.
      const cookies = [hostPrefix, prefix(callbackURL)].flatMap((one) => carried(request, one));
      const cookie = cookies.find(({ name }) => name.endsWith(`.${handle.slice(0, 8)}`));
      if (cookie === undefined) throw new KakaoLoginError(cookies.length === 0 ? 'state_missing' : 'state_mismatch');

      const { name } = cookie;
      if (cookie.value === used) throw new KakaoLoginError('state_replayed');
      const opened = seal.open(cookie.value, context(name));
      const [sealedHandle, pending] = (opened === undefined ? [] : JSON.parse(opened)) as [string?, unknown?];
      // A cookie that this browser holds for another `state` is left alone: it may be a login in another tab.
      if (sealedHandle !== undefined && !sameText(sealedHandle, handle)) throw new KakaoLoginError('state_mismatch');
      appendCookie(responseOf(request), setCookie(name, sealedHandle === undefined ? '' : used, callbackURL));
      if (!isPendingLogin(pending)) throw new KakaoLoginError('state_mismatch');
      if (now() - pending.createdAt > pendingLifetime) throw new KakaoLoginError('state_expired');
      return pending;
    },
  };
}

/**
 * The cookies of ours that a request carries, in the order of its header. A neighbour domain can plant others with the
 * same beginning; a name that we would not give could not even be written when it is to be deleted.
 */
function carried({ headers }: HttpRequest, prefix: string): { name: string; value: string }[] {
  const found: { name: string; value: string }[] = [];
  for (const pair of headers.cookie?.split(';') ?? []) {
    const [name = '', value = ''] = pair.trim().split('=', 2); // what we seal needs no decoding
    if (!name.startsWith(prefix) || !/^[\w-]{8}$/.test(name.slice(prefix.length))) continue;
    if (found.every((other) => other.name !== name)) found.push({ name, value });
  }
  return found;
}
