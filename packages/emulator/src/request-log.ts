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
  /** Parts that are no words read `***`. */
  path: string;
  /** The contract's name, e.g. `user.me`. */
  endpoint?: EndpointName;
  /** Query and form; what could be a secret or a personal datum reads `***`, in odd places too. */
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

/** Parameters that say what was asked, not who or with what, and what their values look like. The others are masked. */
const harmless: Readonly<Record<string, 'word' | 'number' | 'uri'>> = {
  grant_type: 'word',
  client_id: 'word',
  redirect_uri: 'uri',
  logout_redirect_uri: 'uri',
  response_type: 'word',
  scope: 'word',
  scopes: 'word',
  prompt: 'word',
  service_terms: 'word',
  'extra.service_terms': 'word',
  channel_public_id: 'word',
  code_challenge_method: 'word',
  through_account: 'word',
  is_popup: 'word',
  property_keys: 'word',
  secure_resource: 'word',
  target_id_type: 'word',
  limit: 'number',
  order: 'word',
  page_size: 'number',
  from_updated_at: 'number',
  result: 'word',
  tags: 'word',
  extra: 'word',
  action: 'word',
  lang: 'word',
  logout_with_kakao: 'word',
};

const names = new Map<string, EndpointName>(
  (Object.keys(endpoints) as EndpointName[]).map((name) => [endpoints[name].path, name]),
);

export const endpointOf = (path: string): EndpointName | undefined => names.get(path);

export const isEndpoint = (name: string): boolean => Object.hasOwn(endpoints, name);

const MASK = '***';
/** As names of items, tags and parts of a path look. Keys and tokens mix letters and digits. */
const WORD = /^(?:S256|v\d|\.?[a-z]{1,24}(?:[_.-][a-z]{1,24})*\.?(?:[_.-]?\d{1,8})?)$/;
/** As parameters are called, well or badly spelt. A body that is no form has other "names". */
const NAME = /^[a-z]{2,}(?:[_.-]?[A-Za-z][a-z]+)*$/;
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]+\])$/;
const LONGEST = 40;
/** Whether a text stands in the seed where anybody may read it: a client id, an item, a redirect URI. */
type IsPublic = (text: string) => boolean;

const words = (text: string, isPublic: IsPublic): string =>
  text.replaceAll(/[^\s,"[\]]+/g, (word) =>
    (WORD.test(word) && word.length <= LONGEST) || isPublic(word) ? word : MASK,
  );

const path = (text: string): string =>
  text
    .split('/')
    .map((part) => (part === '' || (WORD.test(part) && part.length <= LONGEST) ? part : MASK))
    .join('/');

function uri(text: string, isPublic: IsPublic): string {
  if (isPublic(text)) return text;
  if (!URL.canParse(text)) return MASK;
  const { protocol, hostname, port, pathname, search, hash } = new URL(text);
  const host = ADDRESS.test(hostname)
    ? hostname
    : hostname.replaceAll(/[^.]+/g, (label) => (/^[a-z][a-z-]{0,23}\d{0,4}$/.test(label) ? label : MASK));
  return `${protocol}//${host}${port === '' ? '' : `:${port}`}${path(pathname)}${search === '' ? '' : `?${MASK}`}${hash === '' ? '' : `#${MASK}`}`;
}

/** A parameter's value, as far as it is what this parameter should be. Something secret may stand in any place. */
function shown(name: string, value: string, isPublic: IsPublic): string {
  switch (Object.hasOwn(harmless, name) ? harmless[name] : undefined) {
    case 'word':
      return words(value, isPublic);
    case 'uri':
      return uri(value, isPublic);
    case 'number':
      return /^\d{1,10}(?:\.\d+)?$/.test(value) ? value : MASK;
    default:
      return MASK;
  }
}

function masked(call: Call, isPublic: IsPublic): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [name, value] of [...call.query, ...call.form]) {
    const known = NAME.test(name) && name.length <= LONGEST;
    parameters[known ? name : MASK] = shown(name, value, isPublic);
  }
  return parameters;
}

/** Names and versions of the software, without comments. */
const software = (userAgent: string): string =>
  userAgent
    .replaceAll(/\([^)]*\)/g, '')
    .split(/\s+/)
    .filter((word) => /^[A-Za-z][A-Za-z-]{1,30}(?:\/\d[\d.]{0,20})?$/.test(word))
    .slice(0, 8)
    .join(' ') || MASK;

const schemes = new Map<string, LoggedRequest['credentials']>([
  ['', 'none'],
  ['bearer', 'token'],
  ['kakaoak', 'admin key'],
  ['basic', 'basic'],
]);

function credentials({ headers: { authorization = '' } }: Call): LoggedRequest['credentials'] {
  const [scheme = ''] = authorization.toLowerCase().split(' ');
  return schemes.get(scheme) ?? 'other';
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
  readonly #isPublic: IsPublic;
  #entries: LoggedRequest[] = [];
  #number = 0;

  constructor(size: number, isPublic: IsPublic) {
    this.#size = Math.max(1, size);
    this.#isPublic = isPublic;
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
      path: path(call.path),
      ...(endpoint !== undefined && { endpoint }),
      parameters: masked(call, this.#isPublic),
      credentials: credentials(call),
      ...(userAgent !== undefined && { userAgent: software(userAgent) }),
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
