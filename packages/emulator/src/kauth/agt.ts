import type { Context } from '../context.js';
import { AGT_LIFE } from '../guesses.js';
import { userActor } from '../contract/actor.js';
import { json } from '../http/answer.js';
import type { Answer } from '../http/answer.js';
import { opaque } from '../store/random.js';
import { appMismatch, activeClient } from './client.js';

/** `POST /api/agt`: a one-time grant for the user of an access token. */
export function accessGrantToken({ store, call }: Context): Answer {
  const client = activeClient(store, call.form.get('client_id') ?? '');
  const { person, app } = userActor(store, 'user.me', call.form.get('access_token') ?? '', call);
  if (app !== client.app) throw appMismatch();
  const agt = opaque(32);
  store.grants.set(agt, { appId: app.appId, personId: person.id, expiresAt: store.clock.now() + AGT_LIFE });
  return json(200, JSON.stringify({ agt }));
}
