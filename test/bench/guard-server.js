// @ts-check
/**
 * A service with a route that is guarded by ID tokens, and the same route without a guard, on Nest over Fastify or on
 * Fastify alone. It runs in its own process, and reports over IPC where it listens and how much CPU it has used.
 */
import 'reflect-metadata';
import { hash } from 'node:crypto';
import { Controller, Get, Module, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { KakaoModule, KakaoTokenGuard } from '@kakao-login/nestjs';
import { KakaoTokenStrategy } from '@kakao-login/passport';
import fastify from 'fastify';
import passport from 'passport';

/** @type {import('./subjects.js').Target} */
const { origins, appKey } = JSON.parse(process.argv[2] ?? '{}');
const answer = { ok: true };

/** The least work of a guard that recognises tokens by their hash. @param {any} request */
const known = ({ headers }) => {
  hash('sha256', headers.authorization.slice('Bearer '.length), 'base64url');
  return Promise.resolve({ id: '1' });
};

class Floor {
  /** @param {import('@nestjs/common').ExecutionContext} context */
  async canActivate(context) {
    const request = context.switchToHttp().getRequest();
    request.user = await known(request);
    return true;
  }
}

class Routes {
  open() {
    return answer;
  }
  floor() {
    return answer;
  }
  guarded() {
    return answer;
  }
}
/**
 * Applies decorators to a method, as TypeScript does for `@Get() open()`.
 * @param {'open' | 'floor' | 'guarded'} name
 * @param {MethodDecorator[]} decorators
 */
const decorate = (name, ...decorators) => {
  const descriptor = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(Routes.prototype, name));
  for (const decorator of decorators) decorator(Routes.prototype, name, descriptor);
};
decorate('open', Get('open'));
decorate('floor', Get('floor'), UseGuards(Floor));
decorate('guarded', Get('guarded'), UseGuards(KakaoTokenGuard));
Controller()(Routes);

class App {}
const callbackURL = 'http://localhost:3000/auth/kakao/callback';
const options = { clientID: appKey, clientSecret: 'bench-secret-of-a-usual-length-32', callbackURL, hosts: origins };
Module({ imports: [KakaoModule.forRoot(options)], controllers: [Routes] })(App);

async function onNest() {
  const nest = await NestFactory.create(App, new FastifyAdapter(), { logger: ['error'] });
  await nest.listen(0, '127.0.0.1');
  return nest.getHttpServer();
}

async function onFastify() {
  passport.use('token', new KakaoTokenStrategy({ clientID: appKey, hosts: origins }, ({ id }) => ({ id })));
  const authenticate = passport.authenticate('token', { session: false });
  const plain = fastify();
  /** @type {Record<string, any>} */
  const guards = {
    '/open': {},
    '/floor': {
      preHandler: async (/** @type {any} */ request) => {
        request.user = await known(request);
      },
    },
    '/guarded': { preHandler: (/** @type {any[]} */ ...args) => authenticate(...args) },
  };
  for (const [path, guard] of Object.entries(guards)) plain.get(path, guard, (_request, reply) => reply.send(answer));
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
