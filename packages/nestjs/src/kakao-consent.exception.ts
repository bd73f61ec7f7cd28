import { Catch, HttpException } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { KakaoConsentAnswer, KakaoProblem, KakaoProblemPage } from '@kakao-login/passport';

/**
 * Thrown by `KakaoConsentGuard` when it does not let a request in. Its response is what the client gets: problem
 * details (RFC 9457) with 401 or 403, or a redirect to Kakao (302) for a user who opens a page.
 */
export class KakaoConsentException extends HttpException {
  /** What is missing, and a URL to ask the user for it. `undefined` with 302. */
  readonly problem?: KakaoProblem;
  /** The problem as a page, if the user has submitted a form. */
  readonly page?: KakaoProblemPage;
  /** The URL at Kakao. Only with 302. */
  readonly location?: string;

  constructor(answer: KakaoConsentAnswer) {
    super(answer.status === 302 ? { statusCode: 302, message: 'Found' } : { ...answer.problem }, answer.status);
    if (answer.status === 302) {
      this.location = answer.location;
      return;
    }
    this.problem = answer.problem;
    if (answer.page !== undefined) this.page = answer.page;
  }
}

/**
 * Sends a page to a user who submitted a form, and `application/problem+json` to everybody else, which Nest's own filter
 * does not. The decorators add it to the route.
 */
@Catch(KakaoConsentException)
export class KakaoConsentFilter implements ExceptionFilter<KakaoConsentException> {
  constructor(private readonly platform: HttpAdapterHost) {}

  catch(exception: KakaoConsentException, host: ArgumentsHost): void {
    if (host.getType<string>() !== 'http') throw exception;
    const { httpAdapter } = this.platform;
    const response = host.switchToHttp().getResponse<object>();
    if (httpAdapter.isHeadersSent(response)) return;
    const { problem, page, location } = exception;
    if (location !== undefined) return void httpAdapter.redirect(response, 302, location);
    if (page !== undefined) {
      for (const [name, value] of Object.entries(page.headers)) httpAdapter.setHeader(response, name, value);
      return void httpAdapter.reply(response, page.body, exception.getStatus());
    }
    httpAdapter.setHeader(response, 'Content-Type', 'application/problem+json; charset=utf-8');
    // A string, because Nest 11 sends objects as `application/json`.
    httpAdapter.reply(response, JSON.stringify(problem), exception.getStatus());
  }
}
