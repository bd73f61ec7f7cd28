import { setTimeout as wait } from 'node:timers/promises';
import type { EndpointName } from '../contract/endpoints.js';
import { KakaoConnectionError } from '../errors/errors.js';
import { usage, usageTexts } from '../errors/usage.js';

/** Keeps track of the open calls and waits of a client, and of whether it is closed. */
export class Lifetime {
  readonly #closing = new AbortController();
  #calls = 0;
  #idle: (() => void) | undefined;
  #closed: Promise<void> | undefined;

  get closed(): boolean {
    return this.#closed !== undefined;
  }

  /** @throws {KakaoUsageError} `client_closed` when the client is closed */
  async run<T>(call: () => Promise<T>): Promise<T> {
    if (this.closed) throw usage('client_closed', 'client', usageTexts().closed);
    this.#calls += 1;
    try {
      return await call();
    } finally {
      this.#calls -= 1;
      if (this.#calls === 0) this.#idle?.();
    }
  }

  /**
   * Waits for `ms` milliseconds.
   *
   * @throws {KakaoConnectionError} `aborted` when the caller aborts
   * @throws {KakaoUsageError} `client_closed` when the client is closed
   */
  async pause(ms: number, signal?: AbortSignal, endpoint?: EndpointName): Promise<void> {
    const closing = this.#closing.signal;
    try {
      await wait(ms, undefined, { signal: signal === undefined ? closing : AbortSignal.any([signal, closing]) });
    } catch {
      if (this.closed) throw usage('client_closed', 'client', usageTexts().closed);
      throw new KakaoConnectionError('aborted', { endpoint });
    }
  }

  /** Refuses new calls, ends all waits, waits for the calls in flight, and then runs `release`. */
  close(release: () => Promise<void>): Promise<void> {
    this.#closed ??= this.#drained().then(release);
    this.#closing.abort();
    return this.#closed;
  }

  #drained(): Promise<void> {
    return this.#calls === 0 ? Promise.resolve() : new Promise((resolve) => (this.#idle = resolve));
  }
}
