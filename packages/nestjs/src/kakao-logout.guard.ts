import { Inject, Injectable, Optional } from '@nestjs/common';
import type { CanActivate, ExecutionContext, Type } from '@nestjs/common';
import { KakaoStrategy, kakaoAccountLogout } from '@kakao-login/passport';
import type { Request } from 'express';
import { strategyFor } from './apps.js';
import { INJECTED, namedGuards } from './named-guards.js';
import { httpRequestOf } from './request-of.js';
import { findStrategy } from './running-modules.js';
import { DEFAULT_NAME, getKakaoToken } from './tokens.js';

function guardOf(name: string): Type<CanActivate> {
  class NamedKakaoLogoutGuard implements CanActivate {
    @Optional()
    @Inject(getKakaoToken(KakaoStrategy, name))
    private readonly [INJECTED]?: KakaoStrategy;

    async canActivate(context: ExecutionContext): Promise<boolean> {
      const request = httpRequestOf(context) as Request;
      const strategy = this[INJECTED] ?? (findStrategy(name, name, request) as KakaoStrategy);
      const middleware = kakaoAccountLogout(await strategyFor(strategy, request));
      // If the middleware does not call `next`, it has redirected to Kakao, and the request ends here.
      return new Promise((resolve, reject) => {
        const next = (error?: unknown): void => (error === undefined ? resolve(true) : reject(error));
        void middleware(request, context.switchToHttp().getResponse(), next);
      });
    }
  }
  return NamedKakaoLogoutGuard;
}

const guardFor = namedGuards(guardOf);

/**
 * Logs the user out of your service and, if they choose so, of their Kakao Account. The route sends the user to Kakao,
 * and Kakao sends them back to the same route (the option `logoutRedirectURL` of `KakaoModule`). Your handler runs only
 * after that. It ends your session and redirects to `request.authInfo.returnTo`.
 *
 * Throws `logout_refused` if the user returns in another browser, or if the request comes from a page of another site.
 *
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#logout-of-service-and-kakaoaccount
 * @example
 * @All('logout/kakao') @UseGuards(KakaoLogoutGuard) @Redirect()
 * async loggedOut(@Req() request: Request) {
 *   await this.account.logout(request.session.kakaoId);
 *   request.session.destroy();
 *   return { url: request.authInfo.returnTo };
 * }
 */
@Injectable()
export class KakaoLogoutGuard extends guardOf(DEFAULT_NAME) {
  /** The guard for the Kakao app with this `name`. */
  static for(name: string): Type<CanActivate> {
    return guardFor(name, KakaoLogoutGuard);
  }
}
