import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { apiCodes, koeCodes } from '@kakao-login/client/contract';
import type { EndpointName, JwkSet } from '@kakao-login/client/contract';

import { html, json } from './http/answer.js';
import type { Answer } from './http/answer.js';
import type { Call } from './http/call.js';
import { endpointOf } from './request-log.js';
import { SigningKeys } from './signing-keys.js';

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

/** The texts that are known; the rest say what the code means. */
const known: Record<string, string> = {
  KOE010: 'Bad client credentials',
  KOE303: 'Redirect URI mismatch.',
  KOE322: 'expired_or_invalid_refresh_token',
  KOE237: 'token request rate limit exceeded',
  '-5': 'permission denied',
  '-10': 'API limit has been exceeded.',
  '-101': 'NotRegisteredUserException',
  '-102': 'already registered',
  '-103': 'the account is inactive.',
  '-401': 'this access token does not exist',
  '-402': 'insufficient scopes.',
  '-501': 'given account is not connected to any talk user.',
};

function documented(code: string | number, requiredScopes: string[] = []): Answer {
  const entry = typeof code === 'string' ? koeCodes[code] : apiCodes[code];
  if (!entry) throw new TypeError(`faults: there is no documented code ${code}`);
  const status = entry.kakaoStatus ?? 400;
  const text = known[String(code)] ?? entry.cause.en;
  if (typeof code === 'string') {
    const body = { error: entry.error ?? 'server_error', error_description: text, error_code: code };
    return json(status, JSON.stringify(body));
  }
  const scopes = { api_type: 'PROFILE', required_scopes: requiredScopes, allowed_scopes: [] };
  const body = { msg: text, code, ...(code === -402 && scopes) };
  return json(status, JSON.stringify(body), code === -401 ? { 'www-authenticate': 'Bearer error=invalid_token' } : {});
}

const errorPage =
  '<!doctype html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

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
    if (fault.kind === 'error') documented(fault.code);
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

const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

// oxlint-disable-next-line typescript/consistent-return -- every case returns, and the compiler knows it
async function flawed(token: string, flaw: IdTokenFlaw, keys: SigningKeys): Promise<string> {
  const claims = claimsOf(token);
  switch (flaw) {
    case 'expired':
      return keys.sign({ ...claims, iat: Number(claims['iat']) - 90_000, exp: Number(claims['iat']) - 3600 });
    case 'nonce':
      return keys.sign({ ...claims, nonce: 'not-the-nonce-that-was-sent' });
    case 'audience':
      return keys.sign({ ...claims, aud: 'ffffffffffffffffffffffffffffffff' });
    case 'issuer':
      return keys.sign({ ...claims, iss: 'https://issuer.example' });
    case 'unknown-key':
      return new SigningKeys().sign(claims);
    case 'signature': {
      const [header = '', payload = '', signature = ''] = token.split('.');
      const bytes = Buffer.from(signature, 'base64url');
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      return `${header}.${payload}.${bytes.toString('base64url')}`;
    }
  }
}

async function withFlawedToken(answer: Answer, flaw: IdTokenFlaw, keys: SigningKeys): Promise<Answer> {
  if (answer.status !== 200) return answer;
  const body = JSON.parse(String(answer.body)) as Record<string, unknown>;
  if (typeof body['id_token'] !== 'string') return answer;
  return { ...answer, body: JSON.stringify({ ...body, id_token: await flawed(body['id_token'], flaw, keys) }) };
}

async function withFlawedKeys(answer: Answer, flaw: 'wrong' | 'empty'): Promise<Answer> {
  const { keys } = JSON.parse(String(answer.body)) as JwkSet;
  const [other] = (await new SigningKeys().jwks()).keys;
  const wrong = keys.map((key) => ({ ...key, n: other?.n }));
  return { ...answer, body: JSON.stringify({ keys: flaw === 'empty' ? [] : wrong }) };
}

async function trickle(outgoing: ServerResponse, { status, headers, body }: Answer): Promise<void> {
  const bytes = Buffer.from(body);
  outgoing.socket?.setNoDelay(true);
  outgoing.writeHead(status, { ...headers, 'content-length': bytes.length });
  for (const byte of bytes) {
    if (outgoing.destroyed) return;
    outgoing.write(Buffer.of(byte));
    await new Promise(setImmediate);
  }
  outgoing.end();
}

/** Plays a fault. Answers what is left to send, or undefined when it has sent, or withheld, everything itself. */
// oxlint-disable-next-line typescript/consistent-return -- every case returns, and the compiler knows it
export async function play(
  fault: Fault,
  outgoing: ServerResponse,
  answer: () => Promise<Answer>,
  keys: SigningKeys,
): Promise<Answer | undefined> {
  switch (fault.kind) {
    case 'error':
      return documented(fault.code, fault.requiredScopes);
    case 'answer':
      return { status: fault.status, headers: { ...fault.headers }, body: fault.body ?? '' };
    case 'html':
      return html(errorPage, fault.status ?? 502);
    case 'latency':
      await sleep(fault.milliseconds, undefined, { ref: false });
      return answer();
    case 'hang':
      return undefined;
    case 'reset':
      outgoing.socket?.resetAndDestroy();
      return undefined;
    case 'cut': {
      const { status, headers, body } = await answer();
      const bytes = Buffer.from(body);
      outgoing.writeHead(status, { ...headers, 'content-length': Math.max(2, bytes.length) });
      outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => outgoing.destroy());
      return undefined;
    }
    case 'trickle':
      await trickle(outgoing, await answer());
      return undefined;
    case 'id-token':
      return withFlawedToken(await answer(), fault.flaw, keys);
    case 'jwks':
      return withFlawedKeys(await answer(), fault.flaw);
  }
}
