import type { Clock } from './clock.js';
import { ContainedTexts } from './contained-texts.js';
import { EXPIRED_TOKEN_REMEMBERED, MOST_SELF_MADE } from '../guesses.js';
import type { AdminKeySeed } from '../seed/types.js';
import type {
  AccessToken,
  App,
  Browser,
  ClientKey,
  Code,
  Link,
  Login,
  Person,
  RefreshToken,
  Session,
  TokenCount,
} from './entities.js';
import { ExpiringMap } from './expiring-map.js';
import type { Transaction } from './transactions.js';

const linkKey = (appId: string, personId: string): string => `${appId} ${personId}`;
/** The format of phone numbers. An e-mail address may have the same digits. */
const PHONE = /^[+\d\s()-]{9,}$/;
const digitsOf = (text: string): string => text.replace(/\D/g, '').replace(/^82/, '0');

/** The state of the emulator. */
export class Store {
  readonly apps: readonly App[];
  readonly #people = new Map<string, Person>();
  readonly #byLoginId = new Map<string, Person>();
  /** Ids of users who signed up on the page, oldest first. */
  readonly selfMade = new Set<string>();
  readonly links = new Map<string, Link>();
  /** Links of preregistered users. */
  readonly waiting = new Set<Link>();
  readonly codes: ExpiringMap<Code>;
  /** The users of used codes, for apps with limits. */
  readonly spentCodes: ExpiringMap<{ personId: string; expiresAt: number }>;
  readonly accessTokens: ExpiringMap<AccessToken>;
  readonly refreshTokens: ExpiringMap<RefreshToken>;
  readonly sessions: ExpiringMap<Session>;
  readonly browsers: ExpiringMap<Browser>;
  readonly transactions: ExpiringMap<Transaction>;
  /** Access grant tokens of `/api/agt`. */
  readonly grants: ExpiringMap<{ appId: string; personId: string; expiresAt: number }>;
  /** Redirect URIs that the page KOE006 offers to register, by the token of its form. */
  readonly registrations: ExpiringMap<{ clientId: string; uri: string; query: string; expiresAt: number }>;
  /** Results that `/apiweb/code.json` returns, by client ID and `auth_tran_id`. */
  readonly results: ExpiringMap<{ body: Record<string, string>; expiresAt: number }>;
  /** Times of issued tokens and limited calls, for apps with limits. */
  readonly counts = new Map<string, number[]>();
  /** Logins that still have a token, by app and user. */
  readonly #logins = new Map<string, Set<Login>>();
  readonly #keys = new Map<string, { app: App; key: ClientKey }>();
  readonly #adminKeys = new Map<string, { app: App; key: AdminKeySeed }>();
  /** Public texts of the apps. */
  readonly #public = new Set<string>();
  /** Client secrets and admin keys. */
  readonly #secrets = new ContainedTexts();
  readonly #passwords = new ContainedTexts();
  readonly #tokenCounts = new Map<string, TokenCount>();

  constructor(
    readonly clock: Clock,
    apps: readonly App[],
    people: readonly Person[],
  ) {
    const now = (): number => clock.now();
    this.apps = apps;
    this.indexApps();
    for (const person of people) this.setPerson(person);
    this.codes = new ExpiringMap(now);
    this.spentCodes = new ExpiringMap(now);
    this.accessTokens = new ExpiringMap(now, EXPIRED_TOKEN_REMEMBERED, (token, { login }) => {
      login.accessTokens.delete(token);
      this.#forgetWhenOver(login);
    });
    this.refreshTokens = new ExpiringMap(now, 0, (token, { login }) => {
      if (login.refreshToken === token) delete login.refreshToken;
      this.#forgetWhenOver(login);
    });
    this.sessions = new ExpiringMap(now);
    this.browsers = new ExpiringMap(now);
    this.transactions = new ExpiringMap(now);
    this.grants = new ExpiringMap(now);
    this.results = new ExpiringMap(now);
    this.registrations = new ExpiringMap(now);
  }

