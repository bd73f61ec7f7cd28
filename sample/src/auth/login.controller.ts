import { Controller, Get, Inject, Query } from '@nestjs/common';
import type { ShopConfig } from '../config.js';
import { SHOP_CONFIG } from '../config.module.js';
import { returnPath } from '../visit/return-to.js';
import { type View, view } from '../web/view.js';
import { javascriptSdk } from '../web/javascript-sdk.js';
import { LoginPage } from './login.page.js';

@Controller('login')
export class LoginController {
  constructor(@Inject(SHOP_CONFIG) private readonly config: ShopConfig) {}

  @Get()
  show(@Query('returnTo') returnTo: unknown, @Query('reason') reason: unknown): View {
    return view(LoginPage, {
      returnTo: returnPath(returnTo),
      sessionIsOver: reason === 'session',
      terms: this.config.serviceTerms,
      sdk: javascriptSdk(this.config),
    });
  }
}
