import type { IncomingHttpHeaders } from 'node:http';
import { isKakaoError, kakaoErrorBody, type KakaoError, type KakaoErrorBody } from '@kakao-login/client';
import type { ErrorRequestHandler } from 'express';
import { errorPage, pageHeaders } from './error-page.js';
import { preferredLanguage, wantsPage } from './negotiate.js';
import { checkObject, usage, usageTexts } from './usage.js';

/** The HTTP response to an error, from {@link kakaoErrorAnswer}. */
export interface KakaoErrorAnswer {
  status: number;
  headers: Record<string, string>;
  /** An HTML page, or an object to send as JSON. */
  body: string | KakaoErrorBody;
}

/**
 * Returns the HTTP response to an error of this library: a page in Korean or English if a user opened it in a browser, JSON for all
 * other requests. It contains no text from Kakao.
 *
 * @param headers of the request
 * @param start the address of the page's only button
 * @throws {KakaoUsageError} when an argument is malformed
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
  return { status, headers: { ...always, ...pageHeaders(language) }, body: errorPage(error, language, start) };
}

/**
 * Error middleware for Express, to add after all routes. It answers failed logins (in another browser, too late, refused) with a page
 * that has one button, or with JSON for scripts. Other errors are passed on.
 *
 * @param options `start`: the address of the button; a page that does not start a login without a click. Default `/`
 * @example
 * app.use(kakaoErrorHandler({ start: '/login' }));
 * @throws {KakaoUsageError} when an option is malformed
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
  if (typeof start !== 'string') throw usage('option_malformed', 'start', usageTexts().string);
}
