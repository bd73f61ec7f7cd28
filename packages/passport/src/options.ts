import { randomBytes } from 'node:crypto';
import { KakaoClient, endpoints } from '@kakao-login/client';
import { optionsOf } from '@kakao-login/client/internal';
import { stringifySetCookie } from 'cookie';
import type { CookieSettings } from './cookie-store.js';
import { isCallbackPath } from './http.js';
import { isAppLink, isLink, isOrigin } from './return-to.js';
import { cannotKeep, keepsValues, type StateStoreLike } from './store.js';
import type {
  CurrentMember,
  KakaoAuthenticateOptions,
  KakaoAuthorizeOptions,
  KakaoSignupOptions,
  KakaoStrategyOptions,
  KakaoStrategyOptionsWithRequest,
} from './types.js';
import { checkFunction, checkObject, usage, usageTexts, type UsageTextFor } from './usage.js';
import { warnOfProcessSecret } from './warn.js';

/** The least number of characters of a cookie secret. */
const secretLength = 32;
/** Kakao's client secrets have 32 characters. Secrets made up for tests may be shorter. */
const leastClientSecret = 6;
/** The most characters of the application's own nonce, which is sent in an address and a cookie. */
const nonceLength = 256;

/** Whether this can be a nonce. An empty one would not be sent, and any ID token without a nonce would match it. */
export const isNonce = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= nonceLength;

/** Either kind of options. */
export type AnyOptions = KakaoStrategyOptions | KakaoStrategyOptionsWithRequest;

/** Options of the strategy, checked and completed. */
export interface Settings {
  client: KakaoClient;
  clientID: string;
  callbackURL: string;
  /** All that a login may come back to; the first is `callbackURL`. */
  callbackURLs: readonly string[];
  /** Whether a path is that of a callback route, which begins no logins. */
  isSeparate: (path: string) => boolean;
  proxy: boolean | undefined;
  /** Where browsers are sent. */
  authorizationURL: string;
  tokenURL: string;
  state: boolean;
  pkce: boolean;
  nonce: boolean | 'required';
  store: StateStoreLike | undefined;
  cookie: CookieSettings | undefined;
  /** What is sealed is sealed with the first of them. */
  secrets: readonly string[];
  /** Origins and links to return to besides our own paths; `undefined`: nothing is kept. */
  returnTo: readonly string[] | undefined;
  currentMember: CurrentMember | undefined;
  signup: KakaoSignupOptions | undefined;
  logoutRedirectURL: string | undefined;
  /** For what takes longer than a login, if there is such. */
  longCookie: CookieSettings | undefined;
  /** `undefined`: by what the verify callback takes. */
  profile: 'auto' | 'id_token' | 'user' | undefined;
  passReqToCallback: boolean;
  /** In ms. */
  verifyTimeout: number;
}

/** Kakao's authorization server. */
export const kauthOrigin = 'https://kauth.kakao.com';

/**
 * Checks what the application gave, so that a mistake stops the start of the service and not the first login.
 *
 * @throws KakaoUsageError naming the option, and where in Kakao's console its value is found
 */
