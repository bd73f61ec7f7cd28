import { isNativeError } from 'node:util/types';
import type { OutgoingHttpHeaders } from 'node:http';
import {
  isKakaoError,
  KakaoLoginError,
  KakaoUnexpectedError,
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
  type WayToKakao,
} from './begin.js';
import { finishLogin } from './callback.js';
import { createCookieStore } from './cookie-store.js';
import { FinishedLogins } from './finished-logins.js';
import {
  callbackParameters,
  hasParameter,
  type CallbackParameter,
  parameter,
  pathOf,
  type HttpRequest,
} from './http.js';
import { checkObject } from './option-mistakes.js';
import { checkLoginOptions, checkOptions, type AnyOptions, type Settings } from './options.js';
import { failure, settle, type Outcome } from './outcome.js';
import { toUserProfile } from './profile.js';
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
   * A sentence for each of `callbackURL` and `callbackURLs` that says what to register, to the letter: in Kakao's console, or with
   * the emulator when `hosts` is not Kakao. For the log of a service that starts; `KakaoModule` of `@kakao-login/nestjs` logs them by itself.
   *
   * @example
   * for (const note of strategy.redirectUriNotes) console.log(note);
   */
  readonly redirectUriNotes: readonly string[];
  // Passport calls a strategy through Object.create(strategy): `#private` fields would be out of reach there, and what is
  // assigned during a request would be lost. So these are set once.
  private readonly settings: Omit<Settings, 'cookie' | 'client'>;
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
    const { cookie, client, ...settings } = checkOptions(options);
    checkVerify('KakaoStrategy', verify, settings.passReqToCallback, allForms);
    const { clientID, authorizationURL, tokenURL, callbackURL } = settings;
    // The client secret is the client's to keep: a strategy that is printed shows none.
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
    // What a switch in Kakao's console says does not change what a callback written for passport-oauth2 gets.
    const profile = settings.profile ?? (takesLogin(verify, settings.passReqToCallback) ? 'auto' : 'user');
    this.settings = { ...settings, profile };
    const { scope, prompt, loginHint, serviceTerms, channelPublicIds, propertyKeys, skipUserProfile } = options;
    this.defaults = { scope, prompt, loginHint, serviceTerms, channelPublicIds };
    this.profileOptions = { propertyKeys, skipUserProfile };
    this.verify = verify;
    this.client = client;

    const { now, hosts } = this.client.options;
    this.redirectUriNotes = settings.callbackURLs.map((uri) => redirectUriNote(uri, hosts.kauth));
    this.finished = new FinishedLogins(now);
    this.store =
      settings.store !== undefined
        ? adaptStore(settings.store, { authorizationURL, tokenURL, clientID }, now)
        : cookie !== undefined
          ? createCookieStore(cookie, clientID, settings.callbackURLs, now)
          : noStore(now);

    // Kakao takes a token in the header only, and none belongs in an address.
    this._oauth2.useAuthorizationHeaderforGET(true);
    const clientSecret = () => this.client.options.clientSecret ?? '';
    Object.defineProperty(this._oauth2, '_clientSecret', { get: clientSecret, enumerable: false });
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

  /**
   * Parameters for Kakao, in its own names; override to add some. Where one is given in several places the later wins: the query of
   * `authorizationURL`, the options of the strategy, those of the request, what this method returns. As in passport-oauth2, only
   * `scope` of the options wins over this method, and nothing replaces `client_id`, `response_type`, `redirect_uri`, `state`,
   * `nonce` and the code challenge of this login.
   */
  override authorizationParams(options: KakaoAuthenticateOptions): object {
    return authorizeParameters(this.defaults, options);
  }

  /** Parameters for the exchange of the code, beside those of OAuth; override to add some. They replace none of OAuth's. */
  override tokenParams(options: KakaoAuthenticateOptions): object {
    return super.tokenParams(options);
  }

  /**
   * passport-oauth2's reading of a refused code exchange; override to make an error of your own. Kakao's refusal is a
   * `KakaoAuthError` otherwise. `body` has what may be kept of Kakao's answer: `error`, `error_code` and `error_description`.
   */
  override parseErrorResponse(body: string, status: number): Error | null {
    return super.parseErrorResponse(body, status);
  }

  /** The error for a code exchange that failed. As in passport-oauth2, but errors of Kakao's and ours stay what they are. */
  protected _createOAuthError(message: string, error: unknown): Error {
    if (!isKakaoError(error)) return upstream._createOAuthError.call(this, message, error);
    if (error.kind !== 'auth' || this.parseErrorResponse === KakaoStrategy.prototype.parseErrorResponse) return error;
    const { error: name, code, kakaoMessage, kakaoStatus } = error;
    const body = JSON.stringify({ error: name, error_code: code, error_description: kakaoMessage });
    return this.parseErrorResponse(body, kakaoStatus) ?? error;
  }

  /** Loads the profile from `/v2/user/me`; override to load it in another way. */
  override userProfile(accessToken: string, done: (error?: unknown, profile?: unknown) => void): void {
    const loaded = (user: UserMe) => done(null, toUserProfile(toKakaoProfile({ user })));
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
    const { leg, guessedBy } = this.legOf(req, options);
    if (leg === 'login') {
      const outcome = await beginLogin(this.loginLeg(req, options));
      // While the person is at Kakao there is time to connect.
      this.client.warm();
      return outcome;
    }
    const { settings, finished, client, verify } = this;
    const { passReqToCallback: passRequest, verifyTimeout } = settings;
    const ownProfile = this.ownUserProfile();
    const wholeLogin = takesLogin(verify, passRequest);
    return finishLogin({
      ...this.wayToKakao(req),
      finished,
      client,
      callbackURL: cameBackTo(req, options.callbackURL, settings),
      exchange: (code, parameters) =>
        this.exchange(code, { ...this.tokenParams(options), grant_type: 'authorization_code', ...parameters }),
      loadUser: (accessToken) => this.loadUser(accessToken),
      userProfile: ownProfile,
      skipsProfile: (accessToken) => this.skipsProfile(accessToken),
      verify: (login, profile) => {
        const given =
          wholeLogin || ownProfile !== undefined || profile === undefined ? profile : toUserProfile(profile);
        return callVerify(verify, passRequest, req, login, given, verifyTimeout);
      },
      needsProfile: wholeLogin,
    }).catch((error: unknown) => {
      throw guessedBy !== undefined && isNotBegun(error)
        ? new KakaoLoginError(error.code, looksLike(guessedBy))
        : error;
    });
  }

  private loginLeg(request: HttpRequest, options: KakaoAuthenticateOptions): LoginLeg {
    checkObject('request', request);
    checkLoginOptions(options);
    return {
      ...this.wayToKakao(request),
      options,
      callbackURL: redirectUri(request, options.callbackURL, this.settings),
      parameters: () => this.authorizeRequest(options),
    };
  }

  private wayToKakao(request: HttpRequest): WayToKakao {
    const { settings, store, client, defaults } = this;
    const authorizeUrl = (parameters: RawParameters) => this._oauth2.getAuthorizeUrl(parameters);
    return { request, settings, store, now: client.options.now, defaults, authorizeUrl };
  }

  private authorizeRequest(options: KakaoAuthenticateOptions): object {
    const asked = authorizeParameters(this.defaults, options);
    const parameters = Object.entries(this.authorizationParams(options)).filter(([, value]) => value !== undefined);
    return { ...asked, ...Object.fromEntries(parameters), ...(asked.scope !== undefined && { scope: asked.scope }) };
  }

  /** Which half of a login a request is for; and the parameter, where only that told. */
  private legOf(
    request: HttpRequest,
    { leg }: KakaoAuthenticateOptions,
  ): { leg: 'login' | 'callback'; guessedBy?: CallbackParameter } {
    if (leg !== undefined) return { leg };
    if (this.settings.isSeparate(pathOf(request))) return { leg: 'callback' };
    const guessedBy = callbackParameters.find((name) => hasParameter(request, name));
    if (guessedBy === undefined) return { leg: 'login' };
    const error = parameter(request, 'error');
    if (!this.settings.state || error === undefined || hasParameter(request, 'state'))
      return { leg: 'callback', guessedBy };
    // Not Kakao's answer, which has a `state`, but a `failureRedirect` to this route. Another login might lead in circles.
    throw new KakaoLoginError(error, looksLike('error'));
  }

  private exchange(code: string, parameters: object): Promise<TokenResponse> {
    return new Promise((resolve, reject) => {
      this._oauth2.getOAuthAccessToken(
        code,
        parameters,
        (error: unknown, accessToken, refreshToken, tokens: unknown) => {
          if (error) return reject(this._createOAuthError('Failed to obtain access token', error));
          // A stub may have none to give. Nobody is logged in without.
          if (typeof accessToken !== 'string' || accessToken === '')
            return reject(new KakaoUnexpectedError('shape', { kakaoStatus: 200, endpoint: 'oauth.token' }));
          const refresh = refreshToken === undefined ? {} : { refresh_token: refreshToken };
          return resolve({ ...(tokens as object), access_token: accessToken, ...refresh } as TokenResponse);
        },
      );
    });
  }

  private loadUser(accessToken: string): Promise<UserMe> {
    const { propertyKeys } = this.profileOptions;
    const selected = propertyKeys === undefined ? {} : { propertyKeys };
    return this.client.user.me({ accessToken }, { ...selected, secureResource: true });
  }

  private ownUserProfile(): ((accessToken: string) => Promise<never>) | undefined {
    const own = this as unknown as Seams;
    const load =
      own._loadUserProfile !== upstream._loadUserProfile
        ? own._loadUserProfile
        : own.userProfile !== defaultProfile
          ? own.userProfile
          : undefined;
    if (load === undefined) return undefined;
    return (accessToken) =>
      new Promise((resolve, reject) => {
        load.call(this, accessToken, (error?: unknown, profile?: unknown) => {
          if (!error) return resolve(profile as never);
          // node-oauth reports a refusal as `{ statusCode, data }`, which is no error to Express.
          const literal = typeof error === 'object' && 'statusCode' in error && !isNativeError(error);
          return reject(
            literal ? upstream._createOAuthError.call(this, 'Failed to load the user profile', error) : error,
          );
        });
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

/** What passport-oauth2 has and its types leave out. */
interface Seams {
  userProfile: (accessToken: string, done: (error?: unknown, profile?: unknown) => void) => void;
  _loadUserProfile: Seams['userProfile'];
  _createOAuthError: (message: string, error: unknown) => Error;
}

const upstream = OAuth2Strategy.prototype as unknown as Seams;
const { userProfile: defaultProfile } = KakaoStrategy.prototype as unknown as Seams;

/** passport-oauth2's way to the token endpoint, with our client behind it. */
function accessTokenSeam(client: KakaoClient, callbackURL: string) {
  return (
    code: string,
    parameters: {
      redirect_uri?: string;
      code_verifier?: string;
      grant_type?: string;
      [further: string]: string | number | boolean | null | undefined;
    },
    done: (error: unknown, accessToken?: string, refreshToken?: string, tokens?: TokenResponse) => void,
  ): void => {
    const {
      redirect_uri: redirectUri = callbackURL,
      code_verifier: codeVerifier,
      grant_type: grant,
      ...others
    } = parameters;
    const further = Object.fromEntries(
      Object.entries(others).flatMap(([name, value]) =>
        value === undefined || value === null ? [] : [[name, String(value)]],
      ),
    );
    const exchanged = (tokens: TokenResponse) => done(null, tokens.access_token, tokens.refresh_token, tokens);
    const answer =
      grant === 'refresh_token'
        ? client.oauth.refresh({ refreshToken: code })
        : client.oauth.exchangeCode({ code, redirectUri, codeVerifier, further });
    answer.then(exchanged, done);
  };
}

/** Headers of the requests that a subclass makes through `_oauth2`. The types of passport-kakao say that they are a text. */
function headersOf({ customHeaders, userAgent }: AnyOptions): OutgoingHttpHeaders {
  return {
    ...(userAgent !== undefined && { 'User-Agent': userAgent }),
    ...(typeof customHeaders === 'object' && customHeaders),
  };
}

const isNotBegun = (error: unknown): error is KakaoLoginError =>
  error instanceof KakaoLoginError && (error.code === 'state_missing' || error.code === 'state_mismatch');

/** For a request that is no callback of a login under way, but was taken for one because of its query. */
const looksLike = (parameter: CallbackParameter) => ({
  reason: {
    ko: `이 요청은 \`${parameter}\` 파라미터가 있어 카카오에서 돌아온 콜백으로 처리되었지만, 이 브라우저에서 시작한 로그인의 것이 아닙니다.`,
    en: `This request has a \`${parameter}\` parameter, so it was taken for Kakao's callback, but it does not belong to a login that this browser began.`,
  },
  remedy: {
    ko: "로그인을 시작하는 라우트라면 그 라우트에 `leg: 'login'`을 주거나 파라미터 이름을 바꾸세요. 콜백이라면 로그인을 처음부터 다시 시작하고, 쿠키가 저장되는지 확인하세요.",
    en: "If this route begins logins, give it `leg: 'login'` or rename the parameter. If it is the callback route, start the login again and check that the browser keeps cookies.",
  },
});
