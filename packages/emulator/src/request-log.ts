import { endpoints } from '@kakao-login/client/contract/endpoints';
import type { EndpointName } from '@kakao-login/client/contract';

import type { Answer } from './http/answer.js';
import type { Call } from './http/call.js';
import { MASK, scrubbed } from './scrub.js';
import type { Known } from './scrub.js';

/** A request that the emulator answered, without secrets and personal data. */
export interface LoggedRequest {
  /** Counts from 1 after every reset. */
  number: number;
  /** RFC 3339, by the emulator's clock. */
  at: string;
  method: string;
  /** Anything that looks like a secret or personal data is `***`. */
  path: string;
  /** The contract's name, e.g. `user.me`. */
  endpoint?: EndpointName;
  /** Query and form. Anything that could be a secret or personal data is `***`. */
  parameters: Record<string, string>;
  /** Kind of the Authorization header. */
  credentials: 'none' | 'token' | 'admin key' | 'basic' | 'other';
  userAgent?: string;
  status: number;
  /** `KOE320` or `-401`, if the response is an error. */
  code?: string;
  milliseconds: number;
  /** The fault that caused the response, if any. */
  fault?: string;
}

/** Parameters without secrets or personal data, and the format of their values. All others are masked. */
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

/** The maximum for one request. */
const MOST_PARAMETERS = 50;

function uri(text: string, known: Known): string {
  if (known.isPublic(text)) return text;
  if (!URL.canParse(text)) return MASK;
  const { protocol, host, pathname, search, hash } = new URL(text);
  const where = scrubbed(`${protocol}//${host}${pathname}`, known);
  return `${where}${search === '' ? '' : `?${MASK}`}${hash === '' ? '' : `#${MASK}`}`;
}

/** Even a harmless parameter may hold a secret by mistake. */
function shown(name: string, value: string, known: Known): string {
  switch (Object.hasOwn(harmless, name) ? harmless[name] : undefined) {
    case 'word':
      return scrubbed(value, known);
    case 'uri':
      return uri(value, known);
    case 'number':
      return /^\d{1,10}(?:\.\d+)?$/.test(value) ? value : MASK;
    default:
      return MASK;
  }
}

/** Known names, which are logged as they are. Searching them for secrets costs more than the rest of the entry. */
const ordinaryNames: ReadonlySet<string> = new Set([
  ...Object.keys(harmless),
  ...Object.values(endpoints).flatMap(({ parameters }) => Object.keys(parameters)),
  'state',
  'nonce',
  'login_hint',
  'code_challenge',
  'continue',
  'loginId',
  'password',
]);

/** The "names" in a body that is not a form can be anything. */
function nameShown(name: string, known: Known): string {
  if (ordinaryNames.has(name)) return name;
  return name.length <= 40 && /^[A-Za-z][\w.-]*$/.test(name) ? scrubbed(name, known) : MASK;
}

function masked(call: Call, known: Known): Record<string, string> {
  const sent = [...call.query, ...call.form].slice(0, MOST_PARAMETERS);
  return Object.fromEntries(sent.map(([name, value]) => [nameShown(name, known), shown(name, value, known)]));
}

/** Names and versions of the software, without comments. */
const software = (userAgent: string, known: Known): string =>
  scrubbed(userAgent.replaceAll(/\([^()]*\)/g, ' '), known)
    .split(/\s+/)
    .filter(Boolean)
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

/** The last requests, oldest first. Secrets are masked before they are stored. */
export class RequestLog {
  readonly #size: number;
  readonly #known: Known;
  #entries: LoggedRequest[] = [];
  #number = 0;

  constructor(size: number, known: Known) {
    this.#size = Math.max(1, size);
    this.#known = known;
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
      path: endpoint === undefined ? scrubbed(call.path, this.#known) : call.path,
      ...(endpoint !== undefined && { endpoint }),
      parameters: masked(call, this.#known),
      credentials: credentials(call),
      ...(userAgent !== undefined && { userAgent: software(userAgent, this.#known) }),
      status: answer?.status ?? 0,
      ...(code !== undefined && { code }),
      milliseconds,
      ...(fault !== undefined && { fault }),
    });
    // Trimmed in large steps, so that logging costs the same when the log is full.
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
