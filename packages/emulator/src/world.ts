import type { ServerResponse } from 'node:http';

import type { TokenResponse } from '@kakao-login/client/contract';

import { Clock } from './store/clock.js';
import type { AppChanges, PersonChanges } from './configure.js';
import { Faults } from './faults/plan.js';
import type { DueFault } from './faults/plan.js';
import { SIGNUP_GRACE } from './guesses.js';
import type { Answer } from './http/answer.js';
import { CONTROL_PREFIX } from './http/call.js';
import type { Call } from './http/call.js';
import { isPreflight, preflightHeaders, withCors } from './http/cors.js';
import type { Context, Notify } from './contract/handlers.js';
import { instead, quoted } from './nearest.js';
import { RequestLog } from './request-log.js';
import { defaultSeed } from './seed/default.js';
import { addSeededLinks } from './seed/links.js';
import { readSeed } from './seed/read.js';
import type { KakaoEmulatorOptions, PersonSeed } from './seed/types.js';
import type { SignInOptions, SignedIn } from './kauth/sign-in.js';
import { SigningKeys } from './store/signing-keys.js';
import type { App, Person } from './store/entities.js';
import { Store } from './store/store.js';
import { checkFields, eventFields } from './webhooks/event-fields.js';
import type { AccountEvent, UnlinkReason } from './webhooks/events.js';
import { Webhooks } from './webhooks/webhooks.js';
import type { AccountEventInput, Delivery } from './webhooks/webhooks.js';

/** What the pages and the control API fetch for themselves says nothing about the service under test. */
const isOurs = (path: string): boolean =>
  path === CONTROL_PREFIX || path.startsWith(`${CONTROL_PREFIX}/`) || path === '/favicon.ico';

/** In a message on an unknown id. */
const MOST_LISTED = 20;

/** The id itself, or that of the thing that has one. Ids of other languages may be numbers. */
function idIn(input: unknown, member: 'id' | 'appId'): unknown {
  const id = typeof input === 'object' && input !== null ? (input as Record<string, unknown>)[member] : input;
  return typeof id === 'number' || typeof id === 'bigint' ? String(id) : id;
}

