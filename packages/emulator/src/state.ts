import type { Engine } from './engine.js';
import { SeedError } from './seed/read.js';
import type { Agreement, Browser, Code, KeyKind, Link, Login, Person, Session } from './store/entities.js';

const VERSION = 1;

interface SavedLink extends Omit<Link, 'scopes' | 'terms' | 'channels' | 'properties'> {
  scopes: Record<string, number>;
  terms: Record<string, Agreement>;
  channels: string[];
  properties: Record<string, string>;
}

interface SavedLogin extends Omit<Login, 'accessTokens' | 'refreshToken'> {
  keyKind: KeyKind;
  accessTokens: Record<string, number>;
  refreshToken?: { value: string; expiresAt: number };
}

/**
 * What an emulator remembers, as plain JSON: people, links, logins with their tokens, codes, sessions. Signing keys are
 * not in it, so ID tokens from before an import do not verify after it.
 */
export interface EmulatorState {
  version: number;
  /** Unix time in milliseconds when it was taken; the clock is moved there when it is behind. */
  now: number;
  people: Person[];
  links: SavedLink[];
  logins: SavedLogin[];
  codes: Record<string, Code>;
  sessions: Session[];
  browsers: Browser[];
}

function savedLogins({ store }: Engine): SavedLogin[] {
  const logins = new Map<Login, SavedLogin>();
  const saved = (login: Login): SavedLogin => {
    const known = logins.get(login);
    if (known) return known;
    const { accessTokens: _tokens, refreshToken: _token, ...rest } = login;
    const fresh: SavedLogin = { ...rest, accessTokens: {} };
    logins.set(login, fresh);
    return fresh;
  };
  for (const [token, { login, expiresAt }] of store.accessTokens) saved(login).accessTokens[token] = expiresAt;
  for (const [value, { login, expiresAt }] of store.refreshTokens) saved(login).refreshToken = { value, expiresAt };
  return [...logins.values()];
}

export function exportState(engine: Engine): EmulatorState {
  const { store } = engine;
  return structuredClone({
    version: VERSION,
    now: engine.clock.now(),
    people: [...store.people.values()],
    links: [...store.links.values()].map((link) => ({
      ...link,
      scopes: Object.fromEntries(link.scopes),
      terms: Object.fromEntries(link.terms),
      channels: [...link.channels],
      properties: Object.fromEntries(link.properties),
    })),
    logins: savedLogins(engine),
    codes: Object.fromEntries(store.codes),
    sessions: [...store.sessions].map(([, session]) => session),
    browsers: [...store.browsers].map(([, browser]) => browser),
  });
}

/** Takes the place of all that the emulator remembers. */
export function importState(engine: Engine, given: EmulatorState): void {
  if (given?.version !== VERSION) throw new SeedError(`state: version ${VERSION} is expected`);
  const { people, links, logins, codes, sessions, browsers } = given;
  const lists = [people, links, logins, sessions, browsers];
  if (!lists.every(Array.isArray) || typeof codes !== 'object') throw new SeedError('state: this is not one');
  const state = structuredClone(given);
  for (const { appId } of state.links) {
    if (!engine.store.app(appId)) throw new SeedError(`state: this emulator has no app ${appId}`);
  }
  engine.reset();
  const { store, clock } = engine;
  if (state.now > clock.now()) clock.advance(state.now - clock.now());
  store.people.clear();
  for (const person of state.people) store.people.set(person.id, person);
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
  for (const [code, entry] of Object.entries(state.codes)) store.codes.set(code, entry);
  for (const session of state.sessions) store.sessions.set(session.id, session);
  for (const browser of state.browsers) store.browsers.set(browser.id, browser);
}
