import type { Headers, Incoming } from './exchange.js';
import { failureCodes } from './exchange.js';

/** As much as Node's own parser takes for the head of an answer, and for what may follow its chunks. */
const maxHead = 16_384;
const maxChunkLine = 1_024;

/** Why an answer cannot be read; not an error of its own, because nobody sees it. */
export type Unreadable = typeof failureCodes.notHttp | typeof failureCodes.tooLarge;

type Part = 'head' | 'length' | 'until-close' | 'chunk-line' | 'chunk' | 'chunk-end' | 'trailers' | 'done';

const header = /([!#$%&'*+.^_`|~\w-]+):([\t\x20-\x7e\x80-\xff]*)\r\n/y;
const chunkSize = /^([\da-f]{1,8})[ \t]*(?:;|$)/i;

/**
 * Reads one HTTP/1.1 answer out of the bytes of a connection, cut as they come, by RFC 9112 to the letter: what that calls
 * ambiguous (two lengths, a length with chunks, folded lines, bare line feeds) is refused, as Node's parser does.
 */
export class AnswerReader {
  /** Why this is no answer, once it is known. */
  unreadable: Unreadable | undefined;
  /** Whether another request may follow on the connection. */
  reusable = false;
  status = 0;
  #statusText = '';
  #headers: Headers = {};
  #part: Part = 'head';
  /** Bytes that are no whole line yet. */
  #held: Buffer | undefined;
  /** Bytes of the body, or of its chunk, that are still to come. */
  #left = 0;
  #bytes = 0;
  #body = '';
  readonly #pieces: Buffer[] = [];
  readonly #maxBytes: number;
  readonly #toHead: boolean;

  /** @param toHead whether a `HEAD` was asked, whose answer has no body */
  constructor(maxBytes: number, toHead: boolean) {
    this.#maxBytes = maxBytes;
    this.#toHead = toHead;
  }

  /** Takes the next bytes, which are the caller's again afterwards; whether there is nothing more to wait for. */
  read(chunk: Buffer): boolean {
    const bytes = this.#held === undefined ? chunk : Buffer.concat([this.#held, chunk]);
    this.#held = undefined;
    let at = 0;
    while (at < bytes.length && !this.#ended) {
      const next = this.#step(bytes, at);
      if (next === undefined) {
        this.#held = Buffer.from(bytes.subarray(at));
        return this.#ended;
      }
      at = next;
    }
    // What nobody asked for would be taken for the answer to the next question.
    if (at < bytes.length) this.reusable = false;
    return this.#ended;
  }

  /** The connection was closed in order; whether that completes the answer. */
  close(): boolean {
    if (this.#part === 'until-close') this.#part = 'done';
    return this.#part === 'done';
  }

  get answer(): Incoming {
    // Joined first and decoded once: a syllable that was cut between two pieces is whole again.
    const body = this.#pieces.length === 0 ? this.#body : Buffer.concat(this.#pieces, this.#bytes).toString();
    return { status: this.status, statusText: this.#statusText, headers: this.#headers, body };
  }

  get #ended(): boolean {
    return this.#part === 'done' || this.unreadable !== undefined;
  }

  /** Reads on from `at`, and says how far; `undefined`: more bytes are needed first. */
  #step(bytes: Buffer, at: number): number | undefined {
    switch (this.#part) {
      case 'head':
        return this.#readHead(bytes, at);
      case 'chunk-line':
        return this.#readChunkLine(bytes, at);
      case 'chunk-end':
        if (bytes.length - at < 2) return undefined;
        if (bytes[at] !== 13 || bytes[at + 1] !== 10) return this.#refuse();
        this.#part = 'chunk-line';
        return at + 2;
      case 'trailers':
        return this.#readTrailers(bytes, at);
      default:
        return this.#readBody(bytes, at);
    }
  }

  #refuse(why: Unreadable = failureCodes.notHttp): undefined {
    this.unreadable = why;
  }

  #readHead(bytes: Buffer, at: number): number | undefined {
    const end = bytes.indexOf('\r\n\r\n', at, 'latin1');
    if (end === -1) {
      const begun = bytes.toString('latin1', at, Math.min(bytes.length, at + 7));
      if (bytes.length - at > maxHead || !'HTTP/1.'.startsWith(begun)) return this.#refuse();
      return undefined;
    }
    if (end - at > maxHead) return this.#refuse();
    const head = bytes.toString('latin1', at, end + 2);
    const first = head.indexOf('\r\n');
    const match = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: ([\t\x20-\x7e\x80-\xff]*))?$/.exec(head.slice(0, first));
    const headers = match === null ? undefined : readHeaders(head, first + 2);
    if (match === null || headers === undefined) return this.#refuse();
    const status = Number(match[2]);
    // An interim answer (103 Early Hints): the real one is to follow. Nobody asked to switch protocols.
    if (status === 101) return this.#refuse();
    if (status < 200) return end + 4;
    this.status = status;
    this.#statusText = match[3] ?? '';
    this.#headers = headers;
    const connection = String(headers['connection'] ?? '').toLowerCase();
    this.reusable = match[1] === '1' && !connection.includes('close');
    this.#frame(headers);
    return end + 4;
  }

  /** How long the body is (RFC 9112, 6.3). */
  #frame({ 'transfer-encoding': encoding, 'content-length': length }: Headers): void {
    if (encoding !== undefined) {
      if (length !== undefined || String(encoding).toLowerCase() !== 'chunked') this.#refuse();
      this.#part = this.#bodiless ? 'done' : 'chunk-line';
    } else if (length !== undefined) {
      if (typeof length !== 'string' || !/^\d{1,15}$/.test(length)) return this.#refuse();
      this.#left = this.#bodiless ? 0 : Number(length);
      if (this.#left > this.#maxBytes) return this.#refuse(failureCodes.tooLarge);
      this.#part = this.#left === 0 ? 'done' : 'length';
    } else {
      this.#part = this.#bodiless ? 'done' : 'until-close';
      if (!this.#bodiless) this.reusable = false;
    }
  }

  get #bodiless(): boolean {
    return this.#toHead || this.status === 204 || this.status === 304;
  }

  #readBody(bytes: Buffer, at: number): number {
    const open = this.#part === 'until-close';
    const end = open ? bytes.length : Math.min(bytes.length, at + this.#left);
    this.#bytes += end - at;
    if (this.#bytes > this.#maxBytes) this.#refuse(failureCodes.tooLarge);
    if (!open) this.#left -= end - at;
    if (this.#part === 'length' && this.#left === 0) {
      this.#part = 'done';
      // The usual answer comes in one piece, and needs no copy.
      if (this.#pieces.length === 0) {
        this.#body = bytes.toString('utf8', at, end);
        return end;
      }
    }
    this.#pieces.push(Buffer.from(bytes.subarray(at, end)));
    if (this.#part === 'chunk' && this.#left === 0) this.#part = 'chunk-end';
    return end;
  }

  #readChunkLine(bytes: Buffer, at: number): number | undefined {
    const end = bytes.indexOf('\r\n', at, 'latin1');
    if (end === -1) return bytes.length - at > maxChunkLine ? this.#refuse() : undefined;
    const line = bytes.toString('latin1', at, end);
    const match = end - at > maxChunkLine || /[^\t\x20-\x7e\x80-\xff]/.test(line) ? null : chunkSize.exec(line);
    if (match === null) return this.#refuse();
    this.#left = Number.parseInt(match[1] ?? '', 16);
    if (this.#bytes + this.#left > this.#maxBytes) return this.#refuse(failureCodes.tooLarge);
    this.#part = this.#left === 0 ? 'trailers' : 'chunk';
    return end + 2;
  }

  /** Read to their end and thrown away: nothing that Kakao sends is in them. */
  #readTrailers(bytes: Buffer, at: number): number | undefined {
    const end = bytes.indexOf('\r\n', at, 'latin1');
    if (end === -1) return bytes.length - at > maxHead ? this.#refuse() : undefined;
    if (end === at) this.#part = 'done';
    else if ((this.#left += end - at) > maxHead) return this.#refuse();
    return end + 2;
  }
}

/** `undefined` where a line is no header. */
function readHeaders(head: string, from: number): Headers | undefined {
  const headers: Headers = Object.create(null) as Headers;
  header.lastIndex = from;
  while (header.lastIndex < head.length) {
    const match = header.exec(head);
    if (match === null) return undefined;
    const [, given = '', value = ''] = match;
    const name = given.toLowerCase();
    const before = headers[name];
    const trimmed = value.trim();
    if (before === undefined) headers[name] = trimmed;
    else headers[name] = typeof before === 'string' ? [before, trimmed] : [...before, trimmed];
  }
  return headers;
}
