import { sessionOf } from '../accounts/browser.js';
import type { Call } from '../http/call.js';
import type { Person, Session } from '../store/entities.js';
import type { Store } from '../store/store.js';
import type { AuthorizeRequest } from '../store/transactions.js';
import { freshKey } from './authorize-urls.js';

/** Single sign-on of partners: a silent request with a refresh token in the header `RT`. */
function partnersPerson(store: Store, call: Call, { app, prompts }: AuthorizeRequest): Person | undefined {
  const refreshToken = call.headers['rt'];
  if (!app.partner || !prompts.has('none') || typeof refreshToken !== 'string') return undefined;
  return store.people.get(store.refreshTokens.get(refreshToken)?.login.personId ?? '');
}

/** Whether somebody has just logged in for this very request. */
export const isFresh = (session: Session | undefined, { query }: AuthorizeRequest): boolean =>
  session?.freshFor !== undefined && session.freshFor === freshKey(new URLSearchParams(query));

/**
 * Who is at the browser: the account session, or the person an `agt` stands for until the login ends. Whoever logged in
 * after the grant, because the request or they themselves wanted another account, counts before it.
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
