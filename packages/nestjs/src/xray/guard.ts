import type { IncomingMessage } from 'node:http';
import { usage, usageTexts } from '../usage.js';

/** @throws KakaoUsageError in production */
export function checkEnvironment(): void {
  if (!/^\s*prod(?:uction)?\s*$/i.test(process.env['NODE_ENV'] ?? '')) return;
  throw usage('context_unsupported', 'KakaoXrayModule', usageTexts().xrayInProduction);
}

/**
 * Checks where logins come back to: a service that the public can reach has no X-ray.
 *
 * @throws KakaoUsageError for a host that is neither this machine nor listed
 */
export function checkCallback(callbackURL: string, hosts: readonly string[]): void {
  if (!/^https?:/i.test(callbackURL) || !URL.canParse(callbackURL)) return;
  const { hostname } = new URL(callbackURL);
  if (isThisMachine(hostname) || hosts.includes(hostname)) return;
  throw usage('option_missing', 'hosts', usageTexts().xrayHost(hostname));
}

/**
 * Whether a request comes from this machine, or for a host that is listed. `Host` alone would not do, because anybody on the network can
 * send `localhost`. The address alone would not do either: a proxy on this machine passes on requests of others, and so does a browser
 * for a page whose name resolves to this machine (DNS rebinding).
 */
export function isAllowed(request: IncomingMessage, hosts: readonly string[]): boolean {
  const { headers, socket } = request;
  const hostname = hostnameOf(headers.host);
  if (hosts.includes(hostname)) return true;
  return (
    isThisMachine(hostname) &&
    isLoopback(socket.remoteAddress ?? '') &&
    forwarding.every((name) => headers[name] === undefined)
  );
}

/** Without the port. Empty if it is not the name of a host. */
export function hostnameOf(host = ''): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
}

const isThisMachine = (hostname: string): boolean => /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);

const isLoopback = (address: string): boolean => /^(?:::ffff:)?127\.|^::1$/.test(address);

/** Set by proxies. */
const forwarding = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'];
