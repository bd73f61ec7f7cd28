import { KakaoLoginError } from '@kakao-login/client';
import { stringifySetCookie } from 'cookie';
import { appendCookie, responseOf, type HttpRequest } from './http.js';
import { createPacking } from './packed-login.js';
import { newHandle, pendingLifetime } from './pending-login.js';
import { createSeal } from './sealed-cookie.js';
import type { PendingStore } from './store.js';

/** Browsers accept a cookie with this prefix only from the host itself and over https (RFC 6265bis, 4.1.3.2). */
const hostPrefix = '__Host-';
/**
 * The possible last characters of a cookie name. Because the number of names and the length of each value are limited, all logins of a
 * browser together stay below 6,000 bytes, even if a hundred tabs start a login at once. (nginx accepts header lines of 8 KB by
 * default.)
 */
const slots = '0123456789abcd';
/** The maximum length of a cookie in the header: name, `=`, value, `; `. A longer login is split into several cookies. */
const slotLength = 424;

export interface CookieSettings {
  secrets: readonly string[];
  name: string;
  /** `undefined`: depends on the redirect URI. */
  secure: boolean | undefined;
  sameSite: 'lax' | 'none';
  domain: string | undefined;
  path: string;
}

/** The start of a login's first cookie: `.` or, after the callback, `~`; the number of its cookies; when the login started. */
const head = /^([.~])([1-9a-e])([\da-z]{8})/;

/** When a login started, as text of a fixed length. */
const timeText = (createdAt: number): string => createdAt.toString(36).padStart(8, '0');

interface Kept {
  over: boolean;
  count: number;
  time: string;
  /** Unix time in ms. */
  createdAt: number;
}

function readHead(value: string | undefined): Kept | undefined {
  const [, mark, count, time] = head.exec(value ?? '') ?? [];
  if (mark === undefined || count === undefined || time === undefined) return undefined;
  return { over: mark === '~', count: parseInt(count, 36), time, createdAt: parseInt(time, 36) };
}

/**
 * Stores each login in its own encrypted cookie, so that any instance can finish a login that another started, and tabs do not
 * interfere with each other. The OAuth parameter `state` is the slot of the cookie and 256 random bits that are needed to decrypt it.
 *
 * After the callback, the cookie stays and is marked. The mark is not a protection: it avoids exchanging a used code.
 *
 * @param appKey binds a cookie to one Kakao app, because several apps can share a secret
 * @param callbackURLs redirect URIs of the strategy
 */