/** Everything behind the socket: the memory, the clock, the keys, the log, the faults, the webhooks. */
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
  readonly #notify: Notify = (event, input) => void this.event(event, input);

  constructor(options: KakaoEmulatorOptions) {
    this.options = options;
    this.clock = new Clock(options.now, () => this.endUnfinishedSignups());
    this.log = new RequestLog(options.logSize ?? 1000, {
      isPublic: (text) => this.store.isPublic(text),
      holdsSecret: (text) => this.store.holdsSecret(text),
    });
    this.webhooks = new Webhooks(this.clock, this.keys, () => this.url);
    this.strictHeaders = options.strictHeaders ?? false;
    this.store = this.#freshStore();
  }

  #freshStore(): Store {
    const { apps = defaultSeed.apps, people = defaultSeed.people, links = [] } = this.options;
    const entities = readSeed({ ...this.options, apps, people });
    const store = new Store(this.clock, entities.apps, entities.people);
    addSeededLinks(store, links);
    return store;
  }

  /** Back to the seed. The signing keys stay: no seed has any, and clients keep the published ones for a while. */
  reset(): void {
    this.clock.reset();
    this.faults.clear();
    this.log.clear();
    this.webhooks.clear();
    this.strictHeaders = this.options.strictHeaders ?? false;
    this.store = this.#freshStore();
  }

  contextOf(call: Call): Context {
    return {
      world: this,
      store: this.store,
      keys: this.keys,
      call,
      strictHeaders: this.strictHeaders,
      notify: this.#notify,
    };
  }

  /** What stands around every answer. Undefined: nothing is left to send. */
  async around(call: Call, outgoing: ServerResponse, answer: () => Promise<Answer>): Promise<Answer | undefined> {
    if (isOurs(call.path)) return answer();
    if (isPreflight(call)) return { status: 204, headers: preflightHeaders(call), body: '' };
    if (this.store.waiting.size > 0) this.endUnfinishedSignups();
    const at = this.clock.now();
    const started = performance.now();
    const due = this.faults.take(call);
    const readable = async (): Promise<Answer> => withCors(call, await answer());
    const given = due ? await this.#play(due, outgoing, readable, call) : await readable();
    this.log.add({
      call,
      answer: given,
      at,
      milliseconds: Math.round(performance.now() - started),
      ...(due?.isPlayed && { fault: due.fault.kind }),
    });
    return given;
  }

  async #play(
    due: DueFault,
    outgoing: ServerResponse,
    answer: () => Promise<Answer>,
    call: Call,
  ): Promise<Answer | undefined> {
    const { play } = await import('./faults/play.js');
    const played = await play(due, outgoing, answer, this.contextOf(call));
    return played && withCors(call, played);
  }

  /** @throws TypeError when nobody has this id or login id; the message names it. */
  person(input: { id: string } | string): Person {
    const id = idIn(input, 'id');
    if (typeof id !== 'string')
      throw new TypeError(`person: an id, a login id or a person is expected, not ${quoted(id)}`);
    const person = this.store.people.get(id) ?? this.store.personByLoginId(id);
    if (person) return person;
    const people = [...this.store.people.values()];
    const named = people.find(({ nickname, name }) => nickname === id || name === id);
    const known = people.flatMap((one) => [one.loginId, one.id]);
    const meant = named ? `; did you mean ${named.loginId}?` : instead(id, known.slice(0, MOST_LISTED));
    throw new TypeError(`person: nobody in the emulator has the id or login id ${quoted(id)}${meant}`);
  }

  /** The first app, unless another is asked for. */
  app(input?: { appId: string } | string): App {
    const appId = input === undefined ? this.store.apps[0]?.appId : idIn(input, 'appId');
    if (typeof appId !== 'string') throw new TypeError(`app: an app id or an app is expected, not ${quoted(appId)}`);
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
    const { configure } = await import('./configure.js');
    configure(this.store, this.app(app), changes);
  }

  async addPerson(seed: PersonSeed): Promise<Person> {
    return (await import('./configure.js')).addPerson(this.store, seed);
  }

  async updatePerson(person: { id: string } | string, changes: PersonChanges): Promise<Person> {
    const { updatePerson } = await import('./configure.js');
    return updatePerson(this.store, this.person(person), changes);
  }

  async signIn(person: { id: string } | string, options: SignInOptions = {}): Promise<SignedIn> {
    const { signIn } = await import('./kauth/sign-in.js');
    return signIn(this.store, this.app(options.app), this.person(person), options, this.#notify);
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

  /** Ends a link without the service having a hand in it; its webhooks hear of it. */
  async unlink(appId: string, personId: string, reason: UnlinkReason): Promise<Delivery | undefined> {
    const app = this.app(appId);
    this.store.unlink(appId, personId);
    void this.event('user-unlinked', { appId, personId, reason });
    return this.webhooks.unlinked(app, this.person(personId), reason);
  }

  /** Tells the app's account-status webhook, if it wants to hear. */
  event(event: AccountEvent, { appId, personId, ...fields }: AccountEventInput): Promise<Delivery> | undefined {
    const app = this.app(appId);
    const members = eventFields(event, fields, app, this.store.link(appId, personId));
    return this.webhooks.event(app, event, personId, members);
  }

  /**
   * An event that a test orders; nothing else happens.
   *
   * @throws TypeError when a field does not belong to it.
   */
  orderEvent(event: AccountEvent, input: AccountEventInput): Promise<Delivery> | undefined {
    checkFields(event, input, this.app(input.appId));
    return this.event(event, input);
  }

  /** The signed token of such an event. */
  signEvent(event: AccountEvent, { appId, personId, ...fields }: AccountEventInput): Promise<string> {
    const app = this.app(appId);
    checkFields(event, fields, app);
    const members = eventFields(event, fields, app, this.store.link(appId, personId));
    return this.webhooks.securityEvent(app, event, personId, members);
  }

  /** People who were preregistered a day ago and never signed up are unlinked. */
  endUnfinishedSignups(): void {
    const deadline = this.clock.now() - SIGNUP_GRACE;
    for (const link of this.store.waiting) {
      if (link.registered) this.store.waiting.delete(link);
      else if (link.connectedAt <= deadline) void this.unlink(link.appId, link.personId, 'INCOMPLETE_SIGN_UP');
    }
  }
}
