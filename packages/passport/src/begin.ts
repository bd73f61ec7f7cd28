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
  /** Absolute. */
  callbackURL: string;
  /** Parameters of the authorize request, in Kakao's names. */
  parameters: object;
  authorizeUrl: (parameters: Record<string, string>) => string;
}

/** Keeps what the second leg will need, and sends the person to Kakao. */
export async function beginLogin(leg: LoginLeg): Promise<Outcome> {
  const { request, options, settings, callbackURL } = leg;
  const pending = newPendingLogin({
    callbackURL,
    createdAt: Date.now(),
    pkce: settings.pkce,
    nonce: settings.nonce && (options.nonce ?? true),
    state: options.state,
  });
  const state = await leg.store.keep(request, pending);
  const { codeVerifier, nonce } = pending;
  const url = leg.authorizeUrl({
    ...leg.parameters,
    response_type: 'code',
    redirect_uri: callbackURL,
    ...(state !== undefined && { state }),
    ...(nonce !== undefined && { nonce }),
    ...(codeVerifier !== undefined && {
      code_challenge: codeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    }),
  });
  // A stored redirect would send people off with the `state` of a login that is over.
  request.res?.setHeader?.('Cache-Control', 'no-store');
  if (!isFromScript(request)) return { kind: 'redirect', url };
  answerJson(responseOf(request), 200, { loginUrl: url });
  return { kind: 'answered' };
}

/** What Kakao is told, in its own names and spelling; options of the request win over those of the strategy. */
export function authorizeParameters(
  defaults: KakaoAuthorizeOptions,
  options: KakaoAuthorizeOptions,
): Record<string, string> {
  const merged = {
    scope: joined(options.scope ?? defaults.scope),
    prompt: joined(options.prompt ?? defaults.prompt),
    login_hint: options.loginHint ?? defaults.loginHint,
    service_terms: joined(options.serviceTerms ?? defaults.serviceTerms),
    channel_public_id: joined(options.channelPublicIds ?? defaults.channelPublicIds),
  };
  const told: Record<string, string> = {};
  for (const [name, value] of Object.entries(merged)) if (value) told[name] = value;
  return told;
}

const joined = (value: string | readonly string[] | undefined): string | undefined =>
  value === undefined || typeof value === 'string' ? value : value.join(',');
