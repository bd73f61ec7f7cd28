import 'reflect-metadata';
import { Controller, Get, Inject, Module, Query, Redirect } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { RequestHandler } from 'express';
import { KakaoService } from './kakao.service.js';

@Controller()
class AuthController {
  constructor(@Inject(KakaoService) private readonly kakao: KakaoService) {}

  @Get('login')
  @Redirect()
  login() {
    return { url: this.kakao.getLoginUrl() };
  }

  @Get('callback')
  callback(@Query('code') code: string) {
    return this.kakao.login(code);
  }
}

@Module({ controllers: [AuthController], providers: [KakaoService] })
class AppModule {}

const nest = await NestFactory.create(AppModule, { logger: false });
await nest.init();
export const app = nest.getHttpAdapter().getInstance() as RequestHandler;
