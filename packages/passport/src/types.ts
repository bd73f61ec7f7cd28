import type {
  ConsentItem,
  IdTokenClaims,
  KakaoClient,
  KakaoClientOptions,
  KakaoId,
  KakaoProfile,
  Prompt,
  PropertyKey,
  TokenResponse,
  UserMe,
} from '@kakao-login/client';
import type { Request } from 'express';
import type { OutgoingHttpHeaders } from 'node:http';
import type { AuthenticateOptions } from 'passport';
import type { KakaoUserProfile } from './profile.js';
import type { StateStoreLike } from './store.js';

/** A finished login, as passed to the application. */
export interface KakaoLogin<State = unknown> {
  profile: KakaoProfile;
  /** Kakao's response to the code exchange, with Kakao's field names. Lifetimes are in seconds. */
  tokens: TokenResponse;
  /** Payload of the verified ID token. Present if OpenID Connect is on in Kakao's console. */
  claims?: IdTokenClaims;
  /** Response of `/v2/user/me`. Absent if the ID token already contained everything. */
  user?: UserMe;
  /** The `state` that was passed to `passport.authenticate` when the login started. */
  state?: State;
  /** Where to send the user now. A safe address, see the option `returnTo`. */
  returnTo?: string;
  /**
   * The id (from `currentMember`) of the member who links this Kakao Account. Only for logins with `link: true`. The same member is still
   * logged in.
   */
  link?: string;
}

/** Parameters of Kakao's login page, for the strategy or for a single route or request. */
export interface KakaoAuthorizeOptions {
  /**
   * Consent items to ask for. Leave it out for an ordinary login: Kakao then asks for the items configured in the console. An item that
   * is not configured under [Kakao Login] > [Consent items] makes the whole request fail with KOE205. When you ask a user for additional
   * consent, include `openid` to get a new ID token.
   */
  scope?: ConsentItem | readonly ConsentItem[];
  /** `login`: ask for the password again; `none`: no screens; `create`; `select_account`. Can be combined. */
  prompt?: Prompt | readonly Prompt[];
  /** Fills in the id field of the login page: an e-mail address, phone number (`+82 00-0000-0000`) or Kakao Mail id. */
  loginHint?: string;
  /** Tags of service terms to ask consent for (Kakao Sync). At least one of them must be required. */
  serviceTerms?: string | readonly string[];
  /** Ids of channels to show on the Kakao Sync consent screen, at most two. */
  channelPublicIds?: string | readonly string[];
}

/** Options of `passport.authenticate('kakao', …)`: Passport's own, and those for this login. */
export interface KakaoAuthenticateOptions
  extends Omit<AuthenticateOptions, 'scope' | 'prompt' | 'state'>, KakaoAuthorizeOptions {
  /**
   * Any JSON value of your application, at most 1024 bytes. It is stored encrypted until the user returns, and is then in `login.state`
   * and `req.authInfo.state`. It is not the OAuth parameter `state`.
   */
  state?: unknown;
  /** Your own nonce for the ID token, instead of a random one. */
  nonce?: string;
  /**
   * Where to go after this login, instead of the query parameter `returnTo`. A path of this site, or a URL whose origin is listed in the
   * option `returnTo` of the strategy. Anything else is ignored, so you can pass a value from your own query.
   */
  returnTo?: string;
  /**
   * Tries to log in without a screen (`prompt: 'none'`). If Kakao (`login_required`, `consent_required` …) or the application refuses,
   * redirects to `returnTo` (or `/`) without an error. See {@link kakaoAutoLogin}. Default `false`.
   */
  silent?: boolean;
  /**
   * Links a Kakao Account to the member who is logged in, according to the option `currentMember` of the strategy. The verify callback
   * gets the member's id in `login.link`, and throws `new KakaoLoginError('link_conflict')` if the Kakao Account belongs to another
   * member. Fails with `link_cross_site` if another site sent the user here, and with `link_member_changed` if another member, or nobody,
   * is logged in when the user returns from Kakao. Default `false`.
   */
  link?: boolean;
  /**
   * Redirect URI for this login: `callbackURL` of the strategy or one of its `callbackURLs`. Any other fails with
   * `callback_url_unlisted` and is not sent to Kakao.
   */
  callbackURL?: string;
  /**
   * Whether this route starts or finishes logins. Default: a request with `code`, `error` or `state` finishes a login, and any other
   * starts one (but see `callbackRoute`). Use `login` for a login page that has its own `?code=`.
   */
  leg?: 'login' | 'callback';
}

