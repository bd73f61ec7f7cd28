import { BadRequestException, Body, Controller, Get, Post, Query, Redirect, UseGuards } from '@nestjs/common';
import type { KakaoVaultUser } from '@kakao-login/nestjs';
import { list } from '../auth/login-choices.js';
import { CurrentKakao, CurrentVisit } from '../visit/decorators.js';
import { LinkedGuard, SignedInGuard } from '../visit/signed-in.guard.js';
import type { Visit } from '../visit/visit.js';
import { type View, view } from '../web/view.js';
import { calls } from './calls.js';
import { ConsentsPage } from './consents.page.js';

/** The consent items: what the member shares, and how to withdraw it. A login with `scope` asks for more. */
@Controller('consents')
@UseGuards(SignedInGuard, LinkedGuard)
export class ConsentsController {
  @Get()
  async show(@CurrentKakao() kakao: KakaoVaultUser, @Query('only') chosen: unknown): Promise<View> {
    const only = list(chosen);
    const consents = await kakao.scopes.list(only.length > 0 ? { scopes: only } : {});
    return view(ConsentsPage, { consents, only });
  }

  @Post('revoke')
  @Redirect('/consents', 303)
  async revoke(
    @CurrentKakao() kakao: KakaoVaultUser,
    @CurrentVisit() visit: Visit,
    @Body('scope') item: unknown,
  ): Promise<void> {
    const [scope] = list(item);
    if (scope === undefined) throw new BadRequestException('scope');
    const result = await kakao.scopes.revoke([scope]);
    await visit.notify({
      tone: 'good',
      text: { ko: '동의를 철회했어요.', en: 'Your consent is withdrawn.' },
      ...calls.revoke,
      result,
    });
  }
}
