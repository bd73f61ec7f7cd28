import type { KakaoClient, KakaoLoginMessage } from '@kakao-login/client';
import type { ConsentUrls } from './consent-url.js';
import type { FinishedLogins } from './finished-logins.js';
import type { HttpRequest } from './http.js';
import type { AnyOptions, Settings } from './options.js';
import type { Needed } from './requirement.js';
import type { Outcome } from './outcome.js';
import type { PendingStore } from './store.js';
import type { KakaoAuthenticateOptions, KakaoAuthorizeOptions, KakaoLogin, KakaoPendingSignup } from './types.js';
import type { Verify } from './verify.js';

/** The parts of a strategy, which are the same for all requests. */
export interface Parts {
  settings: Omit<Settings, 'cookie' | 'client' | 'secrets' | 'isUnwarned' | 'longCookie'>;
  /** Parameters for Kakao's login page, unless the options of a request replace them. */
  defaults: KakaoAuthorizeOptions;
  profileOptions: Pick<AnyOptions, 'propertyKeys' | 'skipUserProfile'>;
  client: KakaoClient;
  /** The client's clock. */
  now: () => number;
  store: PendingStore;
  finished: FinishedLogins;
  consentUrls: ConsentUrls;
  /** Logouts in progress, if the strategy has a `logoutRedirectURL`. */
  logouts: PendingStore | undefined;
  signups: Signups | undefined;
  verify: Verify<KakaoLogin>;
  /** The method of `KakaoStrategy`. If the strategy has another one, it comes from a subclass or a stub. */
  userProfile: Seams['userProfile'];
}

/** Users who have not signed up yet, each in an encrypted cookie of their browser. */
export interface Signups {
  /** Sends the user to the signup page. */
  begin(visit: Visit, login: KakaoLogin): Outcome;
  /** @throws {KakaoLoginError} `signup_missing`, `link_member_changed` */
  read(visit: Visit): Promise<KakaoPendingSignup>;
  end(visit: Visit): void;
}

/** One request of a login. */
export interface Visit {
  parts: Parts;
  /** The strategy, with the methods that a subclass or a stub may have replaced. */
  strategy: Seams;
  request: HttpRequest;
  options: KakaoAuthenticateOptions;
  /** What the user is sent to Kakao for, if a page or a call needs something. */
  needed?: Needed | undefined;
  /** The diagnostics message of the request, if there are subscribers. */
  message?: KakaoLoginMessage | undefined;
}

/** The methods of passport-oauth2 that subclasses and stubs replace. Its types do not declare all of them. */
export interface Seams {
  authorizationParams: (options: object) => object;
  tokenParams: (options: object) => object;
  userProfile: (accessToken: string, done: (error?: unknown, profile?: unknown) => void) => void;
  _loadUserProfile: Seams['userProfile'];
  _createOAuthError: (message: string, error: unknown) => Error;
  _oauth2: {
    getAuthorizeUrl: (parameters: object) => string;
    getOAuthAccessToken: (code: string, parameters: TokenParameters, done: TokensDone) => void;
  };
}

/** Parameters of the token request, with passport-oauth2's names. */
export interface TokenParameters {
  redirect_uri?: string;
  code_verifier?: string;
  grant_type?: string;
  [further: string]: string | number | boolean | null | undefined;
}

/** The callback of node-oauth for the token request. */
export type TokensDone = (error: unknown, accessToken?: unknown, refreshToken?: string, tokens?: object) => void;
