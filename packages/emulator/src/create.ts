import { createServer } from 'node:http';
import { isDeepStrictEqual } from 'node:util';

import type { TokenResponse } from '@kakao-login/client/contract';

import type { Clock, Span } from './store/clock.js';
import type { TokenCount } from './store/entities.js';
import type { AppChanges, PersonChanges } from './seed/configure.js';
import { checked } from './seed/option-shapes.js';
import { World } from './world.js';
import type { Faults } from './faults/plan.js';
import { CONTROL_PREFIX } from './http/call.js';
import { end, listenAll, urlOf } from './server/listen.js';
import { createListener } from './server/listener.js';
import type { LoggedRequest } from './request-log.js';
import { controlRoute, routes } from './server/routes.js';
import type { KakaoEmulatorOptions, PersonSeed } from './seed/types.js';
import type { SentBack, SignInAtOptions, SignInOptions, SignedIn } from './kauth/sign-in.js';
import type { EmulatorState } from './state/save.js';
import { emulatedApp } from './store/view.js';
import type { EmulatedApp, EmulatedPerson } from './store/view.js';
import type { AccountEvent, EventFields, FieldsOf, UnlinkReason } from './webhooks/events.js';
import type { Delivery } from './webhooks/webhooks.js';

const KEY_DELAY = 50;
/** Longer than a pause in a test: a client that reuses a connection should not find it closed by Node's five seconds. */
const KEEP_ALIVE = 55_000;

/** A person, or their id or login id. */
export type PersonInput = EmulatedPerson | string;

/** Which app; the first when left out. */
export interface InApp {
  app?: string | { appId: string };
}

/** What the emulator sends to services, and how it went. */
export interface EmulatorWebhooks {
  /** The last 500, the oldest first. */
  readonly deliveries: readonly Delivery[];
  /** Resolves when nothing is under way any more. */
  settled(): Promise<void>;
  /** Ends a person's link as Kakao or the person would; the unlink webhook hears of it. Undefined: the app has none. */
  unlink(person: PersonInput, options?: InApp & { reason?: UnlinkReason }): Promise<Delivery | undefined>;
  /** Sends an account-status event; nothing else happens. Undefined: the app does not want it. */
  send<E extends AccountEvent>(
    event: E,
    person: PersonInput,
    options?: InApp & FieldsOf<E>,
  ): Promise<Delivery | undefined>;
  /** The signed token of such an event, for a test that posts it itself. */
  sign<E extends AccountEvent>(event: E, person: PersonInput, options?: InApp & FieldsOf<E>): Promise<string>;
}

/** Kakao's servers on this machine. */
export interface KakaoEmulator {
  /** One origin that plays kauth, kapi, accounts and apps: the `hosts` of our client, and the issuer of ID tokens. */
  readonly url: string;
  readonly port: number;
  /** The first app. */
  readonly app: EmulatedApp;
  readonly apps: readonly EmulatedApp[];
  readonly people: readonly EmulatedPerson[];
  /** Move it to let codes, tokens and sessions expire. */
  readonly clock: Pick<Clock, 'now' | 'advance'>;
  /** The last requests, the oldest first; nothing secret is in them. */
  readonly requests: readonly LoggedRequest[];
  /** Errors to order. */
  readonly faults: Pick<Faults, 'add' | 'remove' | 'clear' | 'list'>;
  readonly webhooks: EmulatorWebhooks;
  /** How many token responses each user got, by id; users without any are left out. */
  readonly tokenCounts: ReadonlyMap<string, Readonly<TokenCount>>;
  /**
   * Answers an authorize URL that a login route redirects to: logs this person in, agrees, and returns where the browser
   * goes next. Keeps `state`, `nonce`, PKCE, `scope` and `prompt` of the URL.
   *
   * @throws TypeError where Kakao shows an error page, such as KOE006; the message says which
   */
  signIn(person: PersonInput, options: SignInAtOptions): Promise<SentBack>;
  /** Logs a person in without a browser; they agree to everything unless told otherwise. */
  signIn(person: PersonInput, options?: SignInOptions): Promise<SignedIn>;
  /** {@link signIn}, and the code exchanged. */
  issueTokens(person: PersonInput, options?: SignInOptions): Promise<TokenResponse>;
  /** Changes an app (the first, unless `where` says which) until `reset()`: anything but its id. */
  configure(changes: AppChanges, where?: InApp): Promise<void>;
  /** Somebody more, until `reset()`. */
  addPerson(seed: PersonSeed): Promise<EmulatedPerson>;
  /** As if this user had never been, until `reset()`: with links and tokens. No webhook tells of it. */
  removePerson(person: PersonInput): Promise<void>;
  /** Changes somebody until `reset()`: anything but the id. No webhook tells of it. */
  updatePerson(person: PersonInput, changes: PersonChanges): Promise<EmulatedPerson>;
  /**
   * Lets an access or refresh token expire, at once or after a span. A refresh token that has less than a month left is
   * replaced by the next refresh: `expireToken(refresh_token, { days: 29 })` shows it.
   *
   * @throws TypeError when no such token is valid.
   */
  expireToken(token: string, after?: Span): void;
  /** Signs ID tokens with a new key from now on. Returns its `kid`. */
  rotateKeys(): Promise<string>;
  /** All that it knows and remembers, as JSON. Its secrets are in it: tokens, client secrets, private keys. */
  exportState(): Promise<EmulatorState>;
  /**
   * Goes on where another emulator stood, whatever its address and its seed were.
   *
   * @throws SeedError when the state makes no sense; then nothing has changed.
   */
  importState(state: EmulatorState): Promise<void>;
  /** Back to the seed: forgets everything that happened since the start. */
  reset(): void;
  /** Stops listening and ends every connection. */
  close(): Promise<void>;
}

