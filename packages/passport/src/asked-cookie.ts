import { hash } from 'node:crypto';
import { stringifySetCookie } from 'cookie';
import { appendCookie, isOwnClick, responseOf, type HttpRequest } from './http.js';
import type { Needed } from './requirement.js';

/*
 * Remembers for a minute that a user has just returned from Kakao, so that redirects cannot send them there again and again: when the
 * service has not stored Kakao's answer, or leads failed logins back to the page. The cookie is not encrypted: with a forged one, a page
 * only answers 401 or 403 once.
 */

const prefix = 'kakao_asked.';
const maxAge = 60;
/** How many times in a row a user is sent to Kakao without their click. */
const maxJourneys = 2;

/** How the user returned: logged in with all that was asked for, without consent, or without a login for another reason. */
export type AskedResult = 'done' | 'declined' | 'failed';

/** The name does not depend on the user. Otherwise a service that never reports a user would ask for a login in a loop. */
const nameFor = ({ scopes = [], terms = [], maxAge: age }: Needed): string =>
  prefix + hash('sha256', JSON.stringify([[...scopes].sort(), [...terms].sort(), age ?? 0]), 'base64url').slice(0, 12);

export function rememberAsked(request: HttpRequest, asked: Needed, result: AskedResult): void {
  // Asking again would not help a service that has not noticed what the user agreed to.
  const journeys = result === 'done' ? maxJourneys : (markOf(request, asked)?.journeys ?? 0) + 1;
  set(request, nameFor(asked), `${result}-${Math.min(journeys, maxJourneys)}`, maxAge);
}

/**
 * Whether the user has just returned from Kakao after being asked for this, and asking again could cause a loop. Not if the user opens
 * the page with a click.
 */
export function wasAsked(request: HttpRequest, asked: Needed): AskedResult | undefined {
  const mark = isOwnClick(request) ? undefined : markOf(request, asked);
  return mark !== undefined && mark.journeys >= maxJourneys ? mark.result : undefined;
}

function markOf({ headers }: HttpRequest, asked: Needed): { result: AskedResult; journeys: number } | undefined {
  const [, result, journeys] =
    /^(done|declined|failed)-(\d)$/.exec(marks(headers.cookie).get(nameFor(asked)) ?? '') ?? [];
  return result === undefined ? undefined : { result: result as AskedResult, journeys: Number(journeys) };
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
