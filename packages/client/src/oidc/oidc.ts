import type { KeyObject } from 'node:crypto';
import type { Call } from '../call.js';
import type { CallOptions, UserCaller } from '../callers.js';
import type { DiscoveryDocument, IdTokenClaims, OidcUserInfo } from '../contract/oidc.js';
import type { ResolvedOptions } from '../options.js';
import type { IdTokenVerifier, OidcCalls, VerifyIdTokenOptions } from './id-token.js';

/** OpenID Connect. Turn it on for your app under Kakao Login > OpenID Connect. */
export class KakaoOidc {
  readonly #call: Call;
  readonly #calls: OidcCalls;
  readonly #options: ResolvedOptions;
  #loading: Promise<IdTokenVerifier> | undefined;
  #verifier: IdTokenVerifier | undefined;

  constructor(calls: OidcCalls, options: ResolvedOptions) {
    this.#call = calls.call;
    this.#calls = calls;
    this.#options = options;
  }

  /**
   * Gets Kakao's OpenID Connect metadata. This library does not use it: it takes URLs from the option `hosts`.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#oidc-find-openid-provider
   */
  discover(options?: CallOptions): Promise<DiscoveryDocument> {
    return this.#call('oidc.discovery', {}, undefined, options);
  }

  /**
   * Verifies an ID token locally: the RS256 signature with Kakao's keys (cached), issuer, audience, expiry and nonce.
   *
   * If a token names an unknown key, Kakao's keys are fetched again. There are at most 15 fetches a minute, so that fetch can start up
   * to five seconds later.
   *
   * @see https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
   * @throws {KakaoTokenError} when a check fails; `code` says which one
   * @throws {KakaoConnectionError} when the keys are needed and cannot be fetched, or with the code `keys_busy` (503, with
   * `retryAfter`) when too many tokens are waiting for them
   */
  verifyIdToken(idToken: string, options: VerifyIdTokenOptions = {}): Promise<IdTokenClaims> {
    if (this.#verifier !== undefined) return this.#verifier.verify(idToken, options);
    return this.#load().then((verifier) => verifier.verify(idToken, options));
  }

  /**
   * Returns the public key with which Kakao signs security events under this `kid`, for `verifySecurityEvent` of
   * `@kakao-login/client/webhooks`. The key set is the one in Kakao's `ssf-configuration`, normally the same as for ID
   * tokens, whose cache is used. Waits and limits are those of {@link verifyIdToken}.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/callback
   * @throws {KakaoTokenError} `kid` when Kakao has no such key
   * @throws {KakaoConnectionError} when the keys cannot be fetched, or `keys_busy`
   */
  async securityEventKey(kid: string): Promise<KeyObject> {
    return (this.#verifier ?? (await this.#load())).securityEventKey(kid);
  }

  /**
   * Loads Kakao's keys unless they are cached. Call it when a service starts, so that no login has to wait for them, or
   * in a health check.
   *
   * @throws {KakaoConnectionError} when they cannot be fetched
   */
  async loadKeys(): Promise<void> {
    return (this.#verifier ?? (await this.#load())).loadKeys();
  }

  #load(): Promise<IdTokenVerifier> {
    return (this.#loading ??= import('./id-token.js').then(
      ({ IdTokenVerifier }) => (this.#verifier = new IdTokenVerifier(this.#calls, this.#options)),
    ));
  }

  /**
   * Lets Kakao decode an ID token. For debugging only: it does not verify the token, and Kakao may block misuse.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#oidc-get-id-token-info
   * @throws {KakaoAuthError} KOE400 when the ID token is not valid
   */
  tokenInfo(idToken: string, options?: CallOptions): Promise<IdTokenClaims> {
    return this.#call('oidc.tokeninfo', { id_token: idToken }, undefined, options);
  }

  /**
   * Gets what the user has agreed to share, with OpenID Connect's field names.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#oidc-user-info
   */
  userInfo(caller: UserCaller, options?: CallOptions): Promise<OidcUserInfo> {
    return this.#call('oidc.userinfo', {}, caller, options);
  }
}
