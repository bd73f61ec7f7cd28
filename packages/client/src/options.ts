import { isObject, isVisibleAscii } from './checks.js';
import { endpoints } from './contract/endpoints.js';
import type { EndpointName } from './contract/endpoints.js';
import { usage, usageTexts } from './errors/usage.js';

/** Origins of Kakao's two servers, without a trailing slash. */
export interface KakaoHosts {
  /** OAuth and OpenID Connect. Default `https://kauth.kakao.com`. */
  kauth: string;
  /** Everything else. Default `https://kapi.kakao.com`. */
  kapi: string;
}

/**
 * What the option `http` needs to have. Every axios instance has it. This is not axios's own type, because axios declares one for
 * `import` and another for `require`, and they are not compatible.
 */
export interface KakaoHttp {
  request(config: KakaoHttpRequest): Promise<{ status: number; data: unknown; headers: object }>;
}

/** The request that is passed to your own `http`: the part of axios's configuration that this library uses. */
export interface KakaoHttpRequest {
  url: string;
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  /** The form as text. */
  data: string | undefined;
  signal?: AbortSignal;
  timeout: number;
  maxContentLength: number;
  maxRedirects: number;
  allowAbsoluteUrls: boolean;
  responseType: 'text';
  transformRequest: [];
  transformResponse: [];
  validateStatus: () => boolean;
}

/** Options of {@link KakaoClient}. Only `clientId` is required. */
export interface KakaoClientOptions {
  /** REST API key: App > Platform key > REST API key ([앱] > [플랫폼 키] > [REST API 키]). */
  clientId: string;
  /** Required if the client secret of the REST API key is ON. Since December 2025 it is ON for every new key. */
  clientSecret?: string | undefined;
  /** App > Admin key ([앱] > [어드민 키]). Only needed for calls made as `{ admin: true, … }`. */
  adminKey?: string | undefined;
  /** One origin for all of Kakao (such as the emulator), or an origin for each host. Default: Kakao's own servers. */
  hosts?: string | { kauth?: string | undefined; kapi?: string | undefined } | undefined;
  /**
   * Complete URLs of single endpoints, for example of a relay: `{ 'oauth.token': 'https://relay.internal/kakao/token' }`. They can
   * have any path and query. All other endpoints use `hosts`.
   */
  endpointUrls?: Partial<Record<EndpointName, string | undefined>> | undefined;
  /** The `iss` of ID tokens. Default: `hosts.kauth`. If `hosts.kauth` is a relay to Kakao, set it to `https://kauth.kakao.com`. */
  issuer?: string | undefined;
  /** More app keys to accept as `aud` of an ID token: the JavaScript key, the native app key. */
  audiences?: readonly string[] | undefined;
  /** Your own axios instance, which is used with its adapter and interceptors. Default: requests are sent with undici. */
  http?: KakaoHttp | undefined;
  /**
   * In milliseconds: `connect` (default 3000) for opening a connection, `response` (default 10000) for the whole request
   * up to the last byte of the response. Your own `http` gets `response` as its timeout and ignores `connect`.
   */
  timeouts?: { connect?: number | undefined; response?: number | undefined } | undefined;
  /** The largest response that is read, in bytes. Default 1 MiB. */
  maxResponseBytes?: number | undefined;
  /** How many times a call that only reads is retried after a temporary failure. Default 2. */
  retries?: number | undefined;
  /** Returns the current time, in milliseconds since 1970. For tests. */
  now?: (() => number) | undefined;
}

/** The options after checking, with defaults filled in. */
export interface ResolvedOptions {
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly adminKey: string | undefined;
  readonly hosts: KakaoHosts;
  readonly endpointUrls: Readonly<Partial<Record<EndpointName, string>>>;
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly http: KakaoHttp | undefined;
  readonly timeouts: { readonly connect: number; readonly response: number };
  readonly maxResponseBytes: number;
  readonly retries: number;
  readonly now: () => number;
}

/**
 * Checks the options and fills in the defaults.
 *
 * @throws {KakaoUsageError} when an option is missing or malformed
 */
