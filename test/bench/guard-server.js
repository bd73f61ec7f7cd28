// @ts-check
/**
 * A service whose routes are guarded by ID tokens, and the same routes without a guard: on Nest over Fastify, or on Fastify alone. In a
 * process of its own, which tells over IPC where it listens and how much CPU it has used.
 */
import 'reflect-metadata';
import { Controller, Get, Module, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { KakaoModule, KakaoTokenGuard } from '@kakao-login/nestjs';
import { KakaoTokenStrategy } from '@kakao-login/passport';
import fastify from 'fastify';
import passport from 'passport';

/** @type {import('./subjects.js').Target} */
const { origins, appKey } = JSON.parse(process.argv[2] ?? '{}');
const answer = { ok: true };

class Routes {
  open() {
    return answer;
  }
  nothing() {
    return answer;
  }
  guarded() {
    return answer;
  }
}
/** @param {'open' | 'nothing' | 'guarded'} name @param {MethodDecorator[]} decorators what TypeScript would write for `@Get() open()` */
const decorate = (name, ...decorators) => {
  const descriptor = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(Routes.prototype, name));
  for (const decorator of decorators) decorator(Routes.prototype, name, descriptor);
};
decorate('open', Get('open'));
decorate('nothing', Get('nothing'), UseGuards(AuthGuard('nothing')));
decorate('guarded', Get('guarded'), UseGuards(KakaoTokenGuard));
Controller()(Routes);

class App {}
const callbackURL = 'http://localhost:3000/auth/kakao/callback';
const options = { clientID: appKey, clientSecret: 'bench-secret-of-a-usual-length-32', callbackURL, hosts: origins };
Module({ imports: [KakaoModule.forRoot(options)], controllers: [Routes] })(App);

class Nothing extends passport.Strategy {
  name = 'nothing';
  authenticate() {
    void Promise.resolve({ id: '1' }).then((user) => this.success(user));
  }
}
passport.use(new Nothing());

async function onNest() {
  const nest = await NestFactory.create(App, new FastifyAdapter(), { logger: ['error'] });
  await nest.listen(0, '127.0.0.1');
  return nest.getHttpServer();
}

async function onFastify() {
  passport.use('token', new KakaoTokenStrategy({ clientID: appKey, hosts: origins }, ({ id }) => ({ id })));
  const plain = fastify();
  plain.get('/open', (_request, reply) => reply.send(answer));
  for (const [path, strategy] of [
    ['/nothing', 'nothing'],
    ['/guarded', 'token'],
  ]) {
    const authenticate = passport.authenticate(strategy, { session: false });
    /** @type {any} */
    const guard = { preHandler: (/** @type {any[]} */ ...args) => authenticate(...args) };
    plain.get(path, guard, (_request, reply) => reply.send(answer));
  }
  await plain.listen({ port: 0, host: '127.0.0.1' });
  return plain.server;
}

const server = await (process.argv[3] === 'Fastify' ? onFastify() : onNest());
process.send?.({ ready: server.address().port });
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpu: user + system });
});
process.on('disconnect', () => process.exit());
