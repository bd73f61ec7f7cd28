import { Inject, Injectable, Optional } from '@nestjs/common';
import type { CanActivate, ExecutionContext, Type } from '@nestjs/common';
import { KakaoStrategy, kakaoAutoLogin } from '@kakao-login/passport';
import type { Request } from 'express';
import passport from 'passport';
import { CHOSEN, choose, findStrategy } from './running-modules.js';
import { DEFAULT_NAME, getKakaoToken } from './tokens.js';

/** A class that extends the guard may have a property of any name. */
const INJECTED = Symbol('strategy');
const guards = new Map<string, Type<KakaoAutoLoginGuard>>();

/** Nest's guard, and what a class that extends `KakaoAutoLogin` overrides. */
export interface KakaoAutoLoginGuard extends CanActivate {
  /** Whether somebody is logged in to your service already. Default: whether there is a `request.user`. */
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
        // The middleware calls next() without an error whatever went wrong. It does not call it when it redirects to Kakao; the
        // request then ends here, as with every guard of Passport.
        void middleware(request, http.getResponse(), () => resolve(true));
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
