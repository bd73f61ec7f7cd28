import { Injectable } from '@nestjs/common';
import type { ExecutionContext, Type } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { AuthGuardAuthenticateOptions } from '@nestjs/passport';
import { authorizeOptions } from './kakao-authorize.decorator.js';
import { DEFAULT_NAME } from './tokens.js';

const guards = new Map<string, Type<KakaoAuthGuard>>();

/**
 * Sends a person to Kakao and, on the callback, lets in whom the login handler accepts. It is `AuthGuard('kakao')` that
 * also reads `@KakaoAuthorize()`. The same guard stands on the login route and on the callback route; one route may be both.
 *
 * Errors of Kakao are thrown as they are; `KakaoExceptionFilter` turns them into pages and JSON.
 */
@Injectable()
export class KakaoAuthGuard extends AuthGuard(DEFAULT_NAME) {
  /** The guard of the Kakao app that was given this `name`: `@UseGuards(KakaoAuthGuard.for('wholesale'))`. */
  static for(name: string): Type<KakaoAuthGuard> {
    if (name === DEFAULT_NAME) return KakaoAuthGuard;
    const known = guards.get(name);
    if (known) return known;
    class NamedKakaoAuthGuard extends AuthGuard(name) {
      override getAuthenticateOptions(context: ExecutionContext): Promise<AuthGuardAuthenticateOptions> {
        return authorizeOptions(context);
      }
    }
    guards.set(name, NamedKakaoAuthGuard);
    return NamedKakaoAuthGuard;
  }

  override getAuthenticateOptions(context: ExecutionContext): Promise<AuthGuardAuthenticateOptions> {
    return authorizeOptions(context);
  }
}
