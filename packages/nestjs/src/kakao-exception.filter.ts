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
  KakaoWebhookError,
  kakaoErrorBody,
} from '@kakao-login/client';
import type { KakaoError } from '@kakao-login/client';
import { kakaoErrorAnswer } from '@kakao-login/passport';
import { throwError } from 'rxjs';
import type { IncomingHttpHeaders } from 'node:http';
import { forGraphql } from './graphql-error.js';
import { WEBHOOK_CONTEXT } from './webhooks/webhook-handlers.js';

type HttpArgumentsHost = ReturnType<ArgumentsHost['switchToHttp']>;

/**
 * Sends every error of this library over HTTP with its status: a page in Korean or English for a browser that opens a
 * page, and JSON (`kakaoErrorBody`) for other clients. Kakao's own text is only logged.
 *
 * Add it with `@UseFilters(KakaoExceptionFilter)` or `{ provide: APP_FILTER, useClass: KakaoExceptionFilter }`. In
 * GraphQL, `extensions.kakao` of the error is the same JSON. WebSocket clients get it as an `exception` event, and
 * callers of a microservice as the error.
 */
@Catch(
  KakaoApiError,
  KakaoAuthError,
  KakaoConnectionError,
  KakaoUnexpectedError,
  KakaoTokenError,
  KakaoLoginError,
  KakaoUsageError,
  KakaoWebhookError,
)
export class KakaoExceptionFilter implements ExceptionFilter<KakaoError> {
  protected readonly logger = new Logger(KakaoExceptionFilter.name);

  constructor(protected readonly platform: HttpAdapterHost) {}

  catch(error: KakaoError, host: ArgumentsHost): unknown {
    this.log(error);
    const type = host.getType<string>();
    if (type === 'http') return this.answer(error, host.switchToHttp());
    // Nest's own filters answer like this too. Throwing from a filter would end the process.
    const body = { status: 'error', ...kakaoErrorBody(error) };
    if (type === 'rpc') return throwError(() => body);
    if (type === 'ws') return tell(host.switchToWs().getClient<WsClient>(), body);
    throw type === WEBHOOK_CONTEXT ? error : forGraphql(error);
  }

  /** Returns where the button of the error page leads. Override it to use your login page. */
  protected startPath(_request: unknown): string {
    return '/';
  }

  private answer(error: KakaoError, http: HttpArgumentsHost): void {
    const { httpAdapter } = this.platform;
    const response = http.getResponse<object>();
    if (httpAdapter.isHeadersSent(response)) return;

    const request = http.getRequest<{ headers: IncomingHttpHeaders }>();
    const { headers, body } = kakaoErrorAnswer(error, request.headers, this.startPath(request));
    for (const [name, value] of Object.entries(headers)) httpAdapter.setHeader(response, name, value);
    const answer = typeof body === 'string' ? body : { statusCode: error.status, ...body };
    httpAdapter.reply(response, answer, error.status);
  }

  private log(error: KakaoError): void {
    // As JSON, so that a line break in Kakao's text cannot forge a log line.
    const theirs = 'kakaoMessage' in error && error.kakaoMessage ? ` Kakao: ${JSON.stringify(error.kakaoMessage)}` : '';
    if (error.status >= 500) this.logger.error(error.message + theirs);
    else this.logger.log(error.message + theirs);
  }
}

interface WsClient {
  /** Only a plain WebSocket has a number here. Its `emit` does not reach the client. */
  readyState?: unknown;
  send(message: string): void;
  emit(event: string, data: unknown): void;
}

function tell(client: WsClient, data: object): void {
  const event = 'exception';
  if (typeof client.readyState === 'number') client.send(JSON.stringify({ event, data }));
  else client.emit(event, data);
}
