import type { KakaoClient } from '@kakao-login/client';
import { answerJson, isFromScript, responseOf, type HttpRequest } from './http.js';
import type { Settings } from './options.js';
import type { Outcome } from './outcome.js';
import { codeChallenge, newPendingLogin } from './pending-login.js';
import type { PendingStore } from './store.js';
import type { KakaoAuthenticateOptions, KakaoAuthorizeOptions } from './types.js';

/** All that the first leg needs. */
export interface LoginLeg {
  request: HttpRequest;
  options: KakaoAuthenticateOptions;
  settings: Settings;
  store: PendingStore;
  now: () => number;
  /** Absolute. */
  callbackURL: string;
  /** Parameters of the authorize request, in Kakao's names. */
  parameters: object;
  authorizeUrl: (parameters: RawParameters) => string;
}

/** Keeps what the second leg will need, and sends the person to Kakao. */
export async function beginLogin(leg: LoginLeg): Promise<Outcome> {
  const { request, options, settings, callbackURL } = leg;
  const pending = newPendingLogin({
    callbackURL,
    createdAt: leg.now(),
    pkce: settings.pkce,
    nonce: settings.nonce && (options.nonce ?? true),
    state: options.state,
  });
  const state = await leg.store.keep(request, pending);
  const { codeVerifier, nonce } = pending;
  const url = leg.authorizeUrl({
    ...leg.parameters,
    redirect_uri: callbackURL,
    state,
    nonce,
    code_challenge: codeVerifier === undefined ? undefined : codeChallenge(codeVerifier),
  });
  // A stored redirect would send people off with the `state` of a login that is over.
  request.res?.setHeader?.('Cache-Control', 'no-store');
  if (!isFromScript(request)) return { kind: 'redirect', url };
  answerJson(responseOf(request), 200, { loginUrl: url });
  return { kind: 'answered' };
}

/** What Kakao is told, in its own names; options of the request win over those of the strategy. */
export function authorizeParameters(defaults: KakaoAuthorizeOptions, options: KakaoAuthorizeOptions): object {
  return {
    scope: options.scope ?? defaults.scope,
    prompt: options.prompt ?? defaults.prompt,
    login_hint: options.loginHint ?? defaults.loginHint,
    service_terms: options.serviceTerms ?? defaults.serviceTerms,
    channel_public_id: options.channelPublicIds ?? defaults.channelPublicIds,
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
  const { search } = new URL(client.oauth.authorizationUrl(known));
  const added = Object.entries(others)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `&${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
  return `${base}${base.includes('?') ? '&' : '?'}${search.slice(1)}${added.join('')}`;
}
