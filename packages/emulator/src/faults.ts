import { apiCodes, kaeCodes, koeCodes } from '@kakao-login/client/contract';
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

/** What can be wrong with an ID token, and with the key set. */
export const flaws: Readonly<Record<'id-token' | 'jwks', readonly string[]>> = {
  'id-token': ['expired', 'signature', 'nonce', 'audience', 'issuer', 'unknown-key'] satisfies IdTokenFlaw[],
  jwks: ['wrong', 'empty'],
};

const isStatus = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 200 && Number(value) < 600;

/** Besides `on`, `kind`, `times` and `rate`. */
const members: Readonly<Record<FaultKind['kind'], readonly string[]>> = {
  error: ['code', 'requiredScopes'],
  answer: ['status', 'body', 'headers'],
  html: ['status'],
  latency: ['milliseconds'],
  hang: [],
  reset: [],
  cut: [],
  trickle: [],
  'id-token': ['flaw'],
  jwks: ['flaw'],
};

/** More is not a wait that any timer can do. */
const LONGEST_WAIT = 2 ** 31 - 1;

const isText = (value: unknown): value is string => typeof value === 'string';
const isHeaders = (value: unknown): boolean =>
  typeof value === 'object' &&
  Object.entries(value ?? {}).every(
    ([name, text]: [string, unknown]) => /^[\w-]+$/.test(name) && isText(text) && !/[^\t\x20-\x7e]/.test(text),
  );

/** What is wrong with a code: no documentation has it, or nobody sends it from there. */
function mistakeOfCode(on: string, code: unknown): string | undefined {
  const text = String(code);
  const isRedirect = on === '/oauth/authorize' && /^[a-z_]+$/.test(text);
  const isPicker = on.startsWith('/user/') && text.startsWith('KAE');
  if (isRedirect) return undefined;
  if (!isPicker && !/^(?:KOE\d+|-\d+)$/.test(text)) return 'code is a KOE code or a negative number';
  const isDocumented = [koeCodes, apiCodes, kaeCodes].some((codes) => Object.hasOwn(codes, text));
  return isDocumented ? undefined : `there is no documented code ${text}`;
}

/** What is wrong with the members that belong to a kind. */
function mistakeOfKind(fault: Fault): string | undefined {
  switch (fault.kind) {
    case 'error':
      return fault.requiredScopes === undefined || fault.requiredScopes.every?.(isText)
        ? mistakeOfCode(fault.on, fault.code)
        : 'requiredScopes is a list of consent items';
    case 'answer':
      if (!isStatus(fault.status)) return 'status is a number from 200 to 599';
      if (fault.body !== undefined && !isText(fault.body)) return 'body is text';
      return fault.headers === undefined || isHeaders(fault.headers)
        ? undefined
        : 'headers is an object of ASCII texts';
    case 'html':
      return fault.status === undefined || isStatus(fault.status) ? undefined : 'status is a number from 200 to 599';
    case 'latency':
      return Number.isFinite(fault.milliseconds) && fault.milliseconds >= 0 && fault.milliseconds <= LONGEST_WAIT
        ? undefined
        : 'milliseconds is a number from 0';
    case 'id-token':
    case 'jwks':
      return flaws[fault.kind].includes(fault.flaw) ? undefined : `flaw is one of ${flaws[fault.kind].join(', ')}`;
    default:
      return undefined;
  }
}

/** What is wrong with an order, which may have come over HTTP from any language. */
function mistakeIn(fault: Fault): string | undefined {
  const { kind, on, times, rate } = fault;
  if (!Object.hasOwn(members, kind)) return `kind is one of ${Object.keys(members).join(', ')}`;
  if (!isText(on) || !(on === '*' || on.startsWith('/') || isEndpoint(on))) {
    return 'on names an endpoint such as user.me, a path such as /oauth/authorize, or *';
  }
  if (times !== undefined && !(Number.isInteger(times) && times > 0)) return 'times is a whole number from 1';
  if (rate !== undefined && !(typeof rate === 'number' && rate >= 0 && rate <= 1)) return 'rate is between 0 and 1';
  const known = ['on', 'kind', 'times', 'rate', ...members[kind]];
  const unknown = Object.keys(fault).find((name) => !known.includes(name));
  return unknown === undefined ? mistakeOfKind(fault) : `${unknown} is not known here; known are ${known.join(', ')}`;
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

  /**
   * Orders a fault; answers its number.
   *
   * @throws TypeError when it makes no sense, or the code is none that Kakao documents; the message says which.
   */
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
