import type { OutgoingHttpHeaders } from 'node:http';
import { isKakaoError, toKakaoProfile, type KakaoClient, type UserMe } from '@kakao-login/client';
import { optionsOf } from '@kakao-login/client/internal';
import type { Request } from 'express';
import OAuth2Strategy from 'passport-oauth2';
import { askedByOptions, authorizeUrl } from './authorize.js';
import { begin, beginOnPage } from './begin.js';
import { createConsentUrls } from './consent-url.js';
import { createCookieStore } from './cookie-store.js';
import { finish } from './finish.js';
import { FinishedLogins } from './finished-logins.js';
import { checkRequest, type HttpRequest } from './http.js';
import { checkOptions, type AnyOptions } from './options.js';
import { failure, settle, type Outcome } from './outcome.js';
import { toUserProfile } from './profile.js';
import { redirectUriNote } from './redirect-uri.js';
import { accessTokenSeam, upstream } from './seams.js';
import { createSignups, signupsOf } from './signup.js';
import { adaptStore, noStore } from './store.js';
import { forThisRequest, tellPassport } from './tell-passport.js';
import type {
  KakaoAuthenticateOptions,
  KakaoPendingSignup,
  KakaoStrategyOptions,
  KakaoStrategyOptionsWithRequest,
  KakaoVerify,
  SimpleLoginSettings,
  VerifyLogin,
  VerifyLoginDone,
  VerifyLoginDoneWithRequest,
  VerifyLoginWithRequest,
  VerifyParams,
  VerifyParamsWithRequest,
  VerifyProfile,
  VerifyProfileWithRequest,
} from './types.js';
import { usage, usageTexts } from './usage.js';
import { adaptVerify, allForms } from './verify.js';
import type { Parts, Seams, Visit } from './visit.js';
import { explained, legOf } from './which-leg.js';
import { loadUser } from './load-profile.js';

/**
 * Kakao Login for Passport, with the authorization code flow.
 *
 * Use one route or two. A request without `code`, `error` and `state` is redirected to Kakao, one with them finishes the login. Failures
 * are passed to Passport as typed errors with an HTTP `status`. See {@link KakaoAuthenticateOptions} for the options of each request.
 *
 * @example
 * passport.use(new KakaoStrategy({ clientID, clientSecret, callbackURL }, ({ profile }) => findOrCreate(profile)));
 * app.get('/auth/kakao', passport.authenticate('kakao'));
 * app.get('/auth/kakao/callback', passport.authenticate('kakao', { failureRedirect: '/', successRedirect: '/me' }));
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api
 */
export class KakaoStrategy extends OAuth2Strategy {
  /** A client for Kakao's API with the same keys, for calls after the login. */
  readonly client: KakaoClient;
  /**
   * A sentence for each redirect URI (`callbackURL`, `callbackURLs`, `logoutRedirectURL`) that says exactly what to register, in Kakao's
   * console or in the emulator. Log them when your service starts. `KakaoModule` of `@kakao-login/nestjs` does so.
   *
   * @example
   * for (const note of strategy.redirectUriNotes) console.log(note);
   */
  readonly redirectUriNotes: readonly string[];
  // Passport calls a strategy through Object.create(strategy), where `#private` fields are not available and assignments during a
  // request would be lost.
  private readonly parts: Parts;

