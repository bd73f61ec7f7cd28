import type { KeyObject } from 'node:crypto';
import type { Call } from '../call.js';
import type { CallOptions, UserCaller } from '../callers.js';
import type { DiscoveryDocument, IdTokenClaims, OidcUserInfo } from '../contract/oidc.js';
import type { ResolvedOptions } from '../options.js';
import type { LazyCalls } from '../transport/lazy-calls.js';
import type { Lifetime } from '../transport/lifetime.js';
import type { IdTokenVerifier, VerifyIdTokenOptions } from './id-token.js';

/** OpenID Connect. Switched on per app under Kakao Login > OpenID Connect. */
export class KakaoOidc {
  readonly #call: Call;
  readonly #options: ResolvedOptions;
  readonly #pause: Lifetime['pause'];
  readonly #keysAt: LazyCalls['keysAt'];
  #loading: Promise<IdTokenVerifier> | undefined;
  #verifier: IdTokenVerifier | undefined;

  constructor(call: Call, options: ResolvedOptions, pause: Lifetime['pause'], keysAt?: LazyCalls['keysAt']) {
    this.#call = call;
    this.#keysAt = keysAt ?? (() => call('oidc.jwks', {}, undefined));
    this.#pause = pause;
    this.#options = options;
  }

  /**
   * Kakao's description of itself. This library does not need it: its addresses follow from the option `hosts`.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#oidc-find-openid-provider
   */
  discover(options?: CallOptions): Promise<DiscoveryDocument> {
    return this.#call('oidc.discovery', {}, undefined, options);
  }

  /**
   * Verifies an ID token here, without asking Kakao about it: RS256 signature by a key of Kakao's (cached), issuer,
   * audience, expiry, nonce.
   *
   * @see https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
   * @throws {KakaoTokenError} whose `code` says which check failed
   * A token that names a new key waits until Kakao's keys were fetched again, five seconds at most before that fetch begins:
   * at most 15 fetches are made in a minute, whatever tokens come.
   *
   * @throws {KakaoConnectionError} if the keys are needed and cannot be fetched; `keys_busy` (503, with `retryAfter`) if too many
   * tokens wait for them
   */
  verifyIdToken(idToken: string, options: VerifyIdTokenOptions = {}): Promise<IdTokenClaims> {
    if (this.#verifier !== undefined) return this.#verifier.verify(idToken, options);
    return this.#load().then((verifier) => verifier.verify(idToken, options));
  }

  /**
   * The public key with which Kakao signs security events under this `kid`, for `verifySecurityEvent` of
   * `@kakao-login/client/webhooks`. It comes from where Kakao's `ssf-configuration` says, as a rule from the cache of the keys of
   * ID tokens; waits and limits are those of {@link verifyIdToken}.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/callback
   * @throws {KakaoTokenError} `kid` if Kakao has no such key
   * @throws {KakaoConnectionError} if the keys cannot be fetched, or `keys_busy`
   */
  async securityEventKey(kid: string): Promise<KeyObject> {
    return (this.#verifier ?? (await this.#load())).securityEventKey(kid);
  }

  #load(): Promise<IdTokenVerifier> {
    return (this.#loading ??= import('./id-token.js').then(
      ({ IdTokenVerifier }) =>
        (this.#verifier = new IdTokenVerifier(this.#call, this.#options, this.#pause, this.#keysAt)),
    ));
  }

  /**
   * Lets Kakao take an ID token apart. For debugging only; it is no check of validity, and misuse may be blocked.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#oidc-get-id-token-info
   * @throws {KakaoAuthError} KOE400
   */
  tokenInfo(idToken: string, options?: CallOptions): Promise<IdTokenClaims> {
    return this.#call('oidc.tokeninfo', { id_token: idToken }, undefined, options);
  }

  /**
   * What the user shares, in the names of OpenID Connect.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#oidc-user-info
   */
  userInfo(caller: UserCaller, options?: CallOptions): Promise<OidcUserInfo> {
    return this.#call('oidc.userinfo', {}, caller, options);
  }
}
