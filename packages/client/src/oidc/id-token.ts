import { hash } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Call } from '../call.js';
import type { IdTokenClaims } from '../contract/oidc.js';
import { KakaoTokenError } from '../errors/errors.js';
import { checkObject, usage, usageTexts } from '../errors/usage.js';
import type { ResolvedOptions } from '../options.js';
import type { LazyCalls } from '../transport/lazy-calls.js';
import type { Lifetime } from '../transport/lifetime.js';
import { EventKeys } from './event-keys.js';
import { KeyCache } from './keys.js';
import type { KeySource } from './keys.js';
import { checkClaims, verifyToken } from './verify.js';
import type { ClaimRules, SignatureRules, SignedToken } from './verify.js';

/** What an ID token is compared with, besides issuer and expiry. */
export interface VerifyIdTokenOptions {
  /** The nonce with which the login began. When given, the token has to carry it. */
  nonce?: string | undefined;
  /** Accepted app keys in place of `clientId` and `audiences`. */
  audience?: string | readonly string[] | undefined;
  /**
   * For tokens that come with every request, not with a login: the signature of one that was verified before is not verified
   * again, as long as Kakao's key is the same. Everything else is, expiry above all. Its claims are kept, and of the token a hash.
   */
  remember?: boolean | undefined;
  /**
   * Whether the token came in an answer of Kakao's token endpoint, and not from a client. Such a token always waits for Kakao's
   * keys if its key is new; others are refused with `keys_busy` (503) when too many wait.
   */
  fromTokenEndpoint?: boolean | undefined;
}

/** How many remembered tokens are kept; the oldest give way. Each is about 1 KB. */
const maxSeen = 10_000;

/** Verifies ID tokens against Kakao's keys. In a file of its own so that it is loaded with the first token only. */
export class IdTokenVerifier {
  readonly #options: ResolvedOptions;
  readonly #audiences: readonly string[];
  readonly #signature: SignatureRules;
  readonly #direct: SignatureRules;
  readonly #eventKeys: EventKeys;
  readonly #seen = new Map<string, SignedToken>();

  constructor(call: Call, options: ResolvedOptions, pause: Lifetime['pause'], keysAt: LazyCalls['keysAt']) {
    this.#options = options;
    this.#audiences = [options.clientId, ...options.audiences];
    const cache = (fetch: KeySource['fetch']): KeyCache =>
      new KeyCache({ fetch, now: options.now, monotonic: () => performance.now(), pause });
    const keys = cache(() => call('oidc.jwks', {}, undefined));
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
    // A nonce that got lost as `null` must not look like one that was never wanted.
    if (nonce !== undefined && typeof nonce !== 'string') throw usage('argument_malformed', 'nonce', usageTexts.string);
    const audiences = audience === undefined ? this.#audiences : typeof audience === 'string' ? [audience] : audience;
    if (!Array.isArray(audiences)) throw usage('argument_malformed', 'audience', usageTexts.keyOrKeys);
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
    // Keys that were fetched again are others: what was signed by a withdrawn one counts no more.
    if (token !== undefined && (key instanceof Promise ? await key : key) === token.key) {
      checkClaims(token.payload, rules);
    } else {
      token = await verifyToken(idToken, signature, rules);
      this.#keep(id, token);
    }
    // A copy: what the caller does to it must not be there for the next one.
    return { ...token.payload } as unknown as IdTokenClaims;
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