  /** Call it when an app has changed. */
  indexApps(): void {
    this.#keys.clear();
    this.#adminKeys.clear();
    this.#public.clear();
    this.#secrets.clear();
    for (const app of this.apps) {
      const { keys, consentItems, terms, channels, logoutRedirectUris } = app;
      for (const key of keys) {
        this.#keys.set(key.key, { app, key });
        if (key.clientSecret !== undefined) this.#secrets.add(key.clientSecret);
      }
      const texts = [
        ...keys.flatMap(({ key, redirectUris }) => [key, ...redirectUris]),
        ...consentItems.keys(),
        ...terms.map(({ tag }) => tag),
        ...channels.map(({ id }) => id),
        ...logoutRedirectUris,
      ];
      for (const text of texts) this.#public.add(text);
      for (const key of app.adminKeys) {
        this.#adminKeys.set(key.key, { app, key });
        this.#secrets.add(key.key);
      }
    }
  }

  get people(): ReadonlyMap<string, Person> {
    return this.#people;
  }

  /** Adds a user, or replaces the one with this id. */
  setPerson(person: Person): void {
    this.#forgetPerson(person.id);
    this.#people.set(person.id, person);
    this.#byLoginId.set(person.loginId.toLowerCase(), person);
    this.#passwords.add(person.password);
  }

