import { setTimeout as pause } from 'node:timers/promises';
import { checkObject, usage, usageTexts } from '../errors/usage.js';
import { resolveCount } from '../options.js';
import type { KakaoWebhook } from './events.js';
import { report } from './report.js';

/**
 * Stores webhooks after Kakao was answered, until their handler has run. `memoryInbox()` is the default. `bullmqInbox()` of
 * `@kakao-login/nestjs/bullmq` stores them in Redis or PostgreSQL.
 */
export interface WebhookInbox {
  /**
   * Called once, before the first webhook.
   *
   * @param handle runs the handlers. If it rejects, call it again later
   * @param details how long repeats can arrive, and where to report webhooks that were not handled
   */
  open(handle: (webhook: KakaoWebhook) => Promise<void>, details: WebhookInboxDetails): void | Promise<void>;
  /**
   * Resolves as soon as the webhook is stored. Drops a webhook whose `id` is stored or was handled recently. If it rejects,
   * an account-status event is answered with 503.
   */
  add(webhook: KakaoWebhook): Promise<void>;
  /** Accepts no more webhooks, waits for running handlers, and returns how many webhooks are lost. */
  close(): Promise<number>;
}

export interface WebhookInboxDetails {
  /** For how many milliseconds the same event can be sent again. */
  repeats: number;
  onError: (error: unknown, webhook: KakaoWebhook) => void;
}

/** Waits some milliseconds. Rejects early if the signal is aborted. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<unknown>;

export const realWait: Wait = (ms, signal) => pause(ms, undefined, { signal, ref: false });

/** Keeps the process alive, so that `close` can report how many webhooks are lost. */
const keepAlive: Wait = (ms, signal) => pause(ms, undefined, { signal });

export interface MemoryInboxOptions {
  /** The maximum number of attempts. Default 10, which takes 8.5 minutes with the default `delay`. */
  attempts?: number | undefined;
  /** How long to wait before the second attempt, in milliseconds. Doubled before each further one. Default 1000. */
  delay?: number | undefined;
  /** The maximum number of stored webhooks. More are refused with `inbox_full`. Default 10,000. */
  limit?: number | undefined;
  /** How long `close` waits for running handlers, in milliseconds. Default 5000. */
  grace?: number | undefined;
  /** How to wait. For tests. */
  wait?: Wait | undefined;
  /** A monotonic clock, in milliseconds. For tests. */
  monotonic?: (() => number) | undefined;
}

/** How long a second unlink call for a user counts as a repeat: Kakao sends no id with it, and the user can link and unlink again. */
const unlinkRepeats = 60_000;

/**
 * Keeps webhooks in the memory of this process, for services on one machine that can tolerate a lost webhook. Webhooks that are not
 * handled when the process ends are lost. `close` returns how many.
 *
 * @throws {KakaoUsageError} when an option is malformed
 */
export function memoryInbox(options: MemoryInboxOptions = {}): WebhookInbox {
  return new MemoryInbox(checkObject('options', options));
}

class MemoryInbox implements WebhookInbox {
  readonly #attempts: number;
  readonly #delay: number;
  readonly #limit: number;
  readonly #grace: number;
  readonly #wait: Wait;
  readonly #waitToClose: Wait;
  readonly #monotonic: () => number;
  readonly #closing = new AbortController();
  readonly #running = new Set<Promise<void>>();
  /** Until when to drop repeats of each webhook. */
  readonly #seen = new Map<string, number>();
  #unhandled = 0;
  #handle: ((webhook: KakaoWebhook) => Promise<void>) | undefined;
  #details: WebhookInboxDetails | undefined;

  constructor(options: MemoryInboxOptions) {
    for (const name of ['wait', 'monotonic'] as const) {
      if (options[name] !== undefined && typeof options[name] !== 'function') {
        throw usage('option_malformed', name, usageTexts().functionOption);
      }
    }
    this.#attempts = resolveCount('attempts', options.attempts, 10);
    this.#delay = resolveCount('delay', options.delay, 1_000);
    this.#limit = resolveCount('limit', options.limit, 10_000);
    this.#grace = resolveCount('grace', options.grace, 5_000);
    this.#wait = options.wait ?? realWait;
    this.#waitToClose = options.wait ?? keepAlive;
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
    if (this.#closing.signal.aborted) throw usage('webhooks_closed', 'inbox', usageTexts().webhooksClosed);
    if (this.#running.size >= this.#limit) throw usage('inbox_full', 'limit', usageTexts().inboxFull);
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
    await Promise.race([idle, this.#waitToClose(this.#grace, over.signal).catch(() => {})]);
    return this.#unhandled;
  }

  async #run(webhook: KakaoWebhook): Promise<void> {
    const { signal } = this.#closing;
    // Runs after the answer is sent, because a handler can keep the process busy.
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
        // If Kakao sends it once more, it is handled once more.
        this.#seen.delete(webhook.id);
        report(this.#details?.onError, error, webhook);
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