export function checkOptions(options: AnyOptions): Settings {
  // The types say so already, but JavaScript and unset environment variables do not read them.
  const given: Partial<AnyOptions> = options ?? {};
  checkClientID(given.clientID);
  const clientSecret = secretOf(given);
  checkAuthorizeOptions(given);
  for (const name of ['audiences', 'propertyKeys'] as const) {
    if (given[name] !== undefined && !isTexts(given[name])) throw usage('option_malformed', name, usageTexts.list);
  }
  oneOf('profile', given.profile, ['auto', 'id_token', 'user']);
  oneOf('nonce', given.nonce, [true, false, 'required']);
  for (const name of ['state', 'proxy', 'passReqToCallback'] as const) checkSwitch(name, given[name]);
  if (typeof given.skipUserProfile !== 'function') checkSwitch('skipUserProfile', given.skipUserProfile);
  if (given.pkce !== 'S256') checkSwitch('pkce', given.pkce, usageTexts.pkce);
  oneOf('callbackRoute', given.callbackRoute, ['shared', 'separate']);
  if (!isText(given.callbackURL) || !isCallback(given.callbackURL))
    throw usage('option_malformed', 'callbackURL', usageTexts.callbackURL);
  if (given.currentMember !== undefined) checkFunction('currentMember', given.currentMember);
  checkSignup(given);
  const { logoutRedirectURL } = given;
  if (logoutRedirectURL !== undefined && !(isText(logoutRedirectURL) && isCallback(logoutRedirectURL)))
    throw usage('option_malformed', 'logoutRedirectURL', usageTexts.callbackURL);
  const { callbackURLs = [] } = given;
  if (
    !Array.isArray(callbackURLs) ||
    !callbackURLs.every((one) => isText(one) && (isCallback(one) || isAppCallback(one)))
  )
    throw usage('option_malformed', 'callbackURLs', usageTexts.callbackURLs);
  for (const name of ['authorizationURL', 'tokenURL', 'profileURL'] as const) {
    const url = given[name];
    if (url === undefined) continue;
    if (!isHttpUrl(url) || url.includes('#')) throw usage('option_malformed', name, usageTexts.url);
    if (isCleartextKakao(url)) throw usage('option_malformed', name, usageTexts.cleartext);
  }

  const state = given.state !== false;
  const pkce = state && given.pkce !== false;
  const nonce = state && (given.nonce ?? true);
  if (!state && (given.pkce || given.nonce)) throw cannotKeep(given.pkce ? 'pkce' : 'nonce');
  // passport-oauth2's word for keeping the state by its own means, which is here the sealed cookie.
  const store = given.store === true ? undefined : given.store;
  if (store !== undefined) {
    if (typeof store?.store !== 'function' || typeof store.verify !== 'function')
      throw usage('option_malformed', 'store', usageTexts.stateStore);
    if (!keepsValues(store) && (pkce || nonce)) throw cannotKeep(pkce ? 'pkce' : 'nonce');
  }
  const returnTo = given.returnTo === true ? [] : given.returnTo === false ? undefined : given.returnTo;
  if (returnTo !== undefined && !(Array.isArray(returnTo) && returnTo.every((one) => isOrigin(one) || isLink(one))))
    throw usage('option_malformed', 'returnTo', usageTexts.returnTo);
  if (returnTo !== undefined && (!state || (store !== undefined && !keepsValues(store)))) throw cannotKeep('returnTo');
  const client = clientFor(given as ClientOptions);
  const cookie = state && store === undefined ? cookieSettings(given, clientSecret) : undefined;
  const isLong = given.signup !== undefined || given.logoutRedirectURL !== undefined;
  const needsUser = given.propertyKeys !== undefined || given.signup !== undefined;
  return {
    client,
    clientID: given.clientID,
    callbackURL: given.callbackURL,
    callbackURLs: [...new Set([given.callbackURL, ...callbackURLs])],
    isSeparate: separateRoute([given.callbackURL, ...callbackURLs], given.callbackRoute),
    proxy: given.proxy,
    authorizationURL: given.authorizationURL ?? `${client.hosts.kauth}/oauth/authorize`,
    tokenURL: given.tokenURL ?? `${client.hosts.kauth}${endpoints['oauth.token'].path}`,
    state,
    pkce,
    nonce,
    store,
    cookie,
    secrets: cookie?.secrets ?? [longSecret(clientSecret ?? optionsOf(client)?.clientSecret) ?? processSecret],
    returnTo,
    currentMember: given.currentMember,
    signup: given.signup,
    logoutRedirectURL: given.logoutRedirectURL,
    longCookie: isLong ? (cookie ?? cookieSettings(given, clientSecret)) : undefined,
    // An ID token knows nothing of property keys.
    profile: needsUser && given.profile !== 'id_token' ? 'user' : given.profile,
    passReqToCallback: given.passReqToCallback === true,
    verifyTimeout: verifyTimeoutOf(given),
  };
}

function checkSignup({ signup, profile, skipUserProfile }: Partial<AnyOptions>): void {
  if (signup === undefined) return;
  checkObject('signup', signup);
  if (!isText(signup.url) || !isCallback(signup.url))
    throw usage('option_malformed', 'signup.url', usageTexts.callbackURL);
  checkFunction('signup.save', signup.save);
  // Only `/v2/user/me` says whether a user has signed up.
  if (profile === 'id_token') throw usage('option_malformed', 'profile', usageTexts.signupProfile);
  if (skipUserProfile) throw usage('option_malformed', 'skipUserProfile', usageTexts.signupProfile);
}

