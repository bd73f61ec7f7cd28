import { sessionOf } from '../accounts/browser.js';
import type { Context } from '../contract/handlers.js';
import { Refusal } from '../refusal.js';
import type { Transaction } from '../store/transactions.js';

/** Takes a transaction for the browser it was opened in; nobody gets it twice. */
export function takeTransaction<K extends Transaction['kind']>(
  { store, call }: Context,
  kind: K,
  id: string | undefined,
): Extract<Transaction, { kind: K }> {
  const transaction = store.transactions.take(id ?? '');
  const session = sessionOf(store, call)?.session;
  if (transaction?.kind !== kind || (transaction.sessionId !== '' && transaction.sessionId !== session?.id)) {
    throw Refusal.message('expired', 400);
  }
  return transaction as Extract<Transaction, { kind: K }>;
}
