import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Jwk, JwkSet } from '../contract/oidc.js';
import { KakaoConnectionError, KakaoTokenError, KakaoUnexpectedError } from '../errors/errors.js';

/** Kakao changes its keys on a schedule and asks not to fetch them often. */
export const freshFor = 24 * 60 * 60_000;
/** How long keys that are not fresh stay in use after a fetch that failed. */
export const patience = 60_000;
/** Fetches that may follow each other at once, and how long until one more is allowed. Together at most 15 in any minute. */
const burst = 3;
const interval = 5_000;
/** How many tokens with an unknown key wait for a fetch. Each holds a request of somebody open. */
const maxWaiting = 1_000;

/** Where a {@link KeyCache} gets its keys, and its time in milliseconds. */
export interface KeySource {
  fetch: () => Promise<JwkSet>;
  now: () => number;
  /** Never set back, unlike `now`. */
  monotonic: () => number;
  pause: (ms: number) => Promise<void>;
}

/**
 * Kakao's public keys: fetched once, again after a day, and again for a `kid` that is not known.
 *
 * Anybody can send tokens with made-up `kid`s, so fetches have a budget. A token that finds the budget empty waits for the next
 * fetch, which is a few seconds away at most, together with all others. It is called forged only after a fetch that began after
 * it came, so a key that Kakao has just begun to use is always found. Known keys wait for nothing.
 */
export class KeyCache {
  #keys = new Map<string, KeyObject>();
  #fetchedAt = -Infinity;
  #failedAt = -Infinity;
  /** What is left of the budget, and when that was counted. */
  #budget = burst;
  #countedAt: number;
  /** The fetch that runs, and the one that begins after it or once the budget allows. */
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #waiting = 0;
  readonly #source: KeySource;

  constructor(source: KeySource) {
    this.#source = source;
    this.#countedAt = source.monotonic();
  }

  /**
   * The key, at once if it is there and fresh.
   *
   * @param direct whether the token came from Kakao itself, so that no stranger can make it wait in a crowd
   */
  get(kid: string, direct = false): KeyObject | Promise<KeyObject> {
    const key = this.#keys.get(kid);
    if (key === undefined) return this.#look(kid, direct);
    // Also when the clock was set back by more than that.
    if (Math.abs(this.#source.now() - this.#fetchedAt) >= freshFor) return this.#renew(kid, key);
    return key;
  }

  async #look(kid: string, direct: boolean): Promise<KeyObject> {
    if (!direct && this.#waiting >= maxWaiting) throw this.#busy();
    this.#waiting += 1;
    try {
      if (this.#running !== undefined) await this.#running;
      // The fetch that ran may have been answered before Kakao published the key.
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
      // Not at once in any case: everybody who comes now shares this fetch.
      await this.#source.pause(this.#delay());
      await this.#running?.catch(() => {});
    } finally {
      this.#next = undefined;
    }
    this.#delay();
    this.#budget -= 1;
    this.#running = this.#replace().finally(() => (this.#running = undefined));
    return this.#running;
  }

  /** Milliseconds until the budget allows a fetch. */
  #delay(): number {
    const now = this.#source.monotonic();
    this.#budget = Math.min(burst, this.#budget + (now - this.#countedAt) / interval);
    this.#countedAt = now;
    return Math.max(0, Math.ceil((1 - this.#budget) * interval));
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