/** A proxy may have taken off what is in front of a path, so its end is looked at, unless the application has named the path. */
function separateRoute(callbackURLs: readonly string[], route: AnyOptions['callbackRoute']): Settings['isSeparate'] {
  if (route === 'shared') return () => false;
  const plain = (path: string) => path.toLowerCase().replace(/\/+$/, '');
  const onTheWeb = callbackURLs.filter((callbackURL) => !isAppLink(callbackURL));
  const named = onTheWeb.map((callbackURL) => plain(new URL(callbackURL, 'http://localhost').pathname));
  return (path) => isCallbackPath(path) || (route === 'separate' && named.includes(plain(path)));
}

type ClientOptions = Pick<
  KakaoStrategyOptions,
  | 'clientID'
  | 'clientSecret'
  | 'adminKey'
  | 'hosts'
  | 'issuer'
  | 'tokenURL'
  | 'profileURL'
  | 'audiences'
  | 'http'
  | 'client'
>;

/** @throws KakaoUsageError */
export function checkClientID(clientID: unknown): asserts clientID is string {
  if (!isKey(clientID)) throw usage('option_malformed', 'clientID', usageTexts.clientID);
}

/**
 * The client secret, if there is one. An empty text is none: apps of before December 2025 may have none, and code written for
 * passport-kakao leaves it empty then.
 *
 * @throws KakaoUsageError
 */
function secretOf({ clientSecret }: { clientSecret?: unknown }): string | undefined {
  if (clientSecret === undefined || clientSecret === null || clientSecret === '') return undefined;
  if (!isKey(clientSecret)) throw usage('option_malformed', 'clientSecret', usageTexts.clientSecret);
  if (clientSecret.length < leastClientSecret)
    throw usage('option_malformed', 'clientSecret', usageTexts.shortClientSecret(leastClientSecret));
  return clientSecret;
}

/**
 * How long a verify callback may take, in ms.
 *
 * @throws KakaoUsageError
 */
export function verifyTimeoutOf({ verifyTimeout = 30_000 }: { verifyTimeout?: number | undefined }): number {
  // 2^31 - 1 is the longest delay that a timer of Node takes.
  if (Number.isInteger(verifyTimeout) && verifyTimeout > 0 && verifyTimeout < 2 ** 31) return verifyTimeout;
  throw usage('option_malformed', 'verifyTimeout', usageTexts.milliseconds);
}

/**
 * Checks what Kakao is to be told, of the strategy or of a request.
 *
 * @param status to answer with: options of a request may be whatever somebody wrote into a query
 * @throws KakaoUsageError
 */
function checkAuthorizeOptions(options: KakaoAuthorizeOptions, status?: number): void {
  for (const name of ['scope', 'prompt', 'serviceTerms', 'channelPublicIds'] as const) {
    const value: unknown = options[name];
    if (value !== undefined && typeof value !== 'string' && !isTexts(value))
      throw usage('option_malformed', name, usageTexts.strings, status);
  }
  const loginHint: unknown = options.loginHint;
  if (loginHint !== undefined && typeof loginHint !== 'string')
    throw usage('option_malformed', 'loginHint', usageTexts.string, status);
}

/**
 * Checks what a login is begun with.
 *
 * @throws KakaoUsageError
 */
export function checkLoginOptions(options: KakaoAuthenticateOptions): void {
  checkObject('options', options);
  checkAuthorizeOptions(options, 400);
  if (options.nonce !== undefined && !isNonce(options.nonce))
    throw usage('option_malformed', 'nonce', usageTexts.nonce(nonceLength), 400);
  checkSwitch('silent', options.silent, usageTexts.boolean, 400);
  checkSwitch('link', options.link);
}

function oneOf(option: string, value: unknown, names: readonly unknown[]): void {
  if (value !== undefined && !names.includes(value))
    throw usage('option_malformed', option, usageTexts.oneOf(names.map(String)));
}

