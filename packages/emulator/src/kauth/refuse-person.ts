import { INTERACTION_REQUIRED_TEXT, RESTRICTED_PEOPLE_SEE_A_PAGE } from '../guesses.js';
import { Refusal } from '../refusal.js';
import type { Person } from '../store/entities.js';
import { isUnder14 } from '../store/person.js';
import type { Store } from '../store/store.js';
import type { AuthorizeRequest } from '../store/transactions.js';
import { denied, errorUrl } from './authorize-request.js';

const underAge = (request: AuthorizeRequest): [AuthorizeRequest, string, string] => [
  request,
  'access_denied',
  'Not allowed under age 14',
];

/** Why this person cannot log in to this app whatever they agree to. */
export function refusePerson(store: Store, request: AuthorizeRequest, person: Person, silent: boolean): void {
  const { app } = request;
  if (app.kind === 'test' && !app.members.has(person.id)) {
    throw Refusal.koe('KOE005', app.name, { facts: [['user_id', person.id]] });
  }
  if (app.under14 === 'deny' && isUnder14(person, store.clock.now())) {
    // The page stands where the consent page would; who is linked already would see none.
    const linked = store.link(app.appId, person.id) !== undefined;
    if (silent || linked) throw denied(...underAge(request));
    throw Refusal.message('under_14', 400, { appName: app.name, nextHref: errorUrl(...underAge(request)) });
  }
}

/** Somebody whose account Kakao has limited gets no further than this. */
export function stopRestricted(request: AuthorizeRequest, { restricted }: Person, silent: boolean): void {
  if (!restricted) return;
  if (silent) throw denied(request, 'interaction_required', INTERACTION_REQUIRED_TEXT);
  if (RESTRICTED_PEOPLE_SEE_A_PAGE) throw Refusal.message('restricted', 403);
}
