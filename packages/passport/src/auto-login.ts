import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, RequestHandler } from 'express';
import {
  appendCookie,
  checkRequest,
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
import { checkFunction, checkObject, checkSeconds, usage, usageTexts } from './usage.js';
import { warn } from './warn.js';

/** Options of {@link kakaoAutoLogin}. */
export interface KakaoAutoLoginOptions {
  /** Whether a user is already logged in to the service. */
  isSignedIn: (request: Request) => boolean;
  /** The name of the strategy in Passport. Default `kakao`. */
  strategy?: string;
  /** How many seconds to wait after an attempt before trying again in the same browser. Default 1800. */
  quietSeconds?: number;
}

/** The part of Passport that is used. */
interface Authenticator {
  authenticate(strategy: string, options: KakaoAuthenticateOptions): unknown;
}

const cookieName = 'kakao_auto_login';
const quietByDefault = 30 * 60;

/**
 * Middleware that logs users in without a screen when they open a page, if they are logged in to Kakao and linked to the app. For
 * everybody else, the page opens after two redirects, and there is no other attempt for a while.
 *
 * It only acts when a user opens a page in a browser that accepts cookies, and ignores scripts, prefetches and robots. The callback
 * route finishes the login as usual. It should redirect to `req.authInfo.returnTo`, the page that the user opened.
 *
 * @example
 * app.use(kakaoAutoLogin(passport, { isSignedIn: (req) => req.session.userId !== undefined }));
 * @throws {KakaoUsageError} when an option is malformed
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/js#auto-login
 */
export function kakaoAutoLogin(passport: Authenticator, options: KakaoAutoLoginOptions): RequestHandler {
  checkFunction('passport.authenticate', (passport as Partial<Authenticator> | null)?.authenticate);
  checkObject('options', options);
  const { isSignedIn, strategy = 'kakao', quietSeconds = quietByDefault } = options;
  checkFunction('isSignedIn', isSignedIn);
  if (typeof strategy !== 'string') throw usage('option_malformed', 'strategy', usageTexts().string);
  checkSeconds('quietSeconds', quietSeconds, 1);
  return (request, response, next) => {
    if (!isOpened(request) || isSignedIn(request)) return next();
    // The login could not return to a URL this long.
    if (request.originalUrl.length > maxSilentReturnTo) return next();

    const cookies = request.headers.cookie;
    if (parseCookie(cookies ?? '')[cookieName] === 'tried') return next();
    if (!cookies) {
      // Any cookie shows that the browser accepts cookies. Otherwise every page would make another attempt.
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
      // The page does not need this login, so it opens even if the login fails.
      if (error !== undefined) warn(error);
      next();
    });
  };
}

/**
 * Stops automatic logins in this browser. Call it when a user logs out: otherwise they would be logged in again at once.
 *
 * @param seconds for how long; default one day
 * @throws {KakaoUsageError} when the request or `seconds` is malformed
 */
export function pauseKakaoAutoLogin(request: HttpRequest, seconds: number = 24 * 60 * 60): void {
  checkRequest(request);
  checkSeconds('seconds', seconds, 1);
  setCookie(request, 'tried', seconds);
}

function setCookie(request: HttpRequest, value: 'ready' | 'tried', maxAge: number): void {
  appendCookie(
    responseOf(request),
    stringifySetCookie(cookieName, value, { httpOnly: true, sameSite: 'lax', path: '/', maxAge }),
  );
}

const robots = /bot\b|crawl|spider|slurp|preview|scrap|facebookexternalhit|kakaotalk-scrap/i;

/**
 * Whether a user has just opened a page: not a script, frame, prefetch, link preview or search engine. Callbacks of logins, at Kakao
 * or elsewhere, do not count: their URLs contain codes and must not be stored.
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
