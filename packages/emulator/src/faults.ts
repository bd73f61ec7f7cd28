import type { EndpointName } from '@kakao-login/client/contract';

import type { Call } from './http/call.js';
import { endpointOf } from './request-log.js';

/** What is wrong with an ID token. */
export type IdTokenFlaw = 'expired' | 'signature' | 'nonce' | 'audience' | 'issuer' | 'unknown-key';

/** What goes wrong. */
export type FaultKind =
  /** A documented refusal, by its code: `'KOE237'`, `-10`; -402 names the items in `requiredScopes`. */
  | { kind: 'error'; code: string | number; requiredScopes?: string[] }
  /** Any answer. */
  | { kind: 'answer'; status: number; body?: string; headers?: Record<string, string> }
  /** A page of HTML where JSON is expected, as gateways send. */
  | { kind: 'html'; status?: number }
  /** The answer, later. */
  | { kind: 'latency'; milliseconds: number }
  /** No answer; the connection stays open. */
  | { kind: 'hang' }
  /** The connection is reset in place of an answer. */
  | { kind: 'reset' }
  /** The connection ends in the middle of the body. */
  | { kind: 'cut' }
  /** The body in pieces of one byte, through the middle of Hangul letters. */
  | { kind: 'trickle' }
  /** The ID token of an answer of the token endpoint is flawed. */
  | { kind: 'id-token'; flaw: IdTokenFlaw }
  /** The key set holds another key under the right `kid`, or none. */
  | { kind: 'jwks'; flaw: 'wrong' | 'empty' };

/** Something that goes wrong, where, and how often. */
export type Fault = FaultKind & {
  /** Name of an endpoint (`user.me`), a path (`/oauth/authorize`), or `*`. */
  on: EndpointName | (string & {});
  /** Default: once, or without end when there is a `rate`. */
  times?: number;
  /** Between 0 and 1: how likely each time. Default 1. */
  rate?: number;
};

interface Planned {
  id: number;
  fault: Fault;
  left: number;
}

const kinds = new Set(['error', 'answer', 'html', 'latency', 'hang', 'reset', 'cut', 'trickle', 'id-token', 'jwks']);

/** Errors that were ordered, each played as often as it was ordered. */
export class Faults {
  #planned: Planned[] = [];
  #next = 1;
  readonly #random: () => number;

  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /** Orders a fault; answers its number. */
  add(fault: Fault): number {
    if (!kinds.has(fault.kind)) throw new TypeError(`faults: there is no kind ${fault.kind}`);
    if (typeof fault.on !== 'string' || fault.on === '')
      throw new TypeError('faults: on names an endpoint, a path or *');
    if (fault.kind === 'error' && !/^(?:KOE\d{3}|-\d{1,4})$/.test(String(fault.code))) {
      throw new TypeError('faults: code is a KOE code or a negative number');
    }
    const id = this.#next;
    this.#next += 1;
    this.#planned.push({ id, fault, left: fault.times ?? (fault.rate === undefined ? 1 : Infinity) });
    return id;
  }

  remove(id: number): void {
    this.#planned = this.#planned.filter((planned) => planned.id !== id);
  }

  clear(): void {
    this.#planned = [];
  }

  /** What is still to come. */
  list(): (Fault & { id: number; left: number })[] {
    return this.#planned.map(({ id, fault, left }) => ({ ...fault, id, left }));
  }

  /** The fault for this request, if one is due. */
  take(call: Call): Fault | undefined {
    if (this.#planned.length === 0) return undefined;
    const endpoint = endpointOf(call.path);
    const due = this.#planned.find(
      ({ fault: { on, rate = 1 } }) => (on === '*' || on === call.path || on === endpoint) && this.#random() < rate,
    );
    if (!due) return undefined;
    due.left -= 1;
    if (due.left <= 0) this.remove(due.id);
    return due.fault;
  }
}
