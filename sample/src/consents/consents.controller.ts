import { BadRequestException, Body, Controller, Get, Post, Query, Redirect, UseGuards } from '@nestjs/common';
import { KakaoScopesService } from '@kakao-login/nestjs';
import { list } from '../auth/login-choices.js';
import { Caller, CurrentVisit } from '../visit/decorators.js';
import { SignedInGuard } from '../visit/signed-in.guard.js';
import type { Visit } from '../visit/visit.js';
import { type View, view } from '../web/view.js';
import { calls } from './calls.js';
import { ConsentsPage } from './consents.page.js';

/** The consent items: what the member shares, and how to withdraw it. A login with `scope` asks for more. */
@Controller('consents')
@UseGuards(SignedInGuard)
export class ConsentsController {
  constructor(private readonly scopes: KakaoScopesService) {}

  @Get()
  async show(@Caller() caller: Caller, @Query('only') chosen: unknown): Promise<View> {
    const only = list(chosen);
    const consents = await this.scopes.list(caller, only.length > 0 ? { scopes: only } : {});
    return view(ConsentsPage, { consents, only });
  }

  @Post('revoke')
  @Redirect('/consents', 303)
  async revoke(@Caller() caller: Caller, @CurrentVisit() visit: Visit, @Body('scope') item: unknown): Promise<void> {
    const [scope] = list(item);
    if (scope === undefined) throw new BadRequestException('scope');
    const result = await this.scopes.revoke(caller, [scope]);
    await visit.notify({
      tone: 'good',
      text: { ko: '동의를 철회했어요.', en: 'Your consent is withdrawn.' },
      ...calls.revoke,
      result,
    });
  }
}
