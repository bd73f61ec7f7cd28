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

/** What a finished login hands to the application. */
export interface KakaoLogin<State = unknown> {
  profile: KakaoProfile;
  /** Kakao's answer to the code, in Kakao's field names. Lifetimes are in seconds. */
  tokens: TokenResponse;
  /** Payload of the verified ID token; present when OpenID Connect is on in the console. */
  claims?: IdTokenClaims;
  /** Answer of `/v2/user/me`; absent when the ID token already carried all that was asked for. */
  user?: UserMe;
  /** The `state` that was given to `passport.authenticate` when this login began. */
  state?: State;
  /** Where the user wanted to go, if that is safe; see the option `returnTo`. */
  returnTo?: string;
  /**
   * The member who asked to link this Kakao Account, as `currentMember` named them; only of a login that began with `link: true`. The
   * same member is logged in now.
   */
  link?: string;
}

/** What Kakao can be told when a login begins: once for the strategy, and anew for each route or request. */
export interface KakaoAuthorizeOptions {
  /**
   * Consent items to ask for. Leave it out for an ordinary login: Kakao then asks for what the console lists. An item that is
   * not configured in [Kakao Login] > [Consent items] fails the whole request with KOE205. For more consent from a user who
   * has logged in before, include `openid` if a new ID token is wanted.
   */
  scope?: ConsentItem | readonly ConsentItem[];
  /** `login`: ask for the password again; `none`: no screens at all; `create`; `select_account`. May be combined. */
  prompt?: Prompt | readonly Prompt[];
  /** E-mail address, phone number (`+82 00-0000-0000`) or Kakao Mail id that the login page is filled in with. */
  loginHint?: string;
  /** Tags of service terms to ask consent for (Kakao Sync); at least one of them must be a required one. */
  serviceTerms?: string | readonly string[];
  /** Ids of at most two channels shown on the Kakao Sync consent screen. */
  channelPublicIds?: string | readonly string[];
}

/** Options of `passport.authenticate('kakao', …)`: Passport's own, and Kakao's for this login. */
export interface KakaoAuthenticateOptions
  extends Omit<AuthenticateOptions, 'scope' | 'prompt' | 'state'>, KakaoAuthorizeOptions {
  /**
   * Anything of the application's that fits in JSON (at most 1024 bytes of it). It is kept sealed until the user is back,
   * then found in `login.state` and `req.authInfo.state`. It is never the OAuth parameter `state`, and cannot switch it off.
   */
  state?: unknown;
  /** A nonce of the application's own for the ID token, in place of a random one. */
  nonce?: string;
  /**
   * Where to go after this login, in place of the query parameter. A path of this site; an address of another only if the option
   * `returnTo` of the strategy lists its origin. Anything else is dropped, so it may come from a query of your own.
   */
  returnTo?: string;
  /**
   * Try without any screen (`prompt: 'none'`), and if Kakao refuses (`login_required`, `consent_required` …) or the application
   * does, send the user back to `returnTo` (else `/`) as if nothing had been: see {@link kakaoAutoLogin}. Default `false`.
   */
  silent?: boolean;
  /**
   * Links a Kakao Account to the member who is logged in, whom the option `currentMember` of the strategy tells. The verify callback
   * finds the member in `login.link`, and throws `new KakaoLoginError('link_conflict')` if the Kakao Account belongs to another one.
   * Refused with `link_cross_site` if another site has sent the user here, and with `link_member_changed` if another member, or none, is
   * logged in when the user is back from Kakao. Default `false`.
   */
  link?: boolean;
  /**
   * Redirect URI for this login: `callbackURL` of the strategy or one of its `callbackURLs`. Any other is refused with
   * `callback_url_unlisted` and never sent to Kakao.
   */
  callbackURL?: string;
  /**
   * Which half of a login this route serves. Left out, a request with `code`, `error` or `state` finishes a login and any
   * other begins one (but see `callbackRoute`). Say `login` for a login page with a `?code=` of its own.
   */
  leg?: 'login' | 'callback';
}

/** Attributes of the cookie that keeps a login while the user is at Kakao. It lives ten minutes. */
export interface KakaoCookieOptions {
  /**
   * Secret that the cookie is encrypted with, the same on every instance; at least 32 characters. Several: the first
   * encrypts, all decrypt, so that a secret can be replaced without breaking logins under way. Default: derived from
   * `clientSecret`.
   */
  secret?: string | readonly string[];
  /** Default `kakao_login`, with `__Host-` in front on https when `domain` and `path` are left alone. */
  name?: string;
  /** Default: whether the redirect URI is https. */
  secure?: boolean;
  /** Default `lax`. `none` (with https) only if the callback is received in a frame or by a cross-site POST. */
  sameSite?: 'lax' | 'none';
  domain?: string;
  /** Default `/`. */
  path?: string;
}

