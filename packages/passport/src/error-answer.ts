import type { IncomingHttpHeaders } from 'node:http';
import { isKakaoError, kakaoErrorBody, type KakaoError, type KakaoErrorBody } from '@kakao-login/client';
import type { ErrorRequestHandler } from 'express';
import { errorPage, pagePolicy } from './error-page.js';
import { preferredLanguage, wantsPage } from './negotiate.js';
import { checkObject, usage, usageTexts } from './usage.js';

/** An HTTP answer to an error; see {@link kakaoErrorAnswer}. */
export interface KakaoErrorAnswer {
  status: number;
  headers: Record<string, string>;
  /** A page, or what JSON is to say. */
  body: string | KakaoErrorBody;
}

/**
 * How to answer an error of this library: with a page in Korean or English for a browser that navigates, JSON for everybody
 * else. Nothing of Kakao's own text is in it.
 *
 * @param headers of the request
 * @param start where the one button of the page leads
 */
export function kakaoErrorAnswer(error: KakaoError, headers: IncomingHttpHeaders, start = '/'): KakaoErrorAnswer {
  checkObject('headers', headers);
  checkStart(start);
  const body = kakaoErrorBody(error);
  const { status, retryAfter } = error;
  const always = {
    'Cache-Control': 'no-store',
    ...(retryAfter !== undefined && { 'Retry-After': String(retryAfter) }),
  };
  if (!wantsPage(headers)) return { status, headers: always, body };
  const language = preferredLanguage(headers);
  const page = {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Language': language,
    'Content-Security-Policy': pagePolicy(),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  };
  return { status, headers: { ...always, ...page }, body: errorPage(error, language, start) };
}

/**
 * Error middleware for Express, behind all routes: a login that did not come to its end (in another browser, too late, refused) is
 * answered with a page that has one button, or JSON for scripts. Errors that are not ours are passed on.
 *
 * @param options `start`: where the button leads; a page that asks for a click and begins no login by itself. Default `/`
 * @example
 * app.use(kakaoErrorHandler({ start: '/login' }));
 */
export function kakaoErrorHandler(options: { start?: string } = {}): ErrorRequestHandler {
  checkObject('options', options);
  const { start = '/' } = options;
  checkStart(start);
  return (error: unknown, request, response, next) => {
    if (!isKakaoError(error) || response.headersSent) return next(error);
    const { status, headers, body } = kakaoErrorAnswer(error, request.headers, start);
    return response.status(status).set(headers).send(body);
  };
}

function checkStart(start: unknown): void {
  if (typeof start !== 'string') throw usage('option_malformed', 'start', usageTexts.string);
}
