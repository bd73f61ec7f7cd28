import { Injectable, UnauthorizedException } from '@nestjs/common';
import type { ExecutionContext, Type } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { IAuthGuard } from '@nestjs/passport';
import { KakaoLoginError, isKakaoError } from '@kakao-login/client';
import type { KakaoTokenStrategy } from '@kakao-login/passport';
import { forGraphql } from './graphql-error.js';
import { requireModule } from './registered.js';
import { rememberProperty } from './request-logins.js';
import type { OfAuthGuard } from './request-logins.js';
import { requestOf } from './request-of.js';
import { DEFAULT_NAME, tokenStrategyName } from './tokens.js';

const guards = new Map<string, Type<IAuthGuard>>();

const noToken = 'No Kakao token came with this request. Send it as "Authorization: Bearer …".';

interface Challenged {
  res?: { setHeader?: (name: string, value: string) => unknown };
}

function guardOf(name: string): Type<IAuthGuard> {
  class NamedKakaoTokenGuard extends AuthGuard(tokenStrategyName(name)) {
    // What AuthGuard does, without Passport in between: that costs more than to check a token which was seen before.
    override async canActivate(context: ExecutionContext): Promise<boolean> {
      const strategy = requireModule(name, tokenStrategyName(name)) as KakaoTokenStrategy;
      const request = this.getRequest(context) as Record<string, unknown>;
      const { user, info, error } = await strategy.check(request);
      const { options } = this as unknown as OfAuthGuard;
      const { property = 'user' } = { ...options, ...(await this.getAuthenticateOptions(context)) };
      request['authInfo'] = info;
      request[property] = this.handleRequest(error, user || false, info, context);
      rememberProperty(request, property);
      return true;
    }

    override getRequest(context: ExecutionContext): object {
      return requestOf(context);
    }

    override handleRequest<User>(error: unknown, user: User | false, info: unknown, context: ExecutionContext): User {
      // Nest drops what the strategy says of a refusal.
      const thrown = error || (!user && (info ?? new KakaoLoginError('login_refused')));
      if (isKakaoError(thrown)) throw context.getType<string>() === 'graphql' ? forGraphql(thrown) : thrown;
      if (typeof thrown === 'string') {
        (this.getRequest(context) as Challenged).res?.setHeader?.('WWW-Authenticate', thrown);
        throw new UnauthorizedException(noToken);
      }
      return super.handleRequest(error, user, info, context);
    }
  }
  return NamedKakaoTokenGuard;
}

/**
 * Lets in whoever sends a Kakao token of this app along: an access token (the option `appId` is needed to check it) or an
 * ID token, as `Authorization: Bearer`, or `access_token` or `id_token` in the body. For native apps, which log people in
 * by themselves. It is `AuthGuard('kakao-token')` with typed errors, and works in GraphQL resolvers as well.
 *
 * `req.user` is what the module's `tokenHandler` returns, or the `KakaoTokenLogin`.
 */
@Injectable()
export class KakaoTokenGuard extends guardOf(DEFAULT_NAME) {
  /** The guard of the Kakao app that was given this `name`. */
  static for(name: string): Type<IAuthGuard> {
    if (name === DEFAULT_NAME) return KakaoTokenGuard;
    const known = guards.get(name) ?? guardOf(name);
    guards.set(name, known);
    return known;
  }
}
