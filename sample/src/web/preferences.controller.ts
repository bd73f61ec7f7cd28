import { Body, Controller, Inject, Post, Redirect, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { ShopConfig } from '../config.js';
import { SHOP_CONFIG } from '../config.module.js';
import { returnPath } from '../visit/return-to.js';
import { isTheme } from '../visit/visit.middleware.js';

const oneYear = 365 * 24 * 60 * 60 * 1000;

/** Language and theme: two plain cookies, read on every request. */
@Controller('preferences')
export class PreferencesController {
  constructor(@Inject(SHOP_CONFIG) private readonly config: ShopConfig) {}

  @Post()
  @Redirect('/', 303)
  keep(
    @Res({ passthrough: true }) response: Response,
    @Body() body: { language?: unknown; theme?: unknown; returnTo?: unknown } = {},
  ): { url: string } {
    const secure = this.config.publicUrl.startsWith('https:');
    const options = { path: '/', sameSite: 'lax', secure, httpOnly: true, maxAge: oneYear } as const;
    if (body.language === 'ko' || body.language === 'en') response.cookie('language', body.language, options);
    if (isTheme(body.theme)) response.cookie('theme', body.theme, options);
    return { url: returnPath(body.returnTo) ?? '/' };
  }
}
