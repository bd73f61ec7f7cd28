import { randomBytes } from 'node:crypto';
import { KakaoClient, endpoints } from '@kakao-login/client';
import { isCleartextKakao, optionsOf } from '@kakao-login/client/internal';
import { stringifySetCookie } from 'cookie';
import type { CookieSettings } from './cookie-store.js';
import { isCallbackPath } from './http.js';
import { isAppLink, isLink, isOrigin } from './return-to.js';
import { keepsValues, stateIsOff, storeOnlyChecks, type StateStoreLike } from './store.js';
import type {
  CurrentMember,
  KakaoAuthenticateOptions,
  KakaoAuthorizeOptions,
  KakaoSignupOptions,
  KakaoStrategyOptions,
  KakaoStrategyOptionsWithRequest,
} from './types.js';
import { checkFunction, checkObject, usage, usageTexts } from './usage.js';
import { warnOfProcessSecret } from './warn.js';

/** The minimum length of a cookie secret. */
const secretLength = 32;
/** Kakao's client secrets have 32 characters, but those in tests can be shorter. */
const leastClientSecret = 6;
/** The maximum length of the application's own nonce, which is sent in a URL and a cookie. */
const nonceLength = 256;

/** Whether a value is a valid nonce. An empty one would not be sent, and would match any ID token without a nonce. */
export const isNonce = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= nonceLength;

/** Either kind of options. */
export type AnyOptions = KakaoStrategyOptions | KakaoStrategyOptionsWithRequest;

/** Options of the strategy after checking, with defaults filled in. */
export interface Settings {
  client: KakaoClient;
  clientID: string;
  callbackURL: string;
  /** All redirect URIs. The first is `callbackURL`. */
  callbackURLs: readonly string[];
  /** Whether a path belongs to a callback route that does not start logins. */
  isSeparate: (path: string) => boolean;
  proxy: boolean | undefined;
  /** The URL of Kakao's login page. */
  authorizationURL: string;
  tokenURL: string;
  state: boolean;
  pkce: boolean;
  nonce: boolean | 'required';
  store: StateStoreLike | undefined;
  cookie: CookieSettings | undefined;
  /** The first one encrypts, all of them decrypt. */
  secrets: readonly string[];
  /** Whether the secret is random, but there is no cookie yet that needs it, so there was no warning. */
  isUnwarned: boolean;
  /** Origins and links that a login may return to, besides our own paths. `undefined`: `returnTo` of the query is ignored. */
  returnTo: readonly string[] | undefined;
  currentMember: CurrentMember | undefined;
  signup: KakaoSignupOptions | undefined;
  logoutRedirectURL: string | undefined;
  /** The cookie for processes that take longer than a login, if there are any. */
  longCookie: CookieSettings | undefined;
  /** `undefined`: depends on the parameters of the verify callback. */
  profile: 'auto' | 'id_token' | 'user' | undefined;
  passReqToCallback: boolean;
  /** In ms. */
  verifyTimeout: number;
}

/** Kakao's authorization server. */
export const kauthOrigin = 'https://kauth.kakao.com';

/**
 * Checks the options, so that a mistake fails when the service starts and not at the first login.
 *
 * @throws {KakaoUsageError} when an option is missing or malformed; the message says where to find it in Kakao's console
 */
