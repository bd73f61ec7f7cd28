import { Body, Controller, Inject, Post, Redirect, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { ShopConfig } from '../config.js';
import { SHOP_CONFIG } from '../config.module.js';
import { cookieOptions } from '../visit/cookies.js';
import { isLanguage, isTheme } from '../visit/preferences.js';
import { returnPath } from '../visit/return-to.js';

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
    const options = cookieOptions(this.config.publicUrl, oneYear);
    if (isLanguage(body.language)) response.cookie('language', body.language, options);
    if (isTheme(body.theme)) response.cookie('theme', body.theme, options);
    return { url: returnPath(body.returnTo) ?? '/' };
  }
}
