import { endpoints } from './contract/endpoints.js';
import type { EndpointName } from './contract/endpoints.js';
import { KakaoUsageError } from './errors/errors.js';

/** Origins of Kakao's two servers, without a slash at the end. */
export interface KakaoHosts {
  /** OAuth and OpenID Connect. Default `https://kauth.kakao.com`. */
  kauth: string;
  /** Everything else. Default `https://kapi.kakao.com`. */
  kapi: string;
}

/**
 * What is asked of your own `http`: an axios instance has it. Our own type, because axios has one for `import` and another
 * for `require`, and neither takes the other's instances.
 */
export interface KakaoHttp {
  request(config: KakaoHttpRequest): Promise<{ status: number; data: unknown; headers: object }>;
}

/** A request as your own `http` gets it: the part of axios's configuration that is used. */
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

/** What {@link KakaoClient} is made from; only `clientId` is required. */
export interface KakaoClientOptions {
  /** REST API key: App > Platform key > REST API key ([앱] > [플랫폼 키] > [REST API 키]). */
  clientId: string;
  /** Needed while the client secret of the REST API key is ON, which it is for every key since December 2025. */
  clientSecret?: string | undefined;
  /** App > Admin key ([앱] > [어드민 키]). Only for calls made as `{ admin: true, … }`. */
  adminKey?: string | undefined;
  /** One origin that plays all of Kakao (the emulator), or single hosts. Default: the real ones. */
  hosts?: string | { kauth?: string | undefined; kapi?: string | undefined } | undefined;
  /**
   * Whole addresses of single endpoints, for example of a relay: `{ 'oauth.token': 'https://relay.internal/kakao/token' }`. Path
   * and query are yours to choose. All other endpoints stay where `hosts` says.
   */
  endpointUrls?: Partial<Record<EndpointName, string | undefined>> | undefined;
  /** The `iss` of ID tokens. Default: `hosts.kauth`. Set it to `https://kauth.kakao.com` if `hosts.kauth` is a relay to Kakao. */
  issuer?: string | undefined;
  /** Further app keys accepted as `aud` of an ID token: the JavaScript key, the native app key. */
  audiences?: readonly string[] | undefined;
  /** Your own axios instance, used as it is, with its adapter and interceptors. Default: a lean one over undici. */
  http?: KakaoHttp | undefined;
  /**
   * In milliseconds: `connect` (default 3000) for opening a connection, `response` (default 10000) for the whole exchange
   * up to the last byte. With your own `http`, `response` is handed to it and `connect` is its own affair.
   */
  timeouts?: { connect?: number | undefined; response?: number | undefined } | undefined;
  /** The largest answer that is read, in bytes. Default 1 MiB. */
  maxResponseBytes?: number | undefined;
  /** How often a call that only reads is tried again after a passing fault. Default 2. */
  retries?: number | undefined;
  /** The present, in milliseconds since 1970. For tests. */
  now?: (() => number) | undefined;
}

/** The options, checked and complete. */
export interface ResolvedOptions {
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly adminKey?: string;
  readonly hosts: KakaoHosts;
  readonly endpointUrls: Readonly<Partial<Record<EndpointName, string>>>;
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly http?: KakaoHttp;
  readonly timeouts: { readonly connect: number; readonly response: number };
  readonly maxResponseBytes: number;
  readonly retries: number;
  readonly now: () => number;
}

const consolePlaces = {
  clientId: { ko: '[앱] > [플랫폼 키] > [REST API 키]', en: 'App > Platform key > REST API key' },
  clientSecret: {
    ko: '[앱] > [플랫폼 키] > [REST API 키] > [클라이언트 시크릿]',
    en: 'App > Platform key > REST API key > Client secret',
  },
  adminKey: { ko: '[앱] > [어드민 키]', en: 'App > Admin key' },
  audiences: { ko: '[앱] > [플랫폼 키]', en: 'App > Platform key' },
} as const;