export function checkOptions(options: AnyOptions): Settings {
  // Types do not protect against JavaScript callers and unset environment variables.
  const given: Partial<AnyOptions> = options ?? {};
  checkClientID(given.clientID);
  const clientSecret = secretOf(given);
  checkAuthorizeOptions(given);
  for (const name of ['audiences', 'propertyKeys'] as const) checkList(name, given[name]);
  checkOneOf('profile', given.profile, ['auto', 'id_token', 'user']);
  checkOneOf('nonce', given.nonce, [true, false, 'required']);
  for (const name of ['state', 'proxy', 'passReqToCallback'] as const) checkSwitch(name, given[name]);
  if (typeof given.skipUserProfile !== 'function') checkSwitch('skipUserProfile', given.skipUserProfile);
  if (given.pkce !== 'S256') checkSwitch('pkce', given.pkce, 'pkce');
  checkOneOf('callbackRoute', given.callbackRoute, ['shared', 'separate']);
  if (!isText(given.callbackURL) || !isCallback(given.callbackURL))
    throw usage('option_malformed', 'callbackURL', usageTexts().callbackURL);
  if (given.currentMember !== undefined) checkFunction('currentMember', given.currentMember);
  checkSignup(given);
  const { logoutRedirectURL } = given;
  if (logoutRedirectURL !== undefined && !(isText(logoutRedirectURL) && isCallback(logoutRedirectURL)))
    throw usage('option_malformed', 'logoutRedirectURL', usageTexts().logoutRedirectURL);
  const { callbackURLs = [] } = given;
  if (
    !Array.isArray(callbackURLs) ||
    !callbackURLs.every((one) => isText(one) && (isCallback(one) || isAppCallback(one)))
  )
    throw usage('option_malformed', 'callbackURLs', usageTexts().callbackURLs);
  for (const name of ['authorizationURL', 'tokenURL', 'profileURL'] as const) {
    const url = given[name];
    if (url === undefined) continue;
    if (!isHttpUrl(url) || url.includes('#')) throw usage('option_malformed', name, usageTexts().url);
    if (isCleartextKakao(new URL(url))) throw usage('option_malformed', name, usageTexts().cleartext);
  }

  const state = given.state !== false;
  const pkce = state && given.pkce !== false;
  const nonce = state && (given.nonce ?? true);
  if (!state && (given.pkce || given.nonce)) throw stateIsOff(given.pkce ? 'pkce' : 'nonce');
  // In passport-oauth2, `true` selects the built-in store. Here that is the encrypted cookie.
  const store = given.store === true ? undefined : given.store;
  if (store !== undefined) {
    if (typeof store?.store !== 'function' || typeof store.verify !== 'function')
      throw usage('option_malformed', 'store', usageTexts().stateStore);
    if (!keepsValues(store) && (pkce || nonce)) throw storeOnlyChecks(pkce ? 'pkce' : 'nonce');
  }
  const returnTo = given.returnTo === true ? [] : given.returnTo === false ? undefined : given.returnTo;
  if (returnTo !== undefined && !(Array.isArray(returnTo) && returnTo.every((one) => isOrigin(one) || isLink(one))))
    throw usage('option_malformed', 'returnTo', usageTexts().returnTo);
  if (returnTo !== undefined && !state) throw stateIsOff('returnTo');
  if (returnTo !== undefined && store !== undefined && !keepsValues(store)) throw storeOnlyChecks('returnTo');
  const client = clientFor(given as ClientOptions);
  const cookie = cookieSettings(given, clientSecret);
  const isShort = state && store === undefined;
  const isLong = given.signup !== undefined || given.logoutRedirectURL !== undefined;
  const isRandom = cookie.secrets.includes(processSecret);
  if (isRandom && (isShort || isLong)) warnOfProcessSecret();
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
    cookie: isShort ? cookie : undefined,
    secrets: cookie.secrets,
    isUnwarned: isRandom && !isShort && !isLong,
    returnTo,
    currentMember: given.currentMember,
    signup: given.signup,
    logoutRedirectURL: given.logoutRedirectURL,
    longCookie: isLong ? cookie : undefined,
    // `propertyKeys` only work with `/v2/user/me`.
    profile: needsUser && given.profile !== 'id_token' ? 'user' : given.profile,
    passReqToCallback: given.passReqToCallback === true,
    verifyTimeout: verifyTimeoutOf(given),
  };
}