/** Attributes of the cookie that stores a login while the user is at Kakao, for ten minutes. */
export interface KakaoCookieOptions {
  /**
   * The secret that encrypts the cookie and consent URLs, at least 32 characters and the same on every instance. If there are several,
   * the first one encrypts and all decrypt, so that you can rotate secrets without breaking logins in progress. Default: derived from
   * `clientSecret`. Consent URLs use it with a `store`, too.
   */
  secret?: string | readonly string[];
  /** Default `kakao_login`, with the prefix `__Host-` on https if `domain` and `path` are not set. */
  name?: string;
  /** Default: `true` if the redirect URI is https. */
  secure?: boolean;
  /** Default `lax`. Use `none` (with https) only if the callback arrives in a frame or by a cross-site POST. */
  sameSite?: 'lax' | 'none';
  domain?: string;
  /** Default `/`. */
  path?: string;
}

/** Options of {@link KakaoStrategy}. */
export interface KakaoStrategyOptions extends KakaoAuthorizeOptions {
  /** REST API key: [App] > [Platform key] > [REST API key] at https://developers.kakao.com. */
  clientID: string;
  /**
   * Client secret of that key. Required if it is on in Kakao's console, as it is for new keys. An empty string counts as none.
   */
  clientSecret?: string | undefined;
  /** Redirect URI as registered for the REST API key, or a path that is resolved against the URL of the request. */
  callbackURL: string;
  /**
   * More redirect URIs that are registered for the REST API key (localhost, staging, the front end), or paths. A route can choose one
   * with `passport.authenticate('kakao', { callbackURL })`.
   */
  callbackURLs?: readonly string[];
  /**
   * Whether the route of `callbackURL` also starts logins. `shared`: a request without `code`, `error` and `state` starts a login.
   * `separate`: such a request (from a bookmark, for example) fails with `code_missing`. Default: `separate` if the path ends in
   * `callback`, else `shared`.
   */
  callbackRoute?: 'shared' | 'separate';
  /**
   * Whether to trust `X-Forwarded-Proto` and `X-Forwarded-Host`, or else `Forwarded` (RFC 7239), if `callbackURL` is a path. The proxy
   * has to overwrite these headers. `false` trusts none of them, even if the framework does. Default: the setting `trust proxy` of
   * Express or `trustProxy` of Fastify.
   */
  proxy?: boolean;
  /** Admin key, for calls of {@link KakaoStrategy.client} as the service. */
  adminKey?: string;
  /** One origin for all of Kakao (such as the emulator), or an origin for each host. Default: Kakao's own servers. */
  hosts?: KakaoClientOptions['hosts'];
  /** The URL to send browsers to, instead of `https://kauth.kakao.com/oauth/authorize`. */
  authorizationURL?: string;
  /**
   * The `iss` of ID tokens. Default: `hosts.kauth`. If that is a relay to Kakao, set it to `https://kauth.kakao.com`.
   */
  issuer?: string;
  /** Another URL for the token endpoint, for example of a relay. All other endpoints use `hosts`. */
  tokenURL?: string;
  /** Another URL for the user endpoint (`/v2/user/me`). */
  profileURL?: string;
  /** `false` stores nothing while the user is at Kakao: there is no protection against forged logins, no PKCE and no nonce. Default `true`. */
  state?: boolean;
  /** PKCE with S256 (RFC 7636), the only supported method. Default `true`. */
  pkce?: boolean | 'S256';
  /**
   * Whether to use a nonce (OpenID Connect Core 3.1.2.1). Default `true`: the nonce is checked if Kakao sends an ID token, which it must
   * if `openid` was requested or granted. `required`: ordinary logins without an ID token fail. Use it if [OpenID Connect] is on in
   * Kakao's console.
   */
  nonce?: boolean | 'required';
  /** A state store for passport-oauth2, e.g. in the session. Default (and `true`): an encrypted cookie. */
  store?: StateStoreLike | true;
  cookie?: KakaoCookieOptions;
  /**
   * Keeps the query parameter `returnTo` of the login route until the user returns from Kakao, in `login.returnTo` and
   * `req.authInfo.returnTo`. Accepts only paths of this site (`true`), and URLs on the origins listed here (`https://app.example`).
   * Anything else is ignored. Default `false`.
   */
  returnTo?: boolean | readonly string[];
  /**
   * Returns your id of the member who is logged in to your service, for example `(req) => req.session.memberId`. `undefined` or `null`:
   * nobody is logged in. Required for logins with `link: true`.
   */
  currentMember?: CurrentMember;
  /**
   * For apps with auto-link off: sends users who have not signed up yet (`has_signed_up: false`) to your signup page
   * instead of calling the verify callback. See {@link KakaoStrategy.pendingSignup}.
   */
  signup?: KakaoSignupOptions;
  /**
   * The URL that {@link kakaoAccountLogout} asks Kakao to redirect to, as registered at [Kakao Login] > [Logout
   * redirect URI], or a path that is resolved against the URL of the request.
   */
  logoutRedirectURL?: string;
  /** A client to use, instead of creating one from these options. */
  client?: KakaoClient;
  /** More app keys to accept as `aud` of an ID token: the JavaScript key, the native app key. */
  audiences?: readonly string[];
  /** Fields of the user to load. Default: everything that the user agreed to share. */
  propertyKeys?: readonly PropertyKey[];
  /**
   * Where the profile comes from. `auto`: the ID token if it contains everything that the user agreed to share, else `/v2/user/me`.
   * `user`: always `/v2/user/me`. `id_token`: always the ID token. Use `user` if you need `hasSignedUp` (apps with auto-link off),
   * `connectedAt` or `properties` at login. Default: `auto` for verify callbacks that take the whole login, and `user` for those in the
   * style of passport-oauth2, so that `_json` is the same whether OpenID Connect is on in Kakao's console or not.
   */
  profile?: 'auto' | 'id_token' | 'user';
  /**
   * Passport's option to skip `/v2/user/me`. Verify callbacks in the style of passport-oauth2 then get `undefined` as the profile. Those
   * that take the whole login get one from the ID token, and the login fails with `profile_unavailable` if there is none.
   */
  skipUserProfile?: boolean | ((accessToken?: string) => boolean) | SkipUserProfileAsync;
  /** Pass the request to the verify callback as its first argument: {@link KakaoStrategyOptionsWithRequest}. */
  passReqToCallback?: false;
  /**
   * How long the verify callback may take, in milliseconds. After that the login fails with `verify_timeout`, and a later result of the
   * callback is ignored. Default 30,000.
   */
  verifyTimeout?: number;
  /** Your own axios instance, for a proxy, logging or interceptors. */
  http?: KakaoClientOptions['http'];
  /** Ignored. Accepted for code written for passport-kakao. */
  scopeSeparator?: string | undefined;
  /** Accepted for code written for passport-kakao. Only sent with requests that a subclass makes through `_oauth2`. */
  customHeaders?: string | OutgoingHttpHeaders | undefined;
  /** Accepted for code written for passport-kakao: `User-Agent` of {@link customHeaders}. */
  userAgent?: string | undefined;
  /** Ignored, because nothing is stored in the session. Accepted for code written for passport-oauth2. */
  sessionKey?: string | undefined;
}

