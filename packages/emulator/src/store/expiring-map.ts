import { MEMORY_CAP } from '../guesses.js';

const SWEEP_EVERY = 1024;

/**
 * A map whose entries expire at `expiresAt`. Expired ones are removed from time to time, and the oldest are dropped
 * above a limit, so that a test with a hundred thousand logins does not fill the memory.
 */
export class ExpiringMap<V extends { expiresAt: number }> {
  readonly #entries = new Map<string, V>();
  readonly #now: () => number;
  readonly #keep: number;
  readonly #dropped: (key: string, value: V) => void;
  #writes = 0;

  /** `keep`: how many milliseconds {@link peek} still finds an expired entry. */
  constructor(now: () => number, keep = 0, dropped: (key: string, value: V) => void = () => undefined) {
    this.#now = now;
    this.#keep = keep;
    this.#dropped = dropped;
  }

  set(key: string, value: V): void {
    this.#entries.set(key, value);
    this.#writes += 1;
    if (this.#writes % SWEEP_EVERY === 0) this.sweep();
  }

  /** The entry, unless it has expired. */
  get(key: string): V | undefined {
    const value = this.#entries.get(key);
    return value && value.expiresAt > this.#now() ? value : undefined;
  }

  /** The entry, even if it has expired, as long as it is kept. */
  peek(key: string): V | undefined {
    const value = this.#entries.get(key);
    return value && value.expiresAt + this.#keep > this.#now() ? value : undefined;
  }

  /** Removes the entry, and returns it unless it has expired. */
  take(key: string): V | undefined {
    const value = this.get(key);
    this.delete(key);
    return value;
  }

  delete(key: string): void {
    const value = this.#entries.get(key);
    if (!value) return;
    this.#entries.delete(key);
    this.#dropped(key, value);
  }

  sweep(): void {
    const deadline = this.#now() - this.#keep;
    let surplus = this.#entries.size - MEMORY_CAP;
    for (const [key, value] of this.#entries) {
      if (surplus > 0 || value.expiresAt <= deadline) {
        this.delete(key);
        surplus -= 1;
      }
    }
  }

  [Symbol.iterator](): IterableIterator<[string, V]> {
    return this.#entries[Symbol.iterator]();
  }
}
