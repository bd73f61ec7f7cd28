import { usage, usageTexts } from './usage.js';

const maxLength = 1024;
/** The maximum for automatic logins, which are skipped on pages with longer URLs: many tabs could need such a cookie at once. */
export const maxSilentReturnTo = 512;
/** A base for relative URLs that no real URL can have: `.invalid` is reserved (RFC 2606). */
const here = 'http://return-to.invalid';

/**
 * Returns an address if it is safe to redirect to after a login: a path of this site, a URL on one of the allowed origins, or exactly
 * one of the allowed links. Otherwise returns `undefined`. The result is normalized according to the URL standard, so tricks that
 * browsers read as another site (`//`, `\`, tabs, `/.//`, user names) do not work.
 *
 * @param origins what is allowed: origins (`https://app.example`), links of apps (`myapp://done`) and universal links (`https://app.example/done`)
 * @throws {KakaoUsageError} when `origins` is not an array
 */
export function safeReturnTo(value: unknown, origins: readonly string[] = []): string | undefined {
  if (!Array.isArray(origins)) throw usage('option_malformed', 'origins', usageTexts().list);
  if (typeof value !== 'string' || value === '' || value.length > maxLength) return undefined;
  if (isLink(value) && origins.includes(value)) return value;
  if (!URL.canParse(value, here)) return undefined;
  const { origin, pathname, search, hash, username, password, href } = new URL(value, here);
  if (origin === here) {
    const path = pathname + search + hash;
    // `/.//evil.example` is a path, but it normalizes to `//evil.example`, which is another site.
    return value.startsWith('/') && !path.startsWith('//') && path.length <= maxLength ? path : undefined;
  }
  if (username !== '' || password !== '' || href.length > maxLength) return undefined;
  return origin !== 'null' && origins.includes(origin) ? href : undefined;
}

/** Schemes that run code in the page, read local files or open the browser's own pages, and schemes that are not for pages. */
const dangerous =
  /^(?:javascript|vbscript|data|blob|file|filesystem|about|view-source|jar|wss?|ftp|chrome.*|resource):$/;

/** Whether a text is a URL with an app's own scheme. */
export function isAppLink(value: string): boolean {
  if (!/^[a-z][\w.+-]*:[!-~]+$/i.test(value) || !URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return !/^https?:$/.test(protocol) && !dangerous.test(protocol) && username === '' && password === '';
}

/** Whether an entry of an allow-list is a link that has to match exactly: an app's URL, or an http(s) URL with a path or a query. */
export function isLink(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  if (isAppLink(value)) return true;
  if (!/^https?:\/\/[!-~]+$/i.test(value) || !URL.canParse(value)) return false;
  const { pathname, search, username, password, href } = new URL(value);
  return username === '' && password === '' && (pathname !== '/' || search !== '') && href === value;
}

/** Whether an entry of an allow-list is an origin and nothing more. */
export const isOrigin = (value: unknown): boolean =>
  typeof value === 'string' && /^https?:/.test(value) && URL.canParse(value) && new URL(value).origin === value;
