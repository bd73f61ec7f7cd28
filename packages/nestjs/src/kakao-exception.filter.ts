import { Catch, Logger } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import {
  KakaoApiError,
  KakaoAuthError,
  KakaoConnectionError,
  KakaoLoginError,
  KakaoTokenError,
  KakaoUnexpectedError,
  KakaoUsageError,
} from '@kakao-login/client';
import type { KakaoError } from '@kakao-login/client';
import { kakaoErrorAnswer } from '@kakao-login/passport';
import type { IncomingHttpHeaders } from 'node:http';

/**
 * Answers every error of this library over HTTP, with the status that fits: a page in Korean or English for a browser
 * that navigates, JSON (`kakaoErrorBody`) for everybody else. Kakao's own text goes to the log only.
 *
 * Opt in with `@UseFilters(KakaoExceptionFilter)` or `{ provide: APP_FILTER, useClass: KakaoExceptionFilter }`. Outside
 * HTTP (GraphQL, WebSocket, microservice) errors are thrown on, unchanged.
 */
@Catch(
  KakaoApiError,
  KakaoAuthError,
  KakaoConnectionError,
  KakaoUnexpectedError,
  KakaoTokenError,
  KakaoLoginError,
  KakaoUsageError,
)
export class KakaoExceptionFilter implements ExceptionFilter<KakaoError> {
  protected readonly logger = new Logger(KakaoExceptionFilter.name);

  constructor(protected readonly platform: HttpAdapterHost) {}

  catch(error: KakaoError, host: ArgumentsHost): void {
    if (host.getType<string>() !== 'http') throw error;
    this.log(error);
    const { httpAdapter } = this.platform;
    const http = host.switchToHttp();
    const response = http.getResponse<object>();
    if (httpAdapter.isHeadersSent(response)) return;

    const request = http.getRequest<{ headers: IncomingHttpHeaders }>();
    const { headers, body } = kakaoErrorAnswer(error, request.headers, this.startPath(request));
    for (const [name, value] of Object.entries(headers)) httpAdapter.setHeader(response, name, value);
    const answer = typeof body === 'string' ? body : { statusCode: error.status, ...body };
    httpAdapter.reply(response, answer, error.status);
  }

  /** Where the button of the error page leads. Override it to point at your login page. */
  protected startPath(_request: unknown): string {
    return '/';
  }

  private log(error: KakaoError): void {
    // JSON, so that no line break in Kakao's text can forge a line of the log.
    const theirs = 'kakaoMessage' in error && error.kakaoMessage ? ` Kakao: ${JSON.stringify(error.kakaoMessage)}` : '';
    if (error.status >= 500) this.logger.error(error.message + theirs);
    else this.logger.log(error.message + theirs);
  }
}
