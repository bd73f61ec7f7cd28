import {
  KakaoLoginError,
  toKakaoProfile,
  type KakaoClient,
  type TokenResponse,
  type UserMe,
} from '@kakao-login/client';
import type { Request } from 'express';
import OAuth2Strategy from 'passport-oauth2';
import {
  authorizeParameters,
  authorizeUrl,
  beginLogin,
  beginSimpleLogin,
  type LoginLeg,
  type RawParameters,
} from './begin.js';
import { finishLogin } from './callback.js';
import { createCookieStore } from './cookie-store.js';
import { FinishedLogins } from './finished-logins.js';
import { callbackParameters, hasParameter, parameter, pathOf, type HttpRequest } from './http.js';
import { checkLoginOptions, checkOptions, clientFor, type AnyOptions, type Settings } from './options.js';
import { failure, settle, type Outcome } from './outcome.js';
import { cameBackTo, redirectUri, redirectUriNote } from './redirect-uri.js';
import { adaptStore, noStore, type PendingStore } from './store.js';
import { tellPassport } from './tell-passport.js';
import type {
  KakaoAuthenticateOptions,
  KakaoAuthorizeOptions,
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
import { allForms, callVerify, checkVerify, takesLogin } from './verify.js';

/**
 * Kakao Login for Passport, by the authorization code flow.
 *
 * One route serves both legs, or two do: a request without `code`, `error` and `state` is sent to Kakao, one with them
 * finishes the login. Failures reach Passport as typed errors with an HTTP `status`; see {@link KakaoAuthenticateOptions} for
 * what can be asked for each request.
 *
 * @example
 * passport.use(new KakaoStrategy({ clientID, clientSecret, callbackURL }, ({ profile }) => findOrCreate(profile)));
 * app.get('/auth/kakao', passport.authenticate('kakao'));
 * app.get('/auth/kakao/callback', passport.authenticate('kakao', { failureRedirect: '/', successRedirect: '/me' }));
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api
 */
export class KakaoStrategy extends OAuth2Strategy {
  /** Kakao's API with the same keys, for all that comes after the login. */
  readonly client: KakaoClient;
  /**
   * A sentence for each of `callbackURL` and `callbackURLs` that says what to register in Kakao's console, to the letter. For the
   * log of a service that starts; `KakaoModule` of `@kakao-login/nestjs` logs them by itself.
   *
   * @example
   * for (const note of strategy.redirectUriNotes) console.log(note);
   */
  readonly redirectUriNotes: readonly string[];
  // Passport calls a strategy through Object.create(strategy): `#private` fields would be out of reach there, and what is
  // assigned during a request would be lost. So these are set once.
  private readonly settings: Omit<Settings, 'cookie'>;
  private readonly defaults: KakaoAuthorizeOptions;
  private readonly profileOptions: Pick<AnyOptions, 'propertyKeys' | 'skipUserProfile'>;
  private readonly verify: KakaoVerify;
  private readonly store: PendingStore;
  private readonly finished: FinishedLogins;

  /** @throws KakaoUsageError naming the option that is missing or malformed, and where in the console its value is found */
  constructor(options: KakaoStrategyOptions, verify: VerifyLogin);
  constructor(options: KakaoStrategyOptions, verify: VerifyLoginDone);
  constructor(options: KakaoStrategyOptions, verify: VerifyProfile);
  constructor(options: KakaoStrategyOptions, verify: VerifyParams);
  constructor(options: KakaoStrategyOptionsWithRequest, verify: VerifyLoginWithRequest);
  constructor(options: KakaoStrategyOptionsWithRequest, verify: VerifyLoginDoneWithRequest);
  constructor(options: KakaoStrategyOptionsWithRequest, verify: VerifyProfileWithRequest);
  constructor(options: KakaoStrategyOptionsWithRequest, verify: VerifyParamsWithRequest);
  constructor(options: AnyOptions, verify: KakaoVerify) {
    const { cookie, ...settings } = checkOptions(options);
    checkVerify('KakaoStrategy', verify, settings.passReqToCallback, allForms);
    const { clientID, authorizationURL, tokenURL } = settings;
    // The client secret is the client's to keep: a strategy that is printed shows none.
    super({ clientID, clientSecret: '', authorizationURL, tokenURL }, () => undefined);
    this.name = 'kakao';
    this.settings = settings;
    this.redirectUriNotes = settings.callbackURLs.map(redirectUriNote);
    const { scope, prompt, loginHint, serviceTerms, channelPublicIds, propertyKeys, skipUserProfile } = options;
    this.defaults = { scope, prompt, loginHint, serviceTerms, channelPublicIds };
    this.profileOptions = { propertyKeys, skipUserProfile };
    this.verify = verify;
    this.client = clientFor(options);

    const { now } = this.client.options;
    this.finished = new FinishedLogins(now);
    this.store =
      options.store !== undefined
        ? adaptStore(options.store, { authorizationURL, tokenURL, clientID }, now)
        : cookie !== undefined
          ? createCookieStore(cookie, clientID, now)
          : noStore(now);

    Object.assign(this._oauth2, {
      getAuthorizeUrl: (parameters: RawParameters) => authorizeUrl(this.client, authorizationURL, parameters),
      getOAuthAccessToken: accessTokenSeam(this.client, settings.callbackURL),
    });
  }

  override authenticate(req: Request, options: KakaoAuthenticateOptions = {}): void {
    void this.handle(req, options)
      .catch(failure)
      .then((outcome) => tellPassport(this, req, () => settle(this, outcome, options, req)));
  }

  /** Parameters for Kakao, in its own names; override to add some. */
  override authorizationParams(options: KakaoAuthenticateOptions): object {
    return authorizeParameters(this.defaults, options);
  }

  /** Parameters for the exchange of the code, beside those of OAuth; override to add some. */
  override tokenParams(options: KakaoAuthenticateOptions): object {
    return super.tokenParams(options);
  }

  /** passport-oauth2's reading of a refusal. Not called here: `KakaoAuthError` says what Kakao said. */
  override parseErrorResponse(body: string, status: number): Error | null {
    return super.parseErrorResponse(body, status);
  }

  /** Loads the profile from `/v2/user/me`; override to load it in another way. */
  override userProfile(accessToken: string, done: (error?: unknown, profile?: unknown) => void): void {
    const loaded = (user: UserMe) => done(null, toKakaoProfile({ user }));
    this.loadUser(accessToken).then(loaded, done);
  }

  /**
   * Begins a login on the page, with `Kakao.Auth.authorize()` of the JavaScript SDK (Kakao Talk Simple Login), and returns the
   * settings to call it with. The login comes back to the callback route like any other, and is protected like any other but
   * for PKCE, which the SDK does not know. Name the JavaScript key in `audiences`, and register the redirect URI for both keys.
   *
   * @param req request of the page's script, of Express or any other framework; its response (`req.res`) gets the cookie
   * @example
   * app.post('/auth/kakao/js', async (req, res) => res.json(await strategy.simpleLogin(req)));
   * // on the page: Kakao.Auth.authorize(await (await fetch('/auth/kakao/js', { method: 'POST' })).json());
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/js
   */
  async simpleLogin(req: HttpRequest, options: KakaoAuthenticateOptions = {}): Promise<SimpleLoginSettings> {
    const settings = await beginSimpleLogin(this.loginLeg(req, options), this.defaults);
    this.client.warm();
    return settings;
  }

  private async handle(req: Request, options: KakaoAuthenticateOptions): Promise<Outcome> {
    if (this.legOf(req, options) === 'login') {
      const outcome = await beginLogin(this.loginLeg(req, options));
      // While the person is at Kakao there is time to connect.
      this.client.warm();
      return outcome;
    }
    const { settings, store, finished, client } = this;
    const { verify } = this;
    const passRequest = settings.passReqToCallback;
    return finishLogin({
      request: req,
      settings,
      store,
      finished,
      client,
      callbackURL: cameBackTo(req, options.callbackURL, settings),
      exchange: (code, parameters) => this.exchange(code, { ...this.tokenParams(options), ...parameters }),
      loadUser: (accessToken) => this.loadUser(accessToken),
      userProfile: this.ownUserProfile(),
      skipsProfile: (accessToken) => this.skipsProfile(accessToken),
      verify: (login, profile) => callVerify(verify, passRequest, req, login, profile),
      needsProfile: takesLogin(verify, passRequest),
    });
  }

  private loginLeg(request: HttpRequest, options: KakaoAuthenticateOptions): LoginLeg {
    const { settings, store, client } = this;
    checkLoginOptions(options);
    return {
      request,
      options,
      settings,
      store,
      now: client.options.now,
      callbackURL: redirectUri(request, options.callbackURL, settings),
      parameters: () => this.authorizationParams(options),
      authorizeUrl: (parameters) => this._oauth2.getAuthorizeUrl(parameters),
    };
  }

  private legOf(request: HttpRequest, { leg }: KakaoAuthenticateOptions): 'login' | 'callback' {
    if (leg !== undefined) return leg;
    if (this.settings.isSeparate(pathOf(request))) return 'callback';
    if (!callbackParameters.some((name) => hasParameter(request, name))) return 'login';
    const error = parameter(request, 'error');
    if (!this.settings.state || error === undefined || hasParameter(request, 'state')) return 'callback';
    // Not Kakao's answer, which has a `state`, but a `failureRedirect` to this route. Another login might lead in circles.
    throw new KakaoLoginError(error);
  }

  private exchange(code: string, parameters: object): Promise<TokenResponse> {
    return new Promise((resolve, reject) => {
      this._oauth2.getOAuthAccessToken(code, parameters, (error, accessToken, refreshToken, tokens: unknown) => {
        if (error) return reject(error);
        const answer = { access_token: accessToken, refresh_token: refreshToken, ...(tokens as object) };
        return resolve(answer as TokenResponse);
      });
    });
  }

  private loadUser(accessToken: string): Promise<UserMe> {
    const { propertyKeys } = this.profileOptions;
    const selected = propertyKeys === undefined ? {} : { propertyKeys };
    return this.client.user.me({ accessToken }, { ...selected, secureResource: true });
  }

  private ownUserProfile(): ((accessToken: string) => Promise<never>) | undefined {
    if (this.userProfile === KakaoStrategy.prototype.userProfile) return undefined;
    return (accessToken) =>
      new Promise((resolve, reject) => {
        this.userProfile(accessToken, (error, profile) => (error ? reject(error) : resolve(profile as never)));
      });
  }

  private skipsProfile(accessToken: string): Promise<boolean> {
    const skip = this.profileOptions.skipUserProfile;
    if (typeof skip !== 'function') return Promise.resolve(skip === true);
    return new Promise((resolve, reject) => {
      const done = (error: unknown, skipped?: boolean) => (error ? reject(error) : resolve(skipped === true));
      const answer = skip(accessToken, done);
      if (skip.length < 2) resolve(answer === true);
    });
  }
}

/** passport-oauth2's way to the token endpoint, with our client behind it. */
function accessTokenSeam(client: KakaoClient, callbackURL: string) {
  return (
    code: string,
    parameters: { redirect_uri?: string; code_verifier?: string },
    done: (error: unknown, accessToken?: string, refreshToken?: string, tokens?: TokenResponse) => void,
  ): void => {
    const { redirect_uri: redirectUri = callbackURL, code_verifier: codeVerifier } = parameters;
    const exchanged = (tokens: TokenResponse) => done(null, tokens.access_token, tokens.refresh_token, tokens);
    client.oauth
      .exchangeCode({ code, redirectUri, ...(codeVerifier !== undefined && { codeVerifier }) })
      .then(exchanged, done);
  };
}
