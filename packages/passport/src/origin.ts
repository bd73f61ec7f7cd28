import type { KakaoUsageError } from '@kakao-login/client';
import type { HttpRequest } from './http.js';
import { usage, usageTexts } from './usage.js';

interface Address {
  scheme: string | undefined;
  host: string | undefined;
}

/**
 * `https://host:port` as the browser sees it.
 *
 * @param proxy whether to believe forwarded headers; `undefined`: as the framework is set up
 * @throws KakaoUsageError `host_malformed`
 */
export function originOf(request: HttpRequest, proxy: boolean | undefined): string {
  const { headers } = request;
  const forwarded = (proxy ?? trustsProxy(request)) ? forwardedAddress(request) : undefined;
  const scheme = forwarded?.scheme ?? request.protocol ?? (request.socket?.encrypted === true ? 'https' : 'http');
  // Fastify's own view of its proxy, which is not Express's: that one's `request.host` lacks the port in Express 4.
  const own = request.raw !== undefined && proxy === undefined ? request.host : undefined;
  const host = forwarded?.host ?? own ?? headers.host ?? request.host ?? 'localhost';
  const origin = `${scheme.toLowerCase() === 'https' ? 'https' : 'http'}://${host}`;
  // The second finds what looks like a host and is none: port 99999, `[::::]`, `1.2.3.4.5`.
  if (!/^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i.test(host) || !URL.canParse(origin)) throw hostMalformed();
  return origin;
}

/** Express compiles its `trust proxy` setting into a function of the peer's address. */
function trustsProxy(request: HttpRequest): boolean {
  const trust = request.app?.get?.('trust proxy fn');
  return typeof trust === 'function' && trust(request.socket?.remoteAddress, 0) === true;
}

/**
 * What the proxy says. A proxy writes one kind of header and passes on whatever a browser sends of the other kind, so the kinds
 * are not mixed, and must not contradict each other.
 */
function forwardedAddress({ headers }: HttpRequest): Address {
  const common = { scheme: first(headers['x-forwarded-proto']), host: first(headers['x-forwarded-host']) };
  const standard = headers.forwarded === undefined ? undefined : firstForwarded(headers.forwarded);
  if (standard === undefined) return common;
  if (common.scheme === undefined && common.host === undefined) return standard;
  if (differ(common.scheme, standard.scheme) || differ(common.host, standard.host)) throw hostMalformed();
  return common;
}

const differ = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && one.toLowerCase() !== other.toLowerCase();

const first = (header: string | string[] | undefined): string | undefined =>
  (Array.isArray(header) ? header[0] : header)?.split(',', 1)[0]?.trim() || undefined;

/** A parameter of `Forwarded` (RFC 7239, 4) and what parts it from the next one, or from the next proxy. */
const pair = /\s*([\w!#$%&'*+.^`|~-]+)=("(?:[^"\\]|\\.)*"|[^\s;,"]+)\s*([;,]|$)/y;

/** What the first proxy, the one that the browser spoke to, has written into `Forwarded`. */
function firstForwarded(header: string): Address {
  const found: Address = { scheme: undefined, host: undefined };
  let joint: string | undefined = ';';
  for (pair.lastIndex = 0; joint === ';';) {
    const match = pair.exec(header);
    if (match === null) throw hostMalformed();
    const [, name = '', value = ''] = match;
    const text = value.startsWith('"') ? value.slice(1, -1).replaceAll(/\\(.)/g, '$1') : value;
    if (name.toLowerCase() === 'proto') found.scheme = text;
    if (name.toLowerCase() === 'host') found.host = text;
    joint = match[3];
  }
  return found;
}

/** Callers wrote these headers, so the answer is 400. No redirect URI can be built without a valid host. */
const hostMalformed = (): KakaoUsageError => usage('host_malformed', 'callbackURL', usageTexts.host);
