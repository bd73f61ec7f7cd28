import { rangeOf } from '../http/ip.js';
import type { Address, App, ClientKey, Person } from '../store/entities.js';
import { DEFAULT_PASSWORD } from './default.js';
import type { AppSeed, PersonSeed, Seed } from './types.js';

/** A seed that makes no sense; the message names the place. */
export class SeedError extends Error {
  override readonly name = 'SeedError';
}

/** An id as decimal digits. A number beyond 2^53 has already lost digits, so it is refused. */
export function idOf(value: unknown, where: string): string {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new SeedError(`${where}: write an id above 2^53 as text, not as a number`);
  }
  const text = typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? String(value) : '';
  if (!/^[1-9]\d{0,18}$/.test(text)) throw new SeedError(`${where}: an id is 1 to 19 decimal digits`);
  return text;
}

function textOf(value: unknown, where: string): string {
  if (typeof value !== 'string' || value === '') throw new SeedError(`${where}: text is missing`);
  return value;
}

/** YAML and JSON come unchecked, so everything that is walked through is looked at first. */
export function listOf<T>(value: readonly T[] | undefined, where: string): readonly T[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new SeedError(`${where}: a list is expected`);
  return value as readonly T[];
}

function uris(value: readonly string[] | undefined, where: string): string[] {
  return listOf(value, where).map((uri, index) => {
    if (!/^[a-z][a-z0-9+.-]*:/i.test(textOf(uri, `${where}[${index}]`))) {
      throw new SeedError(`${where}[${index}]: an absolute URI is expected`);
    }
    return uri;
  });
}

/** The origin of a page or a server. A path would never match anything. */
export function originOf(value: unknown, where: string): string {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}/`) {
    throw new SeedError(`${where}: an origin is expected, such as http://localhost:3000`);
  }
  return url.origin;
}

const origins = (value: readonly string[] | undefined, where: string): string[] =>
  listOf(value, where).map((origin, index) => originOf(origin, `${where}[${index}]`));

function ips(value: readonly string[], where: string): readonly string[] {
  for (const [index, entry] of listOf(value, where).entries()) {
    if (!rangeOf(textOf(entry, `${where}[${index}]`))) {
      throw new SeedError(`${where}[${index}]: an IP address, a CIDR block or address/mask is expected`);
    }
  }
  return value;
}

function keysOf(seed: AppSeed, where: string): ClientKey[] {
  const none = { androidKeyHashes: [], iosBundleIds: [], domains: [] };
  return [
    ...listOf(seed.restApiKeys, `${where}.restApiKeys`).map((key, index): ClientKey => {
      const at = `${where}.restApiKeys[${index}]`;
      return {
        ...none,
        kind: 'rest',
        key: textOf(key.key, `${at}.key`),
        redirectUris: uris(key.redirectUris, `${at}.redirectUris`),
        ...(key.clientSecret && { clientSecret: textOf(key.clientSecret, `${at}.clientSecret`) }),
        ...(key.allowedIps && { allowedIps: ips(key.allowedIps, `${at}.allowedIps`) }),
        deactivated: key.deactivated ?? false,
      };
    }),
    ...listOf(seed.javascriptKeys, `${where}.javascriptKeys`).map((key, index): ClientKey => {
      const at = `${where}.javascriptKeys[${index}]`;
      return {
        ...none,
        kind: 'javascript',
        key: textOf(key.key, `${at}.key`),
        redirectUris: uris(key.redirectUris, `${at}.redirectUris`),
        domains: origins(key.domains, `${at}.domains`),
        deactivated: key.deactivated ?? false,
      };
    }),
    ...listOf(seed.nativeKeys, `${where}.nativeKeys`).map((key, index): ClientKey => {
      const at = `${where}.nativeKeys[${index}]`;
      return {
        ...none,
        kind: 'native',
        key: textOf(key.key, `${at}.key`),
        redirectUris: uris(key.redirectUris ?? [`kakao${key.key}://oauth`], `${at}.redirectUris`),
        androidKeyHashes: listOf(key.androidKeyHashes, `${at}.androidKeyHashes`),
        iosBundleIds: listOf(key.iosBundleIds, `${at}.iosBundleIds`),
        deactivated: key.deactivated ?? false,
      };
    }),
  ];
}

function once(seen: Set<string>, value: string, where: string, what: string): void {
  if (seen.has(value)) throw new SeedError(`${where}: this ${what} is used twice`);
  seen.add(value);
}

const stages = new Set(['required', 'optional', 'in-use']);

