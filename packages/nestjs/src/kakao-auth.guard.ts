import { Inject, Injectable, Optional } from '@nestjs/common';
import type { ExecutionContext, Type } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { AuthGuardAuthenticateOptions, IAuthGuard } from '@nestjs/passport';
import { KakaoLoginError } from '@kakao-login/client';
import { KakaoStrategy } from '@kakao-login/passport';
import { authorizeOptions } from './kakao-authorize.decorator.js';
import { INJECTED, namedGuards } from './named-guards.js';
import { rememberProperty } from './request-logins.js';
import type { OfAuthGuard } from './request-logins.js';
import { httpRequestOf } from './request-of.js';
import { CHOSEN, choose, findStrategy } from './running-modules.js';
import { DEFAULT_NAME, getKakaoToken } from './tokens.js';

function guardOf(name: string): Type<IAuthGuard> {
  class NamedKakaoAuthGuard extends AuthGuard(CHOSEN) {
    @Optional()
    @Inject(getKakaoToken(KakaoStrategy, name))
    private readonly [INJECTED]?: KakaoStrategy;

    override async canActivate(context: ExecutionContext): Promise<boolean> {
      const request = this.getRequest(context);
      const strategy = this[INJECTED] ?? findStrategy(name, name, request);
      choose(request, () => strategy);
      await super.canActivate(context);
      rememberProperty(request, (this as unknown as OfAuthGuard).options.property);
      return true;
    }

    override getRequest(context: ExecutionContext): object {
      return httpRequestOf(context);
    }

    override async getAuthenticateOptions(context: ExecutionContext): Promise<AuthGuardAuthenticateOptions> {
      // Nest types `state` as the OAuth parameter. For KakaoStrategy it is any value of the application.
      return (await authorizeOptions(context)) as AuthGuardAuthenticateOptions;
    }

    override handleRequest<User>(error: unknown, user: User | false, info: unknown, context: ExecutionContext): User {
      if (!error && !user) throw new KakaoLoginError('login_refused');
      return super.handleRequest(error, user, info, context);
    }
  }
  return NamedKakaoAuthGuard;
}

const guardFor = namedGuards(guardOf);

/**
 * Sends the user to Kakao and, on the callback route, lets in the users that the login handler accepts. It works like
 * `AuthGuard('kakao')` and also reads `@KakaoAuthorize()`. Use it on the login route and on the callback route, or on one
 * route for both.
 *
 * It throws Kakao errors unchanged, and `login_refused` when the handler refuses the user; `KakaoExceptionFilter` turns
 * them into pages and JSON.
 */
@Injectable()
export class KakaoAuthGuard extends guardOf(DEFAULT_NAME) {
  /** The guard for the Kakao app with this `name`: `@UseGuards(KakaoAuthGuard.for('wholesale'))`. */
  static for(name: string): Type<IAuthGuard> {
    return guardFor(name, KakaoAuthGuard);
  }
}
