import { Body, Controller, Get, Inject, Post, Query, Redirect, UseGuards } from '@nestjs/common';
import { KakaoTermsService } from '@kakao-login/nestjs';
import { list } from '../auth/login-choices.js';
import type { ShopConfig } from '../config.js';
import { SHOP_CONFIG } from '../config.module.js';
import { Caller, CurrentVisit } from '../visit/decorators.js';
import { SignedInGuard } from '../visit/signed-in.guard.js';
import type { Visit } from '../visit/visit.js';
import { type View, view } from '../web/view.js';
import { calls } from './calls.js';
import { TermsPage } from './terms.page.js';

/** The shop's own terms, agreed to on Kakao's consent screen (Kakao Sync). */
@Controller('terms')
@UseGuards(SignedInGuard)
export class TermsController {
  constructor(
    @Inject(SHOP_CONFIG) private readonly config: ShopConfig,
    private readonly terms: KakaoTermsService,
  ) {}

  @Get()
  async show(@Caller() caller: Caller, @Query('result') which: unknown, @Query('tag') tag: unknown): Promise<View> {
    const result = which === 'agreed' ? 'agreed_service_terms' : 'app_service_terms';
    const tags = list(tag);
    const answer = await this.terms.list(caller, { result, ...(tags.length > 0 && { tags }) });
    return view(TermsPage, { answer, result, tags, known: this.config.serviceTerms });
  }

  @Post('revoke')
  @Redirect('/terms', 303)
  async revoke(@Caller() caller: Caller, @CurrentVisit() visit: Visit, @Body('tag') tag: unknown): Promise<void> {
    const result = await this.terms.revoke(caller, list(tag));
    await visit.notify({
      tone: 'good',
      text: { ko: '약관 동의를 철회했어요.', en: 'You have withdrawn from the terms.' },
      ...calls.revoke,
      result,
    });
  }

  @Post('agree')
  @Redirect('/terms', 303)
  async agree(@Caller() caller: Caller, @CurrentVisit() visit: Visit, @Body('tag') tag: unknown): Promise<void> {
    const result = await this.terms.agree(caller, list(tag));
    await visit.notify({
      tone: 'good',
      text: { ko: '약관에 동의했어요.', en: 'You have accepted the terms.' },
      ...calls.agree,
      result,
    });
  }
}
