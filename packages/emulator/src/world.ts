import type { TokenResponse } from '@kakao-login/client/contract';

import { freshStore } from './seed/fresh-store.js';
import { Clock, milliseconds } from './store/clock.js';
import type { Span } from './store/clock.js';
import type { AppChanges, PersonChanges } from './seed/configure.js';
import { Faults } from './faults/plan.js';
import { SIGNUP_GRACE } from './guesses.js';
import { instead, quoted } from './nearest.js';
import { RequestLog } from './request-log.js';
import type { KakaoEmulatorOptions, PersonSeed } from './seed/types.js';
import type { SentBack, SignInAtOptions, SignInOptions, SignedIn } from './kauth/sign-in.js';
import { SigningKeys } from './store/signing-keys.js';
import type { App, Person } from './store/entities.js';
import type { Store } from './store/store.js';
import { checkFields, withDefaults } from './webhooks/event-fields.js';
import type { AccountEvent, EventFields, UnlinkReason } from './webhooks/events.js';
import { unlinkByKakao } from './webhooks/unlink.js';
import { Webhooks } from './webhooks/webhooks.js';
import type { AccountEventInput, Delivery } from './webhooks/webhooks.js';

/** How many IDs a message about an unknown one lists. */
const MOST_LISTED = 20;

/** The ID itself, or that of an object. IDs from other languages may be numbers. */
function idIn(input: unknown, member: 'id' | 'appId'): unknown {
  const id = typeof input === 'object' && input !== null ? (input as Record<string, unknown>)[member] : input;
  return typeof id === 'number' || typeof id === 'bigint' ? String(id) : id;
}

/** Everything except the server: store, clock, keys, log, faults and webhooks. */
export class World {
  readonly clock: Clock;
  readonly keys = new SigningKeys();
  readonly faults = new Faults();
  readonly log: RequestLog;
  readonly webhooks: Webhooks;
  readonly options: KakaoEmulatorOptions;
  strictHeaders: boolean;
  store: Store;
  /** Known once the server listens. */
  url = '';

  constructor(options: KakaoEmulatorOptions) {
    this.options = options;
    this.clock = new Clock(options.now, () => this.endUnfinishedSignups());
    this.log = new RequestLog(options.logSize ?? 1000, {
      isPublic: (text) => this.store.isPublic(text),
      holdsSecret: (text) => this.store.holdsSecret(text),
    });
    this.webhooks = new Webhooks(this.clock, this.keys, () => this.url);
    this.strictHeaders = options.strictHeaders ?? false;
    this.store = freshStore(this.options, this.clock);
  }

  /** Keeps the signing keys, because a seed has none and clients cache the published ones. */
  reset(): void {
    this.clock.reset();
    this.faults.clear();
    this.log.clear();
    this.webhooks.clear();
    this.strictHeaders = this.options.strictHeaders ?? false;
    this.store = freshStore(this.options, this.clock);
  }

  /** @throws {TypeError} when no user has this id or login id; the message names it. */
  person(input: { id: string } | string): Person {
    const id = idIn(input, 'id');
    if (typeof id !== 'string')
      throw new TypeError(`person: expected an id, a login id or a person, not ${quoted(id)}`);
    const person = this.store.people.get(id) ?? this.store.personByLoginId(id);
    if (person) return person;
    const people = [...this.store.people.values()];
    const named = people.find(({ nickname, name }) => nickname === id || name === id);
    const known = people.flatMap((one) => [one.loginId, one.id]);
    const meant = named ? `; did you mean ${named.loginId}?` : instead(id, known.slice(0, MOST_LISTED));
    throw new TypeError(`person: nobody in the emulator has the id or login id ${quoted(id)}${meant}`);
  }

