import type { Request } from 'express';
import type OAuth2Strategy from 'passport-oauth2';
import { kauthOrigin } from './options.js';
import type { Profile } from './profile.js';
import { KakaoStrategy } from './strategy.js';
import type {
  KakaoStrategyOptions,
  KakaoStrategyOptionsWithRequest,
  VerifyParams,
  VerifyParamsWithRequest,
} from './types.js';

/** The options, with the name that `@types/passport-kakao` uses. */
export type StrategyOption = Omit<KakaoStrategyOptions, 'passReqToCallback'> & {
  passReqToCallback?: false | undefined;
};
/** The options if the verify callback takes the request first, with the name that `@types/passport-kakao` uses. */
export type StrategyOptionWithRequest = KakaoStrategyOptionsWithRequest;

type Done = (error?: unknown, user?: unknown, info?: unknown) => void;

/** The verify callback of passport-kakao. */
export type VerifyFunction = (accessToken: string, refreshToken: string, profile: Profile, done: Done) => unknown;
/** The verify callback of passport-kakao with `passReqToCallback: true`. */
export type VerifyFunctionWithRequest = (
  req: Request,
  accessToken: string,
  refreshToken: string,
  profile: Profile,
  done: Done,
) => unknown;

/**
 * {@link KakaoStrategy} with the name and the types of passport-kakao and passport-kakao-login. To migrate from them, change the
 * import.
 *
 * @example
 * import { Strategy as KakaoStrategy } from '@kakao-login/passport';
 */
export class Strategy extends KakaoStrategy {
  static {
    // For JavaScript that uses `import kakao from …` and `kakao.Strategy`, as with a CommonJS package.
    Object.assign(this, { Strategy: this });
  }

  /** @throws {KakaoUsageError} when an option is missing or malformed */
  constructor(options: StrategyOption, verify: VerifyFunction);
  constructor(options: StrategyOption, verify: VerifyFunction | VerifyParams);
  constructor(options: StrategyOptionWithRequest, verify: VerifyFunctionWithRequest);
  constructor(options: StrategyOptionWithRequest, verify: VerifyFunctionWithRequest | VerifyParamsWithRequest);
  constructor(options: StrategyOption | StrategyOptionWithRequest, verify: unknown) {
    super(options as KakaoStrategyOptions, verify as VerifyParams);
  }
}

/**
 * Creates options for a plain `OAuth2Strategy` of passport-oauth2, like the function of the same name in passport-kakao-login. Not
 * needed for {@link KakaoStrategy}.
 */
export function buildStrategyOptions(options: KakaoStrategyOptions): OAuth2Strategy.StrategyOptions {
  const { clientID, clientSecret, callbackURL, scopeSeparator = ',', userAgent = '@kakao-login/passport' } = options;
  const { scope, customHeaders } = options;
  return {
    clientID,
    clientSecret: clientSecret || 'kakao', // passport-oauth2 always sends a client secret
    callbackURL,
    authorizationURL: `${kauthOrigin}/oauth/authorize`,
    tokenURL: `${kauthOrigin}/oauth/token`,
    ...(scope !== undefined && { scope: typeof scope === 'string' ? scope : [...scope] }),
    scopeSeparator,
    customHeaders: { 'User-Agent': userAgent, ...(typeof customHeaders === 'object' && customHeaders) },
  };
}
