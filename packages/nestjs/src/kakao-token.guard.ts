import { Inject, Injectable, Optional, UnauthorizedException } from '@nestjs/common';
import type { ExecutionContext, Type } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { IAuthGuard } from '@nestjs/passport';
import { KakaoLoginError, isKakaoError } from '@kakao-login/client';
import { KakaoTokenStrategy } from '@kakao-login/passport';
import { forGraphql } from './graphql-error.js';
import { INJECTED, namedGuards } from './named-guards.js';
import { rememberProperty } from './request-logins.js';
import type { OfAuthGuard } from './request-logins.js';
import { requestOf } from './request-of.js';
import { findStrategy } from './running-modules.js';
import { DEFAULT_NAME, getKakaoToken, tokenStrategyName } from './tokens.js';

const noToken = 'No Kakao token came with this request. Send it as "Authorization: Bearer …".';

interface Challenged {
  res?: { setHeader?: (name: string, value: string) => unknown };
}

function findTokenStrategy(name: string, request: object): KakaoTokenStrategy {
  return findStrategy(name, tokenStrategyName(name), request) as KakaoTokenStrategy;
}

function guardOf(name: string): Type<IAuthGuard> {
  class NamedKakaoTokenGuard extends AuthGuard(tokenStrategyName(name)) {
    @Optional()
    @Inject(getKakaoToken(KakaoTokenStrategy, name))
    private readonly [INJECTED]?: KakaoTokenStrategy;

    // Works like AuthGuard but without Passport, which takes longer than checking a token that was seen before.
    override async canActivate(context: ExecutionContext): Promise<boolean> {
      const request = this.getRequest(context) as Record<string, unknown>;
      const strategy = this[INJECTED] ?? findTokenStrategy(name, request);
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
      // Nest drops the reason that the strategy gives for a refusal.
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

const guardFor = namedGuards(guardOf);

/**
 * Lets in requests with a Kakao token of this app: an access token (which needs the option `appId`) or an ID token, sent as
 * `Authorization: Bearer` or as `access_token` or `id_token` in the body. For native apps, which log users in themselves. It
 * works like `AuthGuard('kakao-token')`, with typed errors, and also in GraphQL resolvers.
 *
 * `req.user` is what the `tokenHandler` of the module returns. Default: the `KakaoTokenLogin`.
 */
@Injectable()
export class KakaoTokenGuard extends guardOf(DEFAULT_NAME) {
  /** The guard for the Kakao app with this `name`. */
  static for(name: string): Type<IAuthGuard> {
    return guardFor(name, KakaoTokenGuard);
  }
}
