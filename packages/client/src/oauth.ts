import type { Call } from './call.js';
import type { CallOptions } from './callers.js';
import { isFilled } from './checks.js';
import type { ConsentItem } from './contract/scopes.js';
import type { Prompt, TokenResponse } from './contract/oauth.js';
import { checkObject, usage, usageTexts } from './errors/usage.js';
import type { ResolvedOptions } from './options.js';

/** Parameters of Kakao's login page. Those left out are not sent. */
export interface AuthorizationUrlParameters {
  /** Exactly as registered for the REST API key, query included. */
  redirectUri: string;
  /** Consent items to ask for. If OpenID Connect is on, include `openid`, or Kakao sends no new ID token. */
  scope?: string | readonly ConsentItem[] | undefined;
  prompt?: Prompt | readonly Prompt[] | undefined;
  /** Fills in the id field of the login page: e-mail, phone number or Kakao Mail id. */
  loginHint?: string | undefined;
  /** Tags of service terms to show, at least one of them required. Kakao Sync apps only. */
  serviceTerms?: string | readonly string[] | undefined;
  /** Public ids of Kakao Talk channels. Kakao shows at most two. */
  channelPublicIds?: string | readonly string[] | undefined;
  state?: string | undefined;
  nonce?: string | undefined;
  /** PKCE: the SHA-256 hash of the verifier in base64url. It is sent with `code_challenge_method=S256`. */
  codeChallenge?: string | undefined;
}

/** Parameters of {@link KakaoOAuth.exchangeCode}. */
export interface ExchangeCodeParameters extends CallOptions {
  code: string;
  /** Exactly the one that the login started with. */
  redirectUri: string;
  /** PKCE: the text whose hash was sent as `codeChallenge`. */
  codeVerifier?: string | undefined;
  /** Extra parameters to send, e.g. for a gateway in front of Kakao. They cannot replace the parameters above. */
  further?: Readonly<Record<string, string>> | undefined;
}

/** Parameters of {@link KakaoOAuth.refresh}. */
export interface RefreshParameters extends CallOptions {
  refreshToken: string;
  /** Scopes granted at login. Kakao does not repeat them, so they are copied into the result. */
  scope?: string | undefined;
  /** Remaining lifetime of the refresh token in seconds, if known. It is copied into the result when Kakao sends no new refresh token. */
  refreshTokenExpiresIn?: number | undefined;
}

/** The authorization code flow: login URL, tokens, logout URL. */
export class KakaoOAuth {
  readonly #call: Call;
  readonly #options: ResolvedOptions;

  constructor(call: Call, options: ResolvedOptions) {
    this.#call = call;
    this.#options = options;
  }

  /**
   * Returns the URL of Kakao's login page. Makes no request.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#request-code
   * @throws {KakaoUsageError} when a value is empty or malformed
   */
  authorizationUrl(parameters: AuthorizationUrlParameters): string {
    const { redirectUri } = checkObject('parameters', parameters);
    requireRedirectUri(redirectUri);
    return buildUrl(`${this.#options.hosts.kauth}/oauth/authorize`, {
      client_id: this.#options.clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
      ...authorizeParameters(parameters),
    });
  }

  /**
   * Exchanges the code from the redirect URI for tokens. The request is never retried, because a code works only once.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#request-token
   * @throws {KakaoAuthError} KOE320 when the code was used or has expired, KOE010 when the secret is wrong, KOE303 when the redirect
   * URI differs
   */
  async exchangeCode(parameters: ExchangeCodeParameters): Promise<TokenResponse> {
    const { code, redirectUri, codeVerifier, further } = checkObject('parameters', parameters);
    if (further !== undefined) checkObject('further', further);
    requireText('code', code);
    requireRedirectUri(redirectUri);
    optionalText('codeVerifier', codeVerifier);
    const answer = await this.#call(
      'oauth.token',
      {
        ...further,
        grant_type: 'authorization_code',
        ...this.#client(),
        redirect_uri: redirectUri,
        code,
        // Not a plain field: `undefined` would remove a `code_verifier` in `further`.
        ...(codeVerifier === undefined ? {} : { code_verifier: codeVerifier }),
      },
      undefined,
      parameters,
    );
    return withoutNulls(answer);
  }

  /**
   * Gets a new access token with a refresh token.
   *
   * Kakao sends a new refresh token only in the last month of the old one, and never repeats the scopes. Both are copied into
   * the result, so you can store it as it is.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#refresh-token
   * @throws {KakaoAuthError} KOE322 when the user has to log in again
   */
  async refresh(parameters: RefreshParameters): Promise<TokenResponse & { refresh_token: string }> {
    const { refreshToken, scope, refreshTokenExpiresIn } = checkObject('parameters', parameters);
    requireText('refreshToken', refreshToken);
    optionalText('scope', scope);
    if (refreshTokenExpiresIn !== undefined && !Number.isFinite(refreshTokenExpiresIn)) {
      throw usage('argument_malformed', 'refreshTokenExpiresIn', usageTexts().seconds);
    }
    const refreshed = await this.#call(
      'oauth.token',
      { grant_type: 'refresh_token', ...this.#client(), refresh_token: refreshToken },
      undefined,
      parameters,
    );
    const answer = withoutNulls(refreshed);
    const tokens: TokenResponse & { refresh_token: string } = {
      ...answer,
      refresh_token: answer.refresh_token ?? refreshToken,
    };
    if (
      answer.refresh_token === undefined &&
      answer.refresh_token_expires_in === undefined &&
      refreshTokenExpiresIn !== undefined
    ) {
      tokens.refresh_token_expires_in = refreshTokenExpiresIn;
    }
    if (answer.scope === undefined && scope !== undefined) tokens.scope = scope;
    return tokens;
  }

  /**
   * Returns the URL of a page where the user logs out of the service and, optionally, of their Kakao Account. Kakao then redirects
   * the browser to `logoutRedirectUri`, where the service should end its own session. Open the URL in the browser, not from the
   * server.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#logout-of-service-and-kakaoaccount
   */
  accountLogoutUrl(parameters: { logoutRedirectUri: string; state?: string | undefined }): string {
    const { logoutRedirectUri, state } = checkObject('parameters', parameters);
    requireUrl('logoutRedirectUri', logoutRedirectUri);
    return buildUrl(`${this.#options.hosts.kauth}/oauth/logout`, {
      client_id: this.#options.clientId,
      logout_redirect_uri: logoutRedirectUri,
      state: optionalText('state', state),
    });
  }

  #client(): { client_id: string; client_secret?: string } {
    const { clientId, clientSecret } = this.#options;
    return { client_id: clientId, ...(clientSecret === undefined ? {} : { client_secret: clientSecret }) };
  }
}

