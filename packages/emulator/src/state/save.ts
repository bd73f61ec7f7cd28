import type { World } from '../world.js';
import type { PlannedFault } from '../faults/plan.js';
import { check } from '../seed/check.js';
import { SeedError, appSeed, personSeed, readSeed } from '../seed/read.js';
import type { AppSeed, PersonSeed } from '../seed/types.js';
import type { SavedKey } from '../store/signing-keys.js';
import type { Agreement, Browser, Code, Link, Login, Session } from '../store/entities.js';
import type { ExpiringMap } from '../store/expiring-map.js';
import { Store } from '../store/store.js';
import type { AuthorizeRequest, Transaction } from '../store/transactions.js';
import type { Delivery } from '../webhooks/webhooks.js';
import { secretNames, stateShape } from './shape.js';

const VERSION = 2;

interface SavedLink extends Omit<Link, 'scopes' | 'terms' | 'channels' | 'properties'> {
  scopes: Record<string, number>;
  terms: Record<string, Agreement>;
  channels: string[];
  properties: Record<string, string>;
}

interface SavedLogin extends Omit<Login, 'accessTokens' | 'refreshToken'> {
  accessTokens: Record<string, number>;
  refreshToken?: { value: string; expiresAt: number };
}

type SavedRequest = Omit<AuthorizeRequest, 'app' | 'key' | 'prompts'> & {
  appId: string;
  clientId: string;
  prompts: string[];
};
type Saved<T> = T extends { request: AuthorizeRequest } ? Omit<T, 'request'> & { request: SavedRequest } : T;
type SavedTransaction = Saved<Transaction>;

type Entries<V> = Record<string, V>;

/**
 * The whole state of an emulator as plain JSON. Another one that imports it continues from there, even in the middle of
 * a login. Only the request log, the token counts and webhooks in flight are left out.
 *
 * It contains every secret of the emulator: client secrets, admin keys, passwords, tokens, and the private keys that
 * sign ID tokens. They are worthless at Kakao, but services that trust this emulator accept them.
 */
export interface EmulatorState {
  version: number;
  /** When it was exported; Unix time in milliseconds. */
  now: number;
  /** How many milliseconds the clock was ahead. An import restores it. */
  ahead: number;
  strictHeaders: boolean;
  apps: AppSeed[];
  people: PersonSeed[];
  /** Ids of users who signed up on the page. Older emulators leave it out. */
  selfMade?: string[];
  links: SavedLink[];
  logins: SavedLogin[];
  /** Unused codes. */
  codes: Entries<Code>;
  /** For apps with `limits`: used codes, and when codes and tokens were issued. */
  spentCodes: Entries<{ personId: string; expiresAt: number }>;
  counts: Entries<number[]>;
  grants: Entries<{ appId: string; personId: string; expiresAt: number }>;
  results: Entries<{ body: Record<string, string>; expiresAt: number }>;
  sessions: Session[];
  browsers: Browser[];
  /** Open pages: consent, logout, addresses. */
  transactions: Entries<SavedTransaction>;
  /** The key pair that signs, and the one before it. */
  signingKeys: SavedKey[];
  faults: PlannedFault[];
  deliveries: Delivery[];
}

function savedLogins({ accessTokens, refreshTokens }: Store): SavedLogin[] {
  const logins = new Map<Login, SavedLogin>();
  const saved = (login: Login): SavedLogin => {
    const known = logins.get(login);
    if (known) return known;
    const { accessTokens: _tokens, refreshToken: _token, ...rest } = login;
    const fresh: SavedLogin = { ...rest, accessTokens: {} };
    logins.set(login, fresh);
    return fresh;
  };
  for (const [token, { login, expiresAt }] of accessTokens) saved(login).accessTokens[token] = expiresAt;
  for (const [value, { login, expiresAt }] of refreshTokens) saved(login).refreshToken = { value, expiresAt };
  return [...logins.values()];
}

function savedTransactions({ transactions }: Store): Entries<SavedTransaction> {
  const saved = [...transactions].map(([id, transaction]): [string, SavedTransaction] => {
    if (!('request' in transaction)) return [id, transaction];
    const { app, key, prompts, ...request } = transaction.request;
    const bare = { ...request, appId: app.appId, clientId: key.key, prompts: [...prompts] };
    return [id, { ...transaction, request: bare }];
  });
  return Object.fromEntries(saved);
}

