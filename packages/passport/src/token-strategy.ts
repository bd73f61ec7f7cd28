import { hash } from 'node:crypto';
import {
  isKakaoError,
  KakaoTokenError,
  toKakaoId,
  toKakaoProfile,
  type AccessTokenInfo,
  type IdTokenClaims,
  type KakaoApiError,
  type KakaoClient,
  type KakaoId,
  type KakaoIdInput,
  type KakaoProfile,
  type KakaoUsageError,
} from '@kakao-login/client';
import { optionsOf, sameText } from '@kakao-login/client/internal';
import type { Request } from 'express';
import type { AuthenticateOptions, StrategyCreatedStatic } from 'passport';
import { BriefCache } from './brief-cache.js';
import { setChallenge, type HttpRequest } from './http.js';
import { checkClientID, checkList, checkSwitch, clientFor, isNonce, verifyTimeoutOf } from './options.js';
import { fail, forThisRequest, asError, tellPassport } from './tell-passport.js';
import { tokenInput, tokenMissing, tokenOf, type KakaoTokenInput } from './token-input.js';
import type { KakaoStrategyOptions, VerifyDone } from './types.js';
import { checkFunction, checkSeconds, usage, usageTexts } from './usage.js';
import { adaptVerify, loginForms, type Verify } from './verify.js';

/** Options of {@link KakaoTokenStrategy}. */
export interface KakaoTokenStrategyOptions extends Pick<
  KakaoStrategyOptions,
  | 'clientID'
  | 'clientSecret'
  | 'adminKey'
  | 'hosts'
  | 'http'
  | 'client'
  | 'audiences'
  | 'propertyKeys'
  | 'verifyTimeout'
> {
  /** [App] > [General] > App ID. Required to accept access tokens, because Kakao tells only for which app they were issued. */
  appId?: KakaoIdInput;
  /** Returns the token of a request. Default: from `Authorization: Bearer`, then `access_token` and `id_token` of the body. */
  extract?: (request: Request) => ExtractedToken | Promise<ExtractedToken>;
  /**
   * How many seconds to cache Kakao's answer about an access token. Default 30. With 0, Kakao is asked every time. The signature of an ID
   * token is verified once, or with 0 every time.
   */
  cacheSeconds?: number;
  /** Pass the request to the verify callback as its first argument: {@link KakaoTokenStrategyOptionsWithRequest}. */
  passReqToCallback?: false;
}

/** Options of {@link KakaoTokenStrategy} when the verify callback takes the request as its first argument. */
export interface KakaoTokenStrategyOptionsWithRequest extends Omit<KakaoTokenStrategyOptions, 'passReqToCallback'> {
  passReqToCallback: true;
}

type ExtractedToken = string | KakaoTokenInput | undefined;

/** The login that belongs to a token. */
export interface KakaoTokenLogin {
  /** Kakao's id of the user (회원번호). */
  id: KakaoId;
  accessToken?: string;
  /** Kakao's answer about the access token. `expires_in` counts from when Kakao was asked. */
  tokenInfo?: AccessTokenInfo;
  /** Payload of the verified ID token. */
  claims?: IdTokenClaims;
  /** Loads the profile: from `/v2/user/me` if there is an access token, else from the ID token. */
  profile: () => Promise<KakaoProfile>;
}

/** The result of {@link KakaoTokenStrategy.check}. */
export interface TokenVerdict {
  /** The user from the verify callback. Without one, refuse the request. */
  user?: unknown;
  /** Why there is no user: a typed error, or the challenge (`WWW-Authenticate`) if there was no token. Else `info` of the callback. */
  info?: unknown;
  /** An error that is not the token's fault. */
  error?: unknown;
}

type User = Express.User | false | null | undefined;
type Answer = User | Promise<User>;
type AnyOptions = KakaoTokenStrategyOptions | KakaoTokenStrategyOptionsWithRequest;

const maxTokens = 10_000;

/**
 * Accepts tokens that a native app (or a page) got from Kakao: access tokens, which are checked with Kakao, and ID tokens, which are
 * verified locally. Tokens that were issued to another app are refused.
 *
 * @example
 * passport.use(new KakaoTokenStrategy({ clientID, appId, audiences: [nativeAppKey] }, ({ id }) => findUser(id)));
 * app.post('/auth/kakao/token', passport.authenticate('kakao-token', { session: false }));
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#get-token-info
 */
