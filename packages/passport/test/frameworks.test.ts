import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { isKakaoError } from '@kakao-login/client';
import { KakaoStrategy, type KakaoAuthenticateOptions, type KakaoLogin } from '@kakao-login/passport';
import express from 'express';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import passport from 'passport';
import { Browser } from './support/browser.js';
import { clientSecret, person, restApiKey, startKakao, type Kakao } from './support/kakao.js';

// It has no types, and the parts used here are the same as in Express 5.
const express4 = createRequire(import.meta.url)('express4') as typeof express;

type Authenticate = (options?: KakaoAuthenticateOptions) => Middleware;
type Middleware = (request: object, response: object, next: (error?: unknown) => void) => void;
/** Serves `/auth/kakao` and `/auth/kakao/callback`. Returns the port, and a function that stops the server. */
type Serve = (authenticate: Authenticate) => Promise<[port: number, close: () => Promise<unknown>]>;

const said = (error: unknown): [number, object] =>
  isKakaoError(error) ? [error.status, { error: error.code }] : [500, { error: String(error) }];
const failing = { failureRedirect: '/failed' };

const onExpress =
  (framework: typeof express): Serve =>
  async (authenticate) => {
    const app = framework();
    app.set('trust proxy', 'loopback');
    const answer: express.RequestHandler = (request, response) => void response.json(request.user);
    app.get('/auth/kakao', authenticate() as express.RequestHandler);
    app.get('/auth/kakao/callback', authenticate() as express.RequestHandler, answer);
    app.post('/auth/kakao/callback', framework.json(), authenticate() as express.RequestHandler, answer);
    app.get('/failing/callback', authenticate({ ...failing, leg: 'callback' }) as express.RequestHandler, answer);
    const failed: express.ErrorRequestHandler = (error, _request, response, _next) => {
      const [status, body] = said(error);
      response.status(status).json(body);
    };
    app.use(failed);
    const server = createServer(app);
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    return [(server.address() as AddressInfo).port, () => new Promise((resolve) => void server.close(resolve))];
  };

const onNode: Serve = async (authenticate) => {
  const server = createServer(
    (request: IncomingMessage & { user?: unknown; body?: unknown }, response: ServerResponse) => {
      Object.assign(request, { res: response });
      const answer = (status: number, body: unknown) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      };
      const next = (error?: unknown) => (error === undefined ? answer(200, request.user) : answer(...said(error)));
      const options = request.url?.startsWith('/failing') === true ? ({ ...failing, leg: 'callback' } as const) : {};
      let text = '';
      request.setEncoding('utf8').on('data', (part: string) => (text += part));
      request.on('end', () => {
        if (text !== '') request.body = JSON.parse(text);
        authenticate(options)(request, response, next);
      });
    },
  );
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return [(server.address() as AddressInfo).port, () => new Promise((resolve) => void server.close(resolve))];
};

