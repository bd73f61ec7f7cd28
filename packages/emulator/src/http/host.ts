import { isIP } from 'node:net';

import { text } from './answer.js';
import type { Call } from './call.js';
import type { Route } from '../server/listener.js';

/** The name in a `Host` header, in lower case and without port and last dot; undefined when it is no host at all. */
function nameIn(host: string | undefined): string | undefined {
  const [, name = '', port = '0'] = /^([a-z0-9._-]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/i.exec(host ?? '') ?? [];
  return name === '' || Number(port) > 65_535 ? undefined : name.toLowerCase().replace(/\.$/, '');
}

/**
 * Whether a request was sent to this emulator by a name that nobody else can have: the configured one, a name of
 * localhost, or an IP address. Any other name may be DNS rebinding: a page of that name would read the answer.
 */
export function isOwnHost({ headers: { host } }: Call, url: string): boolean {
  const name = nameIn(host);
  if (name === undefined) return false;
  if (name === 'localhost' || name.endsWith('.localhost') || isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0) return true;
  return name === nameIn(new URL(url).host);
}

/** For pages that show apps, keys and users: refuses other names, and says how to allow them. */
export const underOwnName =
  (route: Route): Route =>
  (context) => {
    if (isOwnHost(context.call, context.world.url)) return route(context);
    const sentence =
      'This page opens under localhost, an IP address or the address given with --url (option `url`) only.';
    return text(403, `${sentence}\n`);
  };
