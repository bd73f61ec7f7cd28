import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext, Type } from '@nestjs/common';
import { kakaoAutoLogin } from '@kakao-login/passport';
import passport from 'passport';
import { DEFAULT_NAME } from './tokens.js';

const guards = new Map<string, Type<KakaoAutoLoginGuard>>();

/** Nest's guard, and what a class that extends `KakaoAutoLogin` overrides. */
export interface KakaoAutoLoginGuard extends CanActivate {
  /** Whether somebody is logged in to your service already. Default: whether there is a `request.user`. */
  isSignedIn(request: unknown): boolean | Promise<boolean>;
}

function guardOf(name: string): Type<KakaoAutoLoginGuard> {
  class NamedKakaoAutoLogin implements KakaoAutoLoginGuard {
    async canActivate(context: ExecutionContext): Promise<boolean> {
      if (context.getType() !== 'http') return true;
      const http = context.switchToHttp();
      const signedIn = await this.isSignedIn(http.getRequest());
      return new Promise((resolve) => {
        const middleware = kakaoAutoLogin(passport, { strategy: name, isSignedIn: () => signedIn });
        // Goes on without an error, whatever went wrong, and not at all when the person is sent to Kakao: as with every guard of
        // Passport, the request ends here then.
        void middleware(http.getRequest(), http.getResponse(), () => resolve(true));
      });
    }

    isSignedIn(request: unknown): boolean | Promise<boolean> {
      return Boolean((request as { user?: unknown }).user);
    }
  }
  return NamedKakaoAutoLogin;
}

/**
 * For pages that anybody may see: somebody who is logged in to Kakao and linked to your app is logged in to your service
 * as well, without a screen (`prompt=none`); everybody else sees the page. Tried once in half an hour for each browser,
 * only when a person opens a page, never for scripts, frames, prefetches and robots.
 *
 * The login ends at your callback route as any other does; `login.returnTo` is the path of the page. When it does not
 * succeed (`login_required`, `consent_required`, `interaction_required`, an outage), the person is back on the page at once.
 * Call `pauseKakaoAutoLogin(request)` where you log people out, or the next page logs them in again.
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
  /** The guard of the Kakao app that was given this `name`; it can be used as it is, or extended. */
  static for(name: string): Type<KakaoAutoLoginGuard> {
    if (name === DEFAULT_NAME) return KakaoAutoLogin;
    const known = guards.get(name) ?? guardOf(name);
    guards.set(name, known);
    return known;
  }
}
