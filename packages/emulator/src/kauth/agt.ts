import { AGT_LIFE } from '../guesses.js';
import { userActor } from '../kapi/actor.js';
import { json } from '../http/answer.js';
import type { Answer } from '../http/answer.js';
import type { Context } from '../kapi/handlers.js';
import { opaque } from '../random.js';
import { Refusal } from '../refusal.js';

/** `POST /api/agt`: a one-time stand-in for the person behind an access token. */
export function accessGrantToken({ store, call }: Context): Answer {
  const clientId = call.form.get('client_id') ?? '';
  const client = store.client(clientId);
  if (!client || client.key.deactivated) {
    throw Refusal.kauth(401, {
      error: 'invalid_client',
      error_description: `Not exist client_id [${clientId}]`,
      error_code: 'KOE101',
    });
  }
  const { person, app } = userActor(store, 'user.me', call.form.get('access_token') ?? '', call);
  if (app !== client.app) {
    throw Refusal.kauth(400, {
      error: 'invalid_client',
      error_description: 'Application ID mismatch.',
      error_code: 'KOE114',
    });
  }
  const agt = opaque(32);
  store.grants.set(agt, { appId: app.appId, personId: person.id, expiresAt: store.clock.now() + AGT_LIFE });
  return json(200, JSON.stringify({ agt }));
}