export function createCookieStore(
  settings: CookieSettings,
  appKey: string,
  callbackURLs: readonly string[],
  now: () => number,
): PendingStore {
  const seal = createSeal(settings.secrets, '@kakao-login/passport pending login');
  const packing = createPacking(callbackURLs);
  const context = (prefix: string, handle: string, time: string) => `${prefix}\n${appKey}\n${handle}\n${time}`;

  const plainName = `${settings.name.replace(/^__Host-/i, '')}.`;
  const hostName = hostPrefix + plainName;
  /** A redirect URI with an app's own scheme does not say whether the login route is https, so the first redirect URI decides. */
  const isSecure = (callbackURL: string) =>
    settings.secure ??
    (/^https?:/i.test(callbackURL) ? /^https:/i.test(callbackURL) : !/^http:/i.test(callbackURLs[0] ?? ''));
  /** Uses the prefix `__Host-` if the attributes of the cookie allow it. */
  const prefixOf = (callbackURL: string) =>
    isSecure(callbackURL) && settings.domain === undefined && settings.path === '/' ? hostName : plainName;

  // The attributes are the same for every login, so they are serialized once.
  const attributes = new Map<boolean, string>();
  function setCookie(name: string, value: string, secure: boolean): string {
    let written = attributes.get(secure);
    if (written === undefined) {
      const { sameSite, domain, path } = settings;
      const maxAge = pendingLifetime / 1000;
      const given = { httpOnly: true, sameSite, path, secure, maxAge, domain };
      written = stringifySetCookie('n', '', given).slice('n='.length);
      attributes.set(secure, written);
    }
    return `${name}=${value}${written}`;
  }

  // Starts at a random slot, so that logins that several instances start at once get different slots.
  let next = Math.floor(Math.random() * slots.length);
  /** Returns the first of `count` slots in a row. Prefers free slots, then those of finished logins, then those of the oldest. */
  function placeFor(count: number, taken: ReadonlyMap<number, string>): number {
    const costs = Array.from(slots, () => 0);
    for (const [slot, value] of taken) {
      const kept = readHead(value);
      if (kept === undefined || now() - kept.createdAt > 2 * pendingLifetime) continue;
      for (let at = slot; at < slot + kept.count; at += 1) {
        const cost = kept.over ? kept.createdAt / 1e6 : kept.createdAt;
        costs[at % slots.length] = Math.max(costs[at % slots.length] ?? 0, cost);
      }
    }
    let [best, least] = [next, Infinity];
    for (let i = 0; i < slots.length && least > 0; i += 1) {
      const first = (next + i) % slots.length;
      let cost = 0;
      for (let at = first; at < first + count; at += 1) cost = Math.max(cost, costs[at % slots.length] ?? 0);
      if (cost < least) [best, least] = [first, cost];
    }
    next = (best + count) % slots.length;
    return best;
  }

  return {
    recovers: true,

    keep(request, pending) {
      const response = responseOf(request);
      const prefix = prefixOf(pending.callbackURL);
      const secure = isSecure(pending.callbackURL);
      const handle = newHandle();
      const time = timeText(pending.createdAt);
      const sealed = seal.seal(packing.pack(pending), context(prefix, handle, time));

      const length = slotLength - `${prefix}0=; `.length;
      const count = Math.ceil((sealed.length + '.1'.length + time.length) / length);
      const value = `.${count.toString(36)}${time}${sealed}`;
      const first = placeFor(count, carried(request, prefix));
      for (let part = 0; part < count; part += 1) {
        const name = prefix + slots[(first + part) % slots.length];
        appendCookie(response, setCookie(name, value.slice(part * length, (part + 1) * length), secure));
      }
      return Promise.resolve(slots[first] + handle);
    },

    async take(request, state, callbackURL) {
      const slot = slots.indexOf(state.slice(0, 1));
      const handle = state.slice(1);
      let none = true;
      // A front end on https may post here what it received at its own redirect URI. Other subdomains cannot set a `__Host-` cookie,
      // so it is always accepted. One without the prefix is accepted only if our cookies have no prefix.
      for (const prefix of new Set([hostName, prefixOf(callbackURL)])) {
        const cookies = carried(request, prefix);
        none &&= cookies.size === 0;
        const value = cookies.get(slot) ?? '';
        const kept = readHead(value);
        if (kept === undefined) continue;
        const { over, count, time, createdAt } = kept;
        let sealed = value.slice('.1'.length + time.length);
        for (let part = 1; part < count; part += 1) sealed += cookies.get((slot + part) % slots.length) ?? '';
        const opened = seal.open(sealed, context(prefix, handle, time));
        if (opened === undefined) continue;
        if (now() - createdAt > pendingLifetime * (over ? 2 : 1)) throw new KakaoLoginError('state_expired');
        const secure = prefix === hostName || isSecure(callbackURL);
        const mark = () =>
          appendCookie(responseOf(request), setCookie(prefix + slots[slot], `~${value.slice(1)}`, secure));
        return { pending: packing.unpack(opened, createdAt), over, end: over ? () => {} : mark };
      }
      // Cookies for another `state` are not removed: they may belong to a login in another tab.
      throw new KakaoLoginError(none ? 'state_missing' : 'state_mismatch');
    },
  };
}

/** Our cookies in a request, by slot. Other subdomains can set cookies whose names start in the same way. */
function carried({ headers }: HttpRequest, prefix: string): Map<number, string> {
  const found = new Map<number, string>();
  for (const pair of headers.cookie?.split(';') ?? []) {
    const [name = '', value = ''] = pair.trim().split('=', 2); // what we seal needs no decoding
    if (!name.startsWith(prefix) || name.length !== prefix.length + 1) continue;
    const slot = slots.indexOf(name.slice(-1));
    if (slot !== -1 && !found.has(slot)) found.set(slot, value);
  }
  return found;
}
