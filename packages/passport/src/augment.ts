import type { Handler, Request, Response, NextFunction } from 'express';
import type { AuthenticateCallback, AuthenticateOptions } from 'passport';
import type { KakaoAuthenticateOptions } from './types.js';

declare module 'passport' {
  interface Authenticator<
    InitializeRet = Handler,
    AuthenticateRet = any,
    AuthorizeRet = AuthenticateRet,
    AuthorizeOptions = AuthenticateOptions,
  > {
    authenticate(
      strategy: 'kakao' | `kakao-${string}`,
      options: KakaoAuthenticateOptions,
      callback?: AuthenticateCallback,
    ): AuthenticateRet;
  }
}
