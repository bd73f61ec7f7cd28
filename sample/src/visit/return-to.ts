/**
 * A page of this shop to come back to, its query included. Anything else (another site, `//host`, a backslash) is
 * dropped.
 */
export function returnPath(value: unknown): string | undefined {
  const isPage = typeof value === 'string' && /^\/(?:[a-z0-9-]+(?:\/[a-z0-9-]+)*)?(?:\?[\w.~%=&+-]*)?$/.test(value);
  return isPage ? value : undefined;
}
