import type { Address, App, ClientKey, Person } from '../store/entities.js';
import { DEFAULT_PASSWORD } from './default.js';
import type { AppSeed, PersonSeed, Seed } from './types.js';

/** An invalid seed; the message names the place. */
export class SeedError extends Error {
  override readonly name = 'SeedError';
}

/** As browsers send it: without a trailing slash. */
const originOf = (url: string): string => new URL(url).origin;

function keysOf(seed: AppSeed): ClientKey[] {
  const none = { androidKeyHashes: [], iosBundleIds: [], domains: [] };
  return [
    ...(seed.restApiKeys ?? []).map(
      ({ key, clientSecret, redirectUris = [], allowedIps, deactivated = false }): ClientKey => ({
        ...none,
        kind: 'rest',
        key,
        redirectUris: [...redirectUris],
        ...(clientSecret && { clientSecret }),
        ...(allowedIps && { allowedIps }),
        deactivated,
      }),
    ),
    ...(seed.javascriptKeys ?? []).map(({ key, redirectUris = [], domains = [], deactivated = false }): ClientKey => ({
      ...none,
      kind: 'javascript',
      key,
      redirectUris: [...redirectUris],
      domains: domains.map(originOf),
      deactivated,
    })),
    ...(seed.nativeKeys ?? []).map(
      ({
        key,
        redirectUris = [`kakao${key}://oauth`],
        androidKeyHashes = [],
        iosBundleIds = [],
        deactivated = false,
      }): ClientKey => ({
        ...none,
        kind: 'native',
        key,
        redirectUris: [...redirectUris],
        androidKeyHashes,
        iosBundleIds,
        deactivated,
      }),
    ),
  ];
}

function refuseRepeated(seen: Set<string>, value: string, where: string, what: string): void {
  if (seen.has(value)) throw new SeedError(`${where}: this ${what} is used twice`);
  seen.add(value);
}

export function readApp(seed: AppSeed, where: string): App {
  const { adminKeys = [], terms = [], consentItems = { profile_nickname: 'required' } } = seed;
  const tags = new Set<string>();
  for (const [index, { tag }] of terms.entries()) refuseRepeated(tags, tag, `${where}.terms[${index}].tag`, 'tag');
  const primary = adminKeys.find((key) => key.primary) ?? adminKeys[0];
  return {
    appId: String(seed.appId),
    name: seed.name,
    ...(seed.company !== undefined && { company: seed.company }),
    keys: keysOf(seed),
    adminKeys,
    ...(primary && { primaryAdminKey: primary.key }),
    logoutRedirectUris: [...(seed.logoutRedirectUris ?? [])],
    kakaoLogin: seed.kakaoLogin ?? true,
    openIdConnect: seed.openIdConnect ?? false,
    autoLink: seed.autoLink ?? true,
    sync: seed.sync ?? false,
    kind: seed.kind ?? 'normal',
    members: new Set((seed.members ?? []).map(String)),
    blocked: seed.blocked ?? false,
    unregisteredDeveloper: seed.unregisteredDeveloper ?? false,
    business: seed.business ?? true,
    missingPermissions: seed.missingPermissions ?? [],
    inHouse: seed.inHouse ?? false,
    partner: seed.partner ?? false,
    groupApp: seed.groupApp ?? false,
    ageVerification: seed.ageVerification ?? false,
    under14: seed.under14 ?? 'deny',
    consentItems: new Map(Object.entries(consentItems).filter(([, stage]) => stage !== undefined)),
    terms: terms.map((term) => ({ ...term, revocable: term.revocable ?? !term.required })),
    channels: seed.channels ?? [],
    propertyKeys: new Set(seed.propertyKeys),
    limits: seed.limits ?? false,
    ...(seed.monthlyCalls !== undefined && { monthlyCalls: seed.monthlyCalls }),
    webhooks: seed.webhooks ?? {},
  };
}

function addressesOf(seeds: NonNullable<PersonSeed['addresses']>, where: string): Address[] {
  const ids = new Set<string>();
  return seeds.map((seed, index, all) => {
    const id = String(seed.id);
    refuseRepeated(ids, id, `${where}[${index}].id`, 'id');
    if (seed.is_default && all.slice(0, index).some((other) => other.is_default)) {
      throw new SeedError(`${where}[${index}].is_default: another address is the default already`);
    }
    return { ...seed, id };
  });
}

