import { isNativeError } from 'node:util/types';
import { KakaoUnexpectedError, type KakaoClient, type TokenResponse } from '@kakao-login/client';
import OAuth2Strategy from 'passport-oauth2';
import { calledBack } from './called-back.js';
import type { PendingLogin } from './pending-login.js';
import type { Seams, TokenParameters, TokensDone, Visit } from './visit.js';

export const upstream = OAuth2Strategy.prototype as unknown as Seams;

/** Exchanges a code through the methods of passport-oauth2, which subclasses can override. */
export async function exchange(
  { strategy, options }: Visit,
  code: string,
  pending: PendingLogin,
): Promise<TokenResponse> {
  const { callbackURL, codeVerifier } = pending;
  const parameters: TokenParameters = {
    ...strategy.tokenParams(options),
    grant_type: 'authorization_code',
    redirect_uri: callbackURL,
    ...(codeVerifier !== undefined && { code_verifier: codeVerifier }),
  };
  const [error, accessToken, refreshToken, tokens] = await calledBack<Parameters<TokensDone>>((done) =>
    strategy._oauth2.getOAuthAccessToken(code, parameters, done),
  );
  if (error) throw strategy._createOAuthError('Failed to obtain access token', error);
  // A stub may return no token. Then nobody is logged in.
  if (typeof accessToken !== 'string' || accessToken === '')
    throw new KakaoUnexpectedError('shape', { kakaoStatus: 200, endpoint: 'oauth.token' });
  const refresh = refreshToken === undefined ? {} : { refresh_token: refreshToken };
  return { ...tokens, access_token: accessToken, ...refresh } as TokenResponse;
}

/** Replaces passport-oauth2's function for the token endpoint with one that uses our client. */
export const accessTokenSeam =
  (client: KakaoClient, callbackURL: string): Seams['_oauth2']['getOAuthAccessToken'] =>
  (code, parameters, done) => {
    const { redirect_uri: redirectUri = callbackURL, code_verifier: codeVerifier, grant_type: grant } = parameters;
    const exchanged = (tokens: TokenResponse) => done(null, tokens.access_token, tokens.refresh_token, tokens);
    const answer =
      grant === 'refresh_token'
        ? client.oauth.refresh({ refreshToken: code })
        : client.oauth.exchangeCode({ code, redirectUri, codeVerifier, further: furtherOf(parameters) });
    answer.then(exchanged, done);
  };

function furtherOf(parameters: TokenParameters): Record<string, string> {
  const { redirect_uri: _uri, code_verifier: _verifier, grant_type: _grant, ...others } = parameters;
  const further: Record<string, string> = {};
  for (const [name, value] of Object.entries(others))
    if (value !== undefined && value !== null) further[name] = String(value);
  return further;
}

/** Loads the profile with the method of a subclass or a stub, if there is one. */
export async function ownUserProfile(
  { strategy, parts }: Visit,
  accessToken: string,
): Promise<{ profile: unknown } | undefined> {
  const load =
    strategy._loadUserProfile !== upstream._loadUserProfile
      ? strategy._loadUserProfile
      : strategy.userProfile !== parts.userProfile
        ? strategy.userProfile
        : undefined;
  if (load === undefined) return undefined;
  const [error, profile] = await calledBack<[error?: unknown, profile?: unknown]>((done) =>
    load.call(strategy, accessToken, done),
  );
  if (!error) return { profile };
  // node-oauth reports a refusal as `{ statusCode, data }`, which Express does not treat as an error.
  const literal = typeof error === 'object' && 'statusCode' in error && !isNativeError(error);
  throw literal ? upstream._createOAuthError.call(strategy, 'Failed to load the user profile', error) : error;
}
