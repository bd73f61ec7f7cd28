import { Inject, Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import type { ShopConfig } from '../config.js';
import { SHOP_CONFIG } from '../config.module.js';
import { SessionsService } from './sessions.service.js';
import { type ShopRequest, Visit } from './visit.js';

/** Opens the session, once per request. */
@Injectable()
export class VisitMiddleware implements NestMiddleware {
  constructor(
    @Inject(SHOP_CONFIG) private readonly config: ShopConfig,
    private readonly sessions: SessionsService,
  ) {}

  async use(request: Request, response: Response, next: NextFunction): Promise<void> {
    const visit = new Visit(request, response, this.config.publicUrl, this.sessions);
    // Before the database is used, because the page that reports its failure needs this.
    (request as ShopRequest).visit = visit;
    await visit.open();
    next();
  }
}
