import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

import { isLoopback } from './ip.js';

export const CONTROL_PREFIX = '/_emulator';

const MOST_BYTES = 1 << 20;
/** The limit for a saved state. */
const MOST_STATE_BYTES = 1 << 28;

/** One request, as the handlers see it. */
export interface Call {
  method: string;
  /** Without a trailing slash. */
  path: string;
  /** Path and query exactly as sent. */
  target: string;
  /** The address of this request. */
  origin: string;
  query: URLSearchParams;
  form: URLSearchParams;
  headers: IncomingHttpHeaders;
  ip: string;
  /** The address of the emulator: the option `url`, or where it listens. */
  ownUrl: string;
  /** Whether other machines may control this emulator. */
  remoteControl: boolean;
  /** The body, not parsed. */
  text: string;
}

/** The body is larger than any that Kakao's endpoints accept. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

function readText(incoming: IncomingMessage, most: number): Promise<string> {
  return new Promise((resolve, reject) => {
    if (Number(incoming.headers['content-length'] ?? 0) > most) throw new TooLarge();
    const chunks: Buffer[] = [];
    let size = 0;
    const read = (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= most) chunks.push(chunk);
      else {
        incoming.off('data', read);
        reject(new TooLarge());
      }
    };
    incoming.on('data', read);
    incoming.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    incoming.once('error', reject);
  });
}

/** A plain Host header. Anything else must not get into the emulator's URLs. */
const HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

const withoutLastSlash = (path: string): string => (path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path);

export async function readCall(
  incoming: IncomingMessage,
  { url, remoteControl }: { url: string; remoteControl: boolean },
): Promise<Call> {
  const target = incoming.url ?? '/';
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  const host = incoming.headers.host;
  const method = incoming.method ?? 'GET';
  const ip = incoming.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
  const isState =
    (method === 'PUT' || method === 'POST') && path === `${CONTROL_PREFIX}/state` && (remoteControl || isLoopback(ip));
  const text =
    method === 'GET' || method === 'HEAD' ? '' : await readText(incoming, isState ? MOST_STATE_BYTES : MOST_BYTES);
  const isForm = (incoming.headers['content-type'] ?? '').toLowerCase().startsWith('application/x-www-form-urlencoded');
  return {
    method,
    path: withoutLastSlash(path),
    target,
    origin: host !== undefined && HOST.test(host) ? `http://${host}` : url,
    query: new URLSearchParams(mark === -1 ? '' : target.slice(mark + 1)),
    form: new URLSearchParams(isForm ? text : ''),
    headers: incoming.headers,
    ip,
    ownUrl: url,
    remoteControl,
    text,
  };
}

/** The next call of a browser that is redirected to `url` with these cookies. */
export function follow(call: Call, { pathname, search, searchParams }: URL, cookies: readonly string[]): Call {
  const jar = [...cookies.map((line) => line.split(';', 1)[0]), call.headers.cookie ?? ''].join('; ');
  return {
    ...call,
    method: 'GET',
    path: withoutLastSlash(pathname),
    target: pathname + search,
    query: searchParams,
    form: new URLSearchParams(),
    text: '',
    headers: { ...call.headers, cookie: jar },
  };
}

export function cookie(call: Call, name: string): string | undefined {
  for (const pair of (call.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at !== -1 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

/** The parameter; `undefined` when it is missing or empty. */
export function given(parameters: URLSearchParams, name: string): string | undefined {
  return parameters.get(name) || undefined;
}

/** The parameters, from the form of a POST or from the query. */
export const sentIn = ({ method, form, query }: Call): URLSearchParams => (method === 'POST' ? form : query);

/** Whether a path belongs to kapi: those paths start with a version. */
export const isApiPath = (path: string): boolean => /^\/v\d\//.test(path);
