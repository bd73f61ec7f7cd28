import 'reflect-metadata';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Controller, Get, Module, Req, Res, UseGuards } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { KakaoAuthGuard, KakaoModule, KakaoUser } from '@kakao-login/nestjs';
import type { KakaoLogin } from '@kakao-login/nestjs';
import { KakaoTestingModule, loginAs } from '@kakao-login/nestjs/testing';

@Controller()
class AppController {
  @Get('login')
  @UseGuards(KakaoAuthGuard)
  login(): void {}

  @Get('callback')
  @UseGuards(KakaoAuthGuard)
  callback(
    @KakaoUser() { profile }: KakaoLogin,
    @Res({ passthrough: true }) reply: { header(name: string, value: string): unknown },
  ): void {
    reply.header('set-cookie', `member=${profile.id}; Path=/; HttpOnly`);
  }

  @Get('me')
  me(@Req() request: { headers: { cookie?: string } }): object {
    return { cookie: request.headers.cookie };
  }
}

@Module({
  imports: [KakaoModule.forRoot({ clientID: 'any', callbackURL: '/callback' })],
  controllers: [AppController],
})
class AppModule {}

let app: NestFastifyApplication;
before(async () => {
  const module = await Test.createTestingModule({ imports: [AppModule, KakaoTestingModule] }).compile();
  app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
  await app.init();
});
after(() => app.close());

void test('a request that Fastify injects is authenticated after the login', async () => {
  const { headers } = await loginAs(app, '달빛');
  const response = await app.inject({ url: '/me', headers });
  assert.match(response.json<{ cookie: string }>().cookie, /(^|; )member=1001(;|$)/);
});