export class KakaoTokenStrategy {
  name = 'kakao-token';
  readonly client: KakaoClient;
  // Passport sets these for each request, on an object that inherits from this one.
  declare success: StrategyCreatedStatic['success'];
  declare fail: (challenge?: unknown, status?: number) => void;
  declare error: StrategyCreatedStatic['error'];

  private readonly options: {
    extract: AnyOptions['extract'];
    propertyKeys: AnyOptions['propertyKeys'];
    remember: boolean;
  };
  /** The client's clock. */
  private readonly now: () => number;
  private readonly appId: KakaoId | undefined;
  private readonly verify: Verify<KakaoTokenLogin>['ask'];
  private readonly accessTokens: BriefCache<AccessTokenInfo>;
  private readonly profiles: BriefCache<KakaoProfile>;

  /**
   * @param verify takes the login and returns (or resolves to) the user, or a falsy value to refuse. With `passReqToCallback` the request
   * comes first. If it declares one more parameter, or none, it gets a callback `done(error, user, info)` at the end
   * @throws {KakaoUsageError} when an option is missing or malformed
   */
  constructor(options: KakaoTokenStrategyOptions, verify: (login: KakaoTokenLogin) => Answer);
  constructor(options: KakaoTokenStrategyOptions, verify: (login: KakaoTokenLogin, done: VerifyDone) => unknown);
  constructor(options: KakaoTokenStrategyOptionsWithRequest, verify: (req: Request, login: KakaoTokenLogin) => Answer);
  constructor(
    options: KakaoTokenStrategyOptionsWithRequest,
    verify: (req: Request, login: KakaoTokenLogin, done: VerifyDone) => unknown,
  );
  constructor(options: AnyOptions, verify: unknown) {
    checkClientID(options?.clientID);
    const { extract, propertyKeys, cacheSeconds = 30 } = options;
    if (extract !== undefined) checkFunction('extract', extract);
    checkList('propertyKeys', propertyKeys);
    checkSeconds('cacheSeconds', cacheSeconds, 0);
    checkSwitch('passReqToCallback', options.passReqToCallback);
    const passReqToCallback = options.passReqToCallback === true;
    const verifyTimeout = verifyTimeoutOf(options);
    const calling = { strategy: 'KakaoTokenStrategy', forms: loginForms, passReqToCallback, verifyTimeout };
    this.verify = adaptVerify(verify, calling).ask;
    const lifetime = cacheSeconds * 1000;
    this.options = { extract, propertyKeys, remember: lifetime > 0 };
    this.appId = appIdOf(options);
    this.client = clientFor(options);
    const { now = Date.now } = optionsOf(this.client) ?? {};
    this.now = now;
    this.accessTokens = new BriefCache(lifetime, maxTokens, now);
    this.profiles = new BriefCache(lifetime, maxTokens, now);
  }

  authenticate(req: Request, options?: AuthenticateOptions): void {
    const passport = forThisRequest(this);
    void this.check(req).then(({ user, info, error }) =>
      tellPassport(passport, req, () => {
        if (error) return passport.error(error);
        // Passport's own error would only contain the status.
        if (!user && options?.failWithError === true) {
          if (info === bearerChallenge) return passport.error(this.missing(req));
          if (isKakaoError(info)) return passport.error(info);
        }
        return user ? passport.success(user, info as object | undefined) : fail(passport, info, 401);
      }),
    );
  }

  /**
   * Checks a request without Passport, for guards: returns the user, or why there is none. Never rejects.
   *
   * @param request from Express, Fastify or node:http
   */
  async check(request: object): Promise<TokenVerdict> {
    const req = request as Request;
    let login: KakaoTokenLogin | undefined;
    try {
      login = await this.login(req);
    } catch (error) {
      return isBadToken(error) ? this.refusal(req as HttpRequest, error) : { error: asError(error) };
    }
    if (login === undefined) return { info: bearerChallenge };
    try {
      return await this.verify(req, login);
    } catch (error) {
      return { error: asError(error) };
    }
  }

