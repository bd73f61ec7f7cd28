import type { App, Person } from '../store/entities.js';
import type { Store } from '../store/store.js';
import { check } from './check.js';
import {
  SeedError,
  addAddresses,
  appSeed,
  personSeed,
  readApp,
  readPerson,
  refuseSameKeys,
  refuseStrangers,
} from './read.js';
import { seedSchemas } from './schema.js';
import type { AppSeed, PersonSeed, Seed } from './types.js';

type Patch<T> = { [Name in keyof T]?: T[Name] | null };

/**
 * What can be changed while the emulator runs, as in Kakao's console: everything in an app's seed except its ID. A
 * value replaces the old one, including lists. `null` removes a value. The three lists of URIs and origins are added to
 * every key that has such a list.
 */
export type AppChanges = Patch<Omit<AppSeed, 'appId' | 'logoutRedirectUris'>> &
  Pick<Seed, 'redirectUris' | 'logoutRedirectUris' | 'domains'>;

/** Any part of a user's seed except the id; `null` removes a value. */
export type PersonChanges = Patch<Omit<PersonSeed, 'id'>>;

function refuseFixed(name: string, changes: unknown): void {
  if (typeof changes === 'object' && changes !== null && name in changes) {
    throw new SeedError(`${name} cannot be changed`);
  }
}

/** RFC 7396: a value replaces the old one, `null` removes it. */
function patched(seed: object, changes: object): object {
  const wanted = Object.entries(changes).filter(([, value]) => value !== undefined);
  const merged = Object.entries({ ...seed, ...Object.fromEntries(wanted) });
  return Object.fromEntries(merged.filter(([, value]) => value !== null));
}

/**
 * Changes an app from the next request on, until `reset()`.
 *
 * @throws {SeedError} when a change is invalid; the message names the place
 */
export function configure(store: Store, app: App, changes: AppChanges): void {
  refuseFixed('appId', changes);
  check(seedSchemas().appChanges, changes);
  const { redirectUris, logoutRedirectUris, domains, ...settings } = changes;
  const more = { redirectUris, logoutRedirectUris, domains };
  const seed = patched(appSeed(app), settings);
  check(seedSchemas().app, seed);
  const changed = readApp(seed as AppSeed, `app ${app.appId}`);
  refuseStrangers(changed, store.people, `app ${app.appId}`);
  addAddresses(changed, more);
  refuseSameKeys(store.apps.map((other) => (other === app ? changed : other)));
  // An open consent page may refer to this object, so it has to stay the same.
  for (const name of Object.keys(app)) if (!(name in changed)) Reflect.deleteProperty(app, name);
  Object.assign(app, changed);
  store.indexApps();
}

function refuseTakenLogin(store: Store, { id, loginId }: Person): void {
  const other = store.personWithLoginId(loginId);
  if (other && other.id !== id) throw new SeedError('loginId: another person has this one');
}

/** @throws {SeedError} when the seed is invalid; the message names the place. */
export function addPerson(store: Store, seed: PersonSeed): Person {
  check(seedSchemas().person, seed);
  const person = readPerson(seed, 'person');
  if (store.people.has(person.id)) throw new SeedError('id: another person has this one');
  refuseTakenLogin(store, person);
  store.setPerson(person);
  return person;
}

/**
 * Changes a user. Sends no webhook.
 *
 * @throws {SeedError} when a change is invalid; the message names the place.
 */
export function updatePerson(store: Store, person: Person, changes: PersonChanges): Person {
  refuseFixed('id', changes);
  check(seedSchemas().personChanges, changes);
  const seed = patched(personSeed(person), changes) as PersonSeed;
  // Without an e-mail address, the login ID would become it.
  const whole = { ...seed, email: seed.email ?? null };
  check(seedSchemas().person, whole);
  const changed = readPerson(whole, 'person');
  refuseTakenLogin(store, changed);
  store.setPerson(changed);
  return changed;
}
