import { endpoints } from '@kakao-login/client/contract/endpoints';
import type { EndpointName } from '@kakao-login/client/contract';

import {
  NO_CREDENTIALS_TEXT,
  NOT_ALLOWED_ON_KEY_TEXT,
  PREREGISTERED_MAY,
  UNKNOWN_ADMIN_KEY_TEXT,
  WELL_FORMED_TOKEN,
  WRONG_CALLER_TEXT,
} from '../guesses.js';
import { sentIn } from '../http/call.js';
import type { Call } from '../http/call.js';
import { Refusal } from '../refusal.js';
import type { AdminApi } from '../seed/types.js';
import type { AccessToken, App, Link, Login, Person } from '../store/entities.js';
import type { Store } from '../store/store.js';
import { refuseApp, refuseCaller, refuseIp, refuseAccount } from './caller-state.js';
import { badParameter, deactivatedKey, kapiRefusal, unknownToken } from './kapi-refusals.js';

/** A user's access token. */
export interface UserActor {
  as: 'user';
  app: App;
  person: Person;
  link: Link;
  login: Login;
  token: AccessToken;
}

/** The service with its admin key, for one user. */
export interface AdminActor {
  as: 'admin';
  app: App;
  person: Person;
  link: Link;
}

/** The service with its admin key, for the app itself. */
export interface AppActor {
  as: 'admin-app';
  app: App;
}

interface ActorsByKind {
  user: UserActor;
  admin: AdminActor;
  'admin-app': AppActor;
  none: undefined;
}

/** Who can make this call. */
export type ActorOf<N extends EndpointName> = ActorsByKind[(typeof endpoints)[N]['callers'][number]];

const adminApis: Partial<Record<EndpointName, AdminApi>> = {
  'account.logout': 'logout',
  'account.unlink': 'unlink',
  'user.me': 'user',
  'user.list': 'user',
  'user.ids': 'user',
  'shipping.list': 'user',
  'scopes.list': 'scopes',
  'scopes.revoke': 'scopes',
  'terms.list': 'terms',
  'terms.revoke': 'terms',
  'terms.agree': 'terms',
};

function refuseState(store: Store, name: EndpointName, app: App, person: Person, link: Link): void {
  refuseApp(store, app);
  refuseAccount(app, person, store.clock.now());
  if (!link.registered && !PREREGISTERED_MAY.has(name)) throw kapiRefusal('-101');
}

/** `call`: undefined for a page that the user opens, because the restrictions of a key do not apply to it. */
export function userActor(store: Store, name: EndpointName, bearer: string, call?: Call): UserActor {
  if (bearer !== '' && !WELL_FORMED_TOKEN.test(bearer)) throw kapiRefusal('-2');
  const token = store.accessTokens.peek(bearer);
  if (!token) throw unknownToken();
  if (token.expiresAt <= store.clock.now()) {
    throw Refusal.unauthorized('Bearer', 'this access token is already expired');
  }
  const { login } = token;
  const app = store.app(login.appId);
  const person = store.people.get(login.personId);
  const link = store.link(login.appId, login.personId);
  if (!app || !person || !link) throw unknownToken();
  if (call) refuseCaller(store, login, app, call);
  refuseState(store, name, app, person, link);
  return { as: 'user', app, person, link, login, token };
}

function adminActor(store: Store, name: EndpointName, value: string, call: Call): AdminActor | AppActor {
  const found = store.adminClient(value);
  if (!found) throw Refusal.unauthorized('KakaoAK', UNKNOWN_ADMIN_KEY_TEXT);
  const { app, key } = found;
  if (key.deactivated) throw deactivatedKey('KakaoAK');
  refuseIp(key.allowedIps, 'KakaoAK', call.ip);
  const api = adminApis[name];
  if (key.allowedApis && (!api || !key.allowedApis.includes(api))) {
    throw kapiRefusal('-3', NOT_ALLOWED_ON_KEY_TEXT);
  }
  if (endpoints[name].callers.some((caller) => caller === 'admin-app')) {
    refuseApp(store, app);
    return { as: 'admin-app', app };
  }
  const sent = sentIn(call);
  if (sent.get('target_id_type') !== 'user_id') throw badParameter('target_id_type');
  const targetId = sent.get('target_id') ?? '';
  if (!/^\d{1,19}$/.test(targetId)) throw badParameter('target_id');
  const person = store.people.get(targetId);
  const link = store.link(app.appId, targetId);
  if (!person || !link) throw kapiRefusal('-101');
  refuseState(store, name, app, person, link);
  return { as: 'admin', app, person, link };
}

/** RFC 6750, 2.3: a token in the query, as passport-kakao sends it. */
const tokenInQuery = ({ query }: Call): string =>
  query.has('access_token') ? `Bearer ${query.get('access_token')}` : '';

/** Finds the caller, or refuses missing, wrong or expired credentials. */
export function actorOf<N extends EndpointName>(store: Store, name: N, call: Call): ActorOf<N> {
  const callers: readonly string[] = endpoints[name].callers;
  const [sent = '', credentials = ''] = (call.headers.authorization ?? tokenInQuery(call)).split(' ');
  // RFC 9110: schemes ignore case.
  const scheme = sent.toLowerCase();
  let actor: UserActor | AdminActor | AppActor | undefined;
  if (callers.includes('none')) actor = undefined;
  else if (credentials === '') throw Refusal.unauthorized('Bearer', NO_CREDENTIALS_TEXT);
  else if (scheme !== 'bearer' && scheme !== 'kakaoak') {
    throw kapiRefusal('-8');
  } else if (scheme === 'bearer' && callers.includes('user')) actor = userActor(store, name, credentials, call);
  else if (scheme === 'kakaoak' && callers.some((caller) => caller.startsWith('admin'))) {
    actor = adminActor(store, name, credentials, call);
  } else throw Refusal.unauthorized(scheme === 'kakaoak' ? 'KakaoAK' : 'Bearer', WRONG_CALLER_TEXT);
  return actor as ActorOf<N>;
}
