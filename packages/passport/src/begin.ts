import type { KakaoClient } from '@kakao-login/client';
import {
  answerJson,
  answerNothing,
  isFromScript,
  isPrefetch,
  parameter,
  responseOf,
  storeNothing,
  type HttpRequest,
} from './http.js';
import type { Settings } from './options.js';
import { originOf } from './origin.js';
import type { Outcome } from './outcome.js';
import { codeChallenge, newPendingLogin, repeated, type PendingLogin } from './pending-login.js';
import { maxSilentReturnTo, safeReturnTo } from './return-to.js';
import { cannotKeep, type PendingStore } from './store.js';
import type { KakaoAuthenticateOptions, KakaoAuthorizeOptions, SimpleLoginSettings } from './types.js';

/** What it takes to send somebody to Kakao. */
export interface WayToKakao {
  request: HttpRequest;
  settings: Omit<Settings, 'cookie' | 'client'>;
  store: PendingStore;
  now: () => number;
  /** What the strategy asks for where no request says otherwise. */
  defaults: KakaoAuthorizeOptions;
  authorizeUrl: (parameters: RawParameters) => string;
}

/** All that the first leg needs. */
export interface LoginLeg extends WayToKakao {
  options: KakaoAuthenticateOptions;
  /** Absolute. */
  callbackURL: string;
  /** Parameters of the authorize request, in Kakao's names. */
  parameters: () => object;
}

/** Keeps what the second leg will need; returns it with the OAuth parameter `state`. */
async function keepLogin(
  leg: LoginLeg,
  pkce: boolean,
  parameters: Partial<RawParameters>,
): Promise<{ pending: PendingLogin; state: string | undefined }> {
  const { request, options, settings, callbackURL } = leg;
  const silent = options.silent === true;
  const wanted = options.returnTo ?? parameter(request, 'returnTo');
  // The query counts only where that is switched on; whoever writes `returnTo` into a route wants it anyway.
  const allowed = settings.returnTo ?? (silent || options.returnTo !== undefined ? [] : undefined);
  const returnTo = allowed && safeReturnTo(wanted, allowed);
  const { scope } = parameters;
  const asked = asText(parameters);
  const pending = newPendingLogin({
    callbackURL,
    createdAt: leg.now(),
    pkce,
    nonce: options.nonce ?? settings.nonce !== false,
    idToken: scope?.length ? /\bopenid\b/.test([scope].flat().join(' ')) : settings.nonce === 'required' || undefined,
    state: options.state,
    returnTo: silent && (returnTo?.length ?? 0) > maxSilentReturnTo ? undefined : returnTo,
    silent,
    asked: leg.store.recovers && !same(asked, usual(leg, silent)) ? asked : undefined,
  });
  const state = await leg.store.keep(request, pending);
  // A stored answer would send users off with the `state` of a login that is over.
  storeNothing(request);
  return { pending, state };
}

const asText = (parameters: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );

/** What a login of this strategy asks for if its route says nothing. */
const usual = ({ defaults }: WayToKakao, silent: boolean): Record<string, string> =>
  asText(authorizeParameters(defaults, { silent }));

const same = (one: object, other: object): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Sends the user to Kakao. */
export async function beginLogin(leg: LoginLeg): Promise<Outcome> {
  const { request } = leg;
  if (isPrefetch(request)) {
    // Otherwise pointing at a button would begin a login, take the place of one under way, or even end it.
    answerNothing(responseOf(request), 503);
    return { kind: 'answered' };
  }
  const isScript = isFromScript(request);
  if (isScript && request.method === 'GET' && request.headers['sec-fetch-site'] === 'cross-site') {
    // What a script of another site is answered sets no cookie (SameSite), so the page has to come here itself.
    const loginUrl = originOf(request, leg.settings.proxy) + (request.originalUrl ?? request.url);
    storeNothing(request);
    answerJson(responseOf(request), 200, { loginUrl });
    return { kind: 'answered' };
  }
  const parameters: Partial<RawParameters> = leg.parameters();
  const { pending, state } = await keepLogin(leg, leg.settings.pkce, parameters);
  const url = leg.authorizeUrl({ ...parameters, ...secretsOf(pending, state) });
  if (!isScript) return { kind: 'redirect', url };
  answerJson(responseOf(request), 200, { loginUrl: url });
  return { kind: 'answered' };
}

const secretsOf = ({ callbackURL, codeVerifier, nonce }: PendingLogin, state: string | undefined) => ({
  redirect_uri: callbackURL,
  state,
  nonce,
  code_challenge: codeVerifier === undefined ? undefined : codeChallenge(codeVerifier),
});

/** How a login is begun once more. */
export interface Again {
  /** Whether to try without a screen, where the login allows it. */
  quietly: boolean;
  replays: number;
}

/**
 * Sends the user to Kakao once more for a login that could not be finished. Usually no screen is shown. A login that asked for one
 * (`prompt`), or for anything else that a login without a screen would skip, is begun as it was the first time: otherwise anybody at
 * an unlocked browser could get past the password by spoiling a login that asks for it.
 */
export async function beginAgain(way: WayToKakao, pending: PendingLogin, again: Again): Promise<Outcome> {
  const { request, settings, store, now } = way;
  const asked = askedBy(way, pending);
  const quietly = pending.silent === true || (again.quietly && isQuiet(way, pending));
  const next = repeated(pending, {
    createdAt: now(),
    pkce: settings.pkce,
    attempt: quietly ? 2 : 3,
    replays: again.replays,
  });
  const state = await store.keep(request, next);
  return {
    kind: 'redirect',
    url: way.authorizeUrl({ ...asked, ...secretsOf(next, state), ...(quietly && { prompt: 'none' }) }),
  };
}

const askedBy = (way: WayToKakao, { asked, silent, callbackURL }: PendingLogin): RawParameters => ({
  ...(asked ?? usual(way, silent === true)),
  redirect_uri: callbackURL,
});

/**
 * Whether a login means the same without a screen. It does not if its address holds anything but the parameters listed here, be it from
 * a route, a subclass or `authorizationURL`.
 */
export const isQuiet = (way: WayToKakao, pending: PendingLogin): boolean =>
  pending.silent === true ||
  [...new URL(way.authorizeUrl(askedBy(way, pending))).searchParams.keys()].every((name) => quiet.has(name));

const quiet = new Set([
  'client_id',
  'redirect_uri',
  'response_type',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
  'scope',
  'login_hint',
  'service_terms',
  'channel_public_id',
]);

/**
 * Lets the page begin the login, by `Kakao.Auth.authorize()`. The SDK sends no code challenge, so there is no PKCE; `state` and
 * `nonce` are ours.
 */
export async function beginSimpleLogin(leg: LoginLeg, defaults: KakaoAuthorizeOptions): Promise<SimpleLoginSettings> {
  const asked = authorizeParameters(defaults, leg.options);
  const { scope, prompt, login_hint: loginHint, service_terms: serviceTerms } = asked;
  const { pending, state } = await keepLogin(leg, false, asked);
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
