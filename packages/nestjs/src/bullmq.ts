import { createHash } from 'node:crypto';
import { Queue, Worker } from 'bullmq';
import type { BackendFactory, ConnectionOptions, IQueueBackend, QueueOptions, WorkerOptions } from 'bullmq';
import type { KakaoWebhook, WebhookInbox, WebhookInboxDetails } from '@kakao-login/client/webhooks';

/** Options of {@link bullmqInbox}. */
export interface BullmqInboxOptions<C = ConnectionOptions> {
  /**
   * BullMQ's `connection`: `{ url: 'redis://…' }` or your own client. With `createPostgresBackend`, a URL or a pool of
   * `pg`.
   */
  connection: C;
  /** `createPostgresBackend` of bullmq, to store webhooks in PostgreSQL. Default: Redis. */
  backend?: BackendFactory<IQueueBackend, C> | undefined;
  /** The name of the queue. Default `kakao-webhooks`. */
  queue?: string | undefined;
  /** How many times to try a webhook. After that it is one of BullMQ's failed jobs. Default 12, which takes 34 minutes. */
  attempts?: number | undefined;
  /** Other options of BullMQ's `Worker`, such as `concurrency` and `lockDuration`. */
  worker?: Partial<Omit<WorkerOptions, 'connection'>> | undefined;
  /** Other options of BullMQ's `Queue`, such as `prefix`. */
  queueOptions?: Partial<Omit<QueueOptions, 'connection'>> | undefined;
}

/**
 * How long a repeated unlink call is ignored, in milliseconds. The call has no ID, and a user may link and unlink
 * again.
 */
const unlinkRepeats = 60_000;

/**
 * Creates an inbox that stores webhooks in Redis or PostgreSQL with BullMQ, until any instance has handled them.
 * Webhooks are not lost when a process dies, and one that Kakao sends twice is handled once. Retries, failed jobs and
 * dashboards are BullMQ's. Requires `bullmq`, and `ioredis`, `redis` or `pg`.
 *
 * @see https://docs.bullmq.io
 */
export function bullmqInbox<C = ConnectionOptions>(options: BullmqInboxOptions<C>): WebhookInbox {
  return new BullmqInbox(options);
}

class BullmqInbox<C> implements WebhookInbox {
  #queue: Queue<KakaoWebhook> | undefined;
  #worker: Worker<KakaoWebhook> | undefined;
  #keep = 0;
  readonly #options: BullmqInboxOptions<C>;

  constructor(options: BullmqInboxOptions<C>) {
    this.#options = options;
  }

  open(handle: (webhook: KakaoWebhook) => Promise<void>, { repeats, onError }: WebhookInboxDetails): void {
    const { connection, backend, queue = 'kakao-webhooks', worker, queueOptions } = this.#options;
    this.#keep = Math.ceil(repeats / 1000);
    // BullMQ's types link a connection to its backend. Our options have already checked that.
    const own = connection as ConnectionOptions;
    const factory = backend as undefined;
    this.#queue = new Queue<KakaoWebhook>(queue, { ...queueOptions, connection: own }, factory);
    this.#worker = new Worker<KakaoWebhook>(
      queue,
      async (job) => handle(job.data),
      // Processes that die while they handle a webhook must not use up the attempts.
      { maxStalledCount: 10, ...worker, connection: own },
      factory,
    );
    this.#worker.on('failed', (job, error) => {
      if (job !== undefined && job.attemptsMade >= (job.opts.attempts ?? 1)) onError(error, job.data);
    });
    // Without a listener, a lost connection would end the process. BullMQ reconnects by itself.
    this.#queue.on('error', () => {});
    this.#worker.on('error', () => {});
  }

  async add(webhook: KakaoWebhook): Promise<void> {
    const common = {
      attempts: this.#options.attempts ?? 12,
      backoff: { type: 'exponential', delay: 1_000 },
      removeOnComplete: { age: this.#keep },
    };
    const { id } = webhook;
    const isEvent = webhook.webhook === 'event';
    // A job ID of BullMQ cannot contain a colon or be an integer.
    const jobId = /^[\w.-]{1,128}$/.test(id) ? `jti-${id}` : `jti-${createHash('sha256').update(id).digest('hex')}`;
    await this.#queue?.add(
      isEvent ? webhook.event : 'unlink',
      webhook,
      isEvent ? { ...common, jobId } : { ...common, deduplication: { id, ttl: unlinkRepeats } },
    );
  }

  /** Webhooks that were not handled stay in the queue for the next worker. */
  async close(): Promise<number> {
    // Does not reject: BullMQ emits what fails as an `error`.
    await this.#worker?.close();
    await this.#queue?.close();
    return 0;
  }
}
