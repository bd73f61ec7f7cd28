import type { Call } from './call.js';
import type { CallOptions } from './callers.js';
import type { ConsentItem } from './contract/scopes.js';
import type { Prompt, TokenResponse } from './contract/oauth.js';
import { checkObject, usage, usageTexts } from './errors/usage.js';
import type { ResolvedOptions } from './options.js';

/** What to ask of Kakao's login page. Whatever is left out is not sent. */
export interface AuthorizationUrlParameters {
  /** Has to be registered on the REST API key, to the letter, query included. */
  redirectUri: string;
  /** Consent items to ask for again; with OpenID Connect on, name `openid` too or no new ID token comes. */
  scope?: string | readonly ConsentItem[] | undefined;
  prompt?: Prompt | readonly Prompt[] | undefined;
  /** Fills in the id field of the login page: e-mail, phone number or Kakao Mail id. */
  loginHint?: string | undefined;
  /** Tags of service terms to show; at least one required term has to be among them. Kakao Sync apps only. */
  serviceTerms?: string | readonly string[] | undefined;
  /** Public ids of Kakao Talk channels; at most two are shown. */
  channelPublicIds?: string | readonly string[] | undefined;
  state?: string | undefined;
  nonce?: string | undefined;
  /** PKCE: base64url of the SHA-256 of the verifier. `code_challenge_method=S256` goes with it. */
  codeChallenge?: string | undefined;
}

/** What {@link KakaoOAuth.exchangeCode} needs. */
export interface ExchangeCodeParameters extends CallOptions {
  code: string;
  /** The one with which the login began, to the letter. */
  redirectUri: string;
  /** PKCE: what the `codeChallenge` was made of. */
  codeVerifier?: string | undefined;
  /** Parameters of your own to send along, e.g. for a gateway in front of Kakao. They replace none of the above. */
  further?: Readonly<Record<string, string>> | undefined;
}

/** What {@link KakaoOAuth.refresh} needs. */
export interface RefreshParameters extends CallOptions {
  refreshToken: string;
  /** Scopes that the login gave: Kakao does not repeat them, so the answer gets them from here. */
  scope?: string | undefined;
  /** What is left of the refresh token's life in seconds, if known: the answer carries it on when Kakao gives no new one. */
  refreshTokenExpiresIn?: number | undefined;
}

/** The code flow and what belongs to it. */
export class KakaoOAuth {
  readonly #call: Call;
  readonly #options: ResolvedOptions;

  constructor(call: Call, options: ResolvedOptions) {
    this.#call = call;
    this.#options = options;
  }

  /**
   * Where to send the browser. No request is made.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#request-code
   * @throws {KakaoUsageError} for an empty or malformed value
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
   * Redeems the code that came to the redirect URI. It is sent once: a code works once.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#request-token
   * @throws {KakaoAuthError} KOE320 for a code that is spent or expired, KOE010 for a wrong secret, KOE303 for another redirect URI
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
        ...(codeVerifier === undefined ? {} : { code_verifier: codeVerifier }),
      },
      undefined,
      parameters,
    );
    return withoutNulls(answer);
  }

  /**
   * A new access token for a refresh token.
   *
   * Kakao sends a new refresh token only in the last month of the old one, and never repeats the scopes. Both are
   * carried over, so the answer can be stored as it is.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#refresh-token
   * @throws {KakaoAuthError} KOE322 if the user has to log in again
   */
  async refresh(parameters: RefreshParameters): Promise<TokenResponse & { refresh_token: string }> {
    const { refreshToken, scope, refreshTokenExpiresIn } = checkObject('parameters', parameters);
    requireText('refreshToken', refreshToken);
    optionalText('scope', scope);
    if (refreshTokenExpiresIn !== undefined && !Number.isFinite(refreshTokenExpiresIn)) {
      throw usage('argument_malformed', 'refreshTokenExpiresIn', usageTexts.seconds);
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
   * Where to send the browser to log out of the service and, if the user wishes, of the Kakao Account. Kakao sends it
   * back to `logoutRedirectUri`, which is the service's cue to end its own session. A server must not call it.
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
 * Parameters of the authorize request in Kakao's names, with lists joined; for code that builds the address itself. Prefer
 * {@link KakaoOAuth.authorizationUrl}.
 *
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#request-code
 * @throws {KakaoUsageError} for an empty or malformed value
 */
export function authorizeParameters(
  parameters: Omit<AuthorizationUrlParameters, 'redirectUri'>,
): Record<string, string | undefined> {
  const { loginHint, state, nonce, codeChallenge } = checkObject('parameters', parameters);
  if (codeChallenge !== undefined && !/^[\w-]{43}$/.test(codeChallenge))
    throw usage('argument_malformed', 'codeChallenge', usageTexts.codeChallenge);
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

/** Kakao's own SDKs are ready for `null` where there is nothing. */
const withoutNulls = (answer: TokenResponse): TokenResponse =>
  Object.values(answer).includes(null)
    ? (Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== null)) as unknown as TokenResponse)
    : answer;

/** `%20` for a space: Kakao's own examples use it, and `+` is not a space everywhere in a URL. */
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
  throw usage('argument_malformed', argument, usageTexts.list);
}

/** Half of a surrogate pair, on which encodeURIComponent throws a bare URIError. */
const lone = /\p{Surrogate}/u;

/** What is left out is not sent; what is empty is a mistake: a lost `state` would cost the protection against CSRF. */
function optionalText(argument: string, value: string | undefined): string | undefined {
  if (value !== undefined) requireText(argument, value);
  return value;
}

function requireText(argument: string, value: unknown): void {
  if (typeof value === 'string' && value !== '' && !lone.test(value)) return;
  throw usage('argument_malformed', argument, usageTexts.text);
}

/** An address on the web, or one with an app's own scheme. */
function requireRedirectUri(redirectUri: unknown): void {
  const isOfApp =
    typeof redirectUri === 'string' &&
    /^(?!(?:https?|javascript|data|vbscript|blob|file):)[a-z][\w.+-]*:[!-~]+$/i.test(redirectUri);
  if (!isOfApp) requireUrl('redirectUri', redirectUri);
}

function requireUrl(argument: string, value: unknown): void {
  if (typeof value === 'string' && /^https?:\/\/[^\s/]/.test(value) && URL.canParse(value)) return;
  throw usage('argument_malformed', argument, usageTexts.url);
}
