import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { traced, traceError, webhookChannel } from '../diagnostics.js';
import type { KakaoWebhookMessage } from '../diagnostics.js';
import { KakaoWebhookError, isKakaoError } from '../errors/errors.js';
import { checkObject, usage, usageTexts } from '../errors/usage.js';
import type { KakaoSecurityEvent, KakaoUnlink, KakaoWebhook } from './events.js';
import { contentType, refuseRepeatedHeaders } from './headers.js';
import { memoryInbox, realWait } from './inbox.js';
import type { Wait, WebhookInbox } from './inbox.js';
import { readBody } from './read-body.js';
import type { WithBody } from './read-body.js';
import { report } from './report.js';
import { checkEventOptions, verifySecurityEvent } from './security-event.js';
import type { VerifySecurityEventOptions } from './security-event.js';
import { checkAdminKeys, parseUnlink } from './unlink.js';

/** Options of `createWebhookReceiver`. */
export interface WebhookReceiverOptions extends VerifySecurityEventOptions {
  /** The primary admin key, or the old and the new one while you rotate it. Default: `adminKey` of the client. */
  adminKeys?: string | readonly string[] | undefined;
  /**
   * Called for each unlink call. If it throws, it is called again later. It can be called twice for the same unlink
   * call.
   */
  onUnlink?: ((unlink: KakaoUnlink) => unknown) | undefined;
  /** Called for each account-status event, like `onUnlink`. */
  onEvent?: ((event: KakaoSecurityEvent) => unknown) | undefined;
  /** Stores webhooks until they are handled. Default `memoryInbox()`. */
  inbox?: WebhookInbox | undefined;
  /**
   * Called for every webhook that was not handled, with the error. Its return value is ignored. Default, and if it fails:
   * the process emits a warning.
   */
  onError?: ((error: unknown, webhook?: KakaoWebhook) => unknown) | undefined;
  /** How to wait. For tests. */
  wait?: Wait | undefined;
}

/** Receives Kakao's webhooks at one URL. */
export interface WebhookReceiver {
  /**
   * Answers a request of `node:http`, Express or Connect: 200 for an unlink call, 202 for an account-status event, 400 with
   * Kakao's `{ err, description }` for anything that Kakao did not send. Works with or without a body parser before it.
   */
  receive: (request: IncomingMessage, response: ServerResponse) => void;
  /** For shutdown: stops accepting webhooks and waits for running handlers. Returns how many webhooks are lost. */
  close: () => Promise<number>;
}

/** In milliseconds. Kakao waits three seconds, including the time on the network. */
const deadline = 2_500;

interface Answer {
  status: number;
  body?: { err: string; description: string };
  retryAfter?: number | undefined;
}

/**
 * Creates a receiver for both webhooks. It answers before your handlers run, drops repeats, and retries handlers that failed.
 *
 * ```ts
 * const webhooks = createWebhookReceiver({
 *   client: kakao,
 *   appId: '123456',
 *   onEvent: (event) => event.event === 'user-unlinked' && members.remove(event.userId),
 * });
 * app.all('/kakao/webhooks', webhooks.receive);
 * ```
 *
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/callback
 * @throws {KakaoUsageError} when an option is missing or malformed: `onUnlink` needs an admin key
 */
export function createWebhookReceiver(options: WebhookReceiverOptions): WebhookReceiver {
  return new Receiver(checkObject('options', options));
}

/** The progress of one request. */
interface Progress {
  stage: 'reading' | 'verifying' | 'keeping';
  kind: KakaoWebhook['webhook'];
  /** Set when the request has been read and verified. */
  webhook?: KakaoWebhook;
  /** Why the webhook is refused, or could not be stored. */
  error?: unknown;
}

class Receiver implements WebhookReceiver {
  readonly #options: WebhookReceiverOptions;
  readonly #adminKeys: readonly string[];
  readonly #inbox: WebhookInbox;
  readonly #wait: Wait;
  readonly #now: () => number;
  readonly #report: (error: unknown, webhook?: KakaoWebhook) => void;
  readonly #opened: Promise<void>;
  #closed: Promise<number> | undefined;

  constructor(options: WebhookReceiverOptions) {
    const { maxAge, clientOptions } = checkEventOptions(options);
    const { onUnlink, onEvent, onError, inbox = memoryInbox(), wait = realWait } = options;
    const { adminKeys = clientOptions.adminKey ?? [] } = options;
    this.#adminKeys = onUnlink === undefined && adminKeys.length === 0 ? [] : checkAdminKeys(adminKeys);
    for (const [name, value] of Object.entries({ onUnlink, onEvent, onError, wait })) {
      if (value !== undefined && typeof value !== 'function') {
        throw usage('option_malformed', name, usageTexts().functionOption);
      }
    }
    if (!isInbox(inbox)) throw usage('option_malformed', 'inbox', usageTexts().inbox);
    this.#options = options;
    this.#inbox = inbox;
    this.#wait = wait;
    this.#now = clientOptions.now;
    const handle = async (webhook: KakaoWebhook): Promise<void> => {
      const run = async (): Promise<void> => {
        await (webhook.webhook === 'unlink' ? onUnlink?.(webhook) : onEvent?.(webhook));
      };
      if (!webhookChannel.hasSubscribers) return run();
      return traced(webhookChannel, { stage: 'handle', ...kindOf(webhook) }, run);
    };
    this.#report = (error, webhook) => report(onError, error, webhook);
    // Twice the maximum age of an event, so that a replay is either too old or still remembered.
    const details = { repeats: 2 * maxAge * 1000, onError: this.#report };
    this.#opened = Promise.resolve(inbox.open(handle, details));
    this.#opened.catch(this.#report);
  }

  readonly receive = (request: IncomingMessage, response: ServerResponse): void => {
    void this.#traced(request).then((answer) => send(request, response, answer));
  };

  #traced(request: IncomingMessage): Promise<Answer> {
    const progress: Progress = { stage: 'reading', kind: 'unlink' };
    if (!webhookChannel.hasSubscribers) return this.#answer(request, progress);
    const message: KakaoWebhookMessage = { stage: 'receive' };
    return traced(webhookChannel, message, async () => {
      const answer = await this.#answer(request, progress);
      const { webhook, kind, error } = progress;
      Object.assign(message, webhook === undefined ? { webhook: kind } : kindOf(webhook));
      if (error !== undefined) message.error = traceError(error);
      return answer;
    });
  }

