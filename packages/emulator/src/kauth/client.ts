import { KOE114_TEXT } from '../guesses.js';
import { Refusal } from '../refusal.js';
import type { App, ClientKey } from '../store/entities.js';
import type { Store } from '../store/store.js';

/** The app and the key that a call to kauth names. */
export function clientOf(store: Store, clientId: string): { app: App; key: ClientKey } {
  const client = store.client(clientId);
  if (client && !client.key.deactivated) return client;
  throw Refusal.kauth(401, {
    error: 'invalid_client',
    error_description: `Not exist client_id [${clientId}]`,
    error_code: 'KOE101',
  });
}

/** A code or a token of one app, sent with the key of another. */
export const appMismatch = (): Refusal =>
  Refusal.kauth(400, { error: 'invalid_client', error_description: KOE114_TEXT, error_code: 'KOE114' });