  #forgetPerson(personId: string): void {
    const person = this.#people.get(personId);
    if (!person) return;
    this.#people.delete(personId);
    this.#byLoginId.delete(person.loginId.toLowerCase());
    this.#passwords.delete(person.password);
  }

  /** Adds a user who signed up on the page. Above the limit, the oldest of them is dropped. */
  addSelfMade(person: Person): void {
    this.setPerson(person);
    this.selfMade.add(person.id);
    const [first] = this.selfMade;
    if (this.selfMade.size > MOST_SELF_MADE && first !== undefined) this.removePerson(first);
  }

  /** Deletes a user with links, tokens and sessions. Sends no webhook. */
  removePerson(personId: string): void {
    for (const app of this.apps) {
      this.unlink(app.appId, personId);
      app.members.delete(personId);
    }
    for (const map of [this.sessions, this.transactions, this.grants, this.spentCodes]) {
      for (const [key, entry] of map) if (entry.personId === personId) map.delete(key);
    }
    for (const what of this.counts.keys()) if (what.endsWith(` ${personId}`)) this.counts.delete(what);
    this.selfMade.delete(personId);
    this.#tokenCounts.delete(personId);
    this.#forgetPerson(personId);
  }

  app(appId: string): App | undefined {
    return this.apps.find((app) => app.appId === appId);
  }

  client(key: string): { app: App; key: ClientKey } | undefined {
    return this.#keys.get(key);
  }

  adminClient(key: string): { app: App; key: AdminKeySeed } | undefined {
    return this.#adminKeys.get(key);
  }

  /** Whether a text is a public part of the seed: a client id, an item, a tag, a redirect URI. */
  isPublic(text: string): boolean {
    return this.#public.has(text);
  }

  /** Whether a text contains a client secret, an admin key, a password or a user's id, ignoring case. */
  holdsSecret(text: string): boolean {
    if (this.#secrets.isIn(text) || this.#passwords.isIn(text)) return true;
    return (text.match(/\d{4,}/g) ?? []).some((digits) => this.people.has(digits));
  }

  personWithLoginId(loginId: string): Person | undefined {
    return this.#byLoginId.get(loginId.toLowerCase());
  }

  /** Finds a user by e-mail address, by phone number in any format, or by Kakao Mail ID. */
  personByLoginId(loginId: string): Person | undefined {
    const wanted = loginId.trim().toLowerCase();
    if (wanted === '') return undefined;
    const known = this.personWithLoginId(wanted);
    if (known) return known;
    const digits = PHONE.test(wanted) ? digitsOf(wanted) : undefined;
    for (const person of this.people.values()) {
      if (person.email?.toLowerCase() === wanted) return person;
      if (digits !== undefined && person.phoneNumber && digitsOf(person.phoneNumber) === digits) return person;
      if (person.email?.toLowerCase() === `${wanted}@kakao.com`) return person;
    }
    return undefined;
  }

  link(appId: string, personId: string): Link | undefined {
    return this.links.get(linkKey(appId, personId));
  }

  addLink(link: Link): void {
    this.links.set(linkKey(link.appId, link.personId), link);
    if (!link.registered) this.waiting.add(link);
  }

  /** Deletes the link with its consents, properties, codes and tokens. */
  unlink(appId: string, personId: string): void {
    const link = this.link(appId, personId);
    if (link) this.waiting.delete(link);
    this.links.delete(linkKey(appId, personId));
    this.endLogins(appId, personId);
    for (const [code, entry] of this.codes) {
      if (entry.appId === appId && entry.personId === personId) this.codes.delete(code);
    }
  }

  /** Revokes the tokens of one login. */
  endLogin(login: Login): void {
    for (const token of login.accessTokens) this.accessTokens.delete(token);
    if (login.refreshToken !== undefined) this.refreshTokens.delete(login.refreshToken);
  }

  /** Revokes every token of this user in this app. */
  endLogins(appId: string, personId: string): void {
    for (const login of this.#logins.get(linkKey(appId, personId)) ?? []) this.endLogin(login);
  }

  addAccessToken(token: string, login: Login, expiresAt: number): void {
    login.accessTokens.add(token);
    this.accessTokens.set(token, { login, expiresAt });
    this.#remember(login);
  }

  /** Replaces the refresh token of a login. */
  setRefreshToken(token: string, login: Login, expiresAt: number): void {
    if (login.refreshToken !== undefined) this.refreshTokens.delete(login.refreshToken);
    login.refreshToken = token;
    this.refreshTokens.set(token, { login, expiresAt });
    this.#remember(login);
  }

  #remember(login: Login): void {
    const key = linkKey(login.appId, login.personId);
    const logins = this.#logins.get(key);
    if (logins) logins.add(login);
    else this.#logins.set(key, new Set([login]));
  }

  #forgetWhenOver(login: Login): void {
    if (login.accessTokens.size > 0 || login.refreshToken !== undefined) return;
    const key = linkKey(login.appId, login.personId);
    const logins = this.#logins.get(key);
    logins?.delete(login);
    if (logins?.size === 0) this.#logins.delete(key);
  }

  /** How many token responses each user got, by id. */
  get tokenCounts(): ReadonlyMap<string, TokenCount> {
    return this.#tokenCounts;
  }

  countTokens(personId: string, what: keyof TokenCount): void {
    const count = this.#tokenCounts.get(personId) ?? { logins: 0, refreshes: 0, rotations: 0 };
    count[what] += 1;
    this.#tokenCounts.set(personId, count);
  }

  /** Lets an access or refresh token expire at this time. Returns whether there is such a token. */
  expireToken(token: string, expiresAt: number): boolean {
    const found = this.accessTokens.get(token) ?? this.refreshTokens.get(token);
    if (found) found.expiresAt = expiresAt;
    return found !== undefined;
  }

  /** Counts a call. Returns whether it exceeds the app's limit for this month. */
  overMonth({ appId, monthlyCalls }: App): boolean {
    if (monthlyCalls === undefined) return false;
    const what = `calls ${appId} ${new Date(this.clock.now()).toISOString().slice(0, 7)}`;
    const [calls = 0] = this.counts.get(what) ?? [];
    if (calls >= monthlyCalls) return true;
    this.counts.set(what, [calls + 1]);
    return false;
  }

  /** Whether another one within this time would exceed the limit. */
  isAtLimit(what: string, limit: { most: number; within: number }): boolean {
    const now = this.clock.now();
    const times = (this.counts.get(what) ?? []).filter((at) => at > now - limit.within);
    this.counts.set(what, times);
    return times.length >= limit.most;
  }

  count(what: string): void {
    this.counts.set(what, [...(this.counts.get(what) ?? []), this.clock.now()]);
  }
}