/** Options of {@link KakaoStrategy}. */
export interface KakaoStrategyOptions extends KakaoAuthorizeOptions {
  /** REST API key: [App] > [Platform key] > [REST API key] of https://developers.kakao.com. */
  clientID: string;
  /**
   * Client secret of that key; needed while it is switched on in the console, as it is for new keys. An empty text counts as none.
   */
  clientSecret?: string | undefined;
  /** Redirect URI as registered for the REST API key; or a path, resolved against the address of the request. */
  callbackURL: string;
  /**
   * Further redirect URIs that are registered for the REST API key (this machine, staging, the front end), or paths. A request
   * may choose among them with `passport.authenticate('kakao', { callbackURL })`.
   */
  callbackURLs?: readonly string[];
  /**
   * Whether the route of `callbackURL` also begins logins. On a `separate` one a request without `code`, `error` and `state` (a
   * bookmark) is refused with `code_missing`; on a `shared` one it begins a login. Default: `separate` if the path ends in
   * `callback`, else `shared`.
   */
  callbackRoute?: 'shared' | 'separate';
  /**
   * Believe `X-Forwarded-Proto` and `X-Forwarded-Host`, or else `Forwarded` (RFC 7239), when `callbackURL` is a path. The proxy has to
   * overwrite what the browser sends of them. Default: Express's `trust proxy`, and what Fastify's `trustProxy` makes of the request.
   */
  proxy?: boolean;
  /** Admin key, for the calls of {@link KakaoStrategy.client} that act for the service. */
  adminKey?: string;
  /** Kakao's servers; one origin for all of them (an emulator), or some of them. */
  hosts?: KakaoClientOptions['hosts'];
  /** Another address to send browsers to, in place of `https://kauth.kakao.com/oauth/authorize`. */
  authorizationURL?: string;
  /**
   * The `iss` of ID tokens. Default: the `kauth` of `hosts`. Set it to `https://kauth.kakao.com` if that host is a relay to Kakao.
   */
  issuer?: string;
  /** Another address of the token endpoint, for example of a relay. All other endpoints stay where `hosts` says. */
  tokenURL?: string;
  /** Another address of the user endpoint (`/v2/user/me`). */
  profileURL?: string;
  /** `false` switches off all that is kept between the two legs: no forgery protection, PKCE or nonce. Default `true`. */
  state?: boolean;
  /** PKCE with S256 (RFC 7636), the only method supported. Default `true`. */
  pkce?: boolean | 'S256';
  /**
   * A nonce in the ID token (OpenID Connect Core 3.1.2.1). Default `true`: checked when an ID token comes, as it must when `openid`
   * was asked for or granted. `required`: no ordinary login without an ID token; say so once [OpenID Connect] is on in the console.
   */
  nonce?: boolean | 'required';
  /** A state store of passport-oauth2, e.g. one in the session, in place of the sealed cookie. `true` is the sealed cookie. */
  store?: StateStoreLike | true;
  cookie?: KakaoCookieOptions;
  /**
   * Keeps the query parameter `returnTo` of the login route until the user is back: `login.returnTo`,
   * `req.authInfo.returnTo`. Only paths of this site pass, and addresses at the origins listed here (`https://app.example`);
   * anything else is dropped. `true`: paths only. Default `false`.
   */
  returnTo?: boolean | readonly string[];
  /**
   * Who is logged in to your service, by an id of yours: `(req) => req.session.memberId`. `undefined` or `null` if nobody is. Needed for
   * logins with `link: true`.
   */
  currentMember?: CurrentMember;
  /**
   * For apps with auto-link off: sends a user who has not signed up yet (`has_signed_up: false`) to your signup page, in place of the
   * verify callback. See {@link KakaoStrategy.pendingSignup} for what the page does.
   */
  signup?: KakaoSignupOptions;
  /**
   * Where Kakao sends users back to after {@link kakaoAccountLogout}, as registered at [Kakao Login] > [Logout redirect URI]; or a path,
   * resolved against the address of the request.
   */
  logoutRedirectURL?: string;
  /** A client to use (and share) in place of one made from these options. */
  client?: KakaoClient;
  /** Further app keys that an ID token may be for: the JavaScript key, native keys. */
  audiences?: readonly string[];
  /** The only fields of the user to load. */
  propertyKeys?: readonly PropertyKey[];
  /**
   * Where the profile comes from. `auto`: the ID token if it carries all that was agreed to, else `/v2/user/me`;
   * `user`: always `/v2/user/me`; `id_token`: never. Choose `user` to tell `hasSignedUp` (apps with auto-link off), `connectedAt` or
   * `properties` at login. Default: `auto` for verify callbacks that take the whole login; `user` for those of passport-oauth2's shapes,
   * so that `_json` has one shape whether OpenID Connect is on or off in the console.
   */
  profile?: 'auto' | 'id_token' | 'user';
  /**
   * Passport's name for not calling `/v2/user/me`. Verify callbacks of passport-oauth2's shapes then get no profile (`undefined`);
   * those that take the whole login get one from the ID token, and the login fails with `profile_unavailable` without one.
   */
  skipUserProfile?: boolean | ((accessToken?: string) => boolean) | SkipUserProfileAsync;
  /** Give the request to the verify callback as its first argument: {@link KakaoStrategyOptionsWithRequest}. */
  passReqToCallback?: false;
  /**
   * How long the verify callback may take, in milliseconds. After that the login fails with `verify_timeout`, and what the callback
   * says later is ignored. Default 30,000.
   */
  verifyTimeout?: number;
  /** The application's own axios instance, for its proxy, logging or interceptors. */
  http?: KakaoClientOptions['http'];
  /** Accepted for code written for passport-kakao, and not needed: a list in `scope` is always sent as Kakao reads it. */
  scopeSeparator?: string | undefined;
  /** Accepted for code written for passport-kakao. Only requests that a subclass makes through `_oauth2` carry these headers. */
  customHeaders?: string | OutgoingHttpHeaders | undefined;
  /** Accepted for code written for passport-kakao: `User-Agent` in {@link customHeaders}. */
  userAgent?: string | undefined;
  /** Accepted for code written for passport-oauth2, and not needed: nothing is kept in the session. */
  sessionKey?: string | undefined;
}

