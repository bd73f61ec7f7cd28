import type { Call } from './call.js';
import { isOwnHost } from './host.js';
import { isLoopback } from './ip.js';

/** A page of another origin: browsers say so, and fetch nothing for it that it could read. A link may be followed. */
function isFromElsewhere({ method, headers, origin, ownUrl }: Call): boolean {
  if (headers.origin !== undefined) return headers.origin !== origin && headers.origin !== ownUrl;
  const site = headers['sec-fetch-site'] ?? 'none';
  const isLink = headers['sec-fetch-mode'] === 'navigate' && (method === 'GET' || method === 'HEAD');
  return site !== 'same-origin' && site !== 'none' && !isLink;
}

/** Whether a caller may control the emulator: from this machine, by a name of its own, and not from another's page. */
export function mayControl(call: Call): boolean {
  if (isFromElsewhere(call) || !isOwnHost(call)) return false;
  return call.remoteControl || isLoopback(call.ip);
}