export function resolveOptions(options: KakaoClientOptions): ResolvedOptions {
  // oxlint-disable-next-line typescript/no-unnecessary-condition -- plain JavaScript callers may pass nothing
  if (typeof options !== 'object' || options === null)
    throw usage('option_missing', 'clientId', usageTexts().keyMissing);
  const { clientId, clientSecret, adminKey, audiences = [], http, timeouts = {}, now = Date.now } = options;
  const hosts = resolveHosts(options.hosts);
  const waits = requireObject('timeouts', timeouts);
  checkKey('clientId', clientId, true);
  checkKey('clientSecret', clientSecret, false);
  checkKey('adminKey', adminKey, false);
  if (!Array.isArray(audiences)) throw usage('option_malformed', 'audiences', usageTexts().keyList);
  for (const audience of audiences) checkKey('audiences', audience, true);
  return {
    clientId,
    clientSecret,
    adminKey,
    hosts,
    endpointUrls: resolveEndpointUrls(options.endpointUrls),
    issuer: options.issuer === undefined ? hosts.kauth : checkOrigin('issuer', options.issuer),
    audiences: [...audiences],
    http: http === undefined ? undefined : checkHttp(http),
    timeouts: {
      connect: resolveCount('timeouts.connect', waits['connect'], 3_000),
      response: resolveCount('timeouts.response', waits['response'], 10_000),
    },
    maxResponseBytes: resolveCount('maxResponseBytes', options.maxResponseBytes, 1_048_576),
    retries: options.retries === 0 ? 0 : resolveCount('retries', options.retries, 2),
    now: checkClock(now),
  };
}

type KeyOption = 'clientId' | 'clientSecret' | 'adminKey' | 'audiences';

function checkKey(option: KeyOption, value: unknown, required: boolean): void {
  if (value === undefined && !required) return;
  if (typeof value !== 'string' || value.trim() === '' || value === 'undefined' || value === 'null')
    throw usage('option_missing', option, usageTexts().keyMissing);
  if (!isVisibleAscii(value)) throw usage('option_malformed', option, usageTexts().keyMalformed);
}

function checkHttp(http: KakaoHttp): KakaoHttp {
  if (typeof (http as Partial<KakaoHttp> | null)?.request === 'function') return http;
  throw usage('option_malformed', 'http', usageTexts().http);
}

export function resolveCount(option: string, value: unknown, fallback: number): number {
  if (value === undefined) return fallback;
  // The longest delay of a timer in Node is 2^31 - 1.
  if (typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 2 ** 31) return value;
  throw usage('option_malformed', option, usageTexts().positiveInteger(fallback));
}

function requireObject(option: string, value: unknown): Record<string, unknown> {
  if (isObject(value)) return value;
  throw usage('option_malformed', option, usageTexts().objectOption);
}

function checkClock(now: () => number): () => number {
  if (typeof (now as unknown) === 'function') return now;
  throw usage('option_malformed', 'now', usageTexts().clock);
}

function resolveHosts(hosts: KakaoClientOptions['hosts']): KakaoHosts {
  const { kauth, kapi } =
    typeof hosts === 'string'
      ? { kauth: hosts, kapi: hosts }
      : hosts === undefined
        ? {}
        : requireObject('hosts', hosts);
  return {
    kauth: checkOrigin('hosts.kauth', kauth ?? 'https://kauth.kakao.com'),
    kapi: checkOrigin('hosts.kapi', kapi ?? 'https://kapi.kakao.com'),
  };
}

function checkOrigin(option: string, value: unknown): string {
  const { url, text } = checkUrl(option, value);
  if (url.search === '') return text.replace(/\/+$/, '');
  throw usage('option_malformed', option, usageTexts().urlOption);
}

function resolveEndpointUrls(given: KakaoClientOptions['endpointUrls'] = {}): ResolvedOptions['endpointUrls'] {
  const urls: Partial<Record<EndpointName, string>> = {};
  for (const [name, value] of Object.entries(requireObject('endpointUrls', given))) {
    if (value === undefined) continue;
    const option = `endpointUrls['${name}']`;
    if (!Object.hasOwn(endpoints, name)) throw usage('option_malformed', option, usageTexts().endpointName);
    urls[name as EndpointName] = checkUrl(option, value).url.href;
  }
  return urls;
}

function checkUrl(option: string, value: unknown): { url: URL; text: string } {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.hash !== '' || url.username + url.password !== '') {
    throw usage('option_malformed', option, usageTexts().urlOption);
  }
  if (isCleartextKakao(url)) throw usage('option_malformed', option, usageTexts().cleartext);
  return { url, text: value as string };
}

/** Over http://, anybody on the network could read keys, secrets and tokens. */
export const isCleartextKakao = ({ protocol, hostname }: URL): boolean =>
  protocol === 'http:' && /(?:^|\.)kakao\.com\.?$/.test(hostname);
