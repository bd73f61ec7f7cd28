import { Inject, Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import type { ShopConfig } from '../config.js';
import { SHOP_CONFIG } from '../config.module.js';

/** Limits the pages to their own scripts, forms and frames, and keeps them out of caches. */
@Injectable()
export class SecurityHeadersMiddleware implements NestMiddleware {
  private readonly policy: string;

  constructor(@Inject(SHOP_CONFIG) config: ShopConfig) {
    this.policy = contentSecurityPolicy(config);
  }

  use(_request: Request, response: Response, next: NextFunction): void {
    response.set({
      'Content-Security-Policy': this.policy,
      'Referrer-Policy': 'strict-origin-when-cross-origin',
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'DENY',
      'Cache-Control': 'no-store',
    });
    next();
  }
}

function contentSecurityPolicy({ emulatorUrl }: ShopConfig): string {
  // The JavaScript SDK opens the address picker with a form, and gets its result through a frame. Browsers also check
  // the redirects of a form, so form-action includes Kakao's login hosts.
  const kakao = {
    script: emulatorUrl ?? 'https://t1.kakaocdn.net',
    pages: emulatorUrl ?? 'https://*.kakao.com',
  };
  return [
    `default-src 'self'`,
    `script-src 'self' ${kakao.script}`,
    `style-src 'self'`,
    `img-src 'self' ${emulatorUrl ?? 'https://*.kakaocdn.net https://*.kakao.com'}`,
    `connect-src 'self' ${kakao.pages}`,
    `frame-src ${kakao.pages}`,
    `form-action 'self' ${kakao.pages}`,
    `frame-ancestors 'none'`,
    `base-uri 'none'`,
    `object-src 'none'`,
  ].join('; ');
}