  /** @throws {KakaoUsageError} when an option is missing or malformed; the message says where to find it in Kakao's console */
  constructor(options: KakaoStrategyOptions, verify: VerifyLogin);
  constructor(options: KakaoStrategyOptions, verify: VerifyLoginDone);
  constructor(options: KakaoStrategyOptions, verify: VerifyProfile);
  constructor(options: KakaoStrategyOptions, verify: VerifyParams);
  constructor(options: KakaoStrategyOptionsWithRequest, verify: VerifyLoginWithRequest);
  constructor(options: KakaoStrategyOptionsWithRequest, verify: VerifyLoginDoneWithRequest);
  constructor(options: KakaoStrategyOptionsWithRequest, verify: VerifyProfileWithRequest);
  constructor(options: KakaoStrategyOptionsWithRequest, verify: VerifyParamsWithRequest);
  constructor(options: AnyOptions, verify: KakaoVerify) {
    const { cookie, longCookie, client, secrets, isUnwarned, ...settings } = checkOptions(options);
    const { clientID, authorizationURL, tokenURL, callbackURL, callbackURLs, store } = settings;
    const { signup, logoutRedirectURL } = settings;
    const adapted = adaptVerify(verify, { strategy: 'KakaoStrategy', forms: allForms, ...settings });
    // Only the client has the client secret, so that printing a strategy does not show it.
    const base = {
      clientID,
      clientSecret: '',
      authorizationURL,
      tokenURL,
      callbackURL,
      customHeaders: headersOf(options),
    };
    super(base, verify as OAuth2Strategy.VerifyFunction);
    this.name = 'kakao';
    this.client = client;
    const { now = Date.now, clientSecret = '' } = optionsOf(client) ?? {};
    const { kauth } = client.hosts;
    this.redirectUriNotes = [
      ...callbackURLs.map((uri) => redirectUriNote(uri, kauth).en),
      ...(logoutRedirectURL === undefined ? [] : [redirectUriNote(logoutRedirectURL, kauth, 'logout').en]),
    ];
    const { scope, prompt, loginHint, serviceTerms, channelPublicIds, propertyKeys, skipUserProfile } = options;
    this.parts = {
      // Callbacks in the style of passport-oauth2 get the same profile whether OpenID Connect is on in Kakao's console or not.
      settings: { ...settings, profile: settings.profile ?? (adapted.wholeLogin ? 'auto' : 'user') },
      defaults: { scope, prompt, loginHint, serviceTerms, channelPublicIds },
      profileOptions: {
        propertyKeys: propertyKeys && signup ? [...propertyKeys, 'has_signed_up'] : propertyKeys,
        skipUserProfile,
      },
      client,
      now,
      store:
        store !== undefined
          ? adaptStore(store, { authorizationURL, tokenURL, clientID }, now)
          : cookie !== undefined
            ? createCookieStore(cookie, clientID, callbackURLs, now)
            : noStore(now),
      finished: new FinishedLogins(now),
      consentUrls: createConsentUrls({ secrets, isUnwarned }, clientID, now),
      logouts:
        longCookie && logoutRedirectURL !== undefined
          ? createCookieStore({ ...longCookie, name: 'kakao_logout' }, clientID, [logoutRedirectURL], now)
          : undefined,
      signups: longCookie && signup && createSignups(signup.url, longCookie, clientID, now),
      verify: adapted,
      userProfile: usualUserProfile,
    };

    // Kakao accepts tokens only in the header, and tokens do not belong in URLs.
    this._oauth2.useAuthorizationHeaderforGET(true);
    Object.defineProperty(this._oauth2, '_clientSecret', { get: () => clientSecret, enumerable: false });
    Object.assign(this._oauth2, {
      getAuthorizeUrl: (parameters: Record<string, unknown>) => authorizeUrl(authorizationURL, clientID, parameters),
      getOAuthAccessToken: accessTokenSeam(client, callbackURL),
    });
  }

  /**
   * Lets a constructor function inherit from this class, for code written for passport-oauth2: `KakaoStrategy.call(this, options,
   * verify)` with `util.inherits`. In new code, write `class … extends KakaoStrategy`.
   *
   * @throws {KakaoUsageError} when `self` does not inherit from this class
   */
  static override call(self: unknown, ...given: unknown[]): void {
    this.apply(self, given);
  }

  /** The same as {@link KakaoStrategy.call}, with the arguments in an array. */
  static override apply(self: unknown, given: ArrayLike<unknown> = []): void {
    if (!(self instanceof this)) throw usage('argument_malformed', 'this', usageTexts().inherits(this.name));
    // A class can only be called with `new`, so this creates another object with the same prototype and copies its properties to `self`.
    const sameKind = function (): void {};
    sameKind.prototype = Object.getPrototypeOf(self) as object;
    const made = Reflect.construct(this, given, sameKind) as object;
    Object.defineProperties(self, Object.getOwnPropertyDescriptors(made));
  }

  override authenticate(req: Request, options: KakaoAuthenticateOptions = {}): void {
    const passport = forThisRequest(this);
    void this.handle(req, options)
      .catch(failure)
      .then((outcome) => tellPassport(passport, req, () => settle(passport, outcome, options, req)));
  }

  /**
   * Returns the parameters for Kakao's login page, with Kakao's names. Override it to add some. Later sources take precedence: the query
   * of `authorizationURL`, the options of the strategy, those of the request, the result of this method. As in passport-oauth2, `scope`
   * of the options takes precedence over this method. `client_id`, `response_type`, `redirect_uri`, `state`, `nonce` and the code
   * challenge cannot be replaced.
   */
  override authorizationParams(options: KakaoAuthenticateOptions): object {
    return askedByOptions(this.parts.defaults, options);
  }

  /** Returns extra parameters for the code exchange. Override it to add some. They cannot replace those of OAuth. */
  override tokenParams(options: KakaoAuthenticateOptions): object {
    return super.tokenParams(options);
  }

  /**
   * Override it to create your own error if Kakao refuses the code exchange. Otherwise the error is a `KakaoAuthError`. `body` contains
   * only `error`, `error_code` and `error_description` of Kakao's response.
   */
  override parseErrorResponse(body: string, status: number): Error | null {
    return super.parseErrorResponse(body, status);
  }