  /** Default: the first app. */
  app(input?: { appId: string } | string): App {
    const appId = input === undefined ? this.store.apps[0]?.appId : idIn(input, 'appId');
    if (typeof appId !== 'string') throw new TypeError(`app: expected an app id or an app, not ${quoted(appId)}`);
    const app = this.store.app(appId);
    if (app) return app;
    const { apps } = this.store;
    const named = apps.find(({ name, keys }) => name === appId || keys.some(({ key }) => key === appId));
    const ids = apps.map((one) => one.appId);
    const meant = named ? `; did you mean ${named.appId}?` : instead(appId, ids.slice(0, MOST_LISTED));
    throw new TypeError(`app: there is no app ${quoted(appId)} in the emulator${meant}`);
  }

  /** Changes an app until the next reset. */
  async configure(changes: AppChanges, app?: { appId: string } | string): Promise<void> {
    const { configure } = await import('./seed/configure.js');
    configure(this.store, this.app(app), changes);
  }

  async addPerson(seed: PersonSeed): Promise<Person> {
    return (await import('./seed/configure.js')).addPerson(this.store, seed);
  }

  async updatePerson(person: { id: string } | string, changes: PersonChanges): Promise<Person> {
    const { updatePerson } = await import('./seed/configure.js');
    return updatePerson(this.store, this.person(person), changes);
  }

  async signIn(person: { id: string } | string, options: SignInOptions = {}): Promise<SignedIn> {
    const { signIn } = await import('./kauth/sign-in.js');
    return signIn(this, this.app(options.app), this.person(person), options);
  }

  async signInAt(person: { id: string } | string, options: SignInAtOptions): Promise<SentBack> {
    const { signInAt } = await import('./kauth/sign-in.js');
    return signInAt(this, this.url, this.person(person), options);
  }

  async issueTokens(
    person: { id: string } | string,
    options: SignInOptions = {},
    issuer: string = this.url,
  ): Promise<TokenResponse> {
    const { issueTokens } = await import('./kauth/sign-in.js');
    const { code } = await this.signIn(person, options);
    return issueTokens(this.store, this.keys, issuer, code);
  }

  /**
   * Lets an access or refresh token expire, at once or after a span.
   *
   * @throws {TypeError} when no such token is valid.
   */
  expireToken(token: string, after: Span = 0): void {
    const expiresAt = this.clock.now() + milliseconds(after, 'expireToken');
    if (!this.store.expireToken(token, expiresAt)) {
      throw new TypeError('expireToken: the emulator has no such access or refresh token, or it has expired already');
    }
  }

  /** Unlinks as Kakao or the user does, not as the service does. */
  async unlink(appId: string, personId: string, reason: UnlinkReason): Promise<Delivery | undefined> {
    return unlinkByKakao(this, this.app(appId), this.person(personId), reason);
  }

  /**
   * Sends an event on request and changes nothing else.
   *
   * @throws {TypeError} when a field does not belong to it.
   */
  orderEvent(event: AccountEvent, input: AccountEventInput): Promise<Delivery> | undefined {
    const { app, personId, fields } = this.#checkedEvent(event, input);
    return this.webhooks.event(app, event, personId, fields);
  }

  /** The signed token of such an event. */
  signEvent(event: AccountEvent, input: AccountEventInput): Promise<string> {
    const { app, personId, fields } = this.#checkedEvent(event, input);
    return this.webhooks.securityEvent(app, event, personId, fields);
  }

  #checkedEvent(
    event: AccountEvent,
    { appId, personId, ...fields }: AccountEventInput,
  ): { app: App; personId: string; fields: EventFields } {
    const app = this.app(appId);
    checkFields(event, fields, app);
    return { app, personId, fields: withDefaults(event, fields, app, this.store.link(appId, personId)) };
  }

  /** Unlinks users who were preregistered a day ago and have not signed up. */
  endUnfinishedSignups(): void {
    const deadline = this.clock.now() - SIGNUP_GRACE;
    for (const link of this.store.waiting) {
      if (link.registered) this.store.waiting.delete(link);
      else if (link.connectedAt <= deadline) void this.unlink(link.appId, link.personId, 'INCOMPLETE_SIGN_UP');
    }
  }
}
