import { connect as connectPlain, isIP } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import type { SecureContext } from 'node:tls';
import { AnswerReader } from './answer.js';
import { failureCodes } from './exchange.js';
import type { Exchange } from './exchange.js';

/** Where a connection leads to, taken apart once. */
export interface Origin {
  secure: boolean;
  /** As it goes into the `Host` header. */
  host: string;
  hostname: string;
  port: number;
}

export interface ConnectionRules {
  origin: Origin;
  /** For opening it, in milliseconds. */
  timeout: number;
  context: SecureContext | undefined;
  /** Lets a later handshake be a short one. */
  session: Buffer | undefined;
  onSession: (session: Buffer) => void;
  /** It is open, or its answer is read, and it may carry the next request. */
  onFree: (connection: Connection) => void;
  onClose: (connection: Connection) => void;
}

/** One for all: what is in it is read or copied before the next bytes come. */
const buffer = Buffer.allocUnsafeSlow(65_536);

/** A connection to one of Kakao's servers: a question at a time, and its answer. */
export class Connection {
  open = false;
  /** Whether it has carried a request. */
  used = false;
  /** How long the server keeps it open without a request, in milliseconds, if it said so. */
  hint: number | undefined;
  /** When it is too old to be used again, by `performance.now()`. */
  staleAt = Infinity;
  readonly #socket: Socket;
  readonly #rules: ConnectionRules;
  readonly #timer: NodeJS.Timeout;
  #exchange: Exchange | undefined;
  #bytes: string | Buffer = '';
  #reader: AnswerReader | undefined;
  #failure: string | undefined;

  constructor(rules: ConnectionRules) {
    this.#rules = rules;
    const { origin, timeout, context, session, onSession } = rules;
    const { hostname, port, secure } = origin;
    const options = {
      host: hostname,
      port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: 30_000,
      // Past the machinery of streams: an answer is a few hundred bytes.
      onread: { buffer, callback: (length: number) => this.#read(length) },
    };
    this.#socket = secure
      ? connectSecurely({
          ...options,
          ...(isIP(hostname) === 0 && { servername: hostname }),
          ...(context !== undefined && { secureContext: context }),
          ...(session !== undefined && { session }),
          ALPNProtocols: ['http/1.1'],
        }).on('session', onSession)
      : connectPlain(options);
    this.#timer = setTimeout(() => this.#fail(failureCodes.connectTimeout), timeout);
    this.#socket
      .once(secure ? 'secureConnect' : 'connect', () => this.#opened())
      .on('error', ({ code }: NodeJS.ErrnoException) => this.#fail(code ?? 'ERR_SOCKET'))
      .on('end', () => this.#ended())
      .on('close', () => {
        this.#fail(failureCodes.cut);
        rules.onClose(this);
      });
  }

  get usable(): boolean {
    return !this.#socket.destroyed && this.#socket.readable && this.#socket.writable;
  }

  /** Does not keep the process alive, until it carries a request. */
  rest(): void {
    this.#timer.unref();
    this.#socket.unref();
  }

  /** Sends it, or will when the connection is open. */
  carry(exchange: Exchange, bytes: string | Buffer): void {
    this.#exchange = exchange;
    exchange.carrier = this;
    this.#bytes = bytes;
    this.#timer.ref();
    this.#socket.ref();
    if (this.open) this.#send();
  }

  destroy(): void {
    clearTimeout(this.#timer);
    this.#socket.destroy();
  }

  #opened(): void {
    clearTimeout(this.#timer);
    this.open = true;
    if (this.#exchange === undefined) this.#rules.onFree(this);
    else this.#send();
  }

  #send(): void {
    const { request } = this.#exchange as Exchange;
    this.#reader = new AnswerReader(request.maxBytes, request.method === 'HEAD');
    (this.#exchange as Exchange).sent = true;
    this.#socket.write(this.#bytes, 'latin1');
    this.#bytes = '';
  }

  #read(length: number): boolean {
    const reader = this.#reader;
    // What comes unasked would be taken for the answer to the next question.
    if (reader === undefined) this.destroy();
    else if (reader.read(buffer.subarray(0, length))) this.#finish(reader);
    return true;
  }

  #finish(reader: AnswerReader): void {
    const exchange = this.#exchange as Exchange;
    if (reader.unreadable !== undefined) return this.#fail(reader.unreadable, reader.status);
    this.#exchange = undefined;
    this.#reader = undefined;
    const { answer } = reader;
    const [, hint] = /\btimeout=(\d{1,6})/.exec(String(answer.headers['keep-alive'] ?? '')) ?? [];
    this.used = true;
    this.hint = hint === undefined ? undefined : Number(hint) * 1000;
    if (reader.reusable) this.#rules.onFree(this);
    else this.destroy();
    exchange.succeed(answer);
  }

  #ended(): void {
    if (this.#reader?.close() === true) this.#finish(this.#reader);
    else this.#fail(failureCodes.cut);
  }

  #fail(code: string, status?: number): void {
    this.#failure ??= code;
    this.#exchange?.fail(this.#failure, status);
    this.#exchange = undefined;
    this.#reader = undefined;
    this.destroy();
  }
}
