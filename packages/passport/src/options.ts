import { KakaoClient, KakaoUsageError, endpoints } from '@kakao-login/client';
import type { Bilingual, KakaoClientOptions } from '@kakao-login/client';
import type { CookieSettings } from './cookie-store.js';
import { isOrigin } from './return-to.js';
import { cannotKeep, keepsValues } from './store.js';
import type { KakaoStrategyOptions, KakaoStrategyOptionsWithRequest } from './types.js';

/** Either kind of options. */
export type AnyOptions = KakaoStrategyOptions | KakaoStrategyOptionsWithRequest;

/** Options of the strategy, checked and completed. */
export interface Settings {
  clientID: string;
  callbackURL: string;
  /** Path of a callback route that begins no logins. */
  separatePath: string | undefined;
  proxy: boolean | undefined;
  /** Where browsers are sent. */
  authorizationURL: string;
  tokenURL: string;
  state: boolean;
  pkce: boolean;
  nonce: boolean;
  cookie: CookieSettings | undefined;
  /** Origins to return to besides our own; `undefined`: nothing is kept. */
  returnTo: readonly string[] | undefined;
  profile: 'auto' | 'id_token' | 'user';
  passReqToCallback: boolean;
}

const kauth = 'https://kauth.kakao.com';
const kapi = 'https://kapi.kakao.com';
const secretLength = 32;

/**
 * Checks what the application gave, so that a mistake stops the start of the service and not the first login.
 *
 * @throws KakaoUsageError naming the option, and where in Kakao's console its value is found
 */
export function checkOptions(options: AnyOptions): Settings {
  // The types say so already, but JavaScript and unset environment variables do not read them.
  const given: Partial<AnyOptions> = options ?? {};
  if (!isText(given.clientID)) throw mistake('clientID', sentences.clientID);
  if (given.clientSecret !== undefined && !isText(given.clientSecret)) throw mistake('clientSecret', sentences.secret);
  if (!isText(given.callbackURL) || !isCallback(given.callbackURL)) throw mistake('callbackURL', sentences.callbackURL);
  for (const name of ['authorizationURL', 'tokenURL', 'profileURL'] as const) {
    const url = given[name];
    if (url !== undefined && !isHttpUrl(url)) throw mistake(name, sentences.url);
  }
  if (given.tokenURL !== undefined && hostOf(given.tokenURL, tokenPath) === undefined) {
    throw mistake('tokenURL', sentences.path(tokenPath));
  }
  if (given.profileURL !== undefined && hostOf(given.profileURL, mePath) === undefined) {
    throw mistake('profileURL', sentences.path(mePath));
  }

  const state = given.state !== false;
  const pkce = state && given.pkce !== false;
  const nonce = state && given.nonce !== false;
  if (!state && (given.pkce === true || given.nonce === true)) throw cannotKeep(given.pkce === true ? 'pkce' : 'nonce');
  const { store } = given;
  if (store !== undefined) {
    if (typeof store?.store !== 'function' || typeof store.verify !== 'function')
      throw mistake('store', sentences.store);
    if (!keepsValues(store) && (pkce || nonce)) throw cannotKeep(pkce ? 'pkce' : 'nonce');
  }
  const returnTo = given.returnTo === true ? [] : given.returnTo || undefined;
  if (returnTo !== undefined && !returnTo.every(isOrigin)) throw mistake('returnTo', sentences.returnTo);
  if (returnTo !== undefined && (!state || (store !== undefined && !keepsValues(store)))) throw cannotKeep('returnTo');
  const hosts = kakaoHosts(given);
  return {
    clientID: given.clientID,
    callbackURL: given.callbackURL,
    separatePath: separatePath(given.callbackURL, given.callbackRoute),
    proxy: given.proxy,
    authorizationURL: given.authorizationURL ?? `${browserHost(given)}/oauth/authorize`,
    tokenURL: given.tokenURL ?? `${hosts.kauth}${tokenPath}`,
    state,
    pkce,
    nonce,
    cookie: state && store === undefined ? cookieSettings(given) : undefined,
    returnTo,
    // An ID token knows nothing of property keys.
    profile: given.propertyKeys !== undefined && given.profile !== 'id_token' ? 'user' : (given.profile ?? 'auto'),
    passReqToCallback: given.passReqToCallback === true,
  };
}

