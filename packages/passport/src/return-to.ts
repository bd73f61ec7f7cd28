import { usage, usageTexts } from './usage.js';

const maxLength = 1024;
/** For a login that nobody asked for: a page with a longer address is not worth the room in the cookies of a dozen tabs. */
export const maxSilentReturnTo = 512;
/** An origin that no address can have by accident: `.invalid` is reserved (RFC 2606). */
const here = 'http://return-to.invalid';

/**
 * An address to go to after a login, if it is safe to go there: a path of this site, an address at one of the allowed
 * origins, or one of the allowed addresses, to the letter; otherwise `undefined`. Tricks that a browser reads as another site
 * (`//`, `\`, tabs, `/.//`, user names) do not pass, as what is returned is the address as the URL standard reads it.
 *
 * @param origins what is allowed: origins (`https://app.example`), links of apps (`myapp://done`) and universal links (`https://app.example/done`)
 */
export function safeReturnTo(value: unknown, origins: readonly string[] = []): string | undefined {
  if (!Array.isArray(origins)) throw usage('option_malformed', 'origins', usageTexts.list);
  if (typeof value !== 'string' || value === '' || value.length > maxLength) return undefined;
  if (isLink(value) && origins.includes(value)) return value;
  if (!URL.canParse(value, here)) return undefined;
  const { origin, pathname, search, hash, username, password, href } = new URL(value, here);
  if (origin === here) {
    const path = pathname + search + hash;
    // `/.//evil.example` is read as a path here, and as another site by whoever is sent to what is left of it.
    return value.startsWith('/') && !path.startsWith('//') && path.length <= maxLength ? path : undefined;
  }
  if (username !== '' || password !== '' || href.length > maxLength) return undefined;
  return origin !== 'null' && origins.includes(origin) ? href : undefined;
}

/** What a browser runs in the page, or looks up on the machine or in its own pages. */
const dangerous =
  /^(?:javascript|vbscript|data|blob|file|filesystem|about|view-source|jar|wss?|ftp|chrome.*|resource):$/;

/** Whether a text is the address of an app, by a scheme of its own. */
export function isAppLink(value: string): boolean {
  if (!/^[a-z][\w.+-]*:[!-~]+$/i.test(value) || !URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return !/^https?:$/.test(protocol) && !dangerous.test(protocol) && username === '' && password === '';
}

/** Whether an entry of an allow-list is an address that counts to the letter: an app's, or one on the web with a path or a query. */
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
