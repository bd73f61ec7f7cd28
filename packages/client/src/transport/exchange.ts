import { setMaxListeners } from 'node:events';
import type { Dispatcher } from 'undici';

/** A request as it goes out. */
export interface Outgoing {
  /** Absolute, query included. */
  url: string;
  /** In capitals. */
  method: string;
  headers: Record<string, string>;
  body: string | undefined;
  /** For the whole exchange up to the last byte, in milliseconds; 0 is none. */
  timeout: number;
  maxBytes: number;
  signal: Signal | undefined;
}

/** An `AbortSignal`, or what axios takes for one. */
interface Signal {
  readonly aborted: boolean;
  addEventListener?: (name: 'abort', listener: () => void) => void;
  removeEventListener?: (name: 'abort', listener: () => void) => void;
}

/** An answer as it came in, whole. */
export interface Incoming {
  status: number;
  statusText: string;
  headers: Headers;
  body: string;
}

/** As undici gives them: names in lower case. */
export type Headers = Record<string, string | string[] | undefined>;

/** Why an exchange failed, in our own words; `sent` says whether any byte of the request may have left. */
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
 * Writes a request straight to undici's dispatcher: no streams, no per-request agent, one timer per request (all of one
 * length, so Node keeps them in one list and starting or stopping one is nearly free).
 */
export function exchange(dispatcher: Dispatcher, request: Outgoing): Promise<Incoming> {
  return new Promise((resolve, reject) => {
    // The URL is one of ours: an origin that was checked, a path. Parsing it would cost more than all of the rest here.
    const { url, method, headers, body = null } = request;
    const slash = url.indexOf('/', 'https://'.length);
    const handler = new Exchange(request, resolve, reject);
    try {
      dispatcher.dispatch({ origin: url.slice(0, slash), path: url.slice(slash), method, headers, body }, handler);
    } catch (error) {
      handler.onResponseError(undefined, error as Error);
    }
  });
}

/** One request on its way: gathers the bytes, keeps the deadline, and settles once. */
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
  #headers: Headers = {};

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
    // One signal may end many calls: no leak, as each lets go of it.
    if (signal instanceof AbortSignal) setMaxListeners(0, signal);
    signal?.addEventListener?.('abort', this.#abort);
    if (signal?.aborted === true) this.#abort();
  }

  // Called when the request is about to be written to an open connection; before that nothing has left.
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#failure === undefined) this.#controller = controller;
    else controller.abort(this.#failure);
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Headers, statusText?: string): void {
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
    // Joined first and decoded once: a syllable that was cut between two chunks is whole again.
    const [first, ...more] = this.#chunks;
    const bytes = first === undefined || more.length === 0 ? first : Buffer.concat(this.#chunks, this.#bytes);
    const { 'content-encoding': encoding = 'identity', ...headers } = this.#headers;
    if (bytes === undefined || /^identity$/i.test(String(encoding))) this.#answer(bytes, this.#headers);
    else void this.#decode(bytes, String(encoding), headers);
  }

  #answer(bytes: Buffer | undefined, headers: Headers): void {
    if (this.#failure !== undefined) return;
    this.#done();
    const body = bytes?.toString('utf8') ?? '';
    this.#resolve({ status: this.#status, statusText: this.#statusText, headers, body });
  }

  /** Nobody asked for a compressed body, but there are proxies that send one. */
  async #decode(bytes: Buffer, encoding: string, headers: Headers): Promise<void> {
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

  /** The reason is a new error: undici's may hold the request with its headers. */
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
