import { mistake, sentences } from './option-mistakes.js';

const maxLength = 1024;
/** An origin that no address can have by accident: `.invalid` is reserved (RFC 2606). */
const here = 'http://return-to.invalid';

/**
 * An address to go to after a login, if it is safe to go there: a path of this site, or an address at one of the allowed
 * origins; otherwise `undefined`. Tricks that a browser reads as another site (`//`, `\`, tabs, `/.//`, user names) do not
 * pass, as what is returned is the address as the URL standard reads it.
 *
 * @param origins further origins, e.g. `https://app.example`
 */
export function safeReturnTo(value: unknown, origins: readonly string[] = []): string | undefined {
  if (!Array.isArray(origins)) throw mistake('origins', sentences.list);
  if (typeof value !== 'string' || value === '' || value.length > maxLength) return undefined;
  if (!URL.canParse(value, here)) return undefined;
  const { origin, pathname, search, hash, username, password, href } = new URL(value, here);
  if (origin === here) {
    const path = pathname + search + hash;
    // `/.//evil.example` is read as a path here, and as another site by whoever is sent to what is left of it.
    return value.startsWith('/') && !path.startsWith('//') && path.length <= maxLength ? path : undefined;
  }
  if (username !== '' || password !== '' || href.length > maxLength) return undefined;
  return origins.includes(origin) ? href : undefined;
}

/** Whether an entry of an allow-list is an origin and nothing more. */
export const isOrigin = (value: unknown): boolean =>
  typeof value === 'string' && /^https?:/.test(value) && URL.canParse(value) && new URL(value).origin === value;
