import { createParamDecorator } from '@nestjs/common';
import type { PipeTransform, Type } from '@nestjs/common';
import { KakaoUsageError } from '@kakao-login/client';
import type { KakaoLogin as Login } from '@kakao-login/passport';
import { loginOf } from './request-logins.js';
import { requestOf } from './request-of.js';

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
    throw new KakaoUsageError('no_login', {
      option: '@KakaoLogin()',
      reason: {
        ko: '이 요청에서는 카카오 로그인이 이루어지지 않았습니다.',
        en: 'No Kakao login was finished by this request.',
      },
      remedy: {
        ko: "콜백 라우트에 @UseGuards(KakaoAuthGuard) 또는 AuthGuard('kakao')를 붙이세요. 다른 라우트에서는 세션이나 토큰의 사용자를 쓰세요.",
        en: "Put @UseGuards(KakaoAuthGuard) or AuthGuard('kakao') on the callback route; on other routes use the user of your session or token.",
      },
    });
  }
  return part === undefined ? login : login[part];
});