export function readApp(seed: AppSeed, where: string): App {
  const consentItems = new Map(Object.entries(seed.consentItems ?? { profile_nickname: 'required' as const }));
  for (const [item, stage] of consentItems) {
    if (!stages.has(stage))
      throw new SeedError(`${where}.consentItems.${item}: required, optional or in-use is expected`);
  }
  const adminKeys = listOf(seed.adminKeys, `${where}.adminKeys`);
  for (const [index, { key, allowedIps }] of adminKeys.entries()) {
    textOf(key, `${where}.adminKeys[${index}].key`);
    if (allowedIps) ips(allowedIps, `${where}.adminKeys[${index}].allowedIps`);
  }
  const terms = listOf(seed.terms, `${where}.terms`);
  const tags = new Set<string>();
  for (const [index, { tag }] of terms.entries()) once(tags, tag, `${where}.terms[${index}].tag`, 'tag');
  const primary = adminKeys.find((key) => key.primary) ?? adminKeys[0];
  return {
    appId: idOf(seed.appId, `${where}.appId`),
    name: textOf(seed.name, `${where}.name`),
    ...(seed.company !== undefined && { company: seed.company }),
    keys: keysOf(seed, where),
    adminKeys,
    ...(primary && { primaryAdminKey: primary.key }),
    logoutRedirectUris: uris(seed.logoutRedirectUris, `${where}.logoutRedirectUris`),
    kakaoLogin: seed.kakaoLogin ?? true,
    openIdConnect: seed.openIdConnect ?? false,
    autoLink: seed.autoLink ?? true,
    sync: seed.sync ?? false,
    kind: seed.kind ?? 'normal',
    members: new Set(listOf(seed.members, `${where}.members`).map((id) => idOf(id, `${where}.members[]`))),
    blocked: seed.blocked ?? false,
    unregisteredDeveloper: seed.unregisteredDeveloper ?? false,
    business: seed.business ?? true,
    missingPermissions: listOf(seed.missingPermissions, `${where}.missingPermissions`),
    inHouse: seed.inHouse ?? false,
    partner: seed.partner ?? false,
    groupApp: seed.groupApp ?? false,
    ageVerification: seed.ageVerification ?? false,
    under14: seed.under14 ?? 'deny',
    consentItems,
    terms: terms.map((term, index) => ({
      ...term,
      tag: textOf(term.tag, `${where}.terms[${index}].tag`),
      title: textOf(term.title, `${where}.terms[${index}].title`),
      required: term.required,
      revocable: term.revocable ?? !term.required,
    })),
    channels: listOf(seed.channels, `${where}.channels`),
    propertyKeys: new Set(listOf(seed.propertyKeys, `${where}.propertyKeys`)),
    limits: seed.limits ?? false,
    ...(seed.monthlyCalls !== undefined && { monthlyCalls: seed.monthlyCalls }),
    webhooks: seed.webhooks ?? {},
  };
}

function addressesOf(seeds: PersonSeed['addresses'], where: string): Address[] {
  const ids = new Set<string>();
  return listOf(seeds, where).map((seed, index, all) => {
    const id = idOf(seed.id, `${where}[${index}].id`);
    once(ids, id, `${where}[${index}].id`, 'id');
    if (seed.is_default && all.slice(0, index).some((other) => other.is_default)) {
      throw new SeedError(`${where}[${index}].is_default: another address is the default already`);
    }
    return { ...seed, id };
  });
}

export function readPerson(seed: PersonSeed, where: string): Person {
  const loginId = textOf(seed.loginId, `${where}.loginId`);
  const { email: given, addresses, accountId, talkUserId, daumUserId, ...rest } = seed;
  const email = given === undefined && loginId.includes('@') ? loginId : given;
  return {
    ...rest,
    id: idOf(seed.id, `${where}.id`),
    loginId,
    password: seed.password ?? DEFAULT_PASSWORD,
    nickname: textOf(seed.nickname, `${where}.nickname`),
    isDefaultNickname: seed.isDefaultNickname ?? false,
    ...(email && { email }),
    ...(accountId !== undefined && { accountId: idOf(accountId, `${where}.accountId`) }),
    ...(talkUserId !== undefined && { talkUserId: idOf(talkUserId, `${where}.talkUserId`) }),
    ...(daumUserId !== undefined && { daumUserId: idOf(daumUserId, `${where}.daumUserId`) }),
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

/** A key belongs to one app, and is of one kind. */
export function refuseSameKeys(apps: readonly App[]): void {
  const seen = new Set<string>();
  for (const app of apps) {
    once(seen, `app ${app.appId}`, `app ${app.name}`, 'app id');
    for (const { key } of [...app.keys, ...app.adminKeys]) once(seen, `key ${key}`, `app ${app.name}`, 'key');
  }
}

/** Only somebody can be a member of a test app. */
export function refuseStrangers({ members }: App, people: ReadonlyMap<string, unknown>, where: string): void {
  const stranger = [...members].findIndex((id) => !people.has(id));
  if (stranger >= 0) throw new SeedError(`${where}.members[${stranger}]: there is no such person`);
}

/** Adds addresses to an app, for every key that has such. */
export function addAddresses(app: App, more: Pick<Seed, 'redirectUris' | 'logoutRedirectUris' | 'domains'>): void {
  for (const key of app.keys) {
    if (key.kind !== 'native') key.redirectUris.push(...uris(more.redirectUris, 'redirectUris'));
    if (key.kind === 'javascript') key.domains.push(...origins(more.domains, 'domains'));
  }
  app.logoutRedirectUris.push(...uris(more.logoutRedirectUris, 'logoutRedirectUris'));
}

/** Reads a seed into fresh entities, or throws a {@link SeedError} that names the place. */
export function readSeed(seed: Required<Pick<Seed, 'apps' | 'people'>> & Seed): { apps: App[]; people: Person[] } {
  const apps = listOf(seed.apps, 'apps').map((app, index) => readApp(app, `apps[${index}]`));
  const people = listOf(seed.people, 'people').map((person, index) => readPerson(person, `people[${index}]`));
  if (apps.length === 0) throw new SeedError('apps: at least one app is needed');
  refuseSameKeys(apps);
  const seen = new Set<string>();
  for (const person of people) {
    once(seen, `person ${person.id}`, `people: ${person.nickname}`, 'id');
    once(seen, `login ${person.loginId.toLowerCase()}`, `people: ${person.nickname}`, 'loginId');
  }
  const known = new Map(people.map((person) => [person.id, person]));
  for (const [index, app] of apps.entries()) refuseStrangers(app, known, `apps[${index}]`);
  const [first] = apps;
  if (first) addAddresses(first, seed);
  return { apps, people };
}
