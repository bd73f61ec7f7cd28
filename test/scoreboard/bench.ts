import type { KakaoEmulator } from '@kakao-login/emulator';
import session from 'express-session';
import { agree, openShop, type Shop } from '../attacks/support/shop.js';
import type { Visitor } from '../attacks/support/visitor.js';
import type { Subject } from './subjects.js';

/** Registered with the emulator once. The tests open its path on the actual service. */
export const callbackURL = 'http://shop.test/auth/kakao/callback';

/** What the verify callback received. */
export interface User {
  accessToken: string;
  params: Record<string, unknown>;
  profile: { displayName?: string; email?: string; emails?: { value: string }[] };
}

/** A service that logs users in with one of the strategies, and a user's browser. */
export interface Bench {
  subject: Subject;
  emulator: KakaoEmulator;
  shop: Shop;
  visitor: Visitor;
  /** The options object that the strategy was given, to check whether the strategy changed it. */
  given: object;
  begin: (visitor?: Visitor) => Promise<URL>;
  /** Logs that person in, and returns the path and query of the callback. */
  agree: (authorize: URL, person?: number) => Promise<string>;
  /** Runs a complete login. */
  logIn: (person?: number) => Promise<{ status: number; user: User | undefined }>;
}

export interface BenchSettings {
  /** More options of the strategy. */
  strategy?: object;
  /** Options of `passport.authenticate` on the login route. */
  login?: object;
}

export async function openBench(
  subject: Subject,
  emulator: KakaoEmulator,
  { strategy = {}, login = {} }: BenchSettings = {},
): Promise<Bench & AsyncDisposable> {
  const { restApiKey: clientID, clientSecret } = emulator.app;
  const given = { clientID, clientSecret, callbackURL, ...strategy };
  const shop = await openShop(
    () => ({
      kakao: subject.make(
        given,
        (accessToken, _refreshToken, params, profile, done) => done(null, { accessToken, params, profile }),
        emulator,
      ),
    }),
    {
      login,
      // passport-oauth2 needs a session for its own protections.
      prepare: (app) => app.use(session({ secret: 'a-secret-of-the-bench', resave: false, saveUninitialized: false })),
    },
  );
  const visitor = shop.visitor();
  const bench: Bench = {
    subject,
    emulator,
    shop,
    visitor,
    given,
    begin: (who = visitor) => who.begin(),
    async agree(authorize, person = 0) {
      const { pathname, search } = await agree(emulator, authorize, person);
      return pathname + search;
    },
    async logIn(person = 0) {
      const response = await visitor.open(await bench.agree(await bench.begin(), person));
      return { status: response.status, user: await userOf(response) };
    },
  };
  return { ...bench, [Symbol.asyncDispose]: () => shop.close() };
}

export async function userOf(response: Response): Promise<User | undefined> {
  if (!response.ok) return undefined;
  return ((await response.json()) as { user?: User }).user;
}
