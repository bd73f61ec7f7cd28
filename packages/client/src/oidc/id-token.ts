import { hash } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { IdTokenClaims } from '../contract/oidc.js';
import { KakaoTokenError } from '../errors/errors.js';
import { checkObject, usage, usageTexts } from '../errors/usage.js';
import type { ResolvedOptions } from '../options.js';
import type { LazyCalls } from '../transport/lazy-calls.js';
import { EventKeys } from './event-keys.js';
import { KeyCache } from './keys.js';
import type { KeySource } from './keys.js';
import { checkClaims, verifyToken } from './verify.js';
import type { ClaimRules, SignatureRules, SignedToken } from './verify.js';

/** Options of {@link KakaoOidc.verifyIdToken}. */
export interface VerifyIdTokenOptions {
  /** The nonce that the login started with. If given, the token must contain it. */
  nonce?: string | undefined;
  /** The app keys to accept, instead of `clientId` and `audiences`. */
  audience?: string | readonly string[] | undefined;
  /**
   * For tokens that clients send with every request: the signature of a token is verified only once, as long as Kakao's key stays
   * the same. Everything else, such as expiry, is checked every time. The claims and a hash of the token are kept in memory.
   */
  remember?: boolean | undefined;
  /**
   * Whether the token came from Kakao's token endpoint and not from a client. If its key is new, such a token always waits for
   * Kakao's keys. Tokens from clients are refused with `keys_busy` (503) when too many are waiting.
   */
  fromTokenEndpoint?: boolean | undefined;
}

/** The functions of a client that OpenID Connect needs. */
export type OidcCalls = Pick<LazyCalls, 'call' | 'keysAt' | 'pause'>;

/** How many tokens are remembered, about 1 KB each. The oldest is dropped first. */
const maxSeen = 10_000;

/** Verifies ID tokens with Kakao's keys. In its own file, so that it is loaded with the first token. */
export class IdTokenVerifier {
  readonly #options: ResolvedOptions;
  readonly #audiences: readonly string[];
  readonly #signature: SignatureRules;
  readonly #direct: SignatureRules;
  readonly #keys: KeyCache;
  readonly #eventKeys: EventKeys;
  readonly #seen = new Map<string, SignedToken>();

  constructor({ call, keysAt, pause }: OidcCalls, options: ResolvedOptions) {
    this.#options = options;
    this.#audiences = [options.clientId, ...options.audiences];
    const cache = (fetch: KeySource['fetch']): KeyCache =>
      new KeyCache({ fetch, now: options.now, monotonic: () => performance.now(), pause });
    const keys = cache(() => call('oidc.jwks', {}, undefined));
    this.#keys = keys;
    this.#eventKeys = new EventKeys({
      ordinary: keys,
      options,
      configuration: (signal) => call('ssf.configuration', {}, undefined, { signal }),
      cacheAt: (url) => cache(() => keysAt(url)),
      monotonic: () => performance.now(),
    });
    this.#signature = { typ: ['jwt', undefined], keyFor: (kid) => keys.get(kid) };
    this.#direct = { ...this.#signature, keyFor: (kid) => keys.get(kid, true) };
  }

  async verify(idToken: string, options: VerifyIdTokenOptions): Promise<IdTokenClaims> {
    const { nonce, audience, remember, fromTokenEndpoint } = checkObject('options', options);
    // `null` is probably a nonce that was lost. It must not turn the check off.
    if (nonce !== undefined && typeof nonce !== 'string')
      throw usage('argument_malformed', 'nonce', usageTexts().string);
    const audiences = audience === undefined ? this.#audiences : typeof audience === 'string' ? [audience] : audience;
    if (!Array.isArray(audiences)) throw usage('argument_malformed', 'audience', usageTexts().keyOrKeys);
    const rules: ClaimRules = {
      issuer: this.#options.issuer,
      audiences,
      nonce,
      now: this.#options.now(),
    };
    const signature = fromTokenEndpoint === true ? this.#direct : this.#signature;
    if (remember !== true) {
      return (await verifyToken(idToken, signature, rules)).payload as unknown as IdTokenClaims;
    }

    if (typeof (idToken as unknown) !== 'string') throw new KakaoTokenError('malformed');
    const id = hash('sha256', idToken, 'base64url');
    let token = this.#seen.get(id);
    const key = token && signature.keyFor(token.kid);
    // Each fetch creates new key objects, so a token signed with a withdrawn key is no longer accepted.
    if (token !== undefined && (key instanceof Promise ? await key : key) === token.key) {
      checkClaims(token.payload, rules);
    } else {
      token = await verifyToken(idToken, signature, rules);
      this.#keep(id, token);
    }
    // A copy, so that the caller cannot change the remembered claims.
    return { ...token.payload } as unknown as IdTokenClaims;
  }

  loadKeys(): Promise<void> {
    return this.#keys.ready();
  }

  async securityEventKey(kid: string): Promise<KeyObject> {
    return this.#eventKeys.get(kid);
  }

  #keep(id: string, token: SignedToken): void {
    this.#seen.delete(id);
    this.#seen.set(id, token);
    const [oldest = id] = this.#seen.size > maxSeen ? this.#seen.keys() : [];
    if (oldest !== id) this.#seen.delete(oldest);
  }
}
