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

/** Options as `@types/passport-kakao` names them. */
export type StrategyOption = Omit<KakaoStrategyOptions, 'passReqToCallback'> & {
  passReqToCallback?: false | undefined;
};
/** Options as `@types/passport-kakao` names them, when the verify callback takes the request first. */
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
 * {@link KakaoStrategy} under the name and with the types of passport-kakao and passport-kakao-login: to move from them, change the
 * import.
 *
 * @example
 * import { Strategy as KakaoStrategy } from '@kakao-login/passport';
 */
export class Strategy extends KakaoStrategy {
  static {
    // For `import kakao from …` and `kakao.Strategy`, as JavaScript may write it for a CommonJS package.
    Object.assign(this, { Strategy: this });
  }

  /** @throws KakaoUsageError naming the option that is missing or malformed */
  constructor(options: StrategyOption, verify: VerifyFunction);
  constructor(options: StrategyOption, verify: VerifyFunction | VerifyParams);
  constructor(options: StrategyOptionWithRequest, verify: VerifyFunctionWithRequest);
  constructor(options: StrategyOptionWithRequest, verify: VerifyFunctionWithRequest | VerifyParamsWithRequest);
  constructor(options: StrategyOption | StrategyOptionWithRequest, verify: unknown) {
    super(options as KakaoStrategyOptions, verify as VerifyParams);
  }
}

/**
 * Options for a plain `OAuth2Strategy` of passport-oauth2, as passport-kakao-login makes them. {@link KakaoStrategy} does not need it.
 */
export function buildStrategyOptions(options: KakaoStrategyOptions): OAuth2Strategy.StrategyOptions {
  const { clientID, clientSecret, callbackURL, scopeSeparator = ',', userAgent = '@kakao-login/passport' } = options;
  const { scope, customHeaders } = options;
  return {
    clientID,
    clientSecret: clientSecret || 'kakao', // passport-oauth2 sends one in any case
    callbackURL,
    authorizationURL: `${kauthOrigin}/oauth/authorize`,
    tokenURL: `${kauthOrigin}/oauth/token`,
    ...(scope !== undefined && { scope: typeof scope === 'string' ? scope : [...scope] }),
    scopeSeparator,
    customHeaders: { 'User-Agent': userAgent, ...(typeof customHeaders === 'object' && customHeaders) },
  };
}
