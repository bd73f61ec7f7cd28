import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { KakaoConsent } from '@kakao-login/passport';
import { catchError, from, mergeMap, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { KakaoConsentException } from './kakao-consent.exception.js';
import { requestOf } from './request-of.js';
import { usage, usageTexts } from './usage.js';

const CONSENT = Symbol('consent of the guard');

interface GuardedRequest {
  [CONSENT]?: KakaoConsent;
}

/** Stores that `KakaoConsentGuard` has checked a request, and for which app. */
export function rememberConsent(request: object, consent: KakaoConsent): void {
  (request as GuardedRequest)[CONSENT] = consent;
}

/** Handles a -402 that a handler throws, and detects routes without the guard. The decorators add it to the route. */
@Injectable()
export class KakaoConsentInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = requestOf(context);
    const consent = (request as GuardedRequest)[CONSENT];
    if (consent === undefined) throw usage('guard_missing', 'KakaoConsentGuard', usageTexts().consentGuard);
    return next
      .handle()
      .pipe(
        catchError((error: unknown) =>
          from(consent.checkError(request as Parameters<KakaoConsent['checkError']>[0], error)).pipe(
            mergeMap((answer) => throwError(() => (answer === undefined ? error : new KakaoConsentException(answer)))),
          ),
        ),
      );
  }
}