  private async login(req: Request): Promise<KakaoTokenLogin | undefined> {
    const { extract } = this.options;
    const extracted = extract === undefined ? tokenInput(req as HttpRequest) : await extract(req);
    const input = typeof extracted === 'string' ? tokenOf(extracted) : (extracted ?? {});
    const { accessToken, idToken, nonce } = input;
    if (!accessToken && !idToken) return undefined;
    // `extract` may return what a query parser makes of `?token[]=`.
    if (!isTextOrNothing(accessToken) || !isTextOrNothing(idToken)) throw new KakaoTokenError('malformed');

    // If a nonce is expected, it is always checked: a session that lost it, or an access token, which has none, must not skip the check.
    const wantsNonce = 'nonce' in input;
    if (wantsNonce && !(idToken && isNonce(nonce))) throw new KakaoTokenError('nonce');
    const claims = idToken
      ? await this.client.oidc.verifyIdToken(idToken, { remember: this.options.remember })
      : undefined;
    if (claims !== undefined) this.checkClaims(claims, nonce);
    const tokenInfo = accessToken ? await this.checkAccessToken(accessToken) : undefined;
    if (claims !== undefined && tokenInfo !== undefined && claims.sub !== tokenInfo.id)
      throw new KakaoTokenError('subject');
    return {
      id: (claims?.sub ?? tokenInfo?.id) as KakaoId,
      ...(accessToken && { accessToken, tokenInfo }),
      ...(claims !== undefined && { claims }),
      profile: () => this.profile(accessToken, claims),
    };
  }

  /** Stricter than at a login: no leeway for clocks, because a token can be used until it expires. */
  private checkClaims(claims: IdTokenClaims, nonce: string | undefined): void {
    if (claims.exp * 1000 <= this.now()) throw new KakaoTokenError('expired');
    if (nonce !== undefined && !sameText(claims.nonce, nonce)) throw new KakaoTokenError('nonce');
  }

  private async checkAccessToken(accessToken: string): Promise<AccessTokenInfo> {
    const { appId } = this;
    if (appId === undefined) throw usage('option_missing', 'appId', usageTexts().appIdMissing);
    if (!/^[\w~+/.=-]{1,2048}$/.test(accessToken)) throw new KakaoTokenError('malformed');
    const { client } = this;
    const info = await this.accessTokens.get(tokenKey(accessToken), () => client.user.accessTokenInfo({ accessToken }));
    if (info.app_id !== appId) throw new KakaoTokenError('audience');
    // Kakao's own SDKs accept an answer without an id. A token that belongs to no user must not log anybody in.
    if (!info.id) throw new KakaoTokenError('subject');
    return info;
  }

  private profile(accessToken: string | undefined, claims: IdTokenClaims | undefined): Promise<KakaoProfile> {
    if (!accessToken) return Promise.resolve(toKakaoProfile({ claims }));
    const { propertyKeys } = this.options;
    return this.profiles.get(tokenKey(accessToken), async () => {
      const user = await this.client.user.me({ accessToken }, { propertyKeys });
      return toKakaoProfile({ user, claims });
    });
  }

  /** Sets the header for API clients (RFC 6750, 3). The typed error is for the application. */
  private refusal(req: HttpRequest, error: BadToken): TokenVerdict {
    const [name, description] =
      error.kind === 'usage'
        ? ['invalid_request', 'Send Authorization: Bearer <token>']
        : ['invalid_token', error.code];
    setChallenge(req, `${bearerChallenge}, error="${name}", error_description="${description}"`);
    return { info: error };
  }

  private missing(req: Request): KakaoUsageError {
    setChallenge(req as HttpRequest, bearerChallenge);
    return tokenMissing();
  }
}

/** For a request without a token. */
const bearerChallenge = 'Bearer realm="kakao"';

const isTextOrNothing = (token: unknown): boolean => token === undefined || typeof token === 'string';

function appIdOf({ appId }: AnyOptions): KakaoId | undefined {
  if (appId === undefined) return undefined;
  try {
    return toKakaoId(appId, 'appId');
  } catch {
    throw usage('option_malformed', 'appId', usageTexts().appId);
  }
}

/** Kakao's codes for bad tokens: invalid, malformed, or of a user who is no longer linked. */
const tokenCodes = new Set<number | string>([-401, -2, -101]);

type BadToken = KakaoTokenError | KakaoApiError | KakaoUsageError;

const isBadToken = (error: unknown): error is BadToken =>
  isKakaoError(error) &&
  (error.kind === 'token' ||
    (error.kind === 'api' && tokenCodes.has(error.code)) ||
    (error.kind === 'usage' && error.code === 'token_misplaced'));

/** Caches use hashes as keys, so that tokens do not stay in memory after a request. */
const tokenKey = (token: string): string => hash('sha256', token, 'base64');