/**
 * The parameters of the authorize request in Kakao's names, with lists joined, for code that builds the URL itself. Prefer
 * {@link KakaoOAuth.authorizationUrl}.
 *
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#request-code
 * @throws {KakaoUsageError} when a value is empty or malformed
 */
export function authorizeParameters(
  parameters: Omit<AuthorizationUrlParameters, 'redirectUri'>,
): Record<string, string | undefined> {
  const { loginHint, state, nonce, codeChallenge } = checkObject('parameters', parameters);
  if (codeChallenge !== undefined && !/^[\w-]{43}$/.test(codeChallenge))
    throw usage('argument_malformed', 'codeChallenge', usageTexts().codeChallenge);
  return {
    scope: joinList('scope', parameters.scope),
    prompt: joinList('prompt', parameters.prompt),
    login_hint: optionalText('loginHint', loginHint),
    service_terms: joinList('serviceTerms', parameters.serviceTerms),
    channel_public_id: joinList('channelPublicIds', parameters.channelPublicIds),
    state: optionalText('state', state),
    nonce: optionalText('nonce', nonce),
    code_challenge: codeChallenge,
    code_challenge_method: codeChallenge === undefined ? undefined : 'S256',
  };
}

/** Kakao's own SDKs accept `null` for missing fields, so Kakao may send it. */
const withoutNulls = (answer: TokenResponse): TokenResponse =>
  Object.values(answer).includes(null)
    ? (Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== null)) as unknown as TokenResponse)
    : answer;

/** Writes `%20` for a space, as Kakao's examples do: not every server reads `+` in a URL as a space. */
function buildUrl(base: string, parameters: Record<string, string | undefined>): string {
  const pairs = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return `${base}?${pairs.join('&')}`;
}

function joinList(argument: string, value: string | readonly string[] | undefined): string | undefined {
  if (value === undefined) return undefined;
  const parts: unknown = typeof value === 'string' ? value.split(/[\s,]+/).filter((part) => part !== '') : value;
  if (
    Array.isArray(parts) &&
    parts.length > 0 &&
    parts.every((part) => typeof part === 'string' && /^[^\s,]+$/.test(part))
  ) {
    return optionalText(argument, parts.join(','));
  }
  throw usage('argument_malformed', argument, usageTexts().list);
}

/** Half of a surrogate pair, for which encodeURIComponent throws a URIError. */
const lone = /\p{Surrogate}/u;

/** `undefined` is not sent. An empty value is an error: a `state` lost that way would lose the protection against CSRF. */
function optionalText(argument: string, value: string | undefined): string | undefined {
  if (value !== undefined) requireText(argument, value);
  return value;
}

function requireText(argument: string, value: unknown): void {
  if (isFilled(value) && !lone.test(value)) return;
  throw usage('argument_malformed', argument, usageTexts().text);
}

/** Accepts an http(s) URL or one with an app's own scheme. */
function requireRedirectUri(redirectUri: unknown): void {
  const isOfApp =
    typeof redirectUri === 'string' &&
    /^(?!(?:https?|javascript|data|vbscript|blob|file):)[a-z][\w.+-]*:[!-~]+$/i.test(redirectUri);
  if (!isOfApp) requireUrl('redirectUri', redirectUri);
}

function requireUrl(argument: string, value: unknown): void {
  if (typeof value === 'string' && /^https?:\/\/[^\s/]/.test(value) && URL.canParse(value)) return;
  throw usage('argument_malformed', argument, usageTexts().url);
}
