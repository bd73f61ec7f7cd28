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
/** Node closes idle connections after five seconds, which is shorter than some pauses in a test. */
const KEEP_ALIVE = 55_000;

/** A user of the seed, or their ID or login ID. */
export type PersonInput = EmulatedPerson | string;

/** Which app. Default: the first. */
export interface InApp {
  app?: string | { appId: string };
}

/** The webhooks that the emulator sends to services. */
export interface EmulatorWebhooks {
  /** The last 500, oldest first. */
  readonly deliveries: readonly Delivery[];
  /** Resolves when no delivery is in flight. */
  settled(): Promise<void>;
  /** Unlinks a user as Kakao or the user would, and sends the unlink webhook. `undefined` if the app has none. */
  unlink(person: PersonInput, options?: InApp & { reason?: UnlinkReason }): Promise<Delivery | undefined>;
  /** Sends an account-status event and changes nothing else. `undefined` if the app does not receive it. */
  send<E extends AccountEvent>(
    event: E,
    person: PersonInput,
    options?: InApp & FieldsOf<E>,
  ): Promise<Delivery | undefined>;
  /** Returns the signed token of an event, for a test that posts it itself. */
  sign<E extends AccountEvent>(event: E, person: PersonInput, options?: InApp & FieldsOf<E>): Promise<string>;
}

/** Kakao's servers on this machine. */
export interface KakaoEmulator {
  /** One origin for kauth, kapi, accounts and apps: the `hosts` of the client, and the issuer of ID tokens. */
  readonly url: string;
  readonly port: number;
  /** The first app. */
  readonly app: EmulatedApp;
  readonly apps: readonly EmulatedApp[];
  readonly people: readonly EmulatedPerson[];
  /** The emulator's clock, by which codes, tokens and sessions expire. */
  readonly clock: Pick<Clock, 'now' | 'advance'>;
  /** The last requests, oldest first, without secrets. */
  readonly requests: readonly LoggedRequest[];
  /** Faults to inject. */
  readonly faults: Pick<Faults, 'add' | 'remove' | 'clear' | 'list'>;
  readonly webhooks: EmulatorWebhooks;
  /** How many token responses each user got, by ID. Contains only users with at least one. */
  readonly tokenCounts: ReadonlyMap<string, Readonly<TokenCount>>;
  /**
   * Answers an authorize URL that a login route redirects to: logs the user in, agrees, and returns where Kakao sends
   * the browser. Uses `state`, `nonce`, PKCE, `scope` and `prompt` of the URL.
   *
   * @throws {TypeError} where Kakao shows an error page, such as KOE006; the message says which
   */
  signIn(person: PersonInput, options: SignInAtOptions): Promise<SentBack>;
  /** Logs a user in without a browser. The user agrees to everything unless the options say otherwise. */
  signIn(person: PersonInput, options?: SignInOptions): Promise<SignedIn>;
  /** {@link signIn}, then exchanges the code. */
  issueTokens(person: PersonInput, options?: SignInOptions): Promise<TokenResponse>;
  /** Changes an app (the first, unless `where` is given) until `reset()`. Everything except its ID can change. */
  configure(changes: AppChanges, where?: InApp): Promise<void>;
  /** Adds a user until `reset()`. */
  addPerson(seed: PersonSeed): Promise<EmulatedPerson>;
  /** Deletes a user with all links and tokens, until `reset()`. Sends no webhook. */
  removePerson(person: PersonInput): Promise<void>;
  /** Changes a user until `reset()`. Everything except the ID can change. Sends no webhook. */
  updatePerson(person: PersonInput, changes: PersonChanges): Promise<EmulatedPerson>;
  /**
   * Lets an access or refresh token expire, at once or after a span. A refresh replaces a refresh token that is valid
   * for less than a month: try `expireToken(refresh_token, { days: 29 })`.
   *
   * @throws {TypeError} when there is no such valid token
   */
  expireToken(token: string, after?: Span): void;
  /** Signs ID tokens with a new key from now on. Returns its `kid`. */
  rotateKeys(): Promise<string>;
  /** Returns the whole state as JSON, including secrets: tokens, client secrets, private keys. */
  exportState(): Promise<EmulatorState>;
  /**
   * Continues from the state of another emulator, even if it has another address or seed.
   *
   * @throws {SeedError} when the state is invalid. Nothing changes then
   */
  importState(state: EmulatorState): Promise<void>;
  /** Returns to the seed, and removes everything else. */
  reset(): void;
  /** Stops listening and closes every connection. */
  close(): Promise<void>;
}

/** Loads the schema only if there is something to check, because most tests start an emulator without options. */
async function checkOptions(options: KakaoEmulatorOptions | undefined): Promise<void> {
  if (options === undefined || isDeepStrictEqual(options, {})) return;
  (await import('./seed/schema.js')).checkOptions(options);
}

/**
 * Starts an emulator that is as strict as Kakao, with two apps and six users unless `apps` and `people` are given.
 *
 * @throws {SeedError} when the seed is invalid; the message names the place
 */
export async function createKakaoEmulator(given?: KakaoEmulatorOptions): Promise<KakaoEmulator> {
  await checkOptions(given);
  const options = given ?? {};
  const { host = '127.0.0.1', url } = options;
  const world = new World(options);
  const listener = createListener(routes, { prefix: CONTROL_PREFIX, route: controlRoute(world) }, world);
  const orderedEvent = (event: AccountEvent, person: PersonInput, options: InApp & EventFields = {}) => {
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
  // Created in the background after a short delay, so that neither the start nor the first login has to wait for it.
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
      send: async (event, person, options) => world.orderEvent(...orderedEvent(event, person, options)),
      sign: async (event, person, options) => world.signEvent(...orderedEvent(event, person, options)),
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
