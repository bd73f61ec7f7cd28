import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Jwk, JwkSet } from '../contract/oidc.js';
import { KakaoTokenError, KakaoUnexpectedError } from '../errors/errors.js';

/** Kakao changes its keys on a schedule and asks not to fetch them often. */
const freshFor = 24 * 60 * 60_000;
/** How soon an unknown `kid` may cause another fetch: forged tokens must not make us hammer Kakao. */
const patience = 60_000;
/** The same after a fetch that failed: until one succeeds, valid logins are refused. */
const patienceAfterFailure = 1_000;

/**
 * Kakao's public keys: fetched once, again after a day, and at once for a `kid` that is not known, but no more often than
 * once a minute. One fetch at a time. A failed fetch leaves the keys that are there, and is what an unknown `kid` meets
 * until the next: a token that could not be checked is not called forged.
 */
export class KeyCache {
  #keys = new Map<string, KeyObject>();
  #fetchedAt = -Infinity;
  /** By the monotonic clock: the other may be set back. */
  #triedAt = -Infinity;
  #failure: { error: unknown } | undefined;
  #inFlight: Promise<void> | undefined;
  readonly #fetch: () => Promise<JwkSet>;
  readonly #now: () => number;

  constructor(fetch: () => Promise<JwkSet>, now: () => number) {
    this.#fetch = fetch;
    this.#now = now;
  }

  /** The key, at once if it is there and fresh, so that the usual case waits for nothing. */
  get(kid: string): KeyObject | Promise<KeyObject> {
    const key = this.#keys.get(kid);
    if (key === undefined) return this.#look(kid);
    // Also when the clock was set back by more than that.
    if (Math.abs(this.#now() - this.#fetchedAt) >= freshFor) return this.#renew(kid, key);
    return key;
  }

  async #look(kid: string): Promise<KeyObject> {
    if (this.#inFlight !== undefined || this.#rested(this.#failure === undefined ? patience : patienceAfterFailure)) {
      await this.#load();
    } else if (this.#failure !== undefined) {
      throw this.#failure.error;
    }
    const key = this.#keys.get(kid);
    if (key === undefined) throw new KakaoTokenError('kid');
    return key;
  }

  async #renew(kid: string, old: KeyObject): Promise<KeyObject> {
    if (this.#inFlight !== undefined || (this.#failure !== undefined && !this.#rested(patience))) return old;
    try {
      await this.#load();
    } catch {
      return old;
    }
    const key = this.#keys.get(kid);
    if (key === undefined) throw new KakaoTokenError('kid');
    return key;
  }

  #rested(long: number): boolean {
    return performance.now() - this.#triedAt >= long;
  }

  #load(): Promise<void> {
    this.#inFlight ??= this.#replace().finally(() => {
      this.#inFlight = undefined;
      this.#triedAt = performance.now();
    });
    return this.#inFlight;
  }

  async #replace(): Promise<void> {
    try {
      const keys = readable(await this.#fetch());
      if (keys.size === 0) throw new KakaoUnexpectedError('shape', { kakaoStatus: 200, endpoint: 'oidc.jwks' });
      this.#keys = keys;
      this.#fetchedAt = this.#now();
      this.#failure = undefined;
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
  }
}

/** Only RSA keys for signatures, of at least 2048 bits; a key that cannot be read is as good as absent. */
function readable(set: JwkSet): Map<string, KeyObject> {
  const keys = new Map<string, KeyObject>();
  // oxlint-disable-next-line typescript/no-unnecessary-condition -- the wire may carry anything
  for (const jwk of Array.isArray(set?.keys) ? (set.keys as (Jwk | null)[]) : []) {
    const key = jwk === null ? undefined : publicKey(jwk);
    if (jwk !== null && key !== undefined) keys.set(jwk.kid, key);
  }
  return keys;
}

function publicKey({ kid, kty, alg, use, n, e }: Jwk): KeyObject | undefined {
  if (typeof kid !== 'string' || kty !== 'RSA') return undefined;
  if ((alg as unknown) !== undefined && alg !== 'RS256') return undefined;
  if ((use as unknown) !== undefined && use !== 'sig') return undefined;
  try {
    const key = createPublicKey({ key: { kty, n, e }, format: 'jwk' });
    return (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048 ? key : undefined;
  } catch {
    return undefined;
  }
}