/** Checks the options and fills in the defaults. Throws a {@link KakaoUsageError} that names the option at fault. */
export function resolveOptions(options: KakaoClientOptions): ResolvedOptions {
  // oxlint-disable-next-line typescript/no-unnecessary-condition -- plain JavaScript callers may pass nothing
  if (typeof options !== 'object' || options === null) throw missing('clientId');
  const { clientId, clientSecret, adminKey, audiences = [], http, timeouts = {}, now = Date.now } = options;
  const hosts = resolveHosts(options.hosts);
  const waits = requireObject('timeouts', timeouts);
  checkKey('clientId', clientId, true);
  checkKey('clientSecret', clientSecret, false);
  checkKey('adminKey', adminKey, false);
  if (!Array.isArray(audiences)) throw notAList();
  for (const audience of audiences) checkKey('audiences', audience, true);
  return {
    clientId,
    ...(clientSecret === undefined ? {} : { clientSecret }),
    ...(adminKey === undefined ? {} : { adminKey }),
    hosts,
    endpointUrls: resolveEndpointUrls(options.endpointUrls),
    issuer: options.issuer === undefined ? hosts.kauth : checkOrigin('issuer', options.issuer),
    audiences: [...audiences],
    ...(http === undefined ? {} : { http: checkHttp(http) }),
    timeouts: {
      connect: resolveCount('timeouts.connect', waits['connect'], 3_000),
      response: resolveCount('timeouts.response', waits['response'], 10_000),
    },
    maxResponseBytes: resolveCount('maxResponseBytes', options.maxResponseBytes, 1_048_576),
    retries: options.retries === 0 ? 0 : resolveCount('retries', options.retries, 2),
    now: checkClock(now),
  };
}

type KeyOption = keyof typeof consolePlaces;

function checkKey(option: KeyOption, value: unknown, required: boolean): void {
  if (value === undefined && !required) return;
  if (typeof value !== 'string' || value.trim() === '' || value === 'undefined' || value === 'null')
    throw missing(option);
  // A key goes into headers and forms: printable ASCII without spaces is all that Kakao ever issues.
  if (!/^[\x21-\x7e]+$/.test(value)) throw malformed(option);
}

function missing(option: KeyOption): KakaoUsageError {
  const { ko, en } = consolePlaces[option];
  return new KakaoUsageError('option_missing', {
    option,
    reason: { ko: `${option} 옵션이 비어 있습니다.`, en: `The option \`${option}\` is empty or missing.` },
    remedy: {
      ko: `카카오 개발자 콘솔 ${ko}에서 값을 복사하세요. 환경 변수로 받는다면 그 변수가 설정되었는지 확인하세요.`,
      en: `Copy the value from ${en} in Kakao’s console. If it comes from an environment variable, check that the variable is set.`,
    },
  });
}

function notAList(): KakaoUsageError {
  return new KakaoUsageError('option_malformed', {
    option: 'audiences',
    reason: {
      ko: 'audiences 옵션은 앱 키의 배열이어야 합니다.',
      en: 'The option `audiences` has to be a list of app keys.',
    },
    remedy: { ko: '키가 하나여도 배열로 넘기세요.', en: 'Pass a list, even of one key.' },
  });
}

function malformed(option: KeyOption): KakaoUsageError {
  const { ko, en } = consolePlaces[option];
  return new KakaoUsageError('option_malformed', {
    option,
    reason: {
      ko: `${option} 옵션에 공백이나 키에 쓰이지 않는 문자가 있습니다.`,
      en: `The option \`${option}\` holds a space or a character that no key has.`,
    },
    remedy: {
      ko: `카카오 개발자 콘솔 ${ko}에서 값을 다시 복사하고, 앞뒤의 공백과 따옴표, 줄바꿈을 지우세요.`,
      en: `Copy the value again from ${en} in Kakao’s console, without spaces, quotes or line breaks.`,
    },
  });
}

function checkHttp(http: KakaoHttp): KakaoHttp {
  if (typeof (http as Partial<KakaoHttp> | null)?.request === 'function') return http;
  throw new KakaoUsageError('option_malformed', {
    option: 'http',
    reason: {
      ko: 'http 옵션에 request 함수가 없어 axios 인스턴스가 아닙니다.',
      en: 'The option `http` has no function `request`, so it is no axios instance.',
    },
    remedy: {
      ko: 'axios.create()가 준 인스턴스를 넘기거나 옵션을 빼세요.',
      en: 'Pass an instance that axios.create() gave, or leave the option out.',
    },
  });
}