function separatePath(callbackURL: string, route: AnyOptions['callbackRoute']): string | undefined {
  const { pathname } = new URL(callbackURL, 'http://localhost');
  return (route ?? (/callback\/?$/i.test(pathname) ? 'separate' : 'shared')) === 'separate' ? pathname : undefined;
}

type ClientOptions = Pick<
  KakaoStrategyOptions,
  'clientID' | 'clientSecret' | 'adminKey' | 'hosts' | 'tokenURL' | 'profileURL' | 'audiences' | 'http' | 'client'
>;

/** @throws KakaoUsageError */
export function checkClientID({ clientID }: { clientID?: string }): void {
  if (!isText(clientID)) throw mistake('clientID', sentences.clientID);
}

/** The client that the application gave, or one made from the same options. */
export function clientFor(options: ClientOptions): KakaoClient {
  if (options.client !== undefined) return options.client;
  const { clientID, clientSecret, adminKey, audiences, http } = options;
  return new KakaoClient({
    clientId: clientID,
    hosts: kakaoHosts(options),
    ...(clientSecret !== undefined && { clientSecret }),
    ...(adminKey !== undefined && { adminKey }),
    ...(audiences !== undefined && { audiences }),
    ...(http !== undefined && { http }),
  });
}

const tokenPath = endpoints['oauth.token'].path;
const mePath = endpoints['user.me'].path;

type Hosts = Exclude<KakaoClientOptions['hosts'], string | undefined>;

function kakaoHosts({ hosts, client, tokenURL, profileURL }: Partial<ClientOptions>): Required<Hosts> {
  const { kauth: auth, kapi: api } =
    client?.hosts ?? (typeof hosts === 'string' ? { kauth: hosts, kapi: hosts } : (hosts ?? {}));
  const trimmed = (host: string) => host.replace(/\/+$/, '');
  return {
    kauth: trimmed((tokenURL !== undefined ? hostOf(tokenURL, tokenPath) : auth) ?? kauth),
    kapi: trimmed((profileURL !== undefined ? hostOf(profileURL, mePath) : api) ?? kapi),
  };
}

/** A `tokenURL` may lead through an inner network; browsers still go where `hosts` says. */
const browserHost = (options: Partial<AnyOptions>): string => kakaoHosts({ ...options, tokenURL: undefined }).kauth;

function hostOf(url: string, path: string): string | undefined {
  return url.endsWith(path) ? url.slice(0, -path.length) : undefined;
}

