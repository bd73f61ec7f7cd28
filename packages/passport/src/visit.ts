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

/** What a strategy is made of: the same for all requests. */
export interface Parts {
  settings: Omit<Settings, 'cookie' | 'client' | 'secrets' | 'longCookie'>;
  /** What it asks Kakao for if a request says nothing else. */
  defaults: KakaoAuthorizeOptions;
  profileOptions: Pick<AnyOptions, 'propertyKeys' | 'skipUserProfile'>;
  client: KakaoClient;
  /** The client's clock. */
  now: () => number;
  store: PendingStore;
  finished: FinishedLogins;
  consentUrls: ConsentUrls;
  /** Logouts under way, if the strategy has a `logoutRedirectURL`. */
  logouts: PendingStore | undefined;
  signups: Signups | undefined;
  verify: Verify<KakaoLogin>;
  /** `KakaoStrategy`'s own; any other is that of a subclass or a stub. */
  userProfile: Seams['userProfile'];
}

/** Users who have yet to sign up, each in a sealed cookie of their browser. */
export interface Signups {
  /** Sends the user to the signup page. */
  begin(visit: Visit, login: KakaoLogin): Outcome;
  /** @throws KakaoLoginError `signup_missing`, `link_member_changed` */
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
  /** What the user is sent to Kakao for, if a page or a call needs it. */
  needed?: Needed | undefined;
  /** What is published of it, if anybody listens. */
  message?: KakaoLoginMessage | undefined;
}

/** What subclasses and stubs of passport-oauth2 replace. Its types leave some of it out. */
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

/** Parameters of the token request, as passport-oauth2 names them. */
export interface TokenParameters {
  redirect_uri?: string;
  code_verifier?: string;
  grant_type?: string;
  [further: string]: string | number | boolean | null | undefined;
}

type TokensDone = (error: unknown, accessToken?: unknown, refreshToken?: string, tokens?: object) => void;
