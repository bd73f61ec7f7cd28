/**
 * One instance of a service in its own process: the Express sample, and a page behind auto-login. Instances share only
 * their options. Prints the port that it listens on.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { kakaoAutoLogin, kakaoErrorHandler, KakaoStrategy, type KakaoStrategyOptions } from '@kakao-login/passport';
import express, { type RequestHandler } from 'express';
import passport from 'passport';
import { createApp, createStrategy } from '../../../sample/express/server.js';

const options = JSON.parse(process.env['OPTIONS'] ?? '{}') as KakaoStrategyOptions & { origin: string };

const app = express();
const authenticator = new passport.Passport();
authenticator.use(
  new KakaoStrategy({ ...options, callbackURL: `${options.origin}/auto/callback` }, ({ profile }) => ({
    id: profile.id,
  })),
);
app.get(
  '/auto/callback',
  authenticator.authenticate('kakao', { session: false }) as RequestHandler,
  (request, response) => {
    response.cookie('member', (request.user as { id: string }).id);
    response.redirect((request.authInfo as { returnTo?: string }).returnTo ?? '/auto');
  },
);
const isSignedIn: (request: express.Request) => boolean = ({ headers }) => /\bmember=/.test(headers.cookie ?? '');
app.use('/auto', kakaoAutoLogin(authenticator, { isSignedIn }), (request, response) => {
  response.send(`<!doctype html><title>auto</title><h1>${isSignedIn(request) ? 'member' : 'visitor'}</h1>`);
});
app.get('/worker.js', (_request, response) => {
  // A service worker that answers every request from the network.
  response.type('js').send(`self.addEventListener('fetch', (event) => event.respondWith(fetch(event.request)));`);
});
app.use(createApp(createStrategy({ ...options, callbackURL: `${options.origin}/auth/kakao/callback` })));
app.use(kakaoErrorHandler());

const server = createServer(app).listen(0, '127.0.0.1', () => {
  process.stdout.write(`listening on ${(server.address() as AddressInfo).port}\n`);
});
