import { createParamDecorator } from '@nestjs/common';
import type { PipeTransform, Type } from '@nestjs/common';
import type { KakaoLogin as Login } from '@kakao-login/passport';
import { loginOf } from './request-logins.js';
import { requestOf } from './request-of.js';
import { usage, usageTexts } from './usage.js';

/** A finished login: `profile`, `tokens` and, if present, `claims`, `user` and `state`. */
export type KakaoLogin<State = unknown> = Login<State>;

type LoginDecorator = (part?: keyof Login, ...pipes: (PipeTransform | Type<PipeTransform>)[]) => ParameterDecorator;

/**
 * Injects the login that the guard has just finished, or one part of it, regardless of what the login handler returned
 * as `req.user`.
 *
 * @throws {KakaoUsageError} (500) when no Kakao guard ran for this request
 * @example
 * @Get('callback') @UseGuards(KakaoAuthGuard) callback(@KakaoLogin('profile') profile: KakaoProfile) {}
 */
export const KakaoLogin: LoginDecorator = createParamDecorator<keyof Login | undefined>((part, context) => {
  const login = loginOf(requestOf(context));
  if (login === undefined) {
    throw usage('no_login', '@KakaoLogin()', usageTexts().login);
  }
  return part === undefined ? login : login[part];
});
