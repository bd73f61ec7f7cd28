import { KakaoLoginError } from '@kakao-login/client';
import { stringifySetCookie } from 'cookie';
import { appendCookie, responseOf, type HttpRequest } from './http.js';
import { createPacking } from './packed-login.js';
import { newHandle, pendingLifetime } from './pending-login.js';
import { createSeal } from './sealed-cookie.js';
import type { PendingStore } from './store.js';

/** Browsers take a cookie of such a name only from the host itself, on https (RFC 6265bis, 4.1.3.2). */
const hostPrefix = '__Host-';
/**
 * The last characters that the name of a cookie can have. Names from a fixed set, each with a bounded value, keep all logins of a
 * browser within 6,000 bytes even if a hundred tabs begin one before any of them gets its answer. (By default nginx takes 8 KB for
 * the line.)
 */
const slots = '0123456789abcd';
/** What a cookie may add to the header: name, `=`, value, `; `. A login that needs more is cut into several cookies. */
const slotLength = 424;

export interface CookieSettings {
  secrets: readonly string[];
  name: string;
  /** `undefined`: by the redirect URI. */
  secure: boolean | undefined;
  sameSite: 'lax' | 'none';
  domain: string | undefined;
  path: string;
}

/** The first cookie of a login: `.` or, after the callback, `~`; the number of its cookies; when it began. */
const head = /^([.~])([1-9a-e])([\da-z]{8})/;

/** When a login began, as text of a fixed length. */
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
 * Keeps each login in a sealed cookie of its own, so that any instance can finish what another began and tabs do not disturb
 * each other. The OAuth parameter `state` is the slot of the cookie and 256 random bits, without which the cookie does not open.
 *
 * When the login has come back, its cookie stays and is marked. The mark protects nothing; it saves the exchange of a spent code.
 *
 * @param appKey binds a cookie to one Kakao app, where several share a secret
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
  /** An app's own scheme says nothing about where its login begins. */
  const isSecure = (callbackURL: string) =>
    settings.secure ??
    (/^https?:/i.test(callbackURL) ? /^https:/i.test(callbackURL) : !/^http:/i.test(callbackURLs[0] ?? ''));
  /** The prefix wherever browsers allow it. */
  const prefixOf = (callbackURL: string) =>
    isSecure(callbackURL) && settings.domain === undefined && settings.path === '/' ? hostName : plainName;

  // Attributes are the same for every login: they are written once.
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

  // Instances begin at different places, and the logins that one of them begins at once get different ones.
  let next = Math.floor(Math.random() * slots.length);
  /** The first of `count` slots in a row: free ones, or else those of finished logins, or else of the oldest. */
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
      // A front end may post here what came to its own redirect URI, on https. No neighbour domain can plant such a cookie, so it is
      // good anywhere; a plain one is not, where ours would have the prefix.
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
      // A cookie that this browser holds for another `state` is left alone: it may be a login in another tab.
      throw new KakaoLoginError(none ? 'state_missing' : 'state_mismatch');
    },
  };
}

/** The cookies of ours that a request carries, by slot. A neighbour domain can plant others with the same beginning. */
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
