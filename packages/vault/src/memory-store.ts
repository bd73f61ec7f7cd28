import type { VaultRecord, VaultStore } from './store.js';
import { usage, usageTexts } from './usage.js';

interface Lease {
  owner: string;
  until: number;
}

/**
 * Keeps records in the memory of this process, for a service with a single process, for development and for tests. They
 * are lost when the process ends. A user takes about one kilobyte, and the number of users is not limited.
 */
export class MemoryVaultStore implements VaultStore {
  readonly shared = false;
  readonly #records = new Map<string, VaultRecord>();
  readonly #leases = new Map<string, Lease>();
  readonly #now: () => number;

  /**
   * @param options `now`: the clock for leases, in milliseconds. Default: the time since the process started. For tests
   * @throws {KakaoUsageError} `option_malformed` when `now` is not a function
   */
  constructor(options: { now?: (() => number) | undefined } = {}) {
    const { now = () => performance.now() } = Object(options) as typeof options;
    if (typeof now !== 'function') throw usage('option_malformed', 'now', usageTexts().function('now'));
    this.#now = now;
  }

  get(key: string): Promise<VaultRecord | undefined> {
    return Promise.resolve(this.#records.get(key));
  }

  set(key: string, record: VaultRecord, replaces?: string): Promise<boolean> {
    if (replaces !== undefined && this.#records.get(key)?.version !== replaces) return Promise.resolve(false);
    this.#records.set(key, record);
    return Promise.resolve(true);
  }

  delete(key: string, version?: string): Promise<void> {
    if (version !== undefined && this.#records.get(key)?.version !== version) return Promise.resolve();
    this.#records.delete(key);
    this.#leases.delete(key);
    return Promise.resolve();
  }

  lease(key: string, owner: string, milliseconds: number): Promise<boolean> {
    const now = this.#now();
    const lease = this.#leases.get(key);
    const isTaken = lease !== undefined && lease.owner !== owner && lease.until > now;
    if (isTaken || !this.#records.has(key)) return Promise.resolve(false);
    this.#leases.set(key, { owner, until: now + milliseconds });
    return Promise.resolve(true);
  }

  release(key: string, owner: string): Promise<void> {
    if (this.#leases.get(key)?.owner === owner) this.#leases.delete(key);
    return Promise.resolve();
  }

  async *keys(): AsyncGenerator<string, void, undefined> {
    yield* this.#records.keys();
  }
}
