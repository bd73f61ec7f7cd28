import { Inject, Injectable, Optional } from '@nestjs/common';
import type { CanActivate, ExecutionContext, Type } from '@nestjs/common';
import { KakaoStrategy } from '@kakao-login/passport';
import type { KakaoConsent } from '@kakao-login/passport';
import { strategyFor } from './apps.js';
import { consentOf } from './consent.js';
import { requirementOf } from './kakao-consent.decorators.js';
import { KakaoConsentException } from './kakao-consent.exception.js';
import { rememberConsent } from './kakao-consent.interceptor.js';
import { INJECTED, namedGuards } from './named-guards.js';
import { requestOf } from './request-of.js';
import { findStrategy } from './running-modules.js';
import { DEFAULT_NAME, getKakaoToken } from './tokens.js';

function guardOf(name: string): Type<CanActivate> {
  class NamedKakaoConsentGuard implements CanActivate {
    @Optional()
    @Inject(getKakaoToken(KakaoStrategy, name))
    private readonly [INJECTED]?: KakaoStrategy;

    async canActivate(context: ExecutionContext): Promise<boolean> {
      const requirement = requirementOf(context);
      if (requirement === undefined) return true;
      const request = requestOf(context);
      const consent = consentOf(await strategyFor(this[INJECTED] ?? findStrategy(name, name, request), request));
      rememberConsent(request, consent);
      const answer = await consent.check(request as Parameters<KakaoConsent['check']>[0], requirement);
      if (answer !== undefined) throw new KakaoConsentException(answer);
      return true;
    }
  }
  return NamedKakaoConsentGuard;
}

const guardFor = namedGuards(guardOf);

/**
 * Lets in users who fulfil `@KakaoScopes()`, `@KakaoTerms()` and `@KakaoRecentLogin()`. Put it after the guard that
 * authenticates your users. The option `currentUser` of `KakaoModule` returns their Kakao user ID. You can also use it
 * as a global guard.
 *
 * A user who opens a page is sent to Kakao for what is missing, and returns to the page through your callback route,
 * which has to redirect to `login.returnTo`. If they did not provide it, the guard throws a `KakaoLoginError`
 * (`consent_declined`, `login_too_old`, `account_mismatch`), as for any failed login. Other requests get 401 or 403
 * with problem details: see {@link KakaoConsentException}.
 */
@Injectable()
export class KakaoConsentGuard extends guardOf(DEFAULT_NAME) {
  /** The guard for the Kakao app with this `name`. */
  static for(name: string): Type<CanActivate> {
    return guardFor(name, KakaoConsentGuard);
  }
}
