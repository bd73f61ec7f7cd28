import type { Handlers } from '../contract/handlers.js';
import { textRecord } from '../contract/incoming.js';
import { kapiRefusal } from '../contract/kapi-refusals.js';
import { refuseUnknownProperties } from './user.js';

export const account: Handlers<'account.signup' | 'account.logout' | 'account.unlink'> = {
  'account.signup': ({ properties }, { app, link }, { store, webhooks }) => {
    if (link.registered) throw kapiRefusal('-102');
    const first = textRecord('properties', properties) ?? {};
    refuseUnknownProperties(app, first);
    link.registered = true;
    store.waiting.delete(link);
    void webhooks.event(app, 'user-linked', link.personId);
    for (const [key, value] of Object.entries(first)) link.properties.set(key, value);
    return { id: link.personId };
  },

  'account.logout': (_incoming, actor, { store }) => {
    if (actor.as === 'user') store.endLogin(actor.login);
    else store.endLogins(actor.app.appId, actor.person.id);
    return { id: actor.person.id };
  },

  'account.unlink': (_incoming, { app, person }, { store, webhooks }) => {
    store.unlink(app.appId, person.id);
    // Kakao sends no unlink webhook for a call of the service, only the account-status event.
    void webhooks.event(app, 'user-unlinked', person.id, { reason: 'UNLINK_FROM_SERVICE' });
    return { id: person.id };
  },
};
