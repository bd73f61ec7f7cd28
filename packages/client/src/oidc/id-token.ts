import type { Call } from '../call.js';
import type { IdTokenClaims } from '../contract/oidc.js';
import type { ResolvedOptions } from '../options.js';
import { KeyCache } from './keys.js';
import { verifyToken } from './verify.js';

/** What an ID token is compared with, besides issuer and expiry. */
export interface VerifyIdTokenOptions {
  /** The nonce with which the login began. When given, the token has to carry it. */
  nonce?: string;
  /** Accepted app keys in place of `clientId` and `audiences`. */
  audience?: string | readonly string[];
}

/** Verifies ID tokens against Kakao's keys. In a file of its own so that it is loaded with the first token only. */
export class IdTokenVerifier {
  readonly #options: ResolvedOptions;
  readonly #audiences: readonly string[];
  readonly #keys: KeyCache;

  constructor(call: Call, options: ResolvedOptions) {
    this.#options = options;
    this.#audiences = [options.clientId, ...options.audiences];
    this.#keys = new KeyCache(() => call('oidc.jwks', {}, undefined), options.now);
  }

  async verify(idToken: string, { nonce, audience }: VerifyIdTokenOptions): Promise<IdTokenClaims> {
    const claims = await verifyToken(idToken, {
      typ: ['jwt', undefined],
      issuer: this.#options.hosts.kauth,
      audiences: audience === undefined ? this.#audiences : typeof audience === 'string' ? [audience] : audience,
      expires: true,
      ...(nonce === undefined ? {} : { nonce }),
      now: this.#options.now(),
      keyFor: (kid) => this.#keys.get(kid),
    });
    return claims as unknown as IdTokenClaims;
  }
}
