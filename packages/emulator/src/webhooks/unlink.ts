import type { App, Person } from '../store/entities.js';
import type { Store } from '../store/store.js';
import type { UnlinkReason } from './events.js';
import type { Delivery, Webhooks } from './webhooks.js';

/** Unlinks as Kakao or the user does, and sends the service's webhooks. */
export function unlinkByKakao(
  { store, webhooks }: { store: Store; webhooks: Webhooks },
  app: App,
  person: Person,
  reason: UnlinkReason,
): Promise<Delivery> | undefined {
  store.unlink(app.appId, person.id);
  void webhooks.event(app, 'user-unlinked', person.id, { reason });
  return webhooks.unlinked(app, person, reason);
}
