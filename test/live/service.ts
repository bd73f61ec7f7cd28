import { readFileSync } from 'node:fs';
import type { ConsentItem, ConsentStage } from '@kakao-login/emulator';
import { request } from 'undici';

/** The kind of account that a question needs. */
export type Account =
  | 'any'
  /** Before any login, the user has to accept account terms, or verify their age or identity. */
  | 'held up'
  /** Linked to the app, without consent to `shipping_address`. */
  | 'no shipping address';

/** The service to ask: Kakao or the emulator. */
export interface Service {
  kauth: string;
  kapi: string;
  clientId: string;
  clientSecret: string | undefined;
  redirectUri: string;
  adminKey: string | undefined;
  /** The app's consent items, as in Kakao's console. The emulator's app gets the same. */
  items?: Readonly<Partial<Record<ConsentItem, ConsentStage>>>;
  /** Whether the app has Kakao Sync. */
  sync?: boolean;
  /**
   * Logs a user in at this URL. Returns the URL that the browser ends on, or an empty string if there is no such
   * account. If unset, questions that need a user are not asked.
   */
  login?: (authorizeUrl: string, account: Account) => Promise<string>;
  /** Waits for some milliseconds. If unset, questions that take long are not asked. */
  wait?: (milliseconds: number) => Promise<void>;
}

/** A question that could not be asked, for a reason that the user can change. */
export class Unasked extends Error {
  override readonly name = 'Unasked';
}

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
export { version };
export const userAgent = `kakao-login-live/${version}`;

export interface Sent {
  method?: 'GET' | 'POST' | 'OPTIONS';
  headers?: Record<string, string>;
  form?: Record<string, string>;
}

export interface Reply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** The fields of a JSON object, otherwise empty. */
  members: Record<string, unknown>;
}

export async function send(url: string, { method = 'GET', headers = {}, form }: Sent = {}): Promise<Reply> {
  const answer = await request(url, {
    method: form ? 'POST' : method,
    headers: {
      'user-agent': userAgent,
      accept: '*/*',
      ...(form && { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' }),
      ...headers,
    },
    ...(form && { body: new URLSearchParams(form).toString() }),
  });
  const text = await answer.body.text();
  return { status: answer.statusCode, headers: answer.headers, text, members: membersOf(text) };
}

export function membersOf(text: string): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const code = ['error', 'error_code', 'code'];
const texts = ['error_description', 'msg'];
const parts = { all: [...code, ...texts], code, texts };

/** Describes an answer, without data of the service or the user. */
export function said({ redirectUri }: Service, reply: Reply, part: keyof typeof parts = 'all'): string {
  const { status, headers, text, members } = reply;
  const location = [headers['location']].flat()[0];
  if (location !== undefined) return `${status}, ${whereTo(redirectUri, location)}`;
  const page = /\((KOE\d{3})\)/.exec(text)?.[1];
  if (page !== undefined) return `${status}, page ${page}`;
  const known = parts[part].flatMap((name) => {
    const value = members[name];
    return typeof value === 'string' || typeof value === 'number' ? [`${name}: ${value}`] : [];
  });
  return [...(part === 'texts' ? [] : [String(status)]), ...known].join(', ');
}

/** Describes where a redirect sends the browser. */
export function whereTo(redirectUri: string, location: string): string {
  if (!location.startsWith(redirectUri)) {
    const { pathname } = new URL(location, redirectUri);
    return `on to ${pathname.replace(/(?<=.)\/$/, '')}`;
  }
  const { searchParams } = new URL(location);
  const [error, description] = [searchParams.get('error'), searchParams.get('error_description')];
  return error === null ? 'back with a code' : `back with error: ${error}, error_description: ${description ?? ''}`;
}

const received = new WeakMap<Service, Set<string>>();

/** Remembers codes and tokens that this service issued, so that `masked` hides them. */
export function keepSecret(service: Service, values: readonly unknown[]): void {
  const all = received.get(service) ?? new Set();
  for (const value of values) if (typeof value === 'string' && value !== '') all.add(value);
  received.set(service, all);
}

/**
 * Hides keys, codes and tokens, and everything that looks like one, or like an ID, a phone number, an email or IP
 * address.
 */
export function masked(service: Service, text: string): string {
  const { clientId, clientSecret, adminKey } = service;
  const secrets = [clientId, clientSecret, adminKey, ...(received.get(service) ?? [])];
  const clean = secrets.reduce<string>((left, secret) => (secret ? left.replaceAll(secret, '[masked]') : left), text);
  return clean
    .replace(/[\w~+/=-]{25,}/g, (word) => (/\d/.test(word) ? '[masked]' : word))
    .replace(/(?<=\bapp\()[^)]*/g, '[masked]')
    .replace(/[^\s,:=]+@[^\s,]+|(?<=\bcallerIp=)[\da-f.:]*[\da-f]|\+?\d[\d-]{6,}/gi, '[masked]');
}
