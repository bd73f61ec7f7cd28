import type { Context } from '../context.js';
import { MONTH } from '../guesses.js';
import { cookie } from '../http/call.js';
import type { Call } from '../http/call.js';
import { Refusal } from '../refusal.js';
import { opaque } from '../store/random.js';
import type { Person, Session } from '../store/entities.js';
import type { ExpiringMap } from '../store/expiring-map.js';
import type { Store } from '../store/store.js';
import type { Transaction } from '../store/transactions.js';

const DAY = 24 * 3_600_000;

/** Browsers share cookies between the ports of a host, so the port is part of the name. */
const names = (call: Call): { session: string; saved: string } => {
  const port = /:(\d+)$/.exec(call.origin)?.[1] ?? '80';
  return { session: `kakao_account_${port}`, saved: `kakao_saved_${port}` };
};

/**
 * The entry of a cookie. An emulator with the state of another one also accepts the cookies of that one's port.
 */
function remembered<V extends { expiresAt: number }>(call: Call, name: string, map: ExpiringMap<V>): V | undefined {
  const own = map.get(cookie(call, name) ?? '');
  if (own) return own;
  const others = call.headers.cookie?.matchAll(/(kakao_(?:account|saved)_)\d+=([\w-]+)/g) ?? [];
  for (const [, stem = '', value = ''] of others) {
    const found = name.startsWith(stem) && map.get(value);
    if (found) return found;
  }
  return undefined;
}

const setCookie = (name: string, value: string, maxAge: number): string =>
  `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${Math.floor(maxAge / 1000)}`;

/** The Kakao Account that is logged in in this browser. */
export function sessionOf(store: Store, call: Call): { session: Session; person: Person } | undefined {
  const session = remembered(call, names(call).session, store.sessions);
  const person = session && store.people.get(session.personId);
  return session && person && { session, person };
}

/** Users whose login this browser has saved. */
export function savedAccounts(store: Store, call: Call): Person[] {
  const browser = remembered(call, names(call).saved, store.browsers);
  return (browser?.saved ?? []).flatMap((id) => store.people.get(id) ?? []);
}

function setSaved(store: Store, call: Call, saved: string[]): string {
  const known = remembered(call, names(call).saved, store.browsers)?.id ?? opaque(16);
  store.browsers.set(known, { id: known, saved, expiresAt: store.clock.now() + 12 * MONTH });
  return setCookie(names(call).saved, known, 12 * MONTH);
}

/** Logs a user in for a day, or for a month if the login is saved. Returns the cookies to set. */
export function logIn(store: Store, call: Call, person: Person, save: boolean, freshFor?: string): string[] {
  const old = sessionOf(store, call);
  if (old) store.sessions.delete(old.session.id);
  const id = opaque(24);
  const life = save ? MONTH : DAY;
  const now = store.clock.now();
  store.sessions.set(id, {
    id,
    personId: person.id,
    authTime: now,
    expiresAt: now + life,
    ...(freshFor !== undefined && { freshFor }),
  });
  const cookies = [setCookie(names(call).session, id, life)];
  if (save) {
    const others = savedAccounts(store, call).filter(({ id: other }) => other !== person.id);
    cookies.push(setSaved(store, call, [person.id, ...others.map((other) => other.id)]));
  }
  return cookies;
}

export function logOut(store: Store, call: Call): string[] {
  const current = sessionOf(store, call);
  if (current) store.sessions.delete(current.session.id);
  return [setCookie(names(call).session, '', 0)];
}

export function forgetAccount(store: Store, call: Call, personId: string): string {
  const left = savedAccounts(store, call).filter(({ id }) => id !== personId);
  return setSaved(
    store,
    call,
    left.map(({ id }) => id),
  );
}

/** Takes a transaction, once, and only for the browser that opened it. */
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

/** Identifies an authorize request before and after the login page, which adds these parameters. */
export function freshKey(query: URLSearchParams): string {
  const rest = new URLSearchParams(query);
  rest.delete('lang');
  rest.delete('through_account');
  return rest.toString();
}
