import { KakaoLoginError } from '@kakao-login/client';
import type { Outcome } from './outcome.js';
import { pendingLifetime } from './pending-login.js';

interface Entry {
  code: string;
  /** Unix time in ms. */
  at: number;
  /** Dropped after a few seconds: it holds a user. */
  outcome: Promise<Outcome> | undefined;
}

/** How long a second click may take, in ms. */
const shareFor = 10_000;
const maxEntries = 10_000;

/**
 * Remembers which logins came back to this instance. A browser that sends the same callback twice (a double click, React's
 * StrictMode) gets one login and the same outcome twice; anything else under a `state` that was used is a replay.
 */
export class FinishedLogins {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly now: () => number) {}

  has(handle: string): boolean {
    const entry = this.entries.get(handle);
    return entry !== undefined && this.now() - entry.at <= pendingLifetime;
  }

  /** @throws KakaoLoginError `state_replayed` */
  once(handle: string, code: string, finish: () => Promise<Outcome>): Promise<Outcome> {
    const before = this.entries.get(handle);
    if (before !== undefined) {
      if (before.outcome !== undefined && before.code === code) return before.outcome;
      return Promise.reject(new KakaoLoginError('state_replayed'));
    }
    const entry: Entry = { code, at: this.now(), outcome: finish() };
    this.entries.set(handle, entry);
    const oldest = this.entries.keys().next();
    if (this.entries.size > maxEntries && oldest.done !== true) this.entries.delete(oldest.value);

    const forget = () => {
      setTimeout(() => (entry.outcome = undefined), shareFor).unref();
    };
    void entry.outcome?.then(forget, forget);
    return entry.outcome ?? finish();
  }
}
