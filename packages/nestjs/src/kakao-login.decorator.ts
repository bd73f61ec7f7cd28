import { createParamDecorator } from '@nestjs/common';
import type { PipeTransform, Type } from '@nestjs/common';
import type { KakaoLogin as Login } from '@kakao-login/passport';
import { loginOf } from './request-logins.js';
import { requestOf } from './request-of.js';
import { usage, usageTexts } from './usage.js';

/** A finished login: `profile`, `tokens`, and where there are any `claims`, `user` and `state`. */
export type KakaoLogin<State = unknown> = Login<State>;

type LoginDecorator = (part?: keyof Login, ...pipes: (PipeTransform | Type<PipeTransform>)[]) => ParameterDecorator;

/**
 * Gives a handler the login that its guard just finished, or one part of it, whatever the login handler made of
 * `req.user`.
 *
 * @throws KakaoUsageError (500) when no Kakao guard let this request in
 * @example
 * @Get('callback') @UseGuards(KakaoAuthGuard)
 * callback(@KakaoLogin('profile') profile: KakaoProfile) {}
 */
export const KakaoLogin: LoginDecorator = createParamDecorator<keyof Login | undefined>((part, context) => {
  const login = loginOf(requestOf(context));
  if (login === undefined) {
    throw usage('no_login', '@KakaoLogin()', usageTexts.login());
  }
  return part === undefined ? login : login[part];
});
