import type { EndpointName } from '@kakao-login/client/contract';

import type { Call } from './http/call.js';
import { endpointOf, isEndpoint } from './request-log.js';

/** What is wrong with an ID token. */
export type IdTokenFlaw = 'expired' | 'signature' | 'nonce' | 'audience' | 'issuer' | 'unknown-key';

/** What goes wrong. */
export type FaultKind =
  /**
   * A documented refusal, by its code: `'KOE237'`, `-10`; -402 names the items in `requiredScopes`. At
   * `/oauth/authorize` also the `error` of a redirect: `'access_denied'`, `'interaction_required'` … At the address
   * picker, `/user/address`, one of its own: `'KAE004'`.
   */
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

/** A fault that is still to come. `left`: how many times; not there when it has no end. */
export type PlannedFault = Fault & { id: number; left?: number };

const kinds = new Set(['error', 'answer', 'html', 'latency', 'hang', 'reset', 'cut', 'trickle', 'id-token', 'jwks']);
const flaws: Partial<Record<FaultKind['kind'], readonly string[]>> = {
  'id-token': ['expired', 'signature', 'nonce', 'audience', 'issuer', 'unknown-key'] satisfies IdTokenFlaw[],
  jwks: ['wrong', 'empty'],
};

const isStatus = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 200 && Number(value) < 600;

/** What is wrong with an order, which may have come over HTTP from any language. */
function mistakeIn(fault: Fault): string | undefined {
  const { kind, on, times, rate } = fault;
  if (!kinds.has(kind)) return `there is no kind ${kind}`;
  if (typeof on !== 'string' || !(on === '*' || on.startsWith('/') || isEndpoint(on))) {
    return 'on names an endpoint such as user.me, a path such as /oauth/authorize, or *';
  }
  if (times !== undefined && !(Number.isInteger(times) && times > 0)) return 'times is a whole number from 1';
  if (rate !== undefined && !(typeof rate === 'number' && rate >= 0 && rate <= 1)) return 'rate is between 0 and 1';
  const flawsOfKind = flaws[kind];
  if (flawsOfKind && 'flaw' in fault && flawsOfKind.includes(fault.flaw)) return undefined;
  if (flawsOfKind) return `flaw is one of ${flawsOfKind.join(', ')}`;
  if (kind === 'answer' && !isStatus(fault.status)) return 'status is a number from 200 to 599';
  if (kind === 'html' && fault.status !== undefined && !isStatus(fault.status)) return 'status is from 200 to 599';
  if (kind === 'latency' && !(fault.milliseconds >= 0)) return 'milliseconds is a number';
  if (kind !== 'error') return undefined;
  if (on === '/oauth/authorize' && /^[a-z_]+$/.test(String(fault.code))) return undefined;
  if (on.startsWith('/user/') && /^KAE\d{3}$/.test(String(fault.code))) return undefined;
  return /^(?:KOE\d{3}|-\d{1,4})$/.test(String(fault.code)) ? undefined : 'code is a KOE code or a negative number';
}

function planOf(id: number, fault: Fault): Planned {
  const mistake = mistakeIn(fault);
  if (mistake !== undefined) throw new TypeError(`faults: ${mistake}`);
  return { id, fault, left: fault.times ?? (fault.rate === undefined ? 1 : Infinity) };
}

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
    const planned = planOf(this.#next, fault);
    this.#next += 1;
    this.#planned.push(planned);
    return planned.id;
  }

  /**
   * Reads a list of another emulator, and answers how to take it into use.
   *
   * @throws TypeError when one of them makes no sense.
   */
  restoring(list: readonly PlannedFault[]): () => void {
    const planned = list.map(({ id, left, ...fault }) => ({ ...planOf(id, fault), left: left ?? Infinity }));
    return () => {
      this.#planned = planned;
      this.#next = Math.max(0, ...planned.map(({ id }) => id)) + 1;
    };
  }

  remove(id: number): void {
    this.#planned = this.#planned.filter((planned) => planned.id !== id);
  }

  clear(): void {
    this.#planned = [];
  }

  /** What is still to come. */
  list(): PlannedFault[] {
    return this.#planned.map(({ id, fault, left }) => ({ ...fault, id, ...(Number.isFinite(left) && { left }) }));
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
