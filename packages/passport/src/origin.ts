import type { KakaoUsageError } from '@kakao-login/client';
import type { HttpRequest } from './http.js';
import { usage, usageTexts } from './usage.js';

interface Address {
  scheme: string | undefined;
  host: string | undefined;
}

/**
 * Returns the origin (`https://host:port`) that the browser uses for this service.
 *
 * @param proxy whether to trust forwarded headers; `false`: not even if the framework does; `undefined`: as configured in the framework
 * @throws {KakaoUsageError} `host_malformed` when the headers do not have a valid host
 */
export function originOf(request: HttpRequest, proxy: boolean | undefined): string {
  const { headers } = request;
  const forwarded = (proxy ?? trustsProxy(request)) ? forwardedAddress(request) : undefined;
  // The framework takes `protocol` and `host` from the headers of a proxy that it trusts.
  const framework = proxy === false ? undefined : request;
  const scheme = forwarded?.scheme ?? framework?.protocol ?? (request.socket?.encrypted === true ? 'https' : 'http');
  // Only for Fastify, whose `request.host` respects its proxy setting. In Express 4, `request.host` has no port.
  const own = request.raw !== undefined && proxy === undefined ? request.host : undefined;
  const host = forwarded?.host ?? own ?? headers.host ?? hostOfHttp2(request) ?? framework?.host ?? 'localhost';
  const origin = `${scheme.toLowerCase() === 'https' ? 'https' : 'http'}://${host}`;
  // URL.canParse refuses what only looks like a host: port 99999, `[::::]`, `1.2.3.4.5`.
  if (!/^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i.test(host) || !URL.canParse(origin)) throw hostMalformed();
  return origin;
}

/** In HTTP/2, `:authority` replaces the header `Host`. */
const hostOfHttp2 = ({ headers }: HttpRequest): string | undefined => first(headers[':authority']);

/** Express compiles its `trust proxy` setting into a function of the peer's address. */
function trustsProxy(request: HttpRequest): boolean {
  const trust = request.app?.get?.('trust proxy fn');
  return typeof trust === 'function' && trust(request.socket?.remoteAddress, 0) === true;
}

/**
 * The address in the proxy's headers. A proxy writes either `Forwarded` or `X-Forwarded-*`, and passes on what a browser sends in the
 * other. So the two are not mixed, and must not contradict each other.
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

/** A parameter of `Forwarded` (RFC 7239, 4), and the separator before the next parameter or the next proxy. */
const pair = /\s*([\w!#$%&'*+.^`|~-]+)=("(?:[^"\\]|\\.)*"|[^\s;,"]+)\s*([;,]|$)/y;

/** The address that the first proxy, to which the browser connects, wrote into `Forwarded`. */
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

/** The status is 400, because the headers come from the client. Without a valid host there is no redirect URI. */
const hostMalformed = (): KakaoUsageError => usage('host_malformed', 'callbackURL', usageTexts().host);
