import { setTimeout as pause } from 'node:timers/promises';
import { usage, usageTexts } from '../errors/usage.js';
import type { KakaoWebhook } from './events.js';

/**
 * Where webhooks are kept between the answer to Kakao and their handler. `memoryInbox()` is the default; `bullmqInbox()` of
 * `@kakao-login/nestjs/bullmq` keeps them in Redis or PostgreSQL.
 */
export interface WebhookInbox {
  /**
   * Called once, before the first webhook.
   *
   * @param handle runs the handlers; when it rejects, the webhook is to be tried again later
   * @param details how long repeats may come, and whom to tell about what was given up
   */
  open(handle: (webhook: KakaoWebhook) => Promise<void>, details: WebhookInboxDetails): void | Promise<void>;
  /** Resolves as soon as the webhook is safe. One whose `id` is there already, or was lately, is dropped. */
  add(webhook: KakaoWebhook): Promise<void>;
  /** Takes no more, lets running handlers finish, and returns how many webhooks are lost. */
  close(): Promise<number>;
}

export interface WebhookInboxDetails {
  /** Milliseconds in which the same event may come again. */
  repeats: number;
  onError: (error: unknown, webhook: KakaoWebhook) => void;
}

/** A wait of so many milliseconds, which a signal ends early by rejecting. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<unknown>;

export const realWait: Wait = (ms, signal) => pause(ms, undefined, { signal, ref: false });

export interface MemoryInboxOptions {
  /** How often a handler is tried in all. Default 10, which with the default of `delay` is 8.5 minutes. */
  attempts?: number | undefined;
  /** Milliseconds before the second attempt; doubled for each further one. Default 1000. */
  delay?: number | undefined;
  /** How many webhooks may be there at once. Further ones are not taken. Default 10,000. */
  limit?: number | undefined;
  /** Milliseconds that `close` waits for running handlers. Default 5000. */
  grace?: number | undefined;
  /** How to wait. For tests. */
  wait?: Wait | undefined;
  /** Milliseconds; never set back. For tests. */
  monotonic?: (() => number) | undefined;
}

/** Unlink calls have no id of Kakao's, and a user may link and unlink again: their repeats are told for this long only. */
const unlinkRepeats = 60_000;

/**
 * Keeps webhooks in this process: fit for a service on one machine whose handlers can be made up for. What was not handled when
 * the process ends is lost; `close` counts it.
 *
 * @throws {KakaoUsageError} for a malformed option
 */
export function memoryInbox(options: MemoryInboxOptions = {}): WebhookInbox {
  return new MemoryInbox(options);
}

class MemoryInbox implements WebhookInbox {
  readonly #attempts: number;
  readonly #delay: number;
  readonly #limit: number;
  readonly #grace: number;
  readonly #wait: Wait;
  readonly #monotonic: () => number;
  readonly #closing = new AbortController();
  readonly #running = new Set<Promise<void>>();
  /** Until when a repeat of each is dropped. */
  readonly #seen = new Map<string, number>();
  #unhandled = 0;
  #handle: ((webhook: KakaoWebhook) => Promise<void>) | undefined;
  #details: WebhookInboxDetails | undefined;

  constructor(options: MemoryInboxOptions) {
    this.#attempts = count('attempts', options.attempts, 10);
    this.#delay = count('delay', options.delay, 1_000);
    this.#limit = count('limit', options.limit, 10_000);
    this.#grace = count('grace', options.grace, 5_000);
    this.#wait = options.wait ?? realWait;
    this.#monotonic = options.monotonic ?? (() => performance.now());
  }

  open(handle: (webhook: KakaoWebhook) => Promise<void>, details: WebhookInboxDetails): void {
    this.#handle = handle;
    this.#details = details;
  }

  async add(webhook: KakaoWebhook): Promise<void> {
    const { id } = webhook;
    const now = this.#monotonic();
    if ((this.#seen.get(id) ?? -Infinity) > now) return;
    if (this.#closing.signal.aborted || this.#running.size >= this.#limit)
      throw new Error('the inbox takes no more webhooks');
    this.#forget(now);
    this.#seen.delete(id);
    this.#seen.set(id, now + (webhook.webhook === 'unlink' ? unlinkRepeats : (this.#details?.repeats ?? 0)));
    this.#unhandled += 1;
    const running = this.#run(webhook).finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async close(): Promise<number> {
    this.#closing.abort();
    const over = new AbortController();
    const idle = Promise.all(this.#running).finally(() => over.abort());
    await Promise.race([idle, this.#wait(this.#grace, over.signal).catch(() => {})]);
    return this.#unhandled;
  }

  async #run(webhook: KakaoWebhook): Promise<void> {
    const { signal } = this.#closing;
    // The answer goes out first: a handler may keep the process busy.
    await new Promise((resolve) => void setImmediate(resolve));
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#handle?.(webhook);
        this.#unhandled -= 1;
        return;
      } catch (error) {
        if (attempt < this.#attempts && !signal.aborted) {
          const due = await this.#wait(this.#delay * 2 ** (attempt - 1), signal).then(
            () => true,
            () => false,
          );
          if (due) continue;
        }
        // Should it come once more, it is tried once more.
        this.#seen.delete(webhook.id);
        this.#details?.onError(error, webhook);
        return;
      }
    }
  }

  #forget(now: number): void {
    for (const [id, until] of this.#seen) {
      if (until > now) return;
      this.#seen.delete(id);
    }
  }
}

function count(option: string, value: number | undefined, fallback: number): number {
  if (value === undefined) return fallback;
  if (Number.isInteger(value) && value > 0 && value < 2 ** 31) return value;
  throw usage('option_malformed', option, usageTexts.positiveInteger(fallback));
}