function cookieSettings({ cookie = {}, clientSecret }: Partial<AnyOptions>): CookieSettings {
  const { secret, name, secure, sameSite = 'lax', domain, path = '/' } = cookie;
  const secrets = secret === undefined ? [] : typeof secret === 'string' ? [secret] : [...secret];
  if (
    secret !== undefined &&
    (secrets.length === 0 || !secrets.every((one) => isText(one) && one.length >= secretLength))
  ) {
    throw mistake('cookie.secret', sentences.shortSecret);
  }
  if (secrets.length === 0) {
    if (clientSecret === undefined) throw mistake('cookie.secret', sentences.noSecret);
    secrets.push(clientSecret);
  }
  if (name !== undefined && !/^[\w-]{1,64}$/.test(name)) throw mistake('cookie.name', sentences.cookieName);
  return { secrets, name, secure, sameSite, domain, path };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

const isHttpUrl = (value: unknown): value is string =>
  typeof value === 'string' && /^https?:\/\//i.test(value) && URL.canParse(value);

/** A redirect URI: absolute, or a path that is resolved against the request. Kakao takes no fragment. */
export const isCallback = (url: string): boolean =>
  !url.includes('#') && (isHttpUrl(url) || (/^\/(?![/\\])/.test(url) && URL.canParse(url, 'http://localhost')));

function mistake(option: string, { reason, remedy }: { reason: Bilingual; remedy: Bilingual }): KakaoUsageError {
  return new KakaoUsageError('option_malformed', { option, reason, remedy });
}

const sentences = {
  clientID: {
    reason: {
      ko: '`clientID`(REST API 키)가 비어 있습니다.',
      en: '`clientID`, the REST API key, is missing.',
    },
    remedy: {
      ko: 'https://developers.kakao.com 의 [앱] > [플랫폼 키] > [REST API 키] 값을 넣으세요. 환경 변수로 주었다면 값이 들어 있는지 확인하세요.',
      en: 'Its value is at https://developers.kakao.com, [App] > [Platform key] > [REST API key]. If it comes from an environment variable, check that this is set.',
    },
  },
  secret: {
    reason: { ko: '`clientSecret`이 빈 값입니다.', en: '`clientSecret` is given but empty.' },
    remedy: {
      ko: '[앱] > [플랫폼 키] > [REST API 키]의 클라이언트 시크릿을 넣으세요. 콘솔에서 사용하지 않도록 했다면 옵션을 빼세요.',
      en: 'Its value is with the REST API key, [App] > [Platform key] > [REST API key] > Client secret. If it is switched off there, leave the option out.',
    },
  },
  callbackURL: {
    reason: {
      ko: '`callbackURL`은 http(s) 주소이거나 `/`로 시작하는 경로여야 하며 `#`을 담을 수 없습니다.',
      en: '`callbackURL` must be an http(s) address, or a path that begins with `/`, without `#`.',
    },
    remedy: {
      ko: '[앱] > [플랫폼 키] > [REST API 키]의 카카오 로그인 Redirect URI에 등록한 주소를 그대로 넣으세요.',
      en: 'Give exactly what is registered at [App] > [Platform key] > [REST API key] > Kakao Login Redirect URI.',
    },
  },
  url: {
    reason: { ko: '이 옵션은 http(s) 주소여야 합니다.', en: 'This option must be an http(s) address.' },
    remedy: { ko: '전체 주소를 넣거나 옵션을 빼세요.', en: 'Give the whole address, or leave the option out.' },
  },
  path: (path: string) => ({
    reason: { ko: `이 주소는 \`${path}\`로 끝나야 합니다.`, en: `This address must end in \`${path}\`.` },
    remedy: {
      ko: '카카오 서버 전체의 주소를 바꾸려면 `hosts` 옵션을 쓰세요.',
      en: 'To move all of Kakao elsewhere, use the `hosts` option.',
    },
  }),
  store: {
    reason: {
      ko: '`store`에는 `store`와 `verify` 함수가 있어야 합니다.',
      en: '`store` must have the functions `store` and `verify`.',
    },
    remedy: {
      ko: 'passport-oauth2의 상태 저장소를 넣거나, 옵션을 빼고 암호화 쿠키를 쓰세요.',
      en: 'Give a state store of passport-oauth2, or leave the option out to use the sealed cookie.',
    },
  },
  shortSecret: {
    reason: {
      ko: `\`cookie.secret\`은 ${secretLength}자 이상의 문자열(또는 그 배열)이어야 합니다.`,
      en: `\`cookie.secret\` must be a text of at least ${secretLength} characters, or a list of such.`,
    },
    remedy: {
      ko: '`openssl rand -base64 32`로 만든 값을 쓰세요. 모든 서버가 같은 값을 써야 합니다.',
      en: 'Make one with `openssl rand -base64 32`; every instance needs the same.',
    },
  },
  noSecret: {
    reason: {
      ko: '로그인 상태를 담는 쿠키를 암호화할 비밀 값이 없습니다: `cookie.secret`도 `clientSecret`도 없습니다.',
      en: 'There is nothing to encrypt the cookie of a login with: neither `cookie.secret` nor `clientSecret` is given.',
    },
    remedy: {
      ko: '[앱] > [플랫폼 키] > [REST API 키]의 클라이언트 시크릿을 `clientSecret`에 넣거나, 32자 이상의 `cookie.secret`을 정하세요.',
      en: 'Give `clientSecret` ([App] > [Platform key] > [REST API key] > Client secret), or choose a `cookie.secret` of at least 32 characters.',
    },
  },
  returnTo: {
    reason: {
      ko: '`returnTo`에는 `https://app.example`처럼 경로가 없는 출처(origin)만 넣을 수 있습니다.',
      en: '`returnTo` lists origins such as `https://app.example`, without a path.',
    },
    remedy: { ko: '끝의 `/`와 경로를 빼세요.', en: 'Take off the path and the last slash.' },
  },
  cookieName: {
    reason: {
      ko: '`cookie.name`에는 영문자, 숫자, `_`, `-`만 64자까지 쓸 수 있습니다.',
      en: '`cookie.name` may hold letters, digits, `_` and `-`, at most 64 of them.',
    },
    remedy: { ko: '이름을 바꾸거나 옵션을 빼세요.', en: 'Choose another name, or leave the option out.' },
  },
};