function checkSignup({ signup, profile, skipUserProfile }: Partial<AnyOptions>): void {
  if (signup === undefined) return;
  checkObject('signup', signup);
  if (!isText(signup.url) || !isCallback(signup.url))
    throw usage('option_malformed', 'signup.url', usageTexts().signupURL);
  checkFunction('signup.save', signup.save);
  // Only `/v2/user/me` contains whether a user has signed up.
  if (profile === 'id_token') throw usage('option_malformed', 'profile', usageTexts().signupProfile);
  if (skipUserProfile) throw usage('option_malformed', 'skipUserProfile', usageTexts().signupProfile);
}

/** A proxy may have removed the start of a path, so by default only the end of the path is checked. */
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

/** @throws {KakaoUsageError} when the client ID is not a valid key */
export function checkClientID(clientID: unknown): asserts clientID is string {
  if (!isKey(clientID)) throw usage('option_malformed', 'clientID', usageTexts().clientID);
}

/**
 * The client secret, if there is one. An empty string counts as none: apps created before December 2025 may not have a secret, and code
 * for passport-kakao then passes an empty string.
 *
 * @throws {KakaoUsageError} when the secret is malformed or too short
 */
function secretOf({ clientSecret }: { clientSecret?: unknown }): string | undefined {
  if (clientSecret === undefined || clientSecret === null || clientSecret === '') return undefined;
  if (!isKey(clientSecret)) throw usage('option_malformed', 'clientSecret', usageTexts().clientSecret);
  if (clientSecret.length < leastClientSecret)
    throw usage('option_malformed', 'clientSecret', usageTexts().shortClientSecret(leastClientSecret));
  return clientSecret;
}

/**
 * How long a verify callback may take, in ms.
 *
 * @throws {KakaoUsageError} when the option is not a positive integer
 */
export function verifyTimeoutOf({ verifyTimeout = 30_000 }: { verifyTimeout?: number | undefined }): number {
  // The longest delay of a timer in Node is 2^31 - 1.
  if (Number.isInteger(verifyTimeout) && verifyTimeout > 0 && verifyTimeout < 2 ** 31) return verifyTimeout;
  throw usage('option_malformed', 'verifyTimeout', usageTexts().milliseconds);
}

/**
 * Checks the parameters for Kakao's login page, from the strategy or from a request.
 *
 * @param status of the error: 400 for options of a request, which can come from a query
 * @throws {KakaoUsageError} when an option is malformed
 */
function checkAuthorizeOptions(options: KakaoAuthorizeOptions, status?: number): void {
  for (const name of ['scope', 'prompt', 'serviceTerms', 'channelPublicIds'] as const) {
    const value: unknown = options[name];
    if (value !== undefined && typeof value !== 'string' && !isTexts(value))
      throw usage('option_malformed', name, usageTexts().strings, status);
  }
  const loginHint: unknown = options.loginHint;
  if (loginHint !== undefined && typeof loginHint !== 'string')
    throw usage('option_malformed', 'loginHint', usageTexts().string, status);
}

/**
 * Checks the options of one login.
 *
 * @throws {KakaoUsageError} when an option is malformed
 */
export function checkLoginOptions(options: KakaoAuthenticateOptions): void {
  checkObject('options', options);
  checkAuthorizeOptions(options, 400);
  if (options.nonce !== undefined && !isNonce(options.nonce))
    throw usage('option_malformed', 'nonce', usageTexts().nonce(nonceLength), 400);
  checkSwitch('silent', options.silent, 'boolean', 400);
  checkSwitch('link', options.link, 'boolean', 400);
}

/** @throws {KakaoUsageError} when the value is not an array of strings or `undefined` */
export function checkList(option: string, value: unknown): void {
  if (value !== undefined && !isTexts(value)) throw usage('option_malformed', option, usageTexts().list);
}

/** @throws {KakaoUsageError} when the value is not one of these or `undefined` */
export function checkOneOf(option: string, value: unknown, names: readonly unknown[], status?: number): void {
  if (value !== undefined && !names.includes(value))
    throw usage('option_malformed', option, usageTexts().oneOf(names.map(String)), status);
}