export function readPerson(seed: PersonSeed, where: string): Person {
  const { email: given, addresses = [], accountId, talkUserId, daumUserId, ...rest } = seed;
  const email = given === undefined && seed.loginId.includes('@') ? seed.loginId : given;
  return {
    ...rest,
    id: String(seed.id),
    password: seed.password ?? DEFAULT_PASSWORD,
    isDefaultNickname: seed.isDefaultNickname ?? false,
    ...(email && { email }),
    ...(accountId !== undefined && { accountId: String(accountId) }),
    ...(talkUserId !== undefined && { talkUserId: String(talkUserId) }),
    ...(daumUserId !== undefined && { daumUserId: String(daumUserId) }),
    emailVerified: seed.emailVerified ?? true,
    emailValid: seed.emailValid ?? true,
    addresses: addressesOf(addresses, `${where}.addresses`),
    dormant: seed.dormant ?? false,
    restricted: seed.restricted ?? false,
    accountTermsDue: seed.accountTermsDue ?? false,
    ageVerified: seed.ageVerified ?? true,
    kakaoTalk: seed.kakaoTalk ?? true,
  };
}

/** A key must belong to one app and be of one kind. */
export function refuseSameKeys(apps: readonly App[]): void {
  const seen = new Set<string>();
  for (const app of apps) {
    refuseRepeated(seen, `app ${app.appId}`, `app ${app.name}`, 'app id');
    for (const { key } of [...app.keys, ...app.adminKeys]) refuseRepeated(seen, `key ${key}`, `app ${app.name}`, 'key');
  }
}

export function refuseStrangers({ members }: App, people: ReadonlyMap<string, unknown>, where: string): void {
  const stranger = [...members].findIndex((id) => !people.has(id));
  if (stranger >= 0) throw new SeedError(`${where}.members[${stranger}]: there is no such person`);
}

/** Adds the URIs and origins to every key that has such a list, unless it has them already. */
export function addAddresses(app: App, more: Pick<Seed, 'redirectUris' | 'logoutRedirectUris' | 'domains'>): void {
  const add = (list: string[], addresses: readonly string[] = []): void => {
    for (const address of addresses) if (!list.includes(address)) list.push(address);
  };
  for (const key of app.keys) {
    if (key.kind !== 'native') add(key.redirectUris, more.redirectUris);
    if (key.kind === 'javascript') add(key.domains, more.domains?.map(originOf));
  }
  add(app.logoutRedirectUris, more.logoutRedirectUris);
}

/**
 * Reads a seed that fits the schema into fresh entities.
 *
 * @throws {SeedError} that names the place of a contradiction.
 */
export function readSeed(seed: Required<Pick<Seed, 'apps' | 'people'>> & Seed): { apps: App[]; people: Person[] } {
  const apps = seed.apps.map((app, index) => readApp(app, `apps[${index}]`));
  const people = seed.people.map((person, index) => readPerson(person, `people[${index}]`));
  if (apps.length === 0) throw new SeedError('apps: at least one app is needed');
  refuseSameKeys(apps);
  const seen = new Set<string>();
  for (const person of people) {
    refuseRepeated(seen, `person ${person.id}`, `people: ${person.nickname}`, 'id');
    refuseRepeated(seen, `login ${person.loginId.toLowerCase()}`, `people: ${person.nickname}`, 'loginId');
  }
  const known = new Map(people.map((person) => [person.id, person]));
  for (const [index, app] of apps.entries()) refuseStrangers(app, known, `apps[${index}]`);
  const [first] = apps;
  if (first) addAddresses(first, seed);
  return { apps, people };
}

/** Returns a seed that results in this app. */
export function appSeed(app: App): AppSeed {
  const of = (kind: ClientKey['kind']): ClientKey[] => app.keys.filter((key) => key.kind === kind);
  const { keys: _keys, primaryAdminKey: _primary, members, consentItems, propertyKeys, ...rest } = app;
  return {
    ...rest,
    restApiKeys: of('rest').map(({ kind: _kind, domains: _d, androidKeyHashes: _a, iosBundleIds: _i, ...key }) => key),
    javascriptKeys: of('javascript').map(({ kind: _kind, androidKeyHashes: _a, iosBundleIds: _i, ...key }) => key),
    nativeKeys: of('native').map(({ kind: _kind, domains: _d, ...key }) => key),
    members: [...members],
    missingPermissions: rest.missingPermissions as NonNullable<AppSeed['missingPermissions']>,
    consentItems: Object.fromEntries(consentItems),
    propertyKeys: [...propertyKeys],
  };
}

/**
 * Returns a seed that results in this person. `null` means no e-mail address; without it, the login ID would become the
 * e-mail address.
 */
export const personSeed = (person: Person): PersonSeed => ({ ...person, email: person.email ?? null });