  /** Creates the error for a failed code exchange, as in passport-oauth2. Errors of this library are not wrapped. */
  protected _createOAuthError(message: string, error: unknown): Error {
    if (!isKakaoError(error)) return upstream._createOAuthError.call(this, message, error);
    if (error.kind !== 'auth' || this.parseErrorResponse === KakaoStrategy.prototype.parseErrorResponse) return error;
    const { error: name, code, kakaoMessage, kakaoStatus } = error;
    const body = JSON.stringify({ error: name, error_code: code, error_description: kakaoMessage });
    try {
      return this.parseErrorResponse(body, kakaoStatus) ?? error;
    } catch {
      // As in passport-oauth2, which then uses its own error.
      return error;
    }
  }

  /** Loads the profile from `/v2/user/me`. Override it to load the profile in another way. */
  override userProfile(accessToken: string, done: (error?: unknown, profile?: unknown) => void): void {
    const loaded = (user: UserMe) => done(null, toUserProfile(toKakaoProfile({ user })));
    const failed = (error: unknown) => done(error);
    // `done` can be a callback of a subclass that throws. Without `catch`, the login would never end.
    void loadUser(this.parts, accessToken).then(loaded, failed).catch(failed);
  }

  /**
   * Prepares a login that the page starts with `Kakao.Auth.authorize()` of the JavaScript SDK (Kakao Talk Simple Login). Returns the
   * settings for that call. The login returns to the callback route as usual and has the same protection, except for PKCE, which the
   * SDK does not support. List the JavaScript key in `audiences`, and register the redirect URI for both keys.
   *
   * @param req request from a script on the page, in Express or any other framework; the cookie is set on its response (`req.res`)
   * @throws {KakaoUsageError} when the request or an option is malformed, or with `state: false`
   * @throws {KakaoLoginError} `not_logged_in` or `link_cross_site`, with `link: true`
   * @example
   * app.post('/auth/kakao/js', async (req, res) => res.json(await strategy.simpleLogin(req)));
   * // on the page: Kakao.Auth.authorize(await (await fetch('/auth/kakao/js', { method: 'POST' })).json());
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/js
   */
  async simpleLogin(req: HttpRequest, options: KakaoAuthenticateOptions = {}): Promise<SimpleLoginSettings> {
    return beginOnPage(this.visit(req, options));
  }

  /**
   * Returns the signup that is in progress in this browser. For the signup page (the option `signup`) and the route
   * that its form is posted to. It proves that the user has logged in with Kakao, but they are not a member yet. Sign
   * them up with their token, and then call {@link KakaoStrategy.endSignup}.
   *
   * @throws {KakaoLoginError} `signup_missing` when there is none, or 24 hours have passed; `link_member_changed` when
   * another member, or nobody, is logged in
   * @throws {KakaoUsageError} when the request is malformed, or the option `signup` is missing
   * @example
   * app.post('/signup', async (req, res) => {
   *   const { id, returnTo = '/' } = await strategy.pendingSignup(req);
   *   await vault.signup(id, { properties: { company_name: req.body.company } });
   *   req.session.memberId = await members.add(id, req.body);
   *   strategy.endSignup(req);
   *   res.redirect(303, returnTo);
   * });
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#signup
   */
  async pendingSignup(req: HttpRequest): Promise<KakaoPendingSignup> {
    const visit = this.visit(req, {});
    return signupsOf(visit).read(visit);
  }

  /**
   * Ends a signup, whether finished or not: removes its cookie.
   *
   * @throws {KakaoUsageError} when the request is malformed, or the option `signup` is missing
   */
  endSignup(req: HttpRequest): void {
    const visit = this.visit(req, {});
    signupsOf(visit).end(visit);
  }

  private async handle(req: Request, options: KakaoAuthenticateOptions): Promise<Outcome> {
    const visit = this.visit(req, options);
    const leg = legOf(visit);
    if (leg.leg === 'login') return begin(visit);
    try {
      return await finish(visit);
    } catch (error) {
      throw explained(error, leg);
    }
  }

  private visit(request: HttpRequest, options: KakaoAuthenticateOptions): Visit {
    checkRequest(request);
    return { parts: this.parts, strategy: this as unknown as Seams, request, options };
  }
}

const { userProfile: usualUserProfile } = KakaoStrategy.prototype as unknown as Seams;

/** The headers of requests that a subclass makes through `_oauth2`. In the types of passport-kakao, `customHeaders` is a string. */
function headersOf({ customHeaders, userAgent }: AnyOptions): OutgoingHttpHeaders {
  return {
    ...(userAgent !== undefined && { 'User-Agent': userAgent }),
    ...(typeof customHeaders === 'object' && customHeaders),
  };
}
