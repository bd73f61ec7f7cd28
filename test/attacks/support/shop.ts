import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { isKakaoError, kakaoErrorBody } from '@kakao-login/client';
import type { KakaoEmulator } from '@kakao-login/emulator';
import type { KakaoAuthenticateOptions, KakaoStrategyOptions } from '@kakao-login/passport';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import passport, { type Strategy } from 'passport';
import { Visitor } from './visitor.js';

export interface ShopSettings {
  /** Options of both routes. They can be replaced between requests. */
  login?: KakaoAuthenticateOptions;
  callback?: KakaoAuthenticateOptions;
  /** Changes the application before its routes are added. */
  prepare?: (app: Express) => void;
}

/**
 * A service in Express with a login route `/auth/<name>` and a callback route for each strategy. `said` keeps errors in
 * every form in which they could be logged or sent, so that a test can look for secrets in them.
 */
export async function openShop(
  make: (url: string) => Promise<Record<string, Strategy>> | Record<string, Strategy>,
  settings: ShopSettings = {},
) {
  const app = express();
  const server = createServer(app);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const said: string[] = [];
  const errors: unknown[] = [];
  const shop = {
    url,
    said,
    errors,
    settings,
    visitor: () => new Visitor(url),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };

  const authenticator = new passport.Passport();
  settings.prepare?.(app);
  const welcome: RequestHandler = (request, response) => {
    response.json({ user: request.user, authInfo: request.authInfo });
  };
  for (const [name, strategy] of Object.entries(await make(url))) {
    authenticator.use(name, strategy);
    const route =
      (which: 'login' | 'callback'): RequestHandler =>
      (request, response, next) => {
        const options = { session: false, ...shop.settings[which] };
        (authenticator.authenticate(name, options) as RequestHandler)(request, response, next);
      };
    app.get(`/auth/${name}`, route('login'), welcome);
    app.all(`/auth/${name}/callback`, route('callback'), welcome);
  }
  const failed: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
    said.push(inspect(error, { depth: 8, showHidden: true }), JSON.stringify(error) ?? '');
    errors.push(error);
    // As in Express's default error handler.
    const {
      statusCode = 500,
      status = statusCode,
      message,
    } = error as Partial<Record<'status' | 'statusCode', number> & Error>;
    if (error instanceof Error) said.push(String(error.stack), error.message);
    const body = JSON.stringify(isKakaoError(error) ? kakaoErrorBody(error) : { error: message });
    said.push(body);
    response.status(status).type('json').end(body);
  };
  app.use(failed);
  return shop;
}

export type Shop = Awaited<ReturnType<typeof openShop>>;

/** Strategy options for the emulator's first app. */
export function keysOf(emulator: KakaoEmulator): { clientID: string; clientSecret: string; hosts: string } {
  const { restApiKey, clientSecret } = emulator.app;
  return { clientID: restApiKey, clientSecret, hosts: emulator.url };
}

export type Options = Partial<KakaoStrategyOptions>;

/** Logs a person in at an authorization URL, and returns the callback URL that Kakao redirects to. */
export async function agree(emulator: KakaoEmulator, authorize: URL, person = 0, changes: object = {}): Promise<URL> {
  const query = authorize.searchParams;
  const parameter = (name: string, option = name) => {
    const value = query.get(name);
    return value === null ? {} : { [option]: value };
  };
  const clientId = query.get('client_id') ?? '';
  const app = emulator.apps.find(({ restApiKey }) => restApiKey === clientId);
  const { callbackUrl } = await emulator.signIn(emulator.people[person]!, {
    clientId,
    ...(app !== undefined && { app }),
    ...parameter('redirect_uri', 'redirectUri'),
    ...parameter('state'),
    ...parameter('nonce'),
    ...parameter('scope'),
    ...parameter('code_challenge', 'codeChallenge'),
    ...changes,
  });
  return new URL(callbackUrl);
}
