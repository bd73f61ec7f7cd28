import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Jwk, JwkSet } from '../contract/oidc.js';
import { KakaoConnectionError, KakaoTokenError, KakaoUnexpectedError } from '../errors/errors.js';

/** Kakao rotates its keys on a schedule and asks clients not to fetch them often. */
export const freshFor = 24 * 60 * 60_000;
/** How long to keep using stale keys after a failed fetch before trying again. */
export const patience = 60_000;
/** How many fetches may follow each other at once, and how long until one more is allowed: at most 15 in any minute. */
const burst = 3;
const interval = 5_000;
/** How many tokens with an unknown key may wait for a fetch. Each keeps a request open. */
const maxWaiting = 1_000;

/** How a {@link KeyCache} fetches keys and tells the time (in milliseconds). */
export interface KeySource {
  fetch: () => Promise<JwkSet>;
  now: () => number;
  /** Unlike `now`, never goes backwards. */
  monotonic: () => number;
  pause: (ms: number) => Promise<void>;
}

/**
 * Kakao's public keys. They are fetched once, again after a day, and again for an unknown `kid`.
 *
 * Anybody can send tokens with made-up `kid`s, so the number of fetches is limited. When the limit is reached, tokens with unknown
 * `kid`s wait for the next fetch, at most a few seconds. A token is refused only after a fetch that started after the token arrived,
 * so a key that Kakao has just introduced is always found. Tokens with known keys never wait.
 */
export class KeyCache {
  #keys = new Map<string, KeyObject>();
  #fetchedAt = -Infinity;
  #failedAt = -Infinity;
  /** How many fetches are left, and when that was calculated. */
  #budget = burst;
  #countedAt: number;
  /** The fetch in progress, and the one that starts after it or when the limit allows. */
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #waiting = 0;
  readonly #source: KeySource;

  constructor(source: KeySource) {
    this.#source = source;
    this.#countedAt = source.monotonic();
  }

  /**
   * Returns the key for `kid`, synchronously if it is cached and fresh.
   *
   * @param direct whether the token came from Kakao itself: then it is never refused because too many tokens are waiting
   */
  get(kid: string, direct = false): KeyObject | Promise<KeyObject> {
    const key = this.#keys.get(kid);
    if (key === undefined) return this.#look(kid, direct);
    // `abs`, because the clock may have been set back.
    if (Math.abs(this.#source.now() - this.#fetchedAt) >= freshFor) return this.#renew(kid, key);
    return key;
  }

  /** Loads the keys unless they are cached. */
  async ready(): Promise<void> {
    if (this.#keys.size === 0) await (this.#running ?? this.#load());
  }

  async #look(kid: string, direct: boolean): Promise<KeyObject> {
    if (!direct && this.#waiting >= maxWaiting) throw this.#busy();
    this.#waiting += 1;
    try {
      if (this.#running !== undefined) await this.#running;
      // Kakao may have published the key after that fetch.
      if (!this.#keys.has(kid)) await this.#load();
    } finally {
      this.#waiting -= 1;
    }
    return this.#found(kid);
  }

  async #renew(kid: string, old: KeyObject): Promise<KeyObject> {
    const failed = this.#source.monotonic() - this.#failedAt < patience;
    if (failed || this.#running !== undefined || this.#next !== undefined || this.#delay() > 0) return old;
    try {
      await this.#load();
    } catch {
      return old;
    }
    return this.#found(kid);
  }

  #found(kid: string): KeyObject {
    const key = this.#keys.get(kid);
    if (key === undefined) throw new KakaoTokenError('kid');
    return key;
  }

  #load(): Promise<void> {
    return (this.#next ??= this.#schedule());
  }

  async #schedule(): Promise<void> {
    try {
      // Pauses even for 0 ms, so that all tokens that arrive now share this fetch.
      await this.#source.pause(this.#delay());
      await this.#running?.catch(() => {});
    } finally {
      this.#next = undefined;
    }
    this.#refill();
    this.#budget -= 1;
    this.#running = this.#replace().finally(() => (this.#running = undefined));
    return this.#running;
  }

  /** Milliseconds until the limit allows a fetch. */
  #delay(): number {
    this.#refill();
    return Math.max(0, Math.ceil((1 - this.#budget) * interval));
  }

  #refill(): void {
    const now = this.#source.monotonic();
    this.#budget = Math.min(burst, this.#budget + (now - this.#countedAt) / interval);
    this.#countedAt = now;
  }

  async #replace(): Promise<void> {
    try {
      const keys = readable(await this.#source.fetch());
      if (keys.size === 0) throw new KakaoUnexpectedError('shape', { kakaoStatus: 200, endpoint: 'oidc.jwks' });
      this.#keys = keys;
      this.#fetchedAt = this.#source.now();
      this.#failedAt = -Infinity;
    } catch (error) {
      this.#failedAt = this.#source.monotonic();
      throw error;
    }
  }

  #busy(): KakaoConnectionError {
    const error = new KakaoConnectionError('keys_busy', { endpoint: 'oidc.jwks' });
    error.retryAfter = Math.max(1, Math.ceil(this.#delay() / 1000));
    return error;
  }
}

/** Reads RSA signature keys of at least 2048 bits. Other keys and malformed keys are ignored. */
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
