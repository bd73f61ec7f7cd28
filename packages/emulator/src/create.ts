import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { TokenResponse } from '@kakao-login/client/contract';
import { createAdaptorServer } from '@hono/node-server';

import { Clock } from './clock.js';
import type { Answer } from './http/answer.js';
import type { Call } from './http/call.js';
import { corsHeaders, isPreflight, preflightHeaders } from './http/cors.js';
import { createApp } from './http/server.js';
import type { Context } from './kapi/handlers.js';
import { routes } from './routes.js';
import { defaultSeed } from './seed/default.js';
import { readSeed } from './seed/read.js';
import type { KakaoEmulatorOptions } from './seed/types.js';
import { issueTokens, signIn } from './sign-in.js';
import type { SignInOptions, SignedIn } from './sign-in.js';
import { SigningKeys } from './signing-keys.js';
import { Store } from './store/store.js';
import { emulatedApp } from './view.js';
import type { EmulatedApp, EmulatedPerson } from './view.js';

/** A person, or their id or login id. */
export type PersonInput = EmulatedPerson | string;

/** Kakao's servers on this machine. */
export interface KakaoEmulator {
  /** One origin that plays kauth, kapi, accounts and apps: the `hosts` of our client, and the issuer of ID tokens. */
  readonly url: string;
  readonly port: number;
  /** The first app. */
  readonly app: EmulatedApp;
  readonly apps: readonly EmulatedApp[];
  readonly people: readonly EmulatedPerson[];
  readonly clock: Clock;
  /** Logs a person in without a browser; they agree to everything unless told otherwise. */
  signIn(person: PersonInput, options?: SignInOptions): Promise<SignedIn>;
  /** {@link signIn}, and the code exchanged. */
  issueTokens(person: PersonInput, options?: SignInOptions): Promise<TokenResponse>;
  /** Another key signs ID tokens from now on; answers its `kid`. */
  rotateKeys(): Promise<string>;
  /** Forgets everything that happened since the start. */
  reset(): void;
  /** Stops listening and ends every connection. */
  close(): Promise<void>;
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function end(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/**
 * Starts an emulator: strict as Kakao is, with two apps and six people unless `apps` and `people` say otherwise.
 *
 * @throws SeedError when the seed makes no sense; the message names the place.
 */
export async function createKakaoEmulator(options: KakaoEmulatorOptions = {}): Promise<KakaoEmulator> {
  const { host = '127.0.0.1' } = options;
  const seed = { ...options, apps: options.apps ?? defaultSeed.apps, people: options.people ?? defaultSeed.people };
  const clock = new Clock(options.now);
  const keys = new SigningKeys();
  const freshStore = (): Store => {
    const { apps, people } = readSeed(seed);
    return new Store(clock, apps, people);
  };
  let store = freshStore();
  let url = '';

  const contextOf = (call: Call): Context => ({
    store,
    keys,
    call,
    strictHeaders: options.strictHeaders ?? false,
    notify: () => undefined,
    unlink: (appId, personId) => store.unlink(appId, personId),
  });
  const around = async (call: Call, _outgoing: unknown, answer: () => Promise<Answer>): Promise<Answer> => {
    if (isPreflight(call)) return { status: 204, headers: preflightHeaders(call), body: '' };
    const given = await answer();
    return { ...given, headers: { ...given.headers, ...corsHeaders(call) } };
  };
  const app = createApp(routes, { origin: () => url, contextOf, around });
  const newServer = (): Server => createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;

  const server = newServer();
  const port = await listen(server, options.port ?? 0, host);
  const servers = [server];
  if (host === '127.0.0.1') {
    // `localhost` may mean ::1 to whoever connects.
    const other = newServer();
    const sixth = await listen(other, port, '::1').catch(() => undefined);
    if (sixth !== undefined) servers.push(other);
  }
  url = `http://${host === '127.0.0.1' ? 'localhost' : host}:${port}`;
  void keys.current();

  const personOf = (input: PersonInput): ReturnType<Store['people']['get']> & {} => {
    const id = typeof input === 'string' ? input : input.id;
    const person = store.people.get(id) ?? store.personByLoginId(id);
    if (!person) throw new TypeError(`there is nobody called ${id} in the emulator`);
    return person;
  };

  return {
    url,
    port,
    clock,
    get app() {
      const [first] = store.apps.map(emulatedApp);
      if (!first) throw new TypeError('the emulator has no app');
      return first;
    },
    get apps() {
      return store.apps.map(emulatedApp);
    },
    get people() {
      return [...store.people.values()];
    },
    signIn: async (person, signInOptions) => signIn(store, personOf(person), signInOptions),
    issueTokens: async (person, signInOptions) => issueTokens(store, keys, url, personOf(person), signInOptions),
    rotateKeys: () => keys.rotate(),
    reset: () => {
      clock.reset();
      store = freshStore();
    },
    close: async () => {
      await Promise.all(servers.map(end));
    },
  };
}
