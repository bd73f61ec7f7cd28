import { endpoints } from '@kakao-login/client/contract/endpoints';
import type { EndpointName } from '@kakao-login/client/contract';

import type { Answer } from './http/answer.js';
import type { Call } from './http/call.js';

/** One request that the emulator has answered. Nothing secret and nothing personal is in it. */
export interface LoggedRequest {
  /** Counts from 1 after every reset. */
  number: number;
  /** RFC 3339, by the emulator's clock. */
  at: string;
  method: string;
  path: string;
  /** The contract's name, e.g. `user.me`. */
  endpoint?: EndpointName;
  /** Query and form; what could be a secret or a personal datum reads `***`. */
  parameters: Record<string, string>;
  /** What the Authorization header holds. */
  credentials: 'none' | 'token' | 'admin key' | 'basic' | 'other';
  userAgent?: string;
  status: number;
  /** `KOE320` or `-401`, when the answer was a refusal. */
  code?: string;
  milliseconds: number;
  /** The fault that was played, if any. */
  fault?: string;
}

/** Parameters that say what was asked, not who or with what. Everything else is masked. */
const harmless = new Set([
  'grant_type',
  'client_id',
  'redirect_uri',
  'logout_redirect_uri',
  'response_type',
  'scope',
  'scopes',
  'prompt',
  'service_terms',
  'extra.service_terms',
  'channel_public_id',
  'code_challenge_method',
  'through_account',
  'is_popup',
  'property_keys',
  'secure_resource',
  'target_id_type',
  'limit',
  'order',
  'page_size',
  'from_updated_at',
  'result',
  'tags',
  'extra',
  'action',
  'lang',
  'logout_with_kakao',
]);

const names = new Map<string, EndpointName>(
  (Object.keys(endpoints) as EndpointName[]).map((name) => [endpoints[name].path, name]),
);

export const endpointOf = (path: string): EndpointName | undefined => names.get(path);

export const isEndpoint = (name: string): boolean => Object.hasOwn(endpoints, name);

function masked(call: Call): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [name, value] of [...call.query, ...call.form]) {
    parameters[name] = harmless.has(name) ? value : '***';
  }
  return parameters;
}

function credentials({ headers: { authorization = '' } }: Call): LoggedRequest['credentials'] {
  const [scheme = ''] = authorization.toLowerCase().split(' ');
  const known: Record<string, LoggedRequest['credentials']> = {
    '': 'none',
    bearer: 'token',
    kakaoak: 'admin key',
    basic: 'basic',
  };
  return known[scheme] ?? 'other';
}

function codeOf({ status, body, headers }: Answer): string | undefined {
  if (status === 302) return /[?&]error=(\w+)/.exec(String(headers['location']))?.[1];
  if (status < 400 || typeof body !== 'string') return undefined;
  return /"error_code":"(KOE\d+)"/.exec(body)?.[1] ?? /"code":(-\d+)/.exec(body)?.[1] ?? /\((KOE\d+)\)/.exec(body)?.[1];
}

interface Seen {
  call: Call;
  answer: Answer | undefined;
  at: number;
  milliseconds: number;
  fault?: string;
}

/** The last requests, the oldest first. What is secret is masked on the way in, so it is nowhere to be read. */
export class RequestLog {
  readonly #size: number;
  #entries: LoggedRequest[] = [];
  #number = 0;

  constructor(size: number) {
    this.#size = Math.max(1, size);
  }

  add({ call, answer, at, milliseconds, fault }: Seen): void {
    const endpoint = endpointOf(call.path);
    const code = answer && codeOf(answer);
    const userAgent = call.headers['user-agent'];
    this.#number += 1;
    this.#entries.push({
      number: this.#number,
      at: new Date(at).toISOString(),
      method: call.method,
      path: call.path,
      ...(endpoint !== undefined && { endpoint }),
      parameters: masked(call),
      credentials: credentials(call),
      ...(userAgent !== undefined && { userAgent }),
      status: answer?.status ?? 0,
      ...(code !== undefined && { code }),
      milliseconds,
      ...(fault !== undefined && { fault }),
    });
    // Cut in large steps, so that a full log costs no more than an empty one.
    if (this.#entries.length >= this.#size * 2) this.#entries = this.#entries.slice(-this.#size);
  }

  all(): LoggedRequest[] {
    return this.#entries.slice(-this.#size);
  }

  clear(): void {
    this.#entries = [];
    this.#number = 0;
  }
}
