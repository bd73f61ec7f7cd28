/** A path of this shop to come back to after a login. Anything else (another site, `//host`, a backslash) is dropped. */
export function returnPath(value: unknown): string | undefined {
  return typeof value === 'string' && /^\/(?:[a-z0-9-]+(?:\/[a-z0-9-]+)*)?$/.test(value) ? value : undefined;
}
