import type { AxiosAdapter, AxiosResponse, AxiosResponseHeaders, InternalAxiosRequestConfig } from 'axios';
import type { Dispatcher } from 'undici';
import type { ResolvedOptions } from '../options.js';

/** Why an exchange failed, in the adapter's own words; `sent` says whether any byte of the request may have left. */
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
} as const;

/**
 * Connections that outlive quiet minutes. undici closes one a second before the server's own `Keep-Alive` hint runs
 * out; without a hint after four minutes, just under the idle limit of common load balancers and NAT gateways.
 */
const keepAlive = { keepAliveTimeout: 240_000, keepAliveMaxTimeout: 600_000, keepAliveTimeoutThreshold: 1_000 };

/**
 * An axios adapter that writes straight to undici's dispatcher: no streams, no per-request agent, one timer per request
 * (all of one length, so Node keeps them in one list and starting or stopping one is nearly free).
 */
export async function undiciAdapter(
  { timeouts }: ResolvedOptions,
  headersOf: (headers: Headers) => AxiosResponseHeaders,
): Promise<AxiosAdapter> {
  const { Agent } = await import('undici');
  const agent = new Agent({
    ...keepAlive,
    // The deadline of the exchange covers both, and slow drips too, which undici's own timers do not.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: timeouts.connect, keepAliveInitialDelay: 30_000 },
  });
  return (config) =>
    new Promise<AxiosResponse>((resolve, reject) => {
      // The URL is one of ours: an origin that was checked, a path. Parsing it would cost more than all of the rest here.
      const { url = '' } = config;
      const slash = url.indexOf('/', 'https://'.length);
      agent.dispatch(
        {
          origin: url.slice(0, slash),
          path: url.slice(slash),
          method: (config.method ?? 'get').toUpperCase(),
          headers: config.headers.toJSON() as Record<string, string>,
          body: typeof config.data === 'string' ? config.data : null,
        },
        new Exchange(config, headersOf, resolve, reject),
      );
    });
}

/** As undici gives them: names in lower case. */
type Headers = Record<string, string | string[] | undefined>;

/** One request on its way: gathers the bytes, keeps the deadline, and settles once. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #config: InternalAxiosRequestConfig;
  readonly #headersOf: (headers: Headers) => AxiosResponseHeaders;
  readonly #resolve: (response: AxiosResponse) => void;
  readonly #reject: (failure: ExchangeFailure) => void;
  readonly #maxBytes: number;
  readonly #timer: NodeJS.Timeout;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #failure: ExchangeFailure | undefined;
  #bytes = 0;
  #status = 0;
  #statusText = '';
  #headers: Headers = {};

  constructor(
    config: InternalAxiosRequestConfig,
    headersOf: (headers: Headers) => AxiosResponseHeaders,
    resolve: (response: AxiosResponse) => void,
    reject: (failure: ExchangeFailure) => void,
  ) {
    this.#config = config;
    this.#headersOf = headersOf;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#maxBytes = config.maxContentLength ?? Infinity;
    this.#timer = setTimeout(() => this.#fail(failureCodes.timeout), config.timeout);
    config.signal?.addEventListener?.('abort', this.#abort);
    if (config.signal?.aborted === true) this.#abort();
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
    this.#done();
    // Joined first and decoded once: a syllable that was cut between two chunks is whole again.
    const [first, ...more] = this.#chunks;
    const bytes = first === undefined || more.length === 0 ? first : Buffer.concat(this.#chunks, this.#bytes);
    this.#resolve({
      data: bytes?.toString('utf8') ?? '',
      status: this.#status,
      statusText: this.#statusText,
      headers: this.#headersOf(this.#headers),
      config: this.#config,
    });
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
    this.#config.signal?.removeEventListener?.('abort', this.#abort);
  }
}
