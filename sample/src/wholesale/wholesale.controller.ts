import { BadRequestException, Body, Controller, Get, Post, Redirect, UseGuards } from '@nestjs/common';
import { InjectKakao, KakaoAuthGuard, KakaoLogin, KakaoVault, type KakaoVaultUser } from '@kakao-login/nestjs';
import { SealedRecords } from '../vault/sealed-records.service.js';
import { CurrentVisit } from '../visit/decorators.js';
import type { Visit } from '../visit/visit.js';
import { attempt } from '../web/attempt.js';
import { type View, view } from '../web/view.js';
import { calls } from './calls.js';
import { CustomersService } from './customers.service.js';
import { WHOLESALE } from './wholesale-kakao.js';
import { WholesalePage } from './wholesale.page.js';

/**
 * The wholesale shop is a second Kakao app, with auto-link off. A login does not link the user: the shop asks for the
 * name of the business first, and then calls signup.
 */
@Controller()
export class WholesaleController {
  constructor(
    @InjectKakao(WHOLESALE, KakaoVault) private readonly vault: KakaoVault,
    private readonly records: SealedRecords,
    private readonly customers: CustomersService,
  ) {}

  @Get('auth/kakao-wholesale')
  @UseGuards(KakaoAuthGuard.for(WHOLESALE))
  login(): void {}

  @Get('auth/kakao-wholesale/callback')
  @UseGuards(KakaoAuthGuard.for(WHOLESALE))
  @Redirect('/wholesale', 303)
  async callback(@KakaoLogin() login: KakaoLogin, @CurrentVisit() visit: Visit): Promise<void> {
    visit.session.wholesaleId = login.profile.id;
    await visit.saveSession();
  }

  @Get('wholesale')
  async show(@CurrentVisit() visit: Visit): Promise<View> {
    const { wholesaleId } = visit.session;
    if (wholesaleId === undefined) return view(WholesalePage, {});
    const kakao = this.vault.forUser(wholesaleId);
    const propertyKeys = ['has_signed_up', 'kakao_account.', 'properties.'];
    const answer = await attempt(kakao.user.me({ propertyKeys }));
    if (!answer.ok) {
      // Kakao no longer accepts the tokens in the vault, so the user has to log in to this app again.
      if (answer.error.code !== 'reconnect_required') throw answer.error;
      delete visit.session.wholesaleId;
      await visit.saveSession();
      return view(WholesalePage, {});
    }
    const user = answer.value;
    const customer = await this.customers.find(user.id);
    const record = await this.records.find(wholesaleId);
    return view(WholesalePage, { user, customer, record });
  }

  @Post('wholesale/signup')
  @Redirect('/wholesale', 303)
  async signup(@CurrentVisit() visit: Visit, @Body() body: Record<string, unknown> = {}): Promise<void> {
    const kakao = this.kakaoOf(visit);
    const businessName = text(body['company_name']);
    const businessNumber = text(body['business_number']);
    if (businessName === '') throw new BadRequestException('company_name');
    const properties = { company_name: businessName, business_number: businessNumber };
    const result = await kakao.account.signup({ properties });
    await this.customers.add(result.id, businessName, body['tax_invoice'] === 'on');
    await visit.notify({
      tone: 'good',
      text: { ko: '도매 회원이 되었어요.', en: 'You are a wholesale customer now.' },
      ...calls.signup,
      result: { request: { properties }, response: result },
    });
  }

  @Post('wholesale/leave')
  @Redirect('/wholesale', 303)
  async leave(@CurrentVisit() visit: Visit): Promise<void> {
    const { id } = this.kakaoOf(visit);
    await this.vault.unlink(id);
    await this.customers.remove(id);
    delete visit.session.wholesaleId;
    await visit.saveSession();
    await visit.notify({
      tone: 'good',
      text: { ko: '도매 회원에서 탈퇴했어요.', en: 'You are no longer a wholesale customer.' },
      ...calls.unlink,
    });
  }

  @Post('wholesale/logout')
  @Redirect('/wholesale', 303)
  async logout(@CurrentVisit() visit: Visit): Promise<void> {
    await attempt(this.vault.logout(this.kakaoOf(visit).id));
    delete visit.session.wholesaleId;
    await visit.saveSession();
  }

  private kakaoOf({ session: { wholesaleId } }: Visit): KakaoVaultUser {
    if (wholesaleId === undefined) throw new BadRequestException('Log in to the wholesale shop first.');
    return this.vault.forUser(wholesaleId);
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim().slice(0, 100) : '';
}
