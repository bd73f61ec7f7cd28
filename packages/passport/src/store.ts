import { KakaoLoginError, type KakaoUsageError } from '@kakao-login/client';
import { calledBack } from './called-back.js';
import type { HttpRequest } from './http.js';
import { isPendingLogin, pendingLifetime, type PendingLogin } from './pending-login.js';
import { usage, usageTexts } from './usage.js';

/** Stores a login while the user is at Kakao. */
export interface PendingStore {
  /** Stores a login. Returns the OAuth parameter `state` to find it by. */
  keep(request: HttpRequest, pending: PendingLogin): Promise<string | undefined>;
  /**
   * Finds a login.
   *
   * @param callbackURL redirect URI of the request that finishes the login
   * @throws {KakaoLoginError} when this browser did not start the login
   */
  take(request: HttpRequest, handle: string, callbackURL: string): Promise<TakenLogin>;
  /** Whether it stores enough to retry a failed login. */
  recovers: boolean;
}

/** A login that this browser started. */
export interface TakenLogin {
  pending: PendingLogin;
  /** Whether its callback was already handled. */
  over: boolean;
  /** Remembers that its callback was handled. */
  end: () => void;
}

/** For stores that delete a login when it is taken. */
const once = (pending: PendingLogin): TakenLogin => ({ pending, over: false, end: () => {} });

/**
 * A state store for passport-oauth2. The number of parameters of its methods determines how they are called:
 * `store(req, verifier, state, meta, done)`, `store(req, state, meta, done)`, `store(req, meta, done)` or `store(req, done)`;
 * `verify(req, state, meta, done)` or `verify(req, state, done)`.
 */
export interface StateStoreLike {
  // The four signatures have nothing in common that could be typed.
  store: (...parameters: never[]) => unknown;
  verify: (...parameters: never[]) => unknown;
}

type Method = (...parameters: unknown[]) => unknown;

/** What passport-oauth2 tells a store about the provider. */
export interface StoreMeta {
  authorizationURL: string;
  tokenURL: string;
  clientID: string;
}

/** Whether a store returns the stored values, and does not only check the `state` parameter. */
export const keepsValues = (store: StateStoreLike): boolean => store.store.length >= 4;

/** Stores logins in a state store for passport-oauth2. */
export function adaptStore(store: StateStoreLike, meta: StoreMeta, now: () => number): PendingStore {
  return {
    recovers: keepsValues(store),

    async keep(request, pending) {
      const { length } = store.store;
      const lost = lostValue(pending);
      if (length < 4 && lost !== undefined) throw storeOnlyChecks(lost);
      const described = { ...meta, callbackURL: pending.callbackURL };
      const parameters =
        length === 5
          ? [request, pending.codeVerifier, { kakao: pending }, described]
          : length === 4
            ? [request, { kakao: pending }, described]
            : length === 3
              ? [request, described]
              : [request];
      const [error, handle] = await calledBack<[error: unknown, handle?: string]>((done) =>
        (store.store as Method).call(store, ...parameters, done),
      );
      if (error) throw error;
      return handle;
    },

    async take(request, handle, callbackURL) {
      const parameters = store.verify.length === 4 ? [request, handle, { ...meta, callbackURL }] : [request, handle];
      const [error, ok, state] = await calledBack<[error: unknown, ok?: unknown, state?: unknown]>((done) =>
        (store.verify as Method).call(store, ...parameters, done),
      );
      if (error) throw error;
      if (!ok) throw new KakaoLoginError('state_mismatch');
      if (!keepsValues(store)) return once({ callbackURL, createdAt: now() });
      const pending: unknown = typeof state === 'object' && state !== null && 'kakao' in state && state.kakao;
      if (!isPendingLogin(pending)) throw storeReturnsNothing();
      if (now() - pending.createdAt > pendingLifetime) throw new KakaoLoginError('state_expired');
      return once(pending);
    },
  };
}

/** For `state: false`: nothing is stored, so nothing is compared. */
export const noStore = (now: () => number): PendingStore => ({
  keep(_request, pending) {
    const lost = lostValue(pending);
    return lost === undefined ? Promise.resolve(undefined) : Promise.reject(stateIsOff(lost));
  },
  take: (_request, _handle, callbackURL) => Promise.resolve(once({ callbackURL, createdAt: now() })),
  recovers: false,
});

/** A value of a login that would be lost, with the name by which the developer knows it. */
const lostValue = (pending: PendingLogin): string | undefined =>
  Object.entries(namesOfValues).find(([value]) => pending[value as keyof typeof namesOfValues] !== undefined)?.[1];

// `createKakaoConsent` and `kakaoAutoLogin` also set `returnTo`, so it comes last.
const namesOfValues = {
  needed: 'createKakaoConsent',
  silent: 'silent',
  link: 'link',
  state: 'passport.authenticate({ state })',
  nonce: 'nonce',
  returnTo: 'returnTo',
} as const satisfies Partial<Record<keyof PendingLogin, string>>;

/** Creates the error for an option that does not work with `state: false`. */
export const stateIsOff = (option: string): KakaoUsageError =>
  usage('store_cannot_keep', option, usageTexts().stateIsOff);

/** Creates the error for an option that does not work with a store that keeps no values. */
export const storeOnlyChecks = (option: string): KakaoUsageError =>
  usage('store_cannot_keep', option, usageTexts().storeOnlyChecks);

/** Creates the error for a store that does not keep its promises. */
export const storeReturnsNothing = (): KakaoUsageError =>
  usage('store_cannot_keep', 'store', usageTexts().storeReturnsNothing);