/** Options of {@link KakaoStrategy} when the verify callback takes the request as its first argument. */
export interface KakaoStrategyOptionsWithRequest extends Omit<KakaoStrategyOptions, 'passReqToCallback'> {
  passReqToCallback: true;
}

/** How users who have not signed up yet sign up; see the option `signup` of {@link KakaoStrategy}. */
export interface KakaoSignupOptions {
  /** Your signup page: a path of this site, or a URL. */
  url: string;
  /**
   * Stores the login, so that the user can be signed up with its token: `(login) => vault.save(login)`. Required,
   * except in a `KakaoModule` with the option `vault`.
   */
  save?: (login: KakaoLogin, req: Request) => unknown;
}

/** A user who has logged in with Kakao and has not signed up yet; see {@link KakaoStrategy.pendingSignup}. */
export interface KakaoPendingSignup<State = unknown> {
  id: KakaoId;
  /** When Kakao unlinks the user, in ms since 1970: 24 hours after their first login. */
  expiresAt: number;
  /** As in {@link KakaoLogin}. */
  returnTo?: string;
  /** As in {@link KakaoLogin}. */
  state?: State;
  /** As in {@link KakaoLogin}. */
  link?: string;
}

/** Returns the id of the member who is logged in; see the option `currentMember` of {@link KakaoStrategy}. */
export type CurrentMember = (req: Request) => MemberId | Promise<MemberId>;
type MemberId = string | number | null | undefined;