const onFastify: Serve = async (authenticate) => {
  const app = fastify({ trustProxy: true });
  /** As in the documentation: Passport writes to Node's response, and Fastify does not respond itself. */
  const kakao = (options?: KakaoAuthenticateOptions) => (request: FastifyRequest, reply: FastifyReply) =>
    new Promise<void>((resolve, reject) => {
      const { raw } = reply;
      Object.assign(request, { res: raw });
      raw.once('close', resolve);
      authenticate(options)(request, raw, (error) => (error === undefined ? resolve() : reject(error)));
    });
  const answer = (request: FastifyRequest, reply: FastifyReply) =>
    reply.send((request as FastifyRequest & { user: unknown }).user);
  app.get('/auth/kakao', { preHandler: kakao() }, answer);
  app.route({ method: ['GET', 'POST'], url: '/auth/kakao/callback', preHandler: kakao(), handler: answer });
  app.get('/failing/callback', { preHandler: kakao({ ...failing, leg: 'callback' }) }, answer);
  app.setErrorHandler((error, _request, reply) => {
    const [status, body] = said(error);
    return reply.status(status).send(body);
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return [(app.server.address() as AddressInfo).port, () => app.close()];
};

let kakao: Kakao;
beforeAll(async () => {
  kakao = await startKakao();
});
afterEach(() => kakao.reset());
afterAll(() => kakao.close());

describe.each([
  ['Express 5', onExpress(express), true],
  ['Express 4', onExpress(express4), true],
  ['Fastify', onFastify, false],
  ['bare node:http', onNode, undefined],
])('on %s', (_name, serve, readsForwarded) => {
  let url: string;
  let stop: () => Promise<unknown>;
  const browser = () => new Browser(url, { connection: 'close' });

  beforeAll(async () => {
    const authenticator = new passport.Passport();
    const named = { clientID: restApiKey, clientSecret, hosts: kakao.url };
    const verify = ({ profile, state }: KakaoLogin) => ({ id: profile.id, state });
    authenticator.use(new KakaoStrategy({ ...named, callbackURL: '/auth/kakao/callback' }, verify));
    const [port, close] = await serve(
      (options) => authenticator.authenticate('kakao', { session: false, ...options }) as Middleware,
    );
    [url, stop] = [`http://127.0.0.1:${port}`, close];
  });
  afterAll(() => stop());

  test('a login finishes, and its cookie is marked as used', async () => {
    const visitor = browser();
    const back = await visitor.comeBack();
    expect([...visitor.cookies.keys()]).toEqual([expect.stringMatching(/^kakao_login\.[0-9a-d]$/)]);
    const response = await visitor.open(back);
    expect([response.status, await response.json()]).toEqual([200, { id: person.id }]);
    expect([...visitor.cookies.values()]).toEqual([expect.stringMatching(/^~/)]);
  });

  test.each<Record<string, string>>([
    { 'sec-purpose': 'prefetch' },
    { 'sec-purpose': 'prefetch;prerender' },
    { purpose: 'prefetch' },
    { 'x-moz': 'prefetch' },
    { 'next-router-prefetch': '1', 'sec-fetch-dest': 'empty' },
  ])('a prefetch of the login route (%j) does not start a login', async (headers) => {
    const visitor = browser();
    const response = await visitor.open('/auth/kakao', { headers });
    expect([response.status, response.headers.get('cache-control'), await response.text()]).toEqual([
      503,
      'no-store',
      '',
    ]);
    expect([response.headers.get('location'), visitor.cookies.size]).toEqual([null, 0]);
  });

  test('a double click gets the same response twice', async () => {
    const visitor = browser();
    const back = await visitor.comeBack();
    const answers = await Promise.all([visitor.open(back), visitor.open(back)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(kakao.calls().filter((path) => path === '/oauth/token')).toHaveLength(1);
  });

  test('a front end posts the code and the state that it received', async () => {
    const visitor = browser();
    const { searchParams } = new URL(await visitor.comeBack());
    const response = await visitor.open('/auth/kakao/callback', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-dest': 'empty' },
      body: JSON.stringify(Object.fromEntries(searchParams)),
    });
    expect([response.status, await response.json()]).toEqual([200, { id: person.id }]);
  });

  test('a script gets the URL instead of a redirect', async () => {
    const response = await browser().open('/auth/kakao', { headers: { 'sec-fetch-dest': 'empty' } });
    expect(response.headers.getSetCookie()).toHaveLength(1);
    expect(await response.json()).toEqual({ loginUrl: expect.stringContaining(`${kakao.url}/oauth/authorize?`) });
  });

  test('a script of another site gets the URL of the login route, which sets the cookie', async () => {
    const visitor = browser();
    const headers = { 'sec-fetch-dest': 'empty', 'sec-fetch-site': 'cross-site' };
    const response = await visitor.open('/auth/kakao?returnTo=%2Fcart&a=1', { headers });
    expect([response.headers.getSetCookie(), response.headers.get('cache-control')]).toEqual([[], 'no-store']);
    const { loginUrl } = (await response.json()) as { loginUrl: string };
    expect(loginUrl).toBe(`${url}/auth/kakao?returnTo=%2Fcart&a=1`);
    expect((await visitor.follow(loginUrl)).status).toBe(200);
  });

  test('a script of another subdomain gets the URL of Kakao', async () => {
    const headers = { 'sec-fetch-dest': 'empty', 'sec-fetch-site': 'same-site' };
    const response = await browser().open('/auth/kakao', { headers });
    expect(await response.json()).toEqual({ loginUrl: expect.stringContaining(`${kakao.url}/oauth/authorize?`) });
  });

  test('a login of another browser is refused with its error', async () => {
    const back = await browser().comeBack();
    const response = await browser().open(back);
    expect([response.status, await response.json()]).toEqual([403, { error: 'state_missing' }]);
  });

  test('failureRedirect is followed with the code of the error', async () => {
    const response = await browser().open('/failing/callback?code=x&state=y');
    expect([response.status, response.headers.get('location')]).toEqual([302, '/failed?error=state_missing']);
  });

  test.each([
    ['x-forwarded', { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'shop.example' }, readsForwarded !== undefined],
    ['forwarded', { forwarded: 'for=1.2.3.4;proto=https;host=shop.example' }, readsForwarded === true],
  ])('the URL depends on the headers of a trusted proxy, and of no other: %s', async (_kind, headers, trusted) => {
    const response = await browser().open('/auth/kakao', { headers });
    const { searchParams } = new URL(response.headers.get('location')!);
    expect(searchParams.get('redirect_uri')).toBe(`${trusted ? 'https://shop.example' : url}/auth/kakao/callback`);
  });
});