export function exportState({ store, clock, keys, faults, webhooks, strictHeaders }: World): EmulatorState {
  return structuredClone({
    version: VERSION,
    now: clock.now(),
    ahead: clock.ahead,
    strictHeaders,
    apps: store.apps.map(appSeed),
    people: [...store.people.values()].map(personSeed),
    selfMade: [...store.selfMade],
    links: [...store.links.values()].map((link) => ({
      ...link,
      scopes: Object.fromEntries(link.scopes),
      terms: Object.fromEntries(link.terms),
      channels: [...link.channels],
      properties: Object.fromEntries(link.properties),
    })),
    logins: savedLogins(store),
    codes: Object.fromEntries(store.codes),
    spentCodes: Object.fromEntries(store.spentCodes),
    counts: Object.fromEntries(store.counts),
    grants: Object.fromEntries(store.grants),
    results: Object.fromEntries(store.results),
    sessions: [...store.sessions].map(([, session]) => session),
    browsers: [...store.browsers].map(([, browser]) => browser),
    transactions: savedTransactions(store),
    signingKeys: keys.saved(),
    faults: faults.list(),
    deliveries: [...webhooks.deliveries],
  });
}

/** Undefined if the key of the page no longer exists. */
function transactionOf(store: Store, saved: SavedTransaction): Transaction | undefined {
  if (!('request' in saved)) return saved;
  const { appId, clientId, prompts, ...rest } = saved.request;
  const client = store.client(clientId);
  if (client?.app.appId !== appId) return undefined;
  return { ...saved, request: { ...rest, ...client, prompts: new Set(prompts) } };
}

/** Checks that all app and person ids exist. */
function checkNames(store: Store, state: EmulatorState): void {
  const check = (at: string, names: { appId?: string; personId?: string }): void => {
    if (names.appId !== undefined && !store.app(names.appId)) throw new SeedError(`${at}.appId: there is no such app`);
    if (names.personId !== undefined && !store.people.has(names.personId)) {
      throw new SeedError(`${at}.personId: there is no such person`);
    }
  };
  for (const name of ['links', 'logins', 'sessions'] as const) {
    for (const [index, entry] of state[name].entries()) check(`${name}[${index}]`, entry);
  }
  for (const name of ['codes', 'grants', 'transactions'] as const) {
    // The keys of these entries are secrets.
    for (const entry of Object.values(state[name])) check(`${name}[]`, entry);
  }
}

function storeOf({ clock }: World, state: EmulatorState): Store {
  const { apps, people } = readSeed({ apps: state.apps, people: state.people });
  const store = new Store(clock, apps, people);
  for (const id of state.selfMade ?? []) if (store.people.has(id)) store.selfMade.add(id);
  checkNames(store, state);
  for (const link of state.links) {
    store.addLink({
      ...link,
      scopes: new Map(Object.entries(link.scopes)),
      terms: new Map(Object.entries(link.terms)),
      channels: new Set(link.channels),
      properties: new Map(Object.entries(link.properties)),
    });
  }
  for (const { accessTokens, refreshToken, ...rest } of state.logins) {
    const login: Login = { ...rest, accessTokens: new Set() };
    for (const [token, expiresAt] of Object.entries(accessTokens)) store.addAccessToken(token, login, expiresAt);
    if (refreshToken) store.setRefreshToken(refreshToken.value, login, refreshToken.expiresAt);
  }
  fill(store.codes, state.codes);
  fill(store.spentCodes, state.spentCodes);
  fill(store.grants, state.grants);
  fill(store.results, state.results);
  for (const session of state.sessions) store.sessions.set(session.id, session);
  for (const browser of state.browsers) store.browsers.set(browser.id, browser);
  for (const [id, saved] of Object.entries(state.transactions)) {
    const transaction = transactionOf(store, saved);
    if (transaction) store.transactions.set(id, transaction);
  }
  for (const [what, times] of Object.entries(state.counts)) store.counts.set(what, times);
  return store;
}

function fill<V extends { expiresAt: number }>(map: ExpiringMap<V>, entries: Entries<V>): void {
  for (const [key, value] of Object.entries(entries)) map.set(key, value);
}

/**
 * Replaces the whole state. If the new one is invalid, nothing changes.
 *
 * @throws {SeedError} that names the place.
 */
export function importState(world: World, given: EmulatorState): void {
  if (given?.version !== VERSION) throw new SeedError(`state: version ${VERSION} is expected`);
  try {
    check(stateShape(), given, secretNames);
    const state = structuredClone(given);
    const store = storeOf(world, state);
    const useKeys = world.keys.restoring(state.signingKeys);
    const useFaults = world.faults.restoring(state.faults);
    world.reset();
    world.store = store;
    world.strictHeaders = state.strictHeaders;
    world.clock.restore(state.ahead, state.now);
    world.webhooks.restore(state.deliveries);
    useKeys();
    useFaults();
  } catch (error) {
    throw error instanceof SeedError || error instanceof TypeError ? new SeedError(`state: ${error.message}`) : error;
  }
}
