import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { type KakaoError, isKakaoError, kakaoErrorBody } from '@kakao-login/nestjs';
import type { Response } from 'express';
import { returnPath } from '../visit/return-to.js';
import { SignInNeeded } from '../visit/signed-in.guard.js';
import type { ShopRequest } from '../visit/visit.js';
import { ErrorPage, KakaoErrorPage, titleOf, wireCall } from './error.page.js';
import { PageRenderer } from './page-renderer.js';
import { type View, view } from './view.js';

/**
 * Every failure becomes something a person can act on: a page with the code, the cause and what to do; a note on the
 * page whose button failed; or JSON for scripts. Where an application has no pages, `KakaoExceptionFilter` of
 * `@kakao-login/nestjs` is all it takes.
 */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Shop');

  constructor(private readonly renderer: PageRenderer) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<ShopRequest>();
    const response = http.getResponse<Response>();
    if (error instanceof SignInNeeded && wantsPage(request)) {
      error.redirect(response);
      return;
    }
    const status = statusOf(error);
    // Messages of Kakao errors hold no credential and no personal datum, by contract.
    if (status >= 500) this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));

    if (!wantsPage(request)) {
      response
        .status(status)
        .json(isKakaoError(error) ? kakaoErrorBody(error) : { error: status, message: plain(error) });
      return;
    }
    if (isKakaoError(error) && error.kind === 'api' && (await this.backToTheForm(error, request, response))) return;

    const html = await this.renderer.render(pageFor(error, status), request);
    response.status(status).type('html').send(html);
  }

  /** A call that failed because of a button on one of our pages is explained on that page. */
  private async backToTheForm(error: KakaoError, request: ShopRequest, response: Response): Promise<boolean> {
    const page = request.method === 'POST' ? pageOf(request.headers.referer, request) : undefined;
    if (page === undefined || error.code === -401) return false;
    await request.visit.notify({
      tone: 'bad',
      code: String(error.code),
      text: titleOf(error),
      reason: error.reason,
      remedy: error.remedy,
      call: wireCall(error),
      result: kakaoErrorBody(error),
    });
    response.redirect(303, page);
    return true;
  }
}

function pageFor(error: unknown, status: number): View {
  return isKakaoError(error) ? view(KakaoErrorPage, { error }) : view(ErrorPage, { status });
}

function statusOf(error: unknown): number {
  if (isKakaoError(error)) return error.status;
  if (error instanceof SignInNeeded) return 401;
  return error instanceof HttpException ? error.getStatus() : 500;
}

function plain(error: unknown): string {
  if (error instanceof HttpException || error instanceof SignInNeeded) return error.message;
  return 'Something went wrong.';
}

function wantsPage(request: ShopRequest): boolean {
  return request.accepts(['html', 'json']) === 'html';
}

function pageOf(referer: string | undefined, request: ShopRequest): string | undefined {
  if (referer === undefined || !URL.canParse(referer)) return undefined;
  const url = new URL(referer);
  return url.host === request.headers.host ? returnPath(url.pathname) : undefined;
}