function resolveCount(option: string, value: unknown, fallback: number): number {
  if (value === undefined) return fallback;
  // 2^31 - 1 is the longest delay that a timer of Node takes.
  if (typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 2 ** 31) return value;
  throw new KakaoUsageError('option_malformed', {
    option,
    reason: {
      ko: `${option} 옵션은 양의 정수여야 합니다.`,
      en: `The option \`${option}\` has to be a positive integer.`,
    },
    remedy: {
      ko: `값을 고치거나 빼세요(기본값 ${fallback}).`,
      en: `Correct it or leave it out (default ${fallback}).`,
    },
  });
}

/** An object, and nothing that only looks like one. */
function requireObject(option: string, value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new KakaoUsageError('option_malformed', {
    option,
    reason: { ko: `${option} 옵션은 객체여야 합니다.`, en: `The option \`${option}\` has to be an object.` },
    remedy: { ko: '값을 고치거나 옵션을 빼세요.', en: 'Correct it or leave it out.' },
  });
}

function checkClock(now: () => number): () => number {
  if (typeof (now as unknown) === 'function') return now;
  throw new KakaoUsageError('option_malformed', {
    option: 'now',
    reason: {
      ko: 'now 옵션은 현재 시각을 밀리초로 돌려주는 함수여야 합니다.',
      en: 'The option `now` has to be a function that returns the present in milliseconds.',
    },
    remedy: { ko: 'Date.now를 쓰려면 옵션을 빼세요.', en: 'Leave it out for Date.now.' },
  });
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
  throw addressMalformed(option);
}

function resolveEndpointUrls(given: KakaoClientOptions['endpointUrls'] = {}): ResolvedOptions['endpointUrls'] {
  const urls: Partial<Record<EndpointName, string>> = {};
  for (const [name, value] of Object.entries(requireObject('endpointUrls', given))) {
    if (value === undefined) continue;
    const option = `endpointUrls['${name}']`;
    if (!Object.hasOwn(endpoints, name)) throw endpointNameUnknown(option);
    urls[name as EndpointName] = checkUrl(option, value).url.href;
  }
  return urls;
}

function checkUrl(option: string, value: unknown): { url: URL; text: string } {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.hash !== '' || url.username + url.password !== '') {
    throw addressMalformed(option);
  }
  if (isCleartextKakao(url)) throw cleartext(option);
  return { url, text: value as string };
}

/** Keys, secrets and tokens would cross the network for everybody to read. */
const isCleartextKakao = ({ protocol, hostname }: URL): boolean =>
  protocol === 'http:' && /(?:^|\.)kakao\.com\.?$/.test(hostname);

function cleartext(option: string): KakaoUsageError {
  return new KakaoUsageError('option_malformed', {
    option,
    reason: {
      ko: `${option} 옵션이 카카오 서버를 암호화되지 않은 http://로 가리킵니다.`,
      en: `The option \`${option}\` points to Kakao’s own server over http://, without encryption.`,
    },
    remedy: {
      ko: 'https://로 바꾸거나 옵션을 빼세요(기본값은 https://입니다).',
      en: 'Write https://, or leave the option out: the default is https://.',
    },
  });
}

function endpointNameUnknown(option: string): KakaoUsageError {
  return new KakaoUsageError('option_malformed', {
    option,
    reason: { ko: '그런 이름의 엔드포인트가 없습니다.', en: 'There is no endpoint of this name.' },
    remedy: {
      ko: "'oauth.token'처럼 endpoints 표에 있는 이름을 쓰세요.",
      en: 'Use a name of the table `endpoints`, such as `oauth.token`.',
    },
  });
}

function addressMalformed(option: string): KakaoUsageError {
  return new KakaoUsageError('option_malformed', {
    option,
    reason: {
      ko: `${option} 옵션은 http:// 또는 https://로 시작하는 주소여야 합니다.`,
      en: `The option \`${option}\` has to be an address that begins with http:// or https://.`,
    },
    remedy: {
      ko: '실제 카카오를 쓰려면 빼고, 에뮬레이터를 쓰려면 emulator.url을 넣으세요.',
      en: 'Leave it out for the real Kakao; for the emulator pass emulator.url.',
    },
  });
}
