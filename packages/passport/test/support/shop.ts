import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { kakaoErrorBody, isKakaoError } from '@kakao-login/client';
import {
  KakaoStrategy,
  type KakaoAuthenticateOptions,
  type KakaoLogin,
  type KakaoStrategyOptions,
} from '@kakao-login/passport';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import passport from 'passport';
import { Browser } from './browser.js';
import { clientSecret, restApiKey } from './kakao.js';

interface ShopSettings {
  kakao: { url: string };
  strategy?: Partial<KakaoStrategyOptions>;
  /** Creates the strategy. Default: with a verify callback that returns the login. */
  make?: (options: KakaoStrategyOptions) => passport.Strategy;
  /** Options of the login route. A test can change them between requests. */
  login?: KakaoAuthenticateOptions;
  callback?: KakaoAuthenticateOptions;
  before?: RequestHandler[];
  /** Adds routes. */
  routes?: (app: Express, kakao: (options: KakaoAuthenticateOptions) => RequestHandler) => void;
}

/** A small service with `/auth/kakao`, `/auth/kakao/callback`, and an error handler that returns the error. */
export async function openShop(settings: ShopSettings) {
  const app = express();
  const server = createServer(app);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const options: KakaoStrategyOptions = {
    clientID: restApiKey,
    clientSecret,
    callbackURL: `${url}/auth/kakao/callback`,
    hosts: settings.kakao.url,
    ...settings.strategy,
  };
  const errors: unknown[] = [];
  const authenticator = new passport.Passport();
  const strategy = settings.make?.(options) ?? new KakaoStrategy(options, (login: KakaoLogin) => ({ login }));
  authenticator.use('kakao', strategy);

  const shop = {
    url,
    errors,
    strategy,
    login: { session: false, ...settings.login } as KakaoAuthenticateOptions,
    callback: { session: false, ...settings.callback } as KakaoAuthenticateOptions,
    browser: () => new Browser(url),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
  const kakao = (options: KakaoAuthenticateOptions): RequestHandler =>
    authenticator.authenticate('kakao', { session: false, ...options }) as RequestHandler;
  const answer: RequestHandler = (request, response) => {
    response.json({ user: request.user, authInfo: request.authInfo });
  };
  const failed: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
    errors.push(error);
    const status = (error as { status?: number }).status ?? 500;
    response.status(status).json(isKakaoError(error) ? kakaoErrorBody(error) : { error: String(error) });
  };
  app.use(...(settings.before ?? [(_request, _response, next) => next()]));
  app.get('/auth/kakao', (request, response, next) => kakao(shop.login)(request, response, next), answer);
  app.all('/auth/kakao/callback', (request, response, next) => kakao(shop.callback)(request, response, next), answer);
  app.get('/failed', (request, response) => void response.json(request.query));
  settings.routes?.(app, kakao);
  app.use(failed);
  return shop;
}

export type Shop = Awaited<ReturnType<typeof openShop>>;

/** The body of the response to a successful login. */
export interface Welcome {
  user: { login: KakaoLogin };
  authInfo: { state?: unknown };
}
