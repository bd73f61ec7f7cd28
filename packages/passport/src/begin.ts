import type { KakaoClient } from '@kakao-login/client';
import {
  answerJson,
  answerNothing,
  isFromScript,
  isPrefetch,
  parameter,
  responseOf,
  type HttpRequest,
} from './http.js';
import type { Settings } from './options.js';
import { originOf } from './origin.js';
import type { Outcome } from './outcome.js';
import { codeChallenge, newPendingLogin, type PendingLogin } from './pending-login.js';
import { safeReturnTo } from './return-to.js';
import { cannotKeep, type PendingStore } from './store.js';
import type { KakaoAuthenticateOptions, KakaoAuthorizeOptions, SimpleLoginSettings } from './types.js';

/** All that the first leg needs. */
export interface LoginLeg {
  request: HttpRequest;
  options: KakaoAuthenticateOptions;
  settings: Omit<Settings, 'cookie' | 'client'>;
  store: PendingStore;
  now: () => number;
  /** Absolute. */
  callbackURL: string;
  /** Parameters of the authorize request, in Kakao's names. */
  parameters: () => object;
  authorizeUrl: (parameters: RawParameters) => string;
}

/** Keeps what the second leg will need; returns it with the OAuth parameter `state`. */
async function keepLogin(
  leg: LoginLeg,
  pkce: boolean,
  scope: RawParameters['scope'],
): Promise<{ pending: PendingLogin; state: string | undefined }> {
  const { request, options, settings, callbackURL } = leg;
  const silent = options.silent === true;
  const wanted = options.returnTo ?? parameter(request, 'returnTo');
  // The query counts only where that is switched on; whoever writes `returnTo` into a route wants it anyway.
  const origins = settings.returnTo ?? (silent || options.returnTo !== undefined ? [] : undefined);
  const pending = newPendingLogin({
    callbackURL,
    createdAt: leg.now(),
    pkce,
    nonce: options.nonce ?? settings.nonce !== false,
    idToken: scope?.length ? /\bopenid\b/.test([scope].flat().join(' ')) : settings.nonce === 'required' || undefined,
    state: options.state,
    returnTo: origins && safeReturnTo(wanted, origins),
    silent,
  });
  const state = await leg.store.keep(request, pending);
  // A stored answer would send people off with the `state` of a login that is over.
  request.res?.setHeader?.('Cache-Control', 'no-store');
  return { pending, state };
}

/** Sends the person to Kakao. */
export async function beginLogin(leg: LoginLeg): Promise<Outcome> {
  const { request, callbackURL } = leg;
  if (isPrefetch(request)) {
    // Otherwise pointing at a button would begin a login, take the place of one under way, or even end it.
    answerNothing(responseOf(request), 503);
    return { kind: 'answered' };
  }
  const isScript = isFromScript(request);
  if (isScript && request.method === 'GET' && request.headers['sec-fetch-site'] === 'cross-site') {
    // What a script of another site is answered sets no cookie (SameSite), so the page has to come here itself.
    const loginUrl = originOf(request, leg.settings.proxy) + (request.originalUrl ?? request.url);
    request.res?.setHeader?.('Cache-Control', 'no-store');
    answerJson(responseOf(request), 200, { loginUrl });
    return { kind: 'answered' };
  }
  const parameters: Partial<RawParameters> = leg.parameters();
  const { pending, state } = await keepLogin(leg, leg.settings.pkce, parameters.scope);
  const { codeVerifier, nonce } = pending;
  const url = leg.authorizeUrl({
    ...parameters,
    redirect_uri: callbackURL,
    state,
    nonce,
    code_challenge: codeVerifier === undefined ? undefined : codeChallenge(codeVerifier),
  });
  if (!isScript) return { kind: 'redirect', url };
  answerJson(responseOf(request), 200, { loginUrl: url });
  return { kind: 'answered' };
}

/**
 * Lets the page begin the login, by `Kakao.Auth.authorize()`. The SDK sends no code challenge, so there is no PKCE; `state` and
 * `nonce` are ours.
 */
export async function beginSimpleLogin(leg: LoginLeg, defaults: KakaoAuthorizeOptions): Promise<SimpleLoginSettings> {
  const asked = authorizeParameters(defaults, leg.options);
  const { scope, prompt, login_hint: loginHint, service_terms: serviceTerms } = asked;
  const { pending, state } = await keepLogin(leg, false, scope);
  if (state === undefined) throw cannotKeep('state');
  const told = Object.entries({ scope, prompt, loginHint, serviceTerms }).filter(([, value]) => value?.length);
  return {
    redirectUri: leg.callbackURL,
    state,
    ...(pending.nonce !== undefined && { nonce: pending.nonce }),
    ...Object.fromEntries(told.map(([name, value]) => [name, String(value)])), // a list gets commas
  };
}

/** A route takes back what the strategy asks for with an empty value, which the client would refuse. */
const unlessEmpty = <T extends { length: number }>(value: T | undefined): T | undefined =>
  value?.length === 0 ? undefined : value;

/** What Kakao is told, in its own names; options of the request win over those of the strategy. */
export function authorizeParameters(defaults: KakaoAuthorizeOptions, options: KakaoAuthenticateOptions) {
  return {
    scope: unlessEmpty(options.scope ?? defaults.scope),
    prompt: options.silent === true ? 'none' : unlessEmpty(options.prompt ?? defaults.prompt),
    login_hint: unlessEmpty(options.loginHint ?? defaults.loginHint),
    service_terms: unlessEmpty(options.serviceTerms ?? defaults.serviceTerms),
    channel_public_id: unlessEmpty(options.channelPublicIds ?? defaults.channelPublicIds),
  };
}

/** Parameters of an authorize request as passport-oauth2 hands them over, ours and those that a subclass adds. */
export interface RawParameters {
  redirect_uri: string;
  scope?: string | readonly string[];
  prompt?: string | readonly string[];
  login_hint?: string;
  service_terms?: string | readonly string[];
  channel_public_id?: string | readonly string[];
  state?: string;
  nonce?: string;
  code_challenge?: string;
  [further: string]: unknown;
}

/** The address of Kakao's login, at `base`. */
export function authorizeUrl(client: KakaoClient, base: string, raw: RawParameters): string {
  const {
    redirect_uri: redirectUri,
    login_hint: loginHint,
    service_terms: serviceTerms,
    channel_public_id: channelPublicIds,
    code_challenge: codeChallenge,
    ...rest
  } = raw;
  const { scope, prompt, state, nonce, ...others } = rest;
  const known = { redirectUri, loginHint, serviceTerms, channelPublicIds, codeChallenge, scope, prompt, state, nonce };
  const { search, searchParams } = new URL(client.oauth.authorizationUrl(known));
  const added = Object.entries(others)
    .filter(([name, value]) => value !== undefined && value !== null && !searchParams.has(name))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
  const [address, own] = base.split('?', 2);
  // Each is sent once; what comes later takes its place.
  const kept = [...new URLSearchParams(own)]
    .filter(([name]) => !searchParams.has(name) && others[name] === undefined)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  return `${address}?${[...kept, search.slice(1), ...added].join('&')}`;
}
