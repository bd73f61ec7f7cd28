import { Inject, Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { getIronSession } from 'iron-session';
import type { ShopConfig } from '../config.js';
import { SHOP_CONFIG } from '../config.module.js';
import { cookies, type SessionData, type ShopRequest, type Theme, Visit } from './visit.js';

/** Opens the sealed session cookie and the preference cookies, once per request. */
@Injectable()
export class VisitMiddleware implements NestMiddleware {
  constructor(@Inject(SHOP_CONFIG) private readonly config: ShopConfig) {}

  async use(request: Request, response: Response, next: NextFunction): Promise<void> {
    const password = this.config.sessionSecret;
    // A browser keeps a Secure cookie only from https (and would lose it on http://192.168.…).
    const secure = this.config.publicUrl.startsWith('https:');
    const session = await getIronSession<SessionData>(request, response, {
      cookieName: 'moonlight_session',
      password,
      cookieOptions: { httpOnly: true, sameSite: 'lax', secure, path: '/' },
    });
    const { language, theme } = cookies(request);
    (request as ShopRequest).visit = new Visit(
      session,
      language === 'en' ? 'en' : 'ko',
      isTheme(theme) ? theme : 'auto',
      request,
      response,
      { password, secure },
    );
    next();
  }
}

export function isTheme(value: unknown): value is Theme {
  return value === 'auto' || value === 'light' || value === 'dark';
}
