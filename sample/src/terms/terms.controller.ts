import { Body, Controller, Get, Inject, Post, Query, Redirect, UseGuards } from '@nestjs/common';
import type { KakaoVaultUser } from '@kakao-login/nestjs';
import { list } from '../auth/login-choices.js';
import type { ShopConfig } from '../config.js';
import { SHOP_CONFIG } from '../config.module.js';
import { CurrentKakao, CurrentVisit } from '../visit/decorators.js';
import { LinkedGuard, SignedInGuard } from '../visit/signed-in.guard.js';
import type { Visit } from '../visit/visit.js';
import { type View, view } from '../web/view.js';
import { calls } from './calls.js';
import { TermsPage } from './terms.page.js';

/** The shop's own terms, agreed to on Kakao's consent screen (Kakao Sync). */
@Controller('terms')
@UseGuards(SignedInGuard, LinkedGuard)
export class TermsController {
  constructor(@Inject(SHOP_CONFIG) private readonly config: ShopConfig) {}

  @Get()
  async show(
    @CurrentKakao() kakao: KakaoVaultUser,
    @Query('result') which: unknown,
    @Query('tag') tag: unknown,
  ): Promise<View> {
    const result = which === 'agreed' ? 'agreed_service_terms' : 'app_service_terms';
    const tags = list(tag);
    const answer = await kakao.terms.list({ result, ...(tags.length > 0 && { tags }) });
    return view(TermsPage, { answer, result, tags, known: this.config.serviceTerms });
  }

  @Post('revoke')
  @Redirect('/terms', 303)
  async revoke(
    @CurrentKakao() kakao: KakaoVaultUser,
    @CurrentVisit() visit: Visit,
    @Body('tag') tag: unknown,
  ): Promise<void> {
    const result = await kakao.terms.revoke(list(tag));
    await visit.notify({
      tone: 'good',
      text: { ko: '약관 동의를 철회했어요.', en: 'You have withdrawn from the terms.' },
      ...calls.revoke,
      result,
    });
  }

  @Post('agree')
  @Redirect('/terms', 303)
  async agree(
    @CurrentKakao() kakao: KakaoVaultUser,
    @CurrentVisit() visit: Visit,
    @Body('tag') tag: unknown,
  ): Promise<void> {
    const result = await kakao.terms.agree(list(tag));
    await visit.notify({
      tone: 'good',
      text: { ko: '약관에 동의했어요.', en: 'You have accepted the terms.' },
      ...calls.agree,
      result,
    });
  }
}
