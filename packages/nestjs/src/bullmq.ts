import { createHash } from 'node:crypto';
import { Queue, Worker } from 'bullmq';
import type { BackendFactory, ConnectionOptions, IQueueBackend, QueueOptions, WorkerOptions } from 'bullmq';
import type { KakaoWebhook, WebhookInbox, WebhookInboxDetails } from '@kakao-login/client/webhooks';

/** What a {@link bullmqInbox} is made from. */
export interface BullmqInboxOptions<C = ConnectionOptions> {
  /** BullMQ's: `{ url: 'redis://…' }`, a client of yours; with `createPostgresBackend` an address or a pool of `pg`. */
  connection: C;
  /** `createPostgresBackend` of bullmq, to keep webhooks in PostgreSQL. Default: Redis. */
  backend?: BackendFactory<IQueueBackend, C> | undefined;
  /** Name of the queue. Default `kakao-webhooks`. */
  queue?: string | undefined;
  /** How often a webhook is tried in all; then it is among BullMQ's failed jobs. Default 12, about an hour. */
  attempts?: number | undefined;
  /** Further options of BullMQ's `Worker`, such as `concurrency` and `lockDuration`. */
  worker?: Partial<Omit<WorkerOptions, 'connection'>> | undefined;
  /** Further options of BullMQ's `Queue`, such as `prefix`. */
  queueOptions?: Partial<Omit<QueueOptions, 'connection'>> | undefined;
}

/** How long a repeat of an unlink call is dropped, in milliseconds. It has no id, and a user may link and unlink again. */
const unlinkRepeats = 60_000;

/**
 * Keeps webhooks in Redis or PostgreSQL with BullMQ until they are handled, on whichever instance: none is lost when a process dies, and
 * one that comes twice, at whichever instance, is handled once. Retries, failed jobs and dashboards are BullMQ's. `bullmq` has to be
 * installed, and `ioredis`, `redis` or `pg`.
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
    // The types of BullMQ tie a connection to its backend; ours has done so already.
    const own = connection as ConnectionOptions;
    const factory = backend as undefined;
    this.#queue = new Queue<KakaoWebhook>(queue, { ...queueOptions, connection: own }, factory);
    this.#worker = new Worker<KakaoWebhook>(
      queue,
      async (job) => handle(job.data),
      // A process that dies while it handles a webhook must not use up the attempts.
      { maxStalledCount: 10, ...worker, connection: own },
      factory,
    );
    this.#worker.on('failed', (job, error) => {
      if (job !== undefined && job.attemptsMade >= (job.opts.attempts ?? 1)) onError(error, job.data);
    });
    // Without a listener the loss of a connection would end the process. BullMQ connects again.
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
    // BullMQ takes no colon and no bare number.
    const jobId = /^[\w.-]{1,128}$/.test(id) ? `jti-${id}` : `jti-${createHash('sha256').update(id).digest('hex')}`;
    await this.#queue?.add(
      isEvent ? webhook.event : 'unlink',
      webhook,
      isEvent ? { ...common, jobId } : { ...common, deduplication: { id, ttl: unlinkRepeats } },
    );
  }

  /** Nothing is lost: what is left waits for the next worker. */
  async close(): Promise<number> {
    await this.#worker?.close();
    await this.#queue?.close();
    return 0;
  }
}
