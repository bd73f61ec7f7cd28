import { readFileSync } from 'node:fs';
import type { ConsentItem, ConsentStage } from '@kakao-login/emulator';
import { request } from 'undici';

/** Whose login a question needs. */
export type Account =
  | 'any'
  /** Kakao wants something from the user before any login: account terms to accept, an age or identity to verify. */
  | 'held up'
  /** Linked to the app, without consent to `shipping_address`. */
  | 'no shipping address';

/** One service to ask: Kakao, or the emulator in its place. */
export interface Service {
  kauth: string;
  kapi: string;
  clientId: string;
  clientSecret: string | undefined;
  redirectUri: string;
  adminKey: string | undefined;
  /** Consent items of the app, as in the console. The emulator's app gets the same. */
  items?: Readonly<Partial<Record<ConsentItem, ConsentStage>>>;
  /** The app has Kakao Sync. */
  sync?: boolean;
  /**
   * Logs a user in at this URL, and returns the URL at which the browser ends; an empty string if there is no such
   * account. Without it, what needs a user is not asked.
   */
  login?: (authorizeUrl: string, account: Account) => Promise<string>;
  /** Waits for some milliseconds. Without it, what takes long is not asked. */
  wait?: (milliseconds: number) => Promise<void>;
}

/** Nothing was learned, for a reason that the user can change. */
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
  /** Of a JSON object; otherwise none. */
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

/** What an answer says, without anything that belongs to the service or the user. */
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

/** Where a browser is sent. */
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

/** Codes and tokens that this service gave out, for `masked`. */
export function keepSecret(service: Service, values: readonly unknown[]): void {
  const all = received.get(service) ?? new Set();
  for (const value of values) if (typeof value === 'string' && value !== '') all.add(value);
  received.set(service, all);
}

/** Keys, codes and tokens; and whatever looks like one, or like an id, a phone number, an e-mail or IP address. */
export function masked(service: Service, text: string): string {
  const { clientId, clientSecret, adminKey } = service;
  const secrets = [clientId, clientSecret, adminKey, ...(received.get(service) ?? [])];
  const clean = secrets.reduce<string>((left, secret) => (secret ? left.replaceAll(secret, '[masked]') : left), text);
  return clean
    .replace(/[\w~+/=-]{25,}/g, (word) => (/\d/.test(word) ? '[masked]' : word))
    .replace(/(?<=\bapp\()[^)]*/g, '[masked]')
    .replace(/[^\s,:=]+@[^\s,]+|(?<=\bcallerIp=)[\da-f.:]*[\da-f]|\+?\d[\d-]{6,}/gi, '[masked]');
}
