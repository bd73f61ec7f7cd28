import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Inject, Logger } from '@nestjs/common';
import { type KakaoError, isKakaoError, kakaoErrorBody } from '@kakao-login/nestjs';
import type { Request, Response } from 'express';
import type { ShopConfig } from '../config.js';
import { SHOP_CONFIG } from '../config.module.js';
import { pageBehind } from '../visit/return-to.js';
import { SessionsService } from '../visit/sessions.service.js';
import { LinkNeeded, SignInNeeded } from '../visit/signed-in.guard.js';
import { type ShopRequest, Visit } from '../visit/visit.js';
import { adviceOf, titleOf, wireCall } from './error-texts.js';
import { ErrorPage, KakaoErrorPage } from './error.page.js';
import { PageRenderer } from './page-renderer.js';
import { type View, view } from './view.js';

/**
 * Turns every failure into something that the visitor can act on: a page with a next step, a notice on the page whose
 * button failed, or JSON for scripts. An application without pages needs only `KakaoExceptionFilter` of
 * `@kakao-login/nestjs`.
 */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Shop');

  constructor(
    @Inject(SHOP_CONFIG) private readonly config: ShopConfig,
    private readonly renderer: PageRenderer,
    private readonly sessions: SessionsService,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<ShopRequest>();
    const response = http.getResponse<Response>();
    // A request that could not be parsed has no session, but gets a page too.
    (request as { visit?: Visit }).visit ??= new Visit(request, response, this.config.publicUrl, this.sessions);
    try {
      await this.answer(error, request, response);
    } catch (failure) {
      // Nest does not wait for filters, so a rejection would end the process. The page may fail without the database.
      this.log(failure);
      if (!response.headersSent) response.status(500).type('text').send('Something went wrong.');
    }
  }

  private async answer(error: unknown, request: ShopRequest, response: Response): Promise<void> {
    if ((error instanceof SignInNeeded || error instanceof LinkNeeded) && wantsPage(request)) {
      error.redirect(response);
      return;
    }
    const status = statusOf(error);
    // Messages of Kakao errors contain no credentials and no personal data.
    if (status >= 500) this.log(error);

    if (!wantsPage(request)) {
      response
        .status(status)
        .json(isKakaoError(error) ? kakaoErrorBody(error) : { error: status, message: messageOf(error) });
      return;
    }
    if (isKakaoError(error) && error.kind === 'api' && (await this.backToTheForm(error, request, response))) return;

    const html = await this.renderer.render(pageFor(error, status), request);
    response.status(status).type('html').send(html);
  }

  /** If a button on one of our pages caused the call, the failure is explained on that page. */
  private async backToTheForm(error: KakaoError, request: ShopRequest, response: Response): Promise<boolean> {
    const page = request.method === 'POST' ? pageBehind(request) : undefined;
    if (page === undefined || error.code === -401) return false;
    await request.visit.notify({
      tone: 'bad',
      errorCode: String(error.code),
      text: titleOf(error),
      advice: adviceOf(error),
      call: wireCall(error),
      result: kakaoErrorBody(error),
    });
    response.redirect(303, page);
    return true;
  }

  private log(error: unknown): void {
    this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

function pageFor(error: unknown, status: number): View {
  return isKakaoError(error) ? view(KakaoErrorPage, { error }) : view(ErrorPage, { status });
}

function statusOf(error: unknown): number {
  if (isKakaoError(error)) return error.status;
  if (error instanceof SignInNeeded) return 401;
  if (error instanceof HttpException) return error.getStatus();
  // Express's own errors say what the client did wrong, such as a body that is too large.
  const { status } = error as { status?: unknown };
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

function messageOf(error: unknown): string {
  if (error instanceof HttpException || error instanceof SignInNeeded) return error.message;
  return 'Something went wrong.';
}

function wantsPage(request: Request): boolean {
  return request.accepts(['html', 'json']) === 'html';
}
