import { setMaxListeners } from 'node:events';
import type { Dispatcher } from 'undici';

/** A request to send. */
export interface Outgoing {
  /** Absolute URL, including the query. A fragment is not sent. */
  url: string;
  /** In upper case. */
  method: string;
  headers: Record<string, string>;
  body: string | undefined;
  /** For the whole exchange up to the last byte, in milliseconds. 0 is no timeout. */
  timeout: number;
  maxBytes: number;
  signal: Signal | undefined;
}

/** An `AbortSignal`, or anything else that axios accepts as one. */
interface Signal {
  readonly aborted: boolean;
  addEventListener?: (name: 'abort', listener: () => void) => void;
  removeEventListener?: (name: 'abort', listener: () => void) => void;
}

/** A complete response. */
export interface Incoming {
  status: number;
  statusText: string;
  headers: IncomingHeaders;
  body: string;
}

/** As undici passes them, with names in lower case. */
type IncomingHeaders = Record<string, string | string[] | undefined>;

/** A failed exchange. `sent` is false only if nothing of the request was sent. */
export class ExchangeFailure extends Error {
  override readonly name = 'ExchangeFailure';
  constructor(
    readonly code: string,
    readonly sent: boolean,
    readonly status = 0,
  ) {
    super(code);
  }
}

export const failureCodes = {
  timeout: 'KAKAO_TIMEOUT',
  tooLarge: 'KAKAO_TOO_LARGE',
  aborted: 'KAKAO_ABORTED',
  encoding: 'KAKAO_ENCODING',
} as const;

/**
 * Sends a request with undici's dispatcher directly: without streams, and with one timer for each request. The timers have the same
 * duration, so Node keeps them in one list, and starting or stopping one costs almost nothing.
 */
export function exchange(dispatcher: Dispatcher, request: Outgoing): Promise<Incoming> {
  return new Promise((resolve, reject) => {
    const { method, headers, body = null } = request;
    const handler = new Exchange(request, resolve, reject);
    try {
      const { origin, pathname, search } = new URL(request.url);
      dispatcher.dispatch({ origin, path: pathname + search, method, headers, body }, handler);
    } catch (error) {
      handler.onResponseError(undefined, error as Error);
    }
  });
}

/** Handles one request: collects the response, enforces the deadline, and settles once. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #resolve: (answer: Incoming) => void;
  readonly #reject: (failure: ExchangeFailure) => void;
  readonly #maxBytes: number;
  readonly #signal: Signal | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #failure: ExchangeFailure | undefined;
  #bytes = 0;
  #status = 0;
  #statusText = '';
  #headers: IncomingHeaders = {};

  constructor(
    { timeout, maxBytes, signal }: Outgoing,
    resolve: (answer: Incoming) => void,
    reject: (failure: ExchangeFailure) => void,
  ) {
    this.#resolve = resolve;
    this.#reject = reject;
    this.#maxBytes = maxBytes;
    this.#signal = signal;
    this.#timer = timeout === 0 ? undefined : setTimeout(() => this.#fail(failureCodes.timeout), timeout);
    // Many calls can share one signal. Each removes its listener, so there is no leak to warn about.
    if (signal instanceof AbortSignal) setMaxListeners(0, signal);
    signal?.addEventListener?.('abort', this.#abort);
    if (signal?.aborted === true) this.#abort();
  }

  // Called just before the request is written to an open connection. Until then nothing was sent.
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#failure === undefined) this.#controller = controller;
    else controller.abort(this.#failure);
  }

  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHeaders,
    statusText?: string,
  ): void {
    this.#status = status;
    this.#statusText = statusText ?? '';
    this.#headers = headers;
    if (Number(headers['content-length']) > this.#maxBytes) this.#fail(failureCodes.tooLarge);
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#maxBytes) this.#fail(failureCodes.tooLarge);
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.#failure !== undefined) return;
    // Chunks are joined before they are decoded, because a Korean syllable can be split between two of them.
    const [first, ...more] = this.#chunks;
    const bytes = first === undefined || more.length === 0 ? first : Buffer.concat(this.#chunks, this.#bytes);
    const { 'content-encoding': encoding = 'identity', ...headers } = this.#headers;
    if (bytes === undefined || /^identity$/i.test(String(encoding))) this.#answer(bytes, this.#headers);
    else void this.#decode(bytes, String(encoding), headers);
  }

  #answer(bytes: Buffer | undefined, headers: IncomingHeaders): void {
    if (this.#failure !== undefined) return;
    this.#done();
    const body = bytes?.toString('utf8') ?? '';
    this.#resolve({ status: this.#status, statusText: this.#statusText, headers, body });
  }

  /** The request does not accept compression, but some proxies compress anyway. */
  async #decode(bytes: Buffer, encoding: string, headers: IncomingHeaders): Promise<void> {
    try {
      const { decode } = await import('./decode.js');
      this.#answer(await decode(bytes, encoding, this.#maxBytes), headers);
    } catch (error) {
      const tooLarge = (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE';
      this.#fail(tooLarge ? failureCodes.tooLarge : failureCodes.encoding);
    }
  }

  onResponseError(_: Dispatcher.DispatchController | undefined, error: Error & { code?: unknown }): void {
    this.#fail(typeof error.code === 'string' ? error.code : error.name);
  }

  readonly #abort = (): void => this.#fail(failureCodes.aborted);

  /** Creates a new error, because undici's can contain the request with its headers. */
  #fail(code: string): void {
    if (this.#failure !== undefined) return;
    this.#done();
    this.#failure = new ExchangeFailure(code, this.#controller !== undefined, this.#status);
    this.#controller?.abort(this.#failure);
    this.#reject(this.#failure);
  }

  #done(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener?.('abort', this.#abort);
  }
}
