import { freshKey, sessionOf } from '../accounts/browser.js';
import { INTERACTION_REQUIRED_TEXT } from '../guesses.js';
import type { Call } from '../http/call.js';
import { Refusal } from '../refusal.js';
import type { Person, Session } from '../store/entities.js';
import { isUnder14 } from '../store/person.js';
import type { Store } from '../store/store.js';
import type { AuthorizeRequest } from '../store/transactions.js';
import { denied, errorUrl } from './authorize-request.js';

/** Single sign-on of partners: a `prompt=none` request with a refresh token in the header `RT`. */
function partnersPerson(store: Store, call: Call, { app, prompts }: AuthorizeRequest): Person | undefined {
  const refreshToken = call.headers['rt'];
  if (!app.partner || !prompts.has('none') || typeof refreshToken !== 'string') return undefined;
  return store.people.get(store.refreshTokens.get(refreshToken)?.login.personId ?? '');
}

/** Whether the user has just logged in for this request. */
export const isFresh = (session: Session | undefined, { query }: AuthorizeRequest): boolean =>
  session?.freshFor !== undefined && session.freshFor === freshKey(new URLSearchParams(query));

/**
 * The user of this browser: the account session, or the user of an `agt` until the login ends. A user who logged in for
 * this request takes precedence over the `agt`.
 */
export function whoIs(
  store: Store,
  call: Call,
  request: AuthorizeRequest,
): { person: Person; session?: Session } | undefined {
  const current = sessionOf(store, call);
  const { agt } = request;
  const grant = agt === undefined || isFresh(current?.session, request) ? undefined : store.grants.get(agt);
  const granted = grant?.appId === request.app.appId ? store.people.get(grant.personId) : undefined;
  const person = granted ?? partnersPerson(store, call, request);
  return person ? { person } : current;
}

const underAge = (request: AuthorizeRequest): [AuthorizeRequest, string, string] => [
  request,
  'access_denied',
  'Not allowed under age 14',
];

export function refuseLogin(store: Store, request: AuthorizeRequest, person: Person, silent: boolean): void {
  const { app } = request;
  if (app.kind === 'test' && !app.members.has(person.id)) {
    throw Refusal.koe('KOE005', app.name, { facts: [['user_id', person.id]] });
  }
  if (app.under14 === 'deny' && isUnder14(person, store.clock.now())) {
    // Shown instead of the consent page, which linked users do not see.
    const linked = store.link(app.appId, person.id) !== undefined;
    if (silent || linked) throw denied(...underAge(request));
    throw Refusal.message('under_14', 400, { appName: app.name, nextHref: errorUrl(...underAge(request)) });
  }
}

export function stopRestricted(request: AuthorizeRequest, { restricted }: Person, silent: boolean): void {
  if (!restricted) return;
  if (silent) throw denied(request, 'interaction_required', INTERACTION_REQUIRED_TEXT);
  throw Refusal.message('restricted', 403);
}
