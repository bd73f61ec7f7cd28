import { isIP } from 'node:net';

import type { Call } from './call.js';

/** The name in a `Host` header, in lower case, without port and trailing dot. */
function nameIn(host: string | undefined): string | undefined {
  const [, name = '', port = '0'] = /^([a-z0-9._-]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/i.exec(host ?? '') ?? [];
  return name === '' || Number(port) > 65_535 ? undefined : name.toLowerCase().replace(/\.$/, '');
}

/**
 * Whether a request used a name that only this emulator can have: the configured one, a name of localhost, or an IP
 * address. Any other name may be DNS rebinding, which lets a page of that name read the response.
 */
export function isOwnHost({ headers: { host }, ownUrl }: Pick<Call, 'headers' | 'ownUrl'>): boolean {
  const name = nameIn(host);
  if (name === undefined) return false;
  if (name === 'localhost' || name.endsWith('.localhost') || isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0) return true;
  return name === nameIn(new URL(ownUrl).host);
}
