import type { Call } from './call.js';
import { isOwnHost } from './host.js';
import { isLoopback } from './ip.js';

/** A request from a page of another origin, except a link that the user follows. */
function isFromElsewhere({ method, headers, origin, ownUrl }: Call): boolean {
  if (headers.origin !== undefined) return headers.origin !== origin && headers.origin !== ownUrl;
  const site = headers['sec-fetch-site'] ?? 'none';
  const isLink = headers['sec-fetch-mode'] === 'navigate' && (method === 'GET' || method === 'HEAD');
  return site !== 'same-origin' && site !== 'none' && !isLink;
}

/** Only this machine can control the emulator, under one of its own names, and no page of another origin. */
export function mayControl(call: Call): boolean {
  if (isFromElsewhere(call) || !isOwnHost(call)) return false;
  return call.remoteControl || isLoopback(call.ip);
}
