import type { VerifyDone } from './types.js';
import { usage, usageTexts } from './usage.js';

/** What a verify callback said. */
export interface Verified {
  user: unknown;
  info?: unknown;
}

/** A verify callback, whatever parameters it declares. */
export interface Verify<Login> {
  /** Whether it takes the whole login, and not passport-oauth2's arguments. */
  wholeLogin: boolean;
  /**
   * Asks who the user is. Rejects with what the callback throws.
   *
   * @param profile for passport-oauth2's forms
   * @throws KakaoUsageError `verify_timeout`
   */
  ask: (request: unknown, login: Login, profile?: unknown) => Promise<Verified>;
}

/** Parameters that a verify callback may declare beside the request, and what it is given for them. */
interface Form<Login> {
  parameters: string;
  wholeLogin: boolean;
  given: (login: Login, profile: unknown) => unknown[];
  /** Whether it calls `done`. Otherwise it returns the user. */
  done: boolean;
}

/** The forms by the number of their parameters. */
type Forms<Login> = Readonly<Record<number, Form<Login>>> & {
  /** For a callback that declares nothing, because it reads `arguments` or takes `...parameters`, as that of Nest does. */
  readonly undeclared: Form<Login>;
};

const returns: Form<unknown> = { parameters: 'login', wholeLogin: true, given: (login) => [login], done: false };
const calls: Form<unknown> = { ...returns, parameters: 'login, done', done: true };

/** The forms of a strategy that gives the login as one value. */
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

/** These, and passport-oauth2's. */
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
 * Makes one function of a verify callback in any form. As in passport-oauth2, the number of its parameters says which form it is.
 *
 * @throws KakaoUsageError for a callback in no form: it could not be called, or would never answer
 */
export function adaptVerify<Login>(verify: unknown, calling: Calling<Login>): Verify<Login> {
  const { strategy, forms, passReqToCallback, verifyTimeout } = calling;
  if (typeof verify !== 'function') throw usage('option_missing', 'verify', usageTexts.verifyMissing(strategy));
  const call = verify as (...parameters: unknown[]) => unknown;
  const form = call.length === 0 ? forms.undeclared : forms[call.length - Number(passReqToCallback)];
  if (form === undefined) {
    const known = Object.entries(forms).filter(([count]) => count !== 'undeclared');
    const request = passReqToCallback ? 'req, ' : '';
    const declared = known.map(([, { parameters }]) => `(${request}${parameters})`);
    throw usage('option_malformed', 'verify', usageTexts.verifyForm(declared));
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

/** Calls a callback. Its first answer counts; without one in time, because it forgot `done`, the browser would wait for ever. */
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
        reject(usage('verify_timeout', 'verify', usageTexts.verifyTimeout(timeout)));
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
        // No timer: it would take longer than checking a token that was seen before.
        if (!isThenable(returned)) return answer(returned);
        wait();
        Promise.resolve(returned).then((user) => answer(user), fail);
      }
      // It may be Nest's, which has called `done` by then; or one that looks at nothing and returns the user.
      else if (call.length === 0 && returned !== undefined)
        Promise.resolve(returned).then((user) => answer(user), fail);
      // A returned value is no user here: it may be a driver's promise of anything. Nothing is no answer: `done` may come later.
      else if (returned instanceof Promise)
        returned.then(
          (value: unknown) =>
            value !== undefined && fail(usage('option_malformed', 'verify', usageTexts.verifyReturned)),
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
          throw usage('option_malformed', 'passReqToCallback', usageTexts.requestFirst);
        },
      },
    ]),
  ),
) as object;

/**
 * Without `passReqToCallback`, a callback `(req, login)` gets `done` as its second argument. Reading a field of a login from it throws
 * an error that says so: in some databases, a query for the ID `undefined` finds the first user.
 */
const doneInPlaceOfLogin = (done: VerifyDone): VerifyDone => Object.setPrototypeOf(done, noLogin) as VerifyDone;
