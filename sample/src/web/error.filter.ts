import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { type KakaoError, isKakaoError, kakaoErrorBody } from '@kakao-login/nestjs';
import type { Request, Response } from 'express';
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
    const response = http.getResponse<Response>();
    try {
      await this.answer(error, http.getRequest<ShopRequest>(), response);
    } catch (failure) {
      // Nest does not wait for a filter: what it throws would end the process. A page needs the database, which may be away.
      this.logger.error(failure instanceof Error ? (failure.stack ?? failure.message) : String(failure));
      if (!response.headersSent) response.status(500).type('text').send('Something went wrong.');
    }
  }

  private async answer(error: unknown, request: ShopRequest, response: Response): Promise<void> {
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
  if (error instanceof HttpException) return error.getStatus();
  // Express's own errors (a body that is too large) say what the sender did wrong.
  const { status } = error as { status?: unknown };
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

function plain(error: unknown): string {
  if (error instanceof HttpException || error instanceof SignInNeeded) return error.message;
  return 'Something went wrong.';
}

/** A request that could not be read never became a visit, and a page is made for one. */
function wantsPage(request: Partial<Pick<ShopRequest, 'visit'>> & Request): boolean {
  return request.visit !== undefined && request.accepts(['html', 'json']) === 'html';
}

function pageOf(referer: string | undefined, request: ShopRequest): string | undefined {
  if (referer === undefined || !URL.canParse(referer)) return undefined;
  const url = new URL(referer);
  return url.host === request.headers.host ? returnPath(url.pathname) : undefined;
}