/** Loads the schema only if there is something to check, because most tests start an emulator without options. */
async function checkOptions(options: KakaoEmulatorOptions | undefined): Promise<void> {
  if (options === undefined || isDeepStrictEqual(options, {})) return;
  (await import('./seed/schema.js')).checkOptions(options);
}

/**
 * Starts an emulator: strict as Kakao is, with two apps and six people unless `apps` and `people` say otherwise.
 *
 * @throws SeedError when the seed makes no sense; the message names the place.
 */
export async function createKakaoEmulator(given?: KakaoEmulatorOptions): Promise<KakaoEmulator> {
  await checkOptions(given);
  const options = given ?? {};
  const { host = '127.0.0.1', url } = options;
  const world = new World(options);
  const listener = createListener(routes, { prefix: CONTROL_PREFIX, route: controlRoute(world) }, world);
  const eventOf = (event: AccountEvent, person: PersonInput, options: InApp & EventFields = {}) => {
    const { app, event: kind, ...more } = checked('event', { ...options, event });
    const about = { appId: world.app(app).appId, personId: world.person(person).id };
    return [kind, { ...about, ...more }] as const;
  };
  const { port, servers } = await listenAll(
    () => createServer({ keepAliveTimeout: KEEP_ALIVE }, listener),
    options.port ?? 0,
    host,
  );
  world.url = url === undefined ? urlOf(host, port) : new URL(url).origin;
  // Made in the background so that the first login need not wait for it, and a little later so that whoever waits for
  // the emulator to start need not either.
  const soon = setTimeout(() => void world.keys.current(), KEY_DELAY).unref();

  function signIn(person: PersonInput, options: SignInAtOptions): Promise<SentBack>;
  function signIn(person: PersonInput, options?: SignInOptions): Promise<SignedIn>;
  function signIn(person: PersonInput, options?: SignInAtOptions | SignInOptions): Promise<SentBack | SignedIn> {
    const hasUrl = options !== undefined && 'authorizeUrl' in options;
    return hasUrl ? world.signInAt(person, options) : world.signIn(person, options);
  }

  return {
    url: world.url,
    port,
    clock: world.clock,
    faults: world.faults,
    get app() {
      return emulatedApp(world.app());
    },
    get apps() {
      return world.store.apps.map(emulatedApp);
    },
    get people() {
      return [...world.store.people.values()];
    },
    get requests() {
      return world.log.all();
    },
    get tokenCounts() {
      return world.store.tokenCounts;
    },
    webhooks: {
      get deliveries() {
        return world.webhooks.deliveries;
      },
      settled: () => world.webhooks.settled(),
      unlink: async (person, options = {}) => {
        const { app, reason = 'UNLINK_FROM_APPS' } = checked('unlink', options);
        return world.unlink(world.app(app).appId, world.person(person).id, reason);
      },
      send: async (event, person, options) => world.orderEvent(...eventOf(event, person, options)),
      sign: async (event, person, options) => world.signEvent(...eventOf(event, person, options)),
    },
    signIn,
    issueTokens: (person, signInOptions) => world.issueTokens(person, signInOptions),
    configure: async (changes, where = {}) => world.configure(changes, checked('configure', where).app),
    addPerson: (seed) => world.addPerson(seed),
    removePerson: async (person) => world.store.removePerson(world.person(person).id),
    updatePerson: (person, changes) => world.updatePerson(person, changes),
    expireToken: (token, after) => world.expireToken(token, after),
    rotateKeys: () => world.keys.rotate(),
    exportState: async () => (await import('./state/save.js')).exportState(world),
    importState: async (state) => (await import('./state/save.js')).importState(world, state),
    reset: () => world.reset(),
    close: async () => {
      clearTimeout(soon);
      world.webhooks.close();
      await Promise.all(servers.map(end));
    },
  };
}
