import { Body, Controller, Post, Req } from '@nestjs/common';
import { KakaoStrategy, type SimpleLoginSettings } from '@kakao-login/nestjs';
import type { Request } from 'express';
import { chosenForSimpleLogin } from './login-choices.js';

/**
 * Simple Login: the page calls `Kakao.Auth.authorize()` of the JavaScript SDK, which opens Kakao Talk on a phone. The
 * server creates `state` and `nonce` and keeps them in an encrypted cookie. Kakao sends the code to the same callback
 * as for other logins.
 */
@Controller('auth/kakao/js')
export class SimpleLoginController {
  constructor(private readonly kakao: KakaoStrategy) {}

  /** simple-login.js asks for these just before it calls the SDK. */
  @Post()
  start(@Req() request: Request, @Body() input: Record<string, unknown> = {}): Promise<SimpleLoginSettings> {
    return this.kakao.simpleLogin(request, chosenForSimpleLogin(input));
  }
}
