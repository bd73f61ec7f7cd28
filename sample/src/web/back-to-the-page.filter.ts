import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { KakaoConsentException } from '@kakao-login/nestjs';
import type { Request, Response } from 'express';
import { pageBehind } from '../visit/return-to.js';

/**
 * For forms whose consent or login has expired while the page was open. Redirects to the page, which asks the user
 * for it again. The form is not sent again: the user has to press the button.
 */
@Catch(KakaoConsentException)
export class BackToThePage implements ExceptionFilter<KakaoConsentException> {
  catch(exception: KakaoConsentException, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const page = request.accepts(['html', 'json']) === 'html' ? pageBehind(request) : undefined;
    if (page !== undefined) return response.redirect(303, page);
    response.status(exception.getStatus()).type('application/problem+json').send(JSON.stringify(exception.problem));
  }
}
