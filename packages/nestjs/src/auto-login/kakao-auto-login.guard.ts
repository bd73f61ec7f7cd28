import { Injectable, Logger } from '@nestjs/common';
import type { ExecutionContext, Type } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { AuthGuardAuthenticateOptions, IAuthGuard } from '@nestjs/passport';
import { authorizeOptions } from '../kakao-authorize.decorator.js';
import { DEFAULT_NAME } from '../tokens.js';
import { AttemptCookie, isPageVisit, pathOf } from './attempt.js';
import type { PageRequest, PageResponse } from './attempt.js';

/** Nest's guard, and what a class that extends `KakaoAutoLogin` overrides. */
export interface KakaoAutoLoginGuard extends IAuthGuard {
  /** Whether somebody is logged in to your service already. Default: whether there is a `request.user`. */
  isSignedIn(request: unknown): boolean | Promise<boolean>;
}

const guards = new Map<string, Type<KakaoAutoLoginGuard>>();
const logger = new Logger('KakaoAutoLogin');

function guardOf(name: string): Type<KakaoAutoLoginGuard> {
  const cookie = new AttemptCookie(name);

  class NamedKakaoAutoLogin extends AuthGuard(name) implements KakaoAutoLoginGuard {
    override async canActivate(context: ExecutionContext): Promise<boolean> {
      if (context.getType() !== 'http') return true;
      const http = context.switchToHttp();
      const request = http.getRequest<PageRequest>();
      const attempt = cookie.read(request);
      if ((attempt !== 'unknown' && attempt !== 'ready') || !isPageVisit(request)) return true;
      if (await this.isSignedIn(request)) return true;

      const response = http.getResponse<PageResponse>();
      // A browser that refuses cookies would come back from Kakao to an error. So one that sent none is tried next time.
      cookie.write(request, response, attempt === 'unknown' ? 'ready' : { page: pathOf(request) });
      if (attempt === 'unknown') return true;
      try {
        return (await super.canActivate(context)) as boolean;
      } catch (error) {
        // The page does not need this login, so it does not fail with it.
        logger.error(error instanceof Error ? error.message : String(error));
        return true;
      }
    }

    isSignedIn(request: unknown): boolean | Promise<boolean> {
      return Boolean((request as PageRequest).user);
    }

    override async getAuthenticateOptions(context: ExecutionContext): Promise<AuthGuardAuthenticateOptions> {
      const returnTo = pathOf(context.switchToHttp().getRequest<PageRequest>());
      const options = { state: { returnTo }, ...(await authorizeOptions(context)), prompt: 'none', leg: 'login' };
      return options as unknown as AuthGuardAuthenticateOptions;
    }
  }
  return NamedKakaoAutoLogin;
}

/**
 * For pages that anybody may see: somebody who is logged in to Kakao and linked to your app is logged in to your service
 * as well, without a screen (`prompt=none`); everybody else sees the page. Tried once in half an hour for each browser,
 * only when a person opens a page, never for scripts, frames, prefetches and robots.
 *
 * The login ends at your callback route as any other does; `login.state.returnTo` is the path of the page. When it does not
 * succeed (`login_required`, `consent_required`, `interaction_required`, an outage), the person is back on the page at once.
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
