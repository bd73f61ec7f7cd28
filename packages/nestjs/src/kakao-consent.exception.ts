import { Catch, HttpException } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { KakaoConsentAnswer, KakaoProblem } from '@kakao-login/passport';

/**
 * Why `KakaoConsentGuard` did not let a request in. The response of the exception is what the request is answered: problem details
 * (RFC 9457) with 401 or 403. A user who opens a page goes to Kakao, with 302.
 */
export class KakaoConsentException extends HttpException {
  /** What is missing, and an address that asks for it; `undefined` with 302. */
  readonly problem?: KakaoProblem;
  /** Kakao's address; only with 302. */
  readonly location?: string;

  constructor(answer: KakaoConsentAnswer) {
    super(answer.status === 302 ? { statusCode: 302, message: 'Found' } : { ...answer.problem }, answer.status);
    if (answer.status === 302) this.location = answer.location;
    else this.problem = answer.problem;
  }
}

/** Answers as `application/problem+json`, which Nest's own filter does not. The decorators bring it along. */
@Catch(KakaoConsentException)
export class KakaoConsentFilter implements ExceptionFilter<KakaoConsentException> {
  constructor(private readonly platform: HttpAdapterHost) {}

  catch(exception: KakaoConsentException, host: ArgumentsHost): void {
    if (host.getType<string>() !== 'http') throw exception;
    const { httpAdapter } = this.platform;
    const response = host.switchToHttp().getResponse<object>();
    if (httpAdapter.isHeadersSent(response)) return;
    const { problem, location } = exception;
    if (location !== undefined) return void httpAdapter.redirect(response, 302, location);
    httpAdapter.setHeader(response, 'Content-Type', 'application/problem+json; charset=utf-8');
    // As text: Nest 11 takes an object for plain JSON.
    httpAdapter.reply(response, JSON.stringify(problem), exception.getStatus());
  }
}
