import type { VerifyDone } from './types.js';
import { usage, usageTexts } from './usage.js';

/** The result of a verify callback. */
export interface Verified {
  user: unknown;
  info?: unknown;
}

/** A verify callback, whatever parameters it declares. */
export interface Verify<Login> {
  /** Whether it takes the whole login instead of passport-oauth2's arguments. */
  wholeLogin: boolean;
  /**
   * Calls the callback. Rejects with what it throws.
   *
   * @param profile for callbacks in the style of passport-oauth2
   * @throws {KakaoUsageError} `verify_timeout` when it does not finish in time
   */
  ask: (request: unknown, login: Login, profile?: unknown) => Promise<Verified>;
}

/** The parameters of a verify callback besides the request, and how to call it. */
interface Form<Login> {
  parameters: string;
  wholeLogin: boolean;
  given: (login: Login, profile: unknown) => unknown[];
  /** Whether it calls `done`. Otherwise it returns the user. */
  done: boolean;
}

/** The forms by the number of their parameters. */
type Forms<Login> = Readonly<Record<number, Form<Login>>> & {
  /** For a callback without declared parameters, because it uses `arguments` or `...parameters`, like the one of Nest. */
  readonly undeclared: Form<Login>;
};

const returns: Form<unknown> = { parameters: 'login', wholeLogin: true, given: (login) => [login], done: false };
const calls: Form<unknown> = { ...returns, parameters: 'login, done', done: true };

/** The forms that take the login as one value. */
export const loginForms: Forms<unknown> = { 1: returns, 2: calls, undeclared: calls };

interface WithTokens {
  tokens: { access_token: string; refresh_token?: string };
}

const oauth2: Form<WithTokens> = {
  parameters: 'accessToken, refreshToken, profile, done',
  wholeLogin: false,
  given: ({ tokens }, profile) => [tokens.access_token, tokens.refresh_token, profile],
  done: true,
};

/** {@link loginForms}, and those of passport-oauth2. */
export const allForms: Forms<WithTokens> = {
  1: returns,
  2: calls,
  4: oauth2,
  5: {
    ...oauth2,
    parameters: 'accessToken, refreshToken, params, profile, done',
    given: ({ tokens }, profile) => [tokens.access_token, tokens.refresh_token, tokens, profile],
  },
  undeclared: oauth2,
};

/** How a strategy calls its verify callback. */
interface Calling<Login> {
  /** Name of the strategy, for messages. */
  strategy: string;
  forms: Forms<Login>;
  passReqToCallback: boolean;
  /** In ms. */
  verifyTimeout: number;
}

/**
 * Wraps a verify callback in any form. As in passport-oauth2, the number of its parameters determines the form.
 *
 * @throws {KakaoUsageError} when the callback is missing or has none of the forms
 */
export function adaptVerify<Login>(verify: unknown, calling: Calling<Login>): Verify<Login> {
  const { strategy, forms, passReqToCallback, verifyTimeout } = calling;
  if (typeof verify !== 'function') throw usage('option_missing', 'verify', usageTexts().verifyMissing(strategy));
  const call = verify as (...parameters: unknown[]) => unknown;
  const form = call.length === 0 ? forms.undeclared : forms[call.length - Number(passReqToCallback)];
  if (form === undefined) {
    const known = Object.entries(forms).filter(([count]) => count !== 'undeclared');
    const request = passReqToCallback ? 'req, ' : '';
    const declared = known.map(([, { parameters }]) => `(${request}${parameters})`);
    throw usage('option_malformed', 'verify', usageTexts().verifyForm(declared));
  }
  return {
    wholeLogin: form.wholeLogin && call.length > 0,
    ask: (request, login, profile) => {
      const given = form.given(login, profile);
      if (passReqToCallback) given.unshift(request);
      return answerOf(call, given, form, verifyTimeout);
    },
  };
}

/** Calls a callback. Its first result counts. The timeout is for callbacks that never call `done`: the browser would wait forever. */
function answerOf(
  call: (...parameters: unknown[]) => unknown,
  given: unknown[],
  form: Form<never>,
  timeout: number,
): Promise<Verified> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const wait = (): void => {
      timer = setTimeout(() => {
        reject(usage('verify_timeout', 'verify', usageTexts().verifyTimeout(timeout)));
      }, timeout).unref();
    };
    const fail = (error: unknown): void => {
      clearTimeout(timer);
      reject(error);
    };
    const answer = (user: unknown, info?: unknown): void => {
      clearTimeout(timer);
      resolve({ user, info });
    };
    const done: VerifyDone = (error, user, info) => (error ? fail(error) : answer(user, info));
    if (form.done) {
      given.push(form.wholeLogin && call.length > 0 ? doneInPlaceOfLogin(done) : done);
      wait();
    }
    try {
      const returned = call(...given);
      if (!form.done) {
        // Without a timer, which would take longer than checking a cached token.
        if (!isThenable(returned)) return answer(returned);
        wait();
        Promise.resolve(returned).then((user) => answer(user), fail);
      }
      // Either the callback of Nest, which has already called `done`, or one that ignores its arguments and returns the user.
      else if (call.length === 0 && returned !== undefined)
        Promise.resolve(returned).then((user) => answer(user), fail);
      // A returned value is not the user: it can be a promise of a database driver. After `undefined`, `done` may still be called.
      else if (returned instanceof Promise)
        returned.then(
          (value: unknown) =>
            value !== undefined && fail(usage('option_malformed', 'verify', usageTexts().verifyReturned)),
          fail,
        );
    } catch (error) {
      fail(error);
    }
  });
}

const isThenable = (value: unknown): boolean =>
  typeof (value as { then?: unknown } | null | undefined)?.then === 'function';

/** The fields of a login, of either strategy. */
const loginFields = [
  'id',
  'profile',
  'tokens',
  'accessToken',
  'tokenInfo',
  'claims',
  'user',
  'state',
  'returnTo',
  'link',
];

const noLogin = Object.create(
  Function.prototype,
  Object.fromEntries(
    loginFields.map((name) => [
      name,
      {
        get: () => {
          throw usage('option_malformed', 'passReqToCallback', usageTexts().requestFirst);
        },
      },
    ]),
  ),
) as object;

/**
 * Without `passReqToCallback`, a callback `(req, login)` gets `done` as its second argument. If it reads a field of the login from
 * `done`, it gets an error that explains this. Otherwise it could query for the ID `undefined`, which finds the first user in some
 * databases.
 */
const doneInPlaceOfLogin = (done: VerifyDone): VerifyDone => Object.setPrototypeOf(done, noLogin) as VerifyDone;
