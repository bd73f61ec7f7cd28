import 'reflect-metadata';
import { Controller, Get, Module, Req, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { Request, RequestHandler } from 'express';
import { KakaoStrategy } from './kakao.strategy.js';

@Controller()
class AuthController {
  @Get('login')
  @UseGuards(AuthGuard('kakao'))
  login() {}

  @Get('callback')
  @UseGuards(AuthGuard('kakao'))
  callback(@Req() req: Request) {
    return req.user;
  }
}

@Module({ controllers: [AuthController], providers: [KakaoStrategy] })
class AppModule {}

const nest = await NestFactory.create(AppModule, { logger: false });
await nest.init();
export const app = nest.getHttpAdapter().getInstance() as RequestHandler;