/** The client that the application gave, or one made from the same options. */
export function clientFor(options: ClientOptions): KakaoClient {
  if (options.client !== undefined) {
    if (!isClient(options.client)) throw usage('option_malformed', 'client', usageTexts.client);
    return options.client;
  }
  const { clientID, adminKey, audiences, http, hosts, issuer, tokenURL, profileURL } = options;
  const clientSecret = secretOf(options);
  return new KakaoClient({
    clientId: clientID,
    hosts,
    issuer,
    // Issuer, keys and the pages for browsers stay where `hosts` says: a relay only carries bytes.
    endpointUrls: { 'oauth.token': tokenURL, 'user.me': profileURL },
    clientSecret,
    adminKey,
    audiences,
    http,
  });
}

/** Where nothing else is given to seal cookies with. All strategies of the process share it, so they open each other's. */
const processSecret = randomBytes(32).toString('base64url');

const longSecret = (secret: string | undefined): string | undefined =>
  secret !== undefined && secret.length >= secretLength ? secret : undefined;

function cookieSettings(
  { cookie = {}, callbackURL = '', client }: Partial<AnyOptions>,
  clientSecret = client && optionsOf(client)?.clientSecret,
): CookieSettings {
  checkObject('cookie', cookie);
  const { secret, name = 'kakao_login', secure, sameSite = 'lax', domain, path = '/' } = cookie;
  const secrets: string[] = secret === undefined ? [] : [secret].flat();
  if (
    secret !== undefined &&
    (secrets.length === 0 || !secrets.every((one) => isText(one) && one.length >= secretLength))
  ) {
    throw usage('option_malformed', 'cookie.secret', usageTexts.cookieSecret(secretLength));
  }
  if (secrets.length === 0) {
    // Whoever has one cookie of their own could guess a short key, and write others.
    const long = longSecret(clientSecret);
    if (long === undefined) warnOfProcessSecret();
    secrets.push(long ?? processSecret);
  }
  if (!/^[\w-]{1,64}$/.test(name)) throw usage('option_malformed', 'cookie.name', usageTexts.cookieName);
  if (!['lax', 'none'].includes(sameSite)) throw usage('option_malformed', 'cookie.sameSite', usageTexts.sameSite);
  checkSwitch('cookie.secure', secure);
  if (domain !== undefined && !(isText(domain) && isWritable({ domain }))) {
    throw usage('option_malformed', 'cookie.domain', usageTexts.cookieDomain);
  }
  if (!isText(path) || !path.startsWith('/') || !isWritable({ path }))
    throw usage('option_malformed', 'cookie.path', usageTexts.cookiePath);
  const insecure = secure === false || (secure === undefined && /^http:/i.test(callbackURL));
  if (sameSite === 'none' && insecure) throw usage('option_malformed', 'cookie.sameSite', usageTexts.insecureCookie);
  return { secrets, name, secure, sameSite, domain, path };
}

/** Whether the library that writes cookies takes this. */
function isWritable(attribute: { domain: string } | { path: string }): boolean {
  try {
    return stringifySetCookie('n', '', attribute) !== '';
  } catch {
    return false;
  }
}

/**
 * A text of an environment variable is neither: `'false'` would be taken for `true`.
 *
 * @throws KakaoUsageError
 */
export function checkSwitch(
  option: string,
  value: unknown,
  text: UsageTextFor = usageTexts.boolean,
  status?: number,
): void {
  if (value !== undefined && typeof value !== 'boolean') throw usage('option_malformed', option, text, status);
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

/** Printable and without spaces is all that Kakao ever issues; an unset variable makes `undefined` a text. */
const isKey = (value: unknown): value is string =>
  typeof value === 'string' && /^[!-~]+$/.test(value) && value !== 'undefined' && value !== 'null';

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

/** By what it does: there may be two copies of the client's package. */
const isClient = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'hosts' in value && 'oauth' in value && 'oidc' in value;

/** Where the secret and the tokens would cross the network for everybody to read. */
function isCleartextKakao(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && /(?:^|\.)kakao\.com\.?$/.test(hostname);
}

const isHttpUrl = (value: unknown): value is string =>
  typeof value === 'string' && /^https?:\/\//i.test(value) && URL.canParse(value);

/** A redirect URI at which an app takes over. */
const isAppCallback = (url: string): boolean => !url.includes('#') && isAppLink(url);

/** A redirect URI: absolute, or a path that is resolved against the request. Kakao takes no fragment. */
export const isCallback = (url: string): boolean =>
  !url.includes('#') && (isHttpUrl(url) || (/^\/(?![/\\])/.test(url) && URL.canParse(url, 'http://localhost')));
