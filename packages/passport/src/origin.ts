import { KakaoUsageError } from '@kakao-login/client';
import type { HttpRequest } from './http.js';

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

/** Whoever sent the request wrote it, so it is answered as their mistake; and no other address can be put together with it. */
function hostMalformed(): KakaoUsageError {
  return new KakaoUsageError('host_malformed', {
    option: 'callbackURL',
    status: 400,
    reason: {
      ko: '요청의 Host(또는 프록시가 보낸 X-Forwarded-*, Forwarded) 헤더가 호스트 이름이 아니거나 서로 달라 Redirect URI를 만들 수 없습니다.',
      en: 'The Host header of the request, or X-Forwarded-* and Forwarded of the proxy, name no host or not the same, so no redirect URI can be made of them.',
    },
    remedy: {
      ko: '`callbackURL`에 경로 대신 전체 주소를 넣거나, 앞단 프록시가 보내는 Host와 X-Forwarded-*, Forwarded를 확인하세요.',
      en: 'Give `callbackURL` as a whole address, or check the Host, X-Forwarded-* and Forwarded that the proxy in front sends.',
    },
  });
}
