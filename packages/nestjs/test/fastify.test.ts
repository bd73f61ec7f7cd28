import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Controller, Get, Inject, Module, Req, UseGuards } from '@nestjs/common';
import type { INestApplication, OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import passport from 'passport';
import { preparePlatform } from '../src/fastify.js';
import { Browser } from './support/browser.js';
import { start } from './support/start.js';
import type { Started } from './support/start.js';

interface Reply {
  setHeader(name: string, value: string): unknown;
  appendHeader(name: string, value: string): unknown;
  getHeader(name: string): unknown;
  end(): unknown;
}
interface Request {
  res?: Reply;
  query: Record<string, string>;
  user?: unknown;
}

/** Sets a cookie on the response and redirects, like a strategy. */
const strategy = {
  name: 'far-away',
  authenticate(this: passport.StrategyCreatedStatic, request: Request) {
    request.res?.appendHeader('Set-Cookie', 'second=2; Path=/');
    if (request.query['code'] === undefined) this.redirect('http://far.away/login');
    else this.success({ code: request.query['code'] });
  },
};

@Controller()
class LoginController {
  @Get('login')
  @UseGuards(AuthGuard('far-away'))
  login(@Req() request: Request): unknown {
    return request.user;
  }

  @Get('plain')
  plain(): string {
    return 'plain';
  }
}

@Module({})
class PlatformModule implements OnModuleInit {
  constructor(@Inject(HttpAdapterHost) private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    preparePlatform(this.host.httpAdapter);
    preparePlatform(this.host.httpAdapter);
  }
}

interface FastifyInstance {
  addHook(name: string, hook: (request: Request, reply: Reply & { raw: Reply }, done: () => void) => void): unknown;
  decorateReply(name: string, method: (this: { raw: Reply }, name: string, value: string) => unknown): unknown;
}
const fastify = (app: INestApplication) => app.getHttpAdapter().getInstance() as FastifyInstance;

/** Known workarounds for `res.setHeader is not a function` (nestjs/nest#5702). */
const workarounds: Record<string, (app: INestApplication) => unknown> = {
  nothing: () => {},
  'a hook that writes to the raw response': (app) =>
    fastify(app).addHook('onRequest', (request, reply, done) => {
      reply.setHeader = (name, value) => reply.raw.setHeader(name, value);
      reply.end = () => reply.raw.end();
      request.res = reply;
      done();
    }),
  'decorators that write to the raw response': (app) => {
    fastify(app).decorateReply('setHeader', function (name, value) {
      this.raw.setHeader(name, value);
    });
    fastify(app).decorateReply('end', function () {
      this.raw.end();
    });
  },
};

describe.each(Object.keys(workarounds))('a Fastify application that has prepared %s for Passport', (name) => {
  let started: Started;
  let browser: Browser;

  beforeEach(async () => {
    passport.use(strategy as unknown as passport.Strategy);
    browser = new Browser();
    started = await start(
      'fastify',
      { imports: [PlatformModule], controllers: [LoginController] },
      {
        prepare: async (app) => {
          app.use((_request: unknown, response: { setHeader(name: string, value: string): void }, next: () => void) => {
            response.setHeader('Set-Cookie', 'first=1; Path=/');
            next();
          });
          await workarounds[name]!(app);
        },
      },
    );
  });
  afterEach(async () => {
    await started.close();
    await browser.close();
    passport.unuse(strategy.name);
  });

  test('redirects, and keeps the cookies that middleware set', async () => {
    const answer = await browser.get(`${started.url}/login`);
    expect(answer.status).toBe(302);
    expect(answer.location).toBe('http://far.away/login');
    expect(answer.headers['set-cookie']).toEqual(['first=1; Path=/', 'second=2; Path=/']);
    expect(answer.body).toBe('');
  });

  test('accepts a user of the strategy', async () => {
    const answer = await browser.get(`${started.url}/login?code=1`);
    expect(answer.json()).toEqual({ code: '1' });
    expect(answer.headers['set-cookie']).toEqual(['first=1; Path=/', 'second=2; Path=/']);
  });

  test('does not affect other routes', async () => {
    const answer = await browser.get(`${started.url}/plain`);
    expect([answer.status, answer.body]).toEqual([200, 'plain']);
    expect(answer.headers['set-cookie']).toBe('first=1; Path=/');
  });
});

test('a testing module, which gets its platform late, is also prepared', async () => {
  passport.use(strategy as unknown as passport.Strategy);
  const module = await Test.createTestingModule({
    imports: [PlatformModule],
    controllers: [LoginController],
  }).compile();
  const app = module.createNestApplication(new FastifyAdapter(), { logger: false });
  await app.listen(0, '127.0.0.1');
  const browser = new Browser();
  const answer = await browser.get(`${await app.getUrl()}/login`);
  expect(answer.location).toBe('http://far.away/login');
  await app.close();
  await browser.close();
  passport.unuse(strategy.name);
});
