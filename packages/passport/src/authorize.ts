import { authorizeParameters } from '@kakao-login/client';
import { codeChallenge, type PendingLogin } from './pending-login.js';
import type { KakaoAuthenticateOptions, KakaoAuthorizeOptions } from './types.js';
import type { Visit } from './visit.js';

/** What Kakao is asked for, in its own names. */
export type Asked = Readonly<Record<string, string>>;

/** What the options ask for; those of the request win over those of the strategy. */
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

/** With an empty value a route takes back what the strategy asks for. */
const unlessEmpty = <T extends { length: number }>(value: T | undefined): T | undefined =>
  value?.length === 0 ? undefined : value;

/** What the options and a subclass ask for. As in passport-oauth2, only `scope` of the options wins over the subclass. */
export function askedBy({ parts, strategy, options }: Visit): Asked {
  const asked = askedByOptions(parts.defaults, options);
  const { scope } = asked;
  return { ...asked, ...asText(strategy.authorizationParams(options)), ...(scope !== undefined && { scope }) };
}

/** Where to send the user. Nothing replaces what protects this login. */
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

/** The address of Kakao's login at `base`. Each parameter is sent once: those given here replace those of the query of `base`. */
export function authorizeUrl(base: string, clientID: string, parameters: Record<string, unknown>): string {
  const { client_id: _id, response_type: _type, redirect_uri: redirectUri, ...others } = parameters;
  const sent = asText({ client_id: clientID, redirect_uri: redirectUri, response_type: 'code', ...others });
  const [address, query] = base.split('?', 2);
  const kept = [...new URLSearchParams(query)].filter(([name]) => !Object.hasOwn(sent, name));
  // Not URLSearchParams, which writes `+` for a space: not every server reads it as one.
  const pairs = [...kept, ...Object.entries(sent)].map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return `${address}?${pairs.join('&')}`;
}

/** What is `undefined` or `null` is not sent; a list gets commas. */
const asText = (parameters: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(parameters)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => [name, String(value)]),
  );
