/** A request as it goes out. */
export interface Outgoing {
  /** Absolute, query included. */
  url: string;
  /** In capitals. */
  method: string;
  headers: Readonly<Record<string, string | readonly string[] | undefined>>;
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

/** Names in lower case; a list where a header came more than once. */
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
  connectTimeout: 'KAKAO_CONNECT_TIMEOUT',
  tooLarge: 'KAKAO_TOO_LARGE',
  aborted: 'KAKAO_ABORTED',
  cut: 'KAKAO_CUT',
  notHttp: 'KAKAO_NOT_HTTP',
  unsendable: 'KAKAO_UNSENDABLE',
} as const;

/** What an exchange needs of the connection that carries it. */
interface Carrier {
  destroy: () => void;
}

/**
 * One request on its way: keeps the deadline and settles once. One timer per request, all of one length, so that Node keeps
 * them in one list and starting or stopping one is nearly free.
 */
export class Exchange {
  /** Whether a byte of the request may have left. */
  sent = false;
  carrier: Carrier | undefined;
  settled = false;
  readonly #resolve: (answer: Incoming) => void;
  readonly #reject: (failure: ExchangeFailure) => void;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly request: Outgoing;

  constructor(request: Outgoing, resolve: (answer: Incoming) => void, reject: (failure: ExchangeFailure) => void) {
    this.request = request;
    this.#resolve = resolve;
    this.#reject = reject;
    const { timeout, signal } = request;
    this.#timer = timeout === 0 ? undefined : setTimeout(() => this.#end(failureCodes.timeout), timeout);
    signal?.addEventListener?.('abort', this.#abort);
    if (signal?.aborted === true) this.#abort();
  }

  succeed(answer: Incoming): void {
    if (this.#settle()) this.#resolve(answer);
  }

  /** The reason is a new error: that of a socket is not ours to describe. */
  fail(code: string, status?: number): void {
    if (this.#settle()) this.#reject(new ExchangeFailure(code, this.sent, status));
  }

  readonly #abort = (): void => this.#end(failureCodes.aborted);

  /** Ends it from this side: what still comes on the connection belongs to nobody. */
  #end(code: string): void {
    this.fail(code);
    this.carrier?.destroy();
  }

  #settle(): boolean {
    if (this.settled) return false;
    this.settled = true;
    clearTimeout(this.#timer);
    this.request.signal?.removeEventListener?.('abort', this.#abort);
    return true;
  }
}
