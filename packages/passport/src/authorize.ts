import { authorizeParameters } from '@kakao-login/client';
import { codeChallenge, type PendingLogin } from './pending-login.js';
import type { KakaoAuthenticateOptions, KakaoAuthorizeOptions } from './types.js';
import type { Visit } from './visit.js';

/** Parameters for Kakao's login page, with Kakao's names. */
export type Asked = Readonly<Record<string, string>>;

/** The parameters from the options. Those of the request take precedence over those of the strategy. */
export const askedByOptions = (defaults: KakaoAuthorizeOptions, options: KakaoAuthenticateOptions): Asked =>
  asText(
    authorizeParameters({
      scope: unlessEmpty(options.scope ?? defaults.scope),
      prompt: options.silent === true ? 'none' : unlessEmpty(options.prompt ?? defaults.prompt),
      loginHint: unlessEmpty(options.loginHint ?? defaults.loginHint),
      serviceTerms: unlessEmpty(options.serviceTerms ?? defaults.serviceTerms),
      channelPublicIds: unlessEmpty(options.channelPublicIds ?? defaults.channelPublicIds),
    }),
  );

/** A route can remove a parameter of the strategy by passing an empty value. */
const unlessEmpty = <T extends { length: number }>(value: T | undefined): T | undefined =>
  value?.length === 0 ? undefined : value;

/** The parameters from the options and a subclass. As in passport-oauth2, the subclass takes precedence except for `scope`. */
export function askedBy({ parts, strategy, options }: Visit): Asked {
  const asked = askedByOptions(parts.defaults, options);
  const { scope } = asked;
  return { ...asked, ...asText(strategy.authorizationParams(options)), ...(scope !== undefined && { scope }) };
}

/** The URL to send the user to. Other parameters cannot replace those that protect this login. */
export function addressOf({ strategy }: Visit, asked: Asked, pending: PendingLogin, state?: string): string {
  const { callbackURL, codeVerifier, nonce } = pending;
  return strategy._oauth2.getAuthorizeUrl({
    ...asked,
    redirect_uri: callbackURL,
    state,
    nonce,
    code_challenge: codeVerifier === undefined ? undefined : codeChallenge(codeVerifier),
    code_challenge_method: codeVerifier === undefined ? undefined : 'S256',
  });
}

/** Builds the URL of Kakao's login page. `parameters` replace those in the query of `base`, so each parameter is sent once. */
export function authorizeUrl(base: string, clientID: string, parameters: Record<string, unknown>): string {
  const { client_id: _id, response_type: _type, redirect_uri: redirectUri, ...others } = parameters;
  const sent = asText({ client_id: clientID, redirect_uri: redirectUri, response_type: 'code', ...others });
  const [address, query] = base.split('?', 2);
  const kept = [...new URLSearchParams(query)].filter(([name]) => !Object.hasOwn(sent, name));
  // URLSearchParams would write `+` for a space, which not every server decodes.
  const pairs = [...kept, ...Object.entries(sent)].map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return `${address}?${pairs.join('&')}`;
}

/** Drops `undefined` and `null`, and joins lists with commas. */
const asText = (parameters: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(parameters)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => [name, String(value)]),
  );
