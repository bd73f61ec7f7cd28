import { KakaoAccountCalls } from './areas/account.js';
import { KakaoScopes } from './areas/scopes.js';
import { KakaoShipping } from './areas/shipping.js';
import { KakaoTerms } from './areas/terms.js';
import { KakaoUser } from './areas/user.js';
import type { Call } from './call.js';
import { KakaoOAuth } from './oauth.js';
import { KakaoOidc } from './oidc/oidc.js';
import { resolveOptions } from './options.js';
import type { KakaoClientOptions, KakaoHosts, ResolvedOptions } from './options.js';
import { createCall } from './transport/call.js';

/**
 * Everything that a server can ask of Kakao Login.
 *
 * ```ts
 * const kakao = new KakaoClient({ clientId: '…', clientSecret: '…' });
 * const tokens = await kakao.oauth.exchangeCode({ code, redirectUri });
 * const me = await kakao.user.me({ accessToken: tokens.access_token });
 * ```
 */
export class KakaoClient {
  // Private, so that printing a client prints no secret.
  readonly #options: ResolvedOptions;
  readonly oauth: KakaoOAuth;
  readonly oidc: KakaoOidc;
  readonly user: KakaoUser;
  readonly scopes: KakaoScopes;
  readonly terms: KakaoTerms;
  readonly shipping: KakaoShipping;
  readonly account: KakaoAccountCalls;
  /** The one path that every call takes, for endpoints by name. */
  readonly call: Call;

  /** @throws {KakaoUsageError} for a missing or malformed option; the message says where in Kakao's console it is found */
  constructor(options: KakaoClientOptions) {
    this.#options = resolveOptions(options);
    this.call = createCall(this.#options);
    this.oauth = new KakaoOAuth(this.call, this.#options);
    this.oidc = new KakaoOidc(this.call, this.#options);
    this.user = new KakaoUser(this.call);
    this.scopes = new KakaoScopes(this.call);
    this.terms = new KakaoTerms(this.call);
    this.shipping = new KakaoShipping(this.call);
    this.account = new KakaoAccountCalls(this.call);
  }

  /** The options, checked and complete. They hold the secrets: do not log them. */
  get options(): ResolvedOptions {
    return this.#options;
  }

  /** Origins in use, without a slash at the end. */
  get hosts(): KakaoHosts {
    return this.#options.hosts;
  }
}
