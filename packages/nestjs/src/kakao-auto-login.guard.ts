import { Inject, Injectable, Optional } from '@nestjs/common';
import type { CanActivate, ExecutionContext, Type } from '@nestjs/common';
import { KakaoStrategy, kakaoAutoLogin } from '@kakao-login/passport';
import type { Request } from 'express';
import passport from 'passport';
import { INJECTED, namedGuards } from './named-guards.js';
import { CHOSEN, choose, findStrategy } from './running-modules.js';
import { DEFAULT_NAME, getKakaoToken } from './tokens.js';

/** A Nest guard, with the method that a class extending `KakaoAutoLogin` can override. */
export interface KakaoAutoLoginGuard extends CanActivate {
  /** Whether the user is already logged in to your service. Default: whether there is a `request.user`. */
  isSignedIn(request: unknown): boolean | Promise<boolean>;
}

function guardOf(name: string): Type<KakaoAutoLoginGuard> {
  class NamedKakaoAutoLogin implements KakaoAutoLoginGuard {
    @Optional()
    @Inject(getKakaoToken(KakaoStrategy, name))
    private readonly [INJECTED]?: KakaoStrategy;

    async canActivate(context: ExecutionContext): Promise<boolean> {
      if (context.getType() !== 'http') return true;
      const http = context.switchToHttp();
      const request = http.getRequest<Request>();
      const signedIn = await this.isSignedIn(request);
      choose(request, () => this[INJECTED] ?? findStrategy(name, name, request));
      return new Promise((resolve) => {
        const middleware = kakaoAutoLogin(passport, { strategy: CHOSEN, isSignedIn: () => signedIn });
        // The middleware never passes an error to next(). If it redirects to Kakao it does not call next() at all, and the
        // request ends here, as with every Passport guard.
        void middleware(request, http.getResponse(), () => resolve(true));
      });
    }

    isSignedIn(request: unknown): boolean | Promise<boolean> {
      return Boolean((request as { user?: unknown }).user);
    }
  }
  return NamedKakaoAutoLogin;
}

const guardFor = namedGuards(guardOf);

/**
 * For public pages: users who are logged in to Kakao and linked to your app are logged in to your service without a
 * screen (`prompt=none`); everyone else just sees the page. It tries once every half hour for each browser, only when a
 * user opens a page, and never for scripts, frames, prefetches or robots.
 *
 * The login ends at your callback route like any other; `login.returnTo` is the path of the page. If it fails
 * (`login_required`, `consent_required`, `interaction_required`, an outage), the user returns to the page at once.
 * Call `pauseKakaoAutoLogin(request)` when you log users out, or the next page logs them in again.
 *
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#auto-login
 * @example
 * @Injectable()
 * class ShopAutoLogin extends KakaoAutoLogin {
 *   override isSignedIn(request: Request) {
 *     return request.session.member !== undefined;
 *   }
 * }
 */
@Injectable()
export class KakaoAutoLogin extends guardOf(DEFAULT_NAME) {
  /** The guard for the Kakao app with this `name`. Use it directly or extend it. */
  static for(name: string): Type<KakaoAutoLoginGuard> {
    return guardFor(name, KakaoAutoLogin);
  }
}
