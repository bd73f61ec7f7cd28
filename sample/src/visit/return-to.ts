import type { Request } from 'express';

/** It is kept in the cookie of a login, which has little room. */
const longest = 300;

/**
 * A page of this shop to return to, including its query. Anything else (another site, `//host`, a backslash) is
 * dropped.
 */
export function returnPath(value: unknown): string | undefined {
  const isPage =
    typeof value === 'string' &&
    value.length <= longest &&
    /^\/(?:[a-z0-9-]+(?:\/[a-z0-9-]+)*)?(?:\?[\w.~%=&+-]*)?$/.test(value);
  return isPage ? value : undefined;
}

/** The page of this shop whose form or script made a request. */
export function pageBehind({ headers: { referer, host } }: Request): string | undefined {
  if (referer === undefined || !URL.canParse(referer)) return undefined;
  const url = new URL(referer);
  return url.host === host ? (returnPath(url.pathname + url.search) ?? returnPath(url.pathname)) : undefined;
}
