import 'reflect-metadata';
import { Controller, Get, Injectable, Module, Req, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AuthGuard, PassportStrategy } from '@nestjs/passport';
import type { Request, RequestHandler } from 'express';
import { Strategy, type Profile } from '@kakao-login/passport';
import { kakaoConfig } from '../config.js';

@Injectable()
class KakaoStrategy extends PassportStrategy(Strategy, 'kakao') {
  constructor() {
    super(kakaoConfig());
  }

  async validate(_accessToken: string, _refreshToken: string, profile: Profile): Promise<object> {
    return { id: profile.id, email: profile._json.kakao_account.email };
  }
}

@Controller()
class AuthController {
  @Get('login')
  @UseGuards(AuthGuard('kakao'))
  login(): void {}

  @Get('callback')
  @UseGuards(AuthGuard('kakao'))
  callback(@Req() request: Request): unknown {
    return request.user;
  }
}

@Module({ controllers: [AuthController], providers: [KakaoStrategy] })
class AppModule {}

const nest = await NestFactory.create(AppModule, { logger: false });
await nest.init();
export const app: RequestHandler = nest.getHttpAdapter().getInstance() as RequestHandler;
