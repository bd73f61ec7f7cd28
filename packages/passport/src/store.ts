import { KakaoLoginError, type KakaoUsageError } from '@kakao-login/client';
import type { HttpRequest } from './http.js';
import { isPendingLogin, pendingLifetime, type PendingLogin } from './pending-login.js';
import { usage, usageTexts } from './usage.js';

/** Where a login under way is kept between its two legs. */
export interface PendingStore {
  /** Keeps it and returns the OAuth parameter `state` by which it is found again. */
  keep(request: HttpRequest, pending: PendingLogin): Promise<string | undefined>;
  /**
   * Finds it again.
   *
   * @param callbackURL redirect URI of the request that finishes the login
   * @throws KakaoLoginError when this browser did not begin the login that comes back
   */
  take(request: HttpRequest, handle: string, callbackURL: string): Promise<TakenLogin>;
  /** Whether it knows enough to begin a failed login once more. */
  recovers: boolean;
}

/** A login that this browser began. */
export interface TakenLogin {
  pending: PendingLogin;
  /** It came back before. */
  over: boolean;
  /** Remembers that it came back. */
  end: () => void;
}

/** A store that forgets what it gives away has nothing to remember. */
const once = (pending: PendingLogin): TakenLogin => ({ pending, over: false, end: () => {} });

/**
 * A state store of passport-oauth2, as it is. The number of parameters of its methods says which protocol it follows:
 * `store(req, verifier, state, meta, done)`, `store(req, state, meta, done)`, `store(req, meta, done)` or `store(req, done)`;
 * `verify(req, state, meta, done)` or `verify(req, state, done)`.
 */
export interface StateStoreLike {
  // The four protocols have nothing in common that could be typed.
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

/** Whether a store can give back what it was given, and not only check the `state` parameter. */
export const keepsValues = (store: StateStoreLike): boolean => store.store.length >= 4;

/** Lets a state store of passport-oauth2 keep what the sealed cookie would, the nonce included. */
export function adaptStore(store: StateStoreLike, meta: StoreMeta, now: () => number): PendingStore {
  return {
    recovers: keepsValues(store),

    keep: (request, pending) =>
      new Promise((resolve, reject) => {
        const { length } = store.store;
        const done = (error: unknown, handle?: string) => (error ? reject(error) : resolve(handle));
        const described = { ...meta, callbackURL: pending.callbackURL };
        const lost = lostValue(pending);
        if (length < 4 && lost !== undefined) return reject(cannotKeep(lost));
        const parameters =
          length === 5
            ? [request, pending.codeVerifier, { kakao: pending }, described, done]
            : length === 4
              ? [request, { kakao: pending }, described, done]
              : length === 3
                ? [request, described, done]
                : [request, done];
        return (store.store as Method).apply(store, parameters);
      }),

    take: (request, handle, callbackURL) =>
      new Promise((resolve, reject) => {
        const done = (error: unknown, ok?: unknown, state?: unknown) => {
          if (error) return reject(error);
          if (!ok) return reject(new KakaoLoginError('state_mismatch'));
          if (!keepsValues(store)) return resolve(once({ callbackURL, createdAt: now() }));
          const pending: unknown = typeof state === 'object' && state !== null && 'kakao' in state && state.kakao;
          if (!isPendingLogin(pending)) return reject(cannotKeep('store'));
          if (now() - pending.createdAt > pendingLifetime) return reject(new KakaoLoginError('state_expired'));
          return resolve(once(pending));
        };
        const parameters =
          store.verify.length === 4 ? [request, handle, { ...meta, callbackURL }, done] : [request, handle, done];
        (store.verify as Method).apply(store, parameters);
      }),
  };
}

/** For `state: false`: nothing is kept, so nothing is compared. */
export const noStore = (now: () => number): PendingStore => ({
  keep(_request, pending) {
    const lost = lostValue(pending);
    return lost === undefined ? Promise.resolve(undefined) : Promise.reject(cannotKeep(lost));
  },
  take: (_request, _handle, callbackURL) => Promise.resolve(once({ callbackURL, createdAt: now() })),
  recovers: false,
});

/** What a request asked for that is lost without a store that gives it back. */
const lostValue = (pending: PendingLogin): 'nonce' | 'state' | 'returnTo' | 'needed' | 'link' | 'silent' | undefined =>
  (['nonce', 'state', 'returnTo', 'needed', 'link', 'silent'] as const).find((name) => pending[name] !== undefined);

/** The error for a value that the state store does not keep. */
export const cannotKeep = (
  option: 'state' | 'store' | 'pkce' | 'nonce' | 'returnTo' | 'needed' | 'link' | 'silent',
): KakaoUsageError => usage('store_cannot_keep', option, usageTexts.storeCannotKeep);