type SkipUserProfileAsync = (accessToken: string, done: (error: unknown, skip?: boolean) => void) => void;

/** Settings for `Kakao.Auth.authorize()` of the JavaScript SDK; see {@link KakaoStrategy.simpleLogin}. */
export interface SimpleLoginSettings {
  redirectUri: string;
  state: string;
  nonce?: string;
  scope?: string;
  prompt?: string;
  loginHint?: string;
  serviceTerms?: string;
}

/** passport-oauth2's callback: takes an error, or a user (`false`: this user may not log in) and further information. */
export type VerifyDone = (error?: unknown, user?: Express.User | false | null, info?: unknown) => void;

type User = Express.User | false | null | undefined;

/** Takes the whole login. Returns the user, or a falsy value to refuse the login. */
export type VerifyLogin = (login: KakaoLogin) => User | Promise<User>;
/** {@link VerifyLogin} with `passReqToCallback: true`: the request comes first. */
export type VerifyLoginWithRequest = (req: Request, login: KakaoLogin) => User | Promise<User>;

/** Takes the whole login and passes the user to `done`. For `PassportStrategy(KakaoStrategy, 'kakao', true)` in Nest. */
export type VerifyLoginDone = (login: KakaoLogin, done: VerifyDone) => unknown;
/** {@link VerifyLoginDone} with `passReqToCallback: true`: the request comes first. */
export type VerifyLoginDoneWithRequest = (req: Request, login: KakaoLogin, done: VerifyDone) => unknown;

/** passport-oauth2's four arguments. */
export type VerifyProfile = (
  accessToken: string,
  refreshToken: string,
  profile: KakaoUserProfile,
  done: VerifyDone,
) => unknown;
/** passport-oauth2's five arguments. `params` is Kakao's response to the code exchange, with `id_token` and lifetimes. */
export type VerifyParams = (
  accessToken: string,
  refreshToken: string,
  params: TokenResponse,
  profile: KakaoUserProfile,
  done: VerifyDone,
) => unknown;
/** {@link VerifyProfile} with `passReqToCallback: true`: the request comes first. */
export type VerifyProfileWithRequest = (
  req: Request,
  accessToken: string,
  refreshToken: string,
  profile: KakaoUserProfile,
  done: VerifyDone,
) => unknown;
/** {@link VerifyParams} with `passReqToCallback: true`: the request comes first. */
export type VerifyParamsWithRequest = (
  req: Request,
  accessToken: string,
  refreshToken: string,
  params: TokenResponse,
  profile: KakaoUserProfile,
  done: VerifyDone,
) => unknown;

/** Any of the verify callbacks. The number of its parameters determines how it is called. */
export type KakaoVerify =
  | VerifyLogin
  | VerifyLoginWithRequest
  | VerifyLoginDone
  | VerifyLoginDoneWithRequest
  | VerifyProfile
  | VerifyParams
  | VerifyProfileWithRequest
  | VerifyParamsWithRequest;

type Strategies = string | string[] | import('passport').Strategy;

declare module 'passport' {
  interface Authenticator<InitializeRet, AuthenticateRet, AuthorizeRet, AuthorizeOptions> {
    /** Accepts Kakao's options for any strategy, because the strategy can be registered under any name. */
    authenticate(
      strategy: Strategies,
      options: KakaoAuthenticateOptions,
      callback?: import('passport').AuthenticateCallback,
    ): AuthenticateRet;
    authorize(
      strategy: Strategies,
      options: KakaoAuthenticateOptions,
      callback?: import('passport').AuthorizeCallback,
    ): AuthorizeRet;
  }
}