  close(): Promise<number> {
    return (this.#closed ??= this.#opened.then(
      () => this.#inbox.close(),
      () => 0,
    ));
  }

  /** Answers in time even if the work is slow. The work then continues after the answer. */
  async #answer(request: IncomingMessage, progress: Progress): Promise<Answer> {
    const over = new AbortController();
    const answered = this.#process(request, progress);
    try {
      const late = this.#wait(deadline, over.signal).then(
        () => this.#lateAnswer(progress),
        () => answered,
      );
      return await Promise.race([answered, late]);
    } finally {
      over.abort();
    }
  }

  async #process(request: IncomingMessage, progress: Progress): Promise<Answer> {
    let webhook: KakaoWebhook | undefined;
    try {
      webhook = await this.#read(request, progress);
      progress.webhook = webhook;
      progress.stage = 'keeping';
      await this.#opened;
      if (this.#closed !== undefined) throw usage('webhooks_closed', 'receiver', usageTexts().webhooksClosed);
      await this.#inbox.add(webhook);
      return taken(progress.kind);
    } catch (error) {
      progress.error = error;
      if (isKakaoError(error) && error.kind === 'webhook') return refusal(error);
      this.#report(error, webhook);
      // Kakao expects 200 for an unlink call, even if it could not be handled.
      return webhook?.webhook === 'unlink' ? taken('unlink') : notNow(error);
    }
  }

  async #read(request: IncomingMessage & WithBody, progress: Progress): Promise<KakaoWebhook> {
    const { method, headers, url } = request;
    refuseRepeatedHeaders(request);
    if (contentType(headers) !== 'application/secevent+jwt') {
      const body = method === 'POST' ? await readBody(request) : undefined;
      if (this.#adminKeys.length === 0) throw new KakaoWebhookError('admin_key');
      const { appId } = this.#options;
      return parseUnlink({ method, headers, url, body }, { adminKeys: this.#adminKeys, appId, now: this.#now });
    }
    progress.kind = 'event';
    if (method !== 'POST') throw new KakaoWebhookError('method');
    const body = await readBody(request);
    if (typeof body !== 'string') throw new KakaoWebhookError('malformed');
    progress.stage = 'verifying';
    return verifySecurityEvent(body.trim(), this.#options);
  }

  #lateAnswer(progress: Progress): Answer {
    const { stage, kind } = progress;
    if (stage === 'reading') {
      const error = new KakaoWebhookError('malformed');
      progress.error = error;
      return refusal(error);
    }
    // If Kakao has just introduced the key, it is loaded within seconds and the event is then handled, so Kakao does
    // not need to send it again.
    if (stage === 'verifying' || kind === 'unlink') return taken(kind);
    return notNow(undefined);
  }
}

const kindOf = (webhook: KakaoWebhook): Pick<KakaoWebhookMessage, 'webhook' | 'event'> =>
  webhook.webhook === 'unlink' ? { webhook: 'unlink' } : { webhook: 'event', event: webhook.event };

const taken = (kind: KakaoWebhook['webhook']): Answer => ({ status: kind === 'unlink' ? 200 : 202 });

const refusal = ({ err, reason, status }: KakaoWebhookError): Answer => ({
  status,
  body: { err, description: reason.en },
});

const notNow = (error: unknown): Answer => ({
  status: 503,
  body: { err: 'temporarily_unavailable', description: 'The event could not be stored. Send it again later.' },
  retryAfter: isKakaoError(error) ? error.retryAfter : undefined,
});

function send(request: IncomingMessage, response: ServerResponse, { status, body, retryAfter }: Answer): void {
  if (response.headersSent || response.destroyed) return;
  const text = body === undefined ? '' : JSON.stringify(body);
  const headers: OutgoingHttpHeaders = { 'cache-control': 'no-store', 'content-length': Buffer.byteLength(text) };
  if (text !== '') headers['content-type'] = 'application/json';
  if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter);
  // Otherwise the rest of an unread body would be parsed as the next request.
  if (!request.complete) headers['connection'] = 'close';
  response.writeHead(status, headers);
  response.end(text);
}

const isInbox = (inbox: Partial<WebhookInbox> | null): boolean =>
  [inbox?.open, inbox?.add, inbox?.close].every((method) => typeof method === 'function');
