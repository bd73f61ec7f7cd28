import { instant } from '../clock.js';
import { json } from '../http/answer.js';
import type { Route } from '../http/server.js';
import { actorOf, userActor } from './actor.js';
import { refuseWithoutSync } from './terms.js';

/** `GET /v1/user/service/terms`: what the list of service terms was before v2. */
export const oldTerms: Route = ({ store, call }) => {
  const { app, link } = actorOf(store, 'terms.list', call);
  refuseWithoutSync(app);
  const allowed = [...link.terms].map(([tag, { at }]) => ({ tag, agreed_at: instant(at) }));
  const created = instant(0);
  const all = app.terms.map(({ tag }) => ({ tag, created_at: created, updated_at: created }));
  const rest = JSON.stringify({
    allowed_service_terms: allowed,
    ...(call.query.get('extra') === 'app_service_terms' && { app_service_terms: all }),
  });
  // The id goes in as a number of any length.
  return json(200, `{"user_id":${link.personId},${rest.slice(1)}`);
};

/** `GET /v1/user/check_access_token`, which mobile SDKs call now and then and do not read. */
export const checkAccessToken: Route = ({ store, call }) => {
  const token = (call.headers.authorization ?? '').replace(/^Bearer /, '');
  userActor(store, 'user.accessTokenInfo', token, call);
  return json(200, '{}');
};
