import { Inject, Injectable, Optional, createParamDecorator } from '@nestjs/common';
import type { CanActivate, ExecutionContext, Type } from '@nestjs/common';
import { KakaoStrategy } from '@kakao-login/passport';
import type { HttpRequest, KakaoPendingSignup } from '@kakao-login/passport';
import { INJECTED, namedGuards } from './named-guards.js';
import { httpRequestOf } from './request-of.js';
import { findStrategy } from './running-modules.js';
import { DEFAULT_NAME, getKakaoToken } from './tokens.js';
import { usage, usageTexts } from './usage.js';

const signups = new WeakMap<object, KakaoPendingSignup>();

function guardOf(name: string): Type<CanActivate> {
  class NamedKakaoSignupGuard implements CanActivate {
    @Optional()
    @Inject(getKakaoToken(KakaoStrategy, name))
    private readonly [INJECTED]?: KakaoStrategy;

    async canActivate(context: ExecutionContext): Promise<boolean> {
      const request = httpRequestOf(context);
      const strategy = this[INJECTED] ?? (findStrategy(name, name, request) as KakaoStrategy);
      signups.set(request, await strategy.pendingSignup(request as HttpRequest));
      return true;
    }
  }
  return NamedKakaoSignupGuard;
}

const guardFor = namedGuards(guardOf);

/**
 * Lets in users who have logged in with Kakao and have not signed up yet. Put it on your signup page, the `signup.url`
 * of `KakaoModule`. Throws `signup_missing` when nobody is signing up in this browser, or 24 hours have passed.
 *
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#signup
 */
@Injectable()
export class KakaoSignupGuard extends guardOf(DEFAULT_NAME) {
  /** The guard for the Kakao app with this `name`. */
  static for(name: string): Type<CanActivate> {
    return guardFor(name, KakaoSignupGuard);
  }
}

/**
 * Injects the signup that `KakaoSignupGuard` found: a `KakaoPendingSignup`.
 *
 * @throws {KakaoUsageError} (500) when that guard did not run
 * @example
 * @Get('signup') @UseGuards(KakaoSignupGuard) @Render('signup') page(@KakaoSignup() { expiresAt }: KakaoPendingSignup)
 * {}
 */
export const KakaoSignup: () => ParameterDecorator = createParamDecorator<never>((_, context) => {
  const signup = signups.get(httpRequestOf(context));
  if (signup === undefined) throw usage('no_login', '@KakaoSignup()', usageTexts().signup);
  return signup;
});
