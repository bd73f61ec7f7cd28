import { hash } from 'node:crypto';
import { stringifySetCookie } from 'cookie';
import { appendCookie, responseOf, type HttpRequest } from './http.js';
import type { Needed } from './requirement.js';

/*
 * Remembers for a minute that a user has just returned from Kakao, so that a page does not send them there again for the same thing
 * if the service has not stored Kakao's answer. The cookie is not encrypted: with a forged one, a page only answers 401 or 403 once.
 */

const prefix = 'kakao_asked.';
const maxAge = 60;

/** The name does not depend on the user. Otherwise a service that never reports a user would ask for a login in a loop. */
const nameFor = ({ scopes = [], terms = [], maxAge: age }: Needed): string =>
  prefix + hash('sha256', JSON.stringify([[...scopes].sort(), [...terms].sort(), age ?? 0]), 'base64url').slice(0, 12);

/** @param declined whether the user did not agree */
export const rememberAsked = (request: HttpRequest, asked: Needed, declined: boolean): void =>
  set(request, nameFor(asked), declined ? 'declined' : 'done', maxAge);

/** Whether the user has just returned from Kakao after being asked for this, and with what result. */
export function wasAsked({ headers }: HttpRequest, asked: Needed): 'declined' | 'done' | undefined {
  const value = marks(headers.cookie).get(nameFor(asked));
  return value === 'declined' || value === 'done' ? value : undefined;
}

/** Removes all of these cookies, so that the user can be asked again. */
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
