import type { Route } from '../context.js';
import { instant } from '../store/clock.js';
import { NO_SUCH_PATH, TERMS_REGISTERED_AT } from '../guesses.js';
import { json } from '../http/answer.js';
import { actorOf } from '../contract/actor.js';
import { incomingOf, texts } from '../contract/incoming.js';
import { badParameter, kapiRefusal, permissionDenied } from '../contract/kapi-refusals.js';
import { itemsWithState } from './scopes.js';
import { refuseWithoutSync } from './terms.js';

/** `GET /v1/user/service/terms`: the list of service terms before v2. */
export const oldTerms: Route = ({ store, call }) => {
  const { app, link } = actorOf(store, 'terms.list', call);
  refuseWithoutSync(app);
  const allowed = [...link.terms].map(([tag, { at }]) => ({ tag, agreed_at: instant(at) }));
  const created = instant(TERMS_REGISTERED_AT);
  const all = app.terms.map(({ tag }) => ({ tag, created_at: created, updated_at: created }));
  const rest = JSON.stringify({
    allowed_service_terms: allowed,
    ...(call.query.get('extra') === 'app_service_terms' && { app_service_terms: all }),
  });
  // `JSON.stringify` cannot write a large ID as a number.
  return json(200, `{"user_id":${link.personId},${rest.slice(1)}`);
};

/** `GET /v1/user/check_access_token`. Mobile SDKs call it from time to time and ignore the response. */
export const checkAccessToken: Route = ({ store, call }) => {
  actorOf(store, 'user.accessTokenInfo', call);
  return json(200, '{}');
};

/** `POST /v2/user/upgrade/scopes`: a partner reports consent that it collected itself. */
export const upgradeScopes: Route = (context) => {
  const { store, call } = context;
  const { app, link } = actorOf(store, 'scopes.revoke', call);
  if (!app.partner) throw permissionDenied();
  const { scopes: sent } = incomingOf('scopes.revoke', call);
  const wanted = texts('scopes', sent) ?? [];
  const unknown = wanted.filter((id) => !app.consentItems.has(id));
  if (wanted.length === 0 || unknown.length > 0) throw badParameter('scopes');
  for (const id of wanted) if (!link.scopes.has(id)) link.scopes.set(id, store.clock.now());
  void context.webhooks.event(app, 'user-scope-consent', link.personId, { scope: wanted });
  const scopes = JSON.stringify(itemsWithState(app, link, context));
  return json(200, `{"id":${link.personId},"scopes":${scopes}}`);
};

/** A discontinued call. */
export const discontinued: Route = () => {
  throw kapiRefusal('-9');
};

/** Kakao Talk's calls are not imitated, except -501 for users without Kakao Talk. */
export const kakaoTalk: Route = ({ store, call }) => {
  const { person } = actorOf(store, 'user.accessTokenInfo', call);
  if (!person.kakaoTalk) throw kapiRefusal('-501');
  return json(NO_SUCH_PATH.status, JSON.stringify(NO_SUCH_PATH.body));
};
