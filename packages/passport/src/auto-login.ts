import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, RequestHandler } from 'express';
import {
  appendCookie,
  callbackParameters,
  hasParameter,
  isCallbackPath,
  isPageVisit,
  pathOf,
  responseOf,
  type HttpRequest,
} from './http.js';
import { maxSilentReturnTo } from './return-to.js';
import type { KakaoAuthenticateOptions } from './types.js';
import { checkFunction, checkObject, usage, usageTexts } from './usage.js';
import { warn } from './warn.js';

/** Options of {@link kakaoAutoLogin}. */
export interface KakaoAutoLoginOptions {
  /** Whether somebody is logged in to the service already. */
  isSignedIn: (request: Request) => boolean;
  /** Name under which the strategy is registered. Default `kakao`. */
  strategy?: string;
  /** For how many seconds a browser is left alone after an attempt. Default 1800. */
  quietSeconds?: number;
}

/** The part of Passport that is used. */
interface Authenticator {
  authenticate(strategy: string, options: KakaoAuthenticateOptions): unknown;
}

const cookieName = 'kakao_auto_login';
const quietByDefault = 30 * 60;

/**
 * Logs people in who are logged in at Kakao and linked already, without a screen, when they open a page of the service. Anybody
 * else sees the page they asked for, after two redirects, and is then left alone for a while.
 *
 * Only a user opening a page is tried, in a browser that has shown that it keeps cookies; no script, prefetch or robot is. The
 * callback route finishes the login like any other; it should lead to `req.authInfo.returnTo`, the page that was asked for.
 *
 * @example
 * app.use(kakaoAutoLogin(passport, { isSignedIn: (req) => req.session.userId !== undefined }));
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/js#auto-login
 */
export function kakaoAutoLogin(passport: Authenticator, options: KakaoAutoLoginOptions): RequestHandler {
  checkFunction('passport.authenticate', (passport as Partial<Authenticator> | null)?.authenticate);
  checkObject('options', options);
  const { isSignedIn, strategy = 'kakao', quietSeconds = quietByDefault } = options;
  checkFunction('isSignedIn', isSignedIn);
  if (typeof strategy !== 'string') throw usage('option_malformed', 'strategy', usageTexts.string);
  checkSeconds('quietSeconds', quietSeconds);
  return (request, response, next) => {
    if (!isOpened(request) || isSignedIn(request)) return next();
    // It would lead elsewhere than to this page.
    if (request.originalUrl.length > maxSilentReturnTo) return next();

    const cookies = request.headers.cookie;
    if (parseCookie(cookies ?? '')[cookieName] === 'tried') return next();
    if (!cookies) {
      // Any cookie shows that the browser keeps them. Without, the attempt would be made again on each page.
      setCookie(request, 'ready', quietByDefault);
      return next();
    }
    setCookie(request, 'tried', quietSeconds);
    const attempt = passport.authenticate(strategy, {
      session: false,
      leg: 'login',
      silent: true,
      returnTo: request.originalUrl,
    }) as RequestHandler;
    return attempt(request, response, (error?: unknown) => {
      // The page does not need this login, so it does not fail with it.
      if (error !== undefined) warn(error);
      next();
    });
  };
}

/** Leaves a browser alone: for the route that logs people out, who would be logged in again otherwise. */
export function pauseKakaoAutoLogin(request: HttpRequest, seconds: number = 24 * 60 * 60): void {
  checkObject('request', request);
  checkSeconds('seconds', seconds);
  setCookie(request, 'tried', seconds);
}

function checkSeconds(option: string, value: unknown): void {
  if (typeof value !== 'number' || !Number.isInteger(value) || value <= 0)
    throw usage('option_malformed', option, usageTexts.positive);
}

function setCookie(request: HttpRequest, value: 'ready' | 'tried', maxAge: number): void {
  appendCookie(
    responseOf(request),
    stringifySetCookie(cookieName, value, { httpOnly: true, sameSite: 'lax', path: '/', maxAge }),
  );
}

const robots = /bot\b|crawl|spider|slurp|preview|scrap|facebookexternalhit|kakaotalk-scrap/i;

/**
 * Whether a user has just opened a page: no script, frame, prefetch, link preview or search engine. Nor has one who comes back from
 * a login, at Kakao or elsewhere: what is in that address is for its own route, and to be kept nowhere.
 */
function isOpened(request: HttpRequest): boolean {
  const { headers } = request;
  const destination = headers['sec-fetch-dest'];
  return (
    (headers.accept ?? '').includes('text/html') &&
    (destination === undefined || destination === 'document') &&
    isPageVisit(request) &&
    !isCallbackPath(pathOf(request)) &&
    !callbackParameters.some((name) => hasParameter(request, name)) &&
    !robots.test(headers['user-agent'] || 'bot')
  );
}