/** Returns the option `client`, or creates a client from the other options. */
export function clientFor(options: ClientOptions): KakaoClient {
  if (options.client !== undefined) {
    if (!isClient(options.client)) throw usage('option_malformed', 'client', usageTexts().client);
    return options.client;
  }
  const { clientID, adminKey, audiences, http, hosts, issuer, tokenURL, profileURL } = options;
  const clientSecret = secretOf(options);
  return new KakaoClient({
    clientId: clientID,
    hosts,
    issuer,
    // A relay only forwards requests, so the issuer, the keys and the pages for browsers still use `hosts`.
    endpointUrls: { 'oauth.token': tokenURL, 'user.me': profileURL },
    clientSecret,
    adminKey,
    audiences,
    http,
  });
}

/** Encrypts cookies and consent URLs if there is no other secret. All strategies of the process share it, so they can read each other's cookies. */
const processSecret = randomBytes(32).toString('base64url');

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
    throw usage('option_malformed', 'cookie.secret', usageTexts().cookieSecret(secretLength));
  }
  if (secrets.length === 0) {
    // From one of their own cookies, a user could find a short key by trying, and then forge cookies.
    const isLongEnough = clientSecret !== undefined && clientSecret.length >= secretLength;
    secrets.push(isLongEnough ? clientSecret : processSecret);
  }
  if (!/^[\w-]{1,64}$/.test(name)) throw usage('option_malformed', 'cookie.name', usageTexts().cookieName);
  if (!['lax', 'none'].includes(sameSite)) throw usage('option_malformed', 'cookie.sameSite', usageTexts().sameSite);
  checkSwitch('cookie.secure', secure);
  if (domain !== undefined && !(isText(domain) && isWritable({ domain }))) {
    throw usage('option_malformed', 'cookie.domain', usageTexts().cookieDomain);
  }
  if (!isText(path) || !path.startsWith('/') || !isWritable({ path }))
    throw usage('option_malformed', 'cookie.path', usageTexts().cookiePath);
  const insecure = secure === false || (secure === undefined && /^http:/i.test(callbackURL));
  if (sameSite === 'none' && insecure) throw usage('option_malformed', 'cookie.sameSite', usageTexts().insecureCookie);
  return { secrets, name, secure, sameSite, domain, path };
}

/** Whether the cookie library accepts an attribute. */
function isWritable(attribute: { domain: string } | { path: string }): boolean {
  try {
    return stringifySetCookie('n', '', attribute) !== '';
  } catch {
    return false;
  }
}

/**
 * Checks a boolean. Strings from environment variables are refused, because `'false'` would count as `true`.
 *
 * @throws {KakaoUsageError} when the value is not a boolean or `undefined`
 */
export function checkSwitch(
  option: string,
  value: unknown,
  text: 'boolean' | 'pkce' = 'boolean',
  status?: number,
): void {
  if (value !== undefined && typeof value !== 'boolean')
    throw usage('option_malformed', option, usageTexts()[text], status);
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

/** Kakao's keys are printable ASCII without spaces. `'undefined'` comes from an unset variable in a template string. */
const isKey = (value: unknown): value is string =>
  typeof value === 'string' && /^[!-~]+$/.test(value) && value !== 'undefined' && value !== 'null';

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

/** Duck typing, because there can be two copies of the client package. */
const isClient = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'hosts' in value && 'oauth' in value && 'oidc' in value;

const isHttpUrl = (value: unknown): value is string =>
  typeof value === 'string' && /^https?:\/\//i.test(value) && URL.canParse(value);

/** A redirect URI that opens an app. */
const isAppCallback = (url: string): boolean => !url.includes('#') && isAppLink(url);

/** A redirect URI: absolute, or a path that is resolved against the request. Kakao does not accept fragments. */
const isCallback = (url: string): boolean =>
  !url.includes('#') && (isHttpUrl(url) || (/^\/(?![/\\])/.test(url) && URL.canParse(url, 'http://localhost')));
