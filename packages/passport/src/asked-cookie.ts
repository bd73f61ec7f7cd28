import { hash } from 'node:crypto';
import { stringifySetCookie } from 'cookie';
import { appendCookie, responseOf, type HttpRequest } from './http.js';
import type { Needed } from './requirement.js';

/*
 * Remembers for a minute that a user is back from Kakao, so that a page does not send them there again for the same thing: the
 * service may not have stored what Kakao answered. The cookie is not sealed. A forged one only makes a page answer 401 or 403 once.
 */

const prefix = 'kakao_asked.';
const maxAge = 60;

/** The user plays no part: until there is one, a login could be asked for again and again. */
const nameFor = ({ scopes = [], terms = [], maxAge: age }: Needed): string =>
  prefix + hash('sha256', JSON.stringify([[...scopes].sort(), [...terms].sort(), age ?? 0]), 'base64url').slice(0, 12);

/** @param declined whether the user did not agree */
export const rememberAsked = (request: HttpRequest, asked: Needed, declined: boolean): void =>
  set(request, nameFor(asked), declined ? 'declined' : 'done', maxAge);

/** Whether the user has just come back from being asked for this; and how that ended. */
export function wasAsked({ headers }: HttpRequest, asked: Needed): 'declined' | 'done' | undefined {
  const value = marks(headers.cookie).get(nameFor(asked));
  return value === 'declined' || value === 'done' ? value : undefined;
}

/** Forgets all of it: the next gap is a new one. */
export function forgetAsked(request: HttpRequest): void {
  for (const name of marks(request.headers.cookie).keys()) set(request, name, '', 0);
}

function set(request: HttpRequest, name: string, value: string, seconds: number): void {
  const attributes = { httpOnly: true, sameSite: 'lax', path: '/', maxAge: seconds } as const;
  appendCookie(responseOf(request), stringifySetCookie(name, value, attributes));
}

function marks(header: string | undefined): Map<string, string> {
  const found = new Map<string, string>();
  if (!header?.includes(prefix)) return found;
  for (const pair of header.split(';')) {
    const [name = '', value = ''] = pair.trim().split('=', 2);
    if (/^kakao_asked\.[\w-]{12}$/.test(name)) found.set(name, value);
  }
  return found;
}
