import { KakaoLoginError } from '@kakao-login/client';
import type { LoginOutcome } from './outcome.js';
import { pendingLifetime } from './pending-login.js';

interface Entry {
  code: string;
  /** Unix time in ms. */
  at: number;
  /** Dropped after some seconds, because it contains a user. */
  outcome: Promise<LoginOutcome> | undefined;
}

/** How long a second click shares the outcome of the first, in ms. Longer than Kakao may take to answer the first. */
const shareFor = 30_000;
const maxEntries = 10_000;

/**
 * Remembers the logins that this instance has finished. If a browser sends the same callback twice (a double click, React's
 * StrictMode), both get the outcome of one login. Any other request with a used `state` is a replay.
 */
export class FinishedLogins {
  private readonly entries = new Map<string, Entry>();
  private readonly shared: Entry[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly now: () => number) {}

  has(handle: string): boolean {
    const entry = this.entries.get(handle);
    return entry !== undefined && this.now() - entry.at <= pendingLifetime;
  }

  /** The outcome of the same callback, if this instance received it a moment ago. */
  before(handle: string, code: string): Promise<LoginOutcome> | undefined {
    const entry = this.entries.get(handle);
    return entry?.code === code ? entry.outcome : undefined;
  }

  /** @throws {KakaoLoginError} `state_replayed` when the login was already finished with another code or some time ago */
  once(handle: string, code: string, finish: () => Promise<LoginOutcome>): Promise<LoginOutcome> {
    if (this.entries.has(handle)) {
      return this.before(handle, code) ?? Promise.reject(new KakaoLoginError('state_replayed'));
    }
    const outcome = finish();
    const entry: Entry = { code, at: this.now(), outcome };
    this.entries.set(handle, entry);
    if (this.entries.size > maxEntries) {
      const [oldest = handle] = this.entries.keys();
      this.entries.delete(oldest);
    }

    this.forgetLater(entry);
    return outcome;
  }

  /** Forgets a login whose code was not sent, so that its callback can be opened again. */
  forget(handle: string): void {
    this.entries.delete(handle);
  }

  /** Uses one timer for all entries. It runs only while there is something to forget. */
  private forgetLater(entry: Entry): void {
    this.shared.push(entry);
    this.timer ??= setInterval(() => {
      const old = this.now() - shareFor;
      while (this.shared[0] !== undefined && this.shared[0].at <= old) this.shared.shift()!.outcome = undefined;
      if (this.shared.length > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
    }, shareFor / 4).unref();
  }
}
