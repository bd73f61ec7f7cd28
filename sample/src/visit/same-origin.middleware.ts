import { ForbiddenException, Inject, Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import type { ShopConfig } from '../config.js';
import { SHOP_CONFIG } from '../config.module.js';

/**
 * Refuses a POST that a page of another origin sent. The session cookie is `SameSite=Lax` already. This also stops
 * pages on another port or subdomain of the same site, which SameSite allows.
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
