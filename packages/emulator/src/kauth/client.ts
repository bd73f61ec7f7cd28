import type { Refusal } from '../refusal.js';
import type { App, ClientKey } from '../store/entities.js';
import type { Store } from '../store/store.js';
import { kauthRefusal } from './refusals.js';

export function activeClient(store: Store, clientId: string): { app: App; key: ClientKey } {
  const client = store.client(clientId);
  if (client && !client.key.deactivated) return client;
  throw kauthRefusal('KOE101', new URLSearchParams({ client_id: clientId }));
}

/** A code or a token of one app, sent with the key of another. */
export const appMismatch = (): Refusal => kauthRefusal('KOE114');
