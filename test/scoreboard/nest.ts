import { Controller, Get, Injectable, Module, Req, UseGuards, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AuthGuard, PassportStrategy } from '@nestjs/passport';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { KakaoEmulator } from '@kakao-login/emulator';
import { KakaoModule } from '@kakao-login/nestjs';
import type { AddressInfo } from 'node:net';
import { agree } from '../attacks/support/shop.js';
import { Visitor } from '../attacks/support/visitor.js';
import { redirectStrategy } from '../clients/kakao-hosts.js';
import { callbackURL } from './bench.js';
import type { Subject } from './subjects.js';

@Controller('auth/kakao')
class LoginController {
  @Get()
  @UseGuards(AuthGuard('kakao'))
  login(): void {}

  @Get('callback')
  @UseGuards(AuthGuard('kakao'))
  callback(@Req() request: { user: unknown }): unknown {
    return request.user;
  }
}

/** A module that logs users in: our module, or for the other strategies a class as in Nest's documentation. */
function moduleOf({ ours, Strategy }: Subject, emulator: KakaoEmulator): Type {
  const { restApiKey: clientID, clientSecret } = emulator.app;
  const options = { clientID, clientSecret, callbackURL };
  if (ours) {
    @Module({ imports: [KakaoModule.forRoot({ ...options, hosts: emulator.url })], controllers: [LoginController] })
    class OurModule {}
    return OurModule;
  }
  @Injectable()
  class NestStrategy extends PassportStrategy(Strategy as new (...given: unknown[]) => object, 'kakao') {
    constructor() {
      super(options);
      redirectStrategy(this, emulator.url);
    }

    validate(...given: unknown[]): unknown {
      return { given };
    }
  }
  @Module({ providers: [NestStrategy], controllers: [LoginController] })
  class PeerModule {}
  return PeerModule;
}

/** Logs in to a Nest application. Returns the status of the login route and the answer of the callback route. */
export async function inNest(
  subject: Subject,
  emulator: KakaoEmulator,
  platform: 'express' | 'fastify',
): Promise<{ login: number; callback: { status: number; body: string } }> {
  emulator.reset();
  const adapter = platform === 'express' ? new ExpressAdapter() : new FastifyAdapter();
  const app = await NestFactory.create(moduleOf(subject, emulator), adapter, {
    logger: false,
    abortOnError: false,
    forceCloseConnections: true,
  });
  try {
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    const visitor = new Visitor(`http://127.0.0.1:${port}`);
    const { status, headers } = await visitor.open('/auth/kakao');
    const location = headers.get('location');
    if (location === null) return { login: status, callback: { status: 0, body: '' } };
    const { pathname, search } = await agree(emulator, new URL(location));
    const callback = await visitor.open(pathname + search);
    return { login: status, callback: { status: callback.status, body: await callback.text() } };
  } finally {
    await app.close();
  }
}
