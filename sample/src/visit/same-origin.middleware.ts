import { ForbiddenException, Inject, Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import type { ShopConfig } from '../config.js';
import { SHOP_CONFIG } from '../config.module.js';

/**
 * Refuses a POST that another site's page sent. The session cookie is `SameSite=Lax` already; this also stops pages of
 * the same site on another port or subdomain, which SameSite lets through.
 */
@Injectable()
export class SameOriginMiddleware implements NestMiddleware {
  constructor(@Inject(SHOP_CONFIG) private readonly config: ShopConfig) {}

  use(request: Request, _response: Response, next: NextFunction): void {
    const safe = request.method === 'GET' || request.method === 'HEAD';
    if (!safe && request.headers.origin !== new URL(this.config.publicUrl).origin) {
      throw new ForbiddenException(`A ${request.method} must come from a page of ${this.config.publicUrl}.`);
    }
    next();
  }
}