/** Options of {@link KakaoStrategy} when the verify callback takes the request as its first argument. */
export interface KakaoStrategyOptionsWithRequest extends Omit<KakaoStrategyOptions, 'passReqToCallback'> {
  passReqToCallback: true;
}

/** What becomes of users who have not signed up yet; see the option `signup` of {@link KakaoStrategy}. */
export interface KakaoSignupOptions {
  /** Your signup page: a path of this site, or an address. */
  url: string;
  /**
   * Keeps the login, so that the user can be signed up with its token: `(login) => vault.save(login)`. Required; only a `KakaoModule` with
   * the option `vault` has it by itself.
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

/** The id of the member who is logged in; see the option `currentMember` of {@link KakaoStrategy}. */
export type CurrentMember = (req: Request) => MemberId | Promise<MemberId>;
type MemberId = string | number | null | undefined;

type SkipUserProfileAsync = (accessToken: string, done: (error: unknown, skip?: boolean) => void) => void;

/** What `Kakao.Auth.authorize()` of the JavaScript SDK is called with; see {@link KakaoStrategy.simpleLogin}. */
export interface SimpleLoginSettings {
  redirectUri: string;
  state: string;
  nonce?: string;
  scope?: string;
  prompt?: string;
  loginHint?: string;
  serviceTerms?: string;
}

/** passport-oauth2's callback: an error, or a user (`false`: this user may not log in) and what to say about it. */
export type VerifyDone = (error?: unknown, user?: Express.User | false | null, info?: unknown) => void;

type User = Express.User | false | null | undefined;

/** Takes the whole login; returns the user, or a falsy value to turn the user away. */
export type VerifyLogin = (login: KakaoLogin) => User | Promise<User>;
/** {@link VerifyLogin} with `passReqToCallback: true`: the request comes first. */
export type VerifyLoginWithRequest = (req: Request, login: KakaoLogin) => User | Promise<User>;

/** Takes the whole login, and says with `done` who it is: for `PassportStrategy(KakaoStrategy, 'kakao', true)` of Nest. */
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
/** passport-oauth2's five arguments: with Kakao's answer to the code, where `id_token` and lifetimes are. */
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

/** Any of the verify callbacks; the number of parameters it declares decides what it is given. */
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
    /** Kakao's options are known beside Passport's own, as a strategy may be registered under any name. */
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
