import { BadRequestException, Body, Controller, Get, Post, Redirect, UseGuards } from '@nestjs/common';
import {
  InjectKakao,
  KakaoAuthGuard,
  KakaoLogin,
  KakaoSignupService,
  KakaoUnlinkService,
  KakaoUserService,
} from '@kakao-login/nestjs';
import { CurrentVisit } from '../visit/decorators.js';
import { tokensToKeep } from '../visit/session-data.js';
import type { Visit } from '../visit/visit.js';
import { attempt } from '../web/attempt.js';
import { type View, view } from '../web/view.js';
import { calls } from './calls.js';
import { CustomersService } from './customers.service.js';
import { WHOLESALE } from './wholesale-kakao.js';
import { WholesalePage } from './wholesale.page.js';

/**
 * The shop for other shops: a second app at Kakao with automatic connection off. A login connects nobody; the shop asks
 * for the name of the business first, then connects the user by manual signup.
 */
@Controller()
export class WholesaleController {
  constructor(
    @InjectKakao(WHOLESALE, KakaoUserService) private readonly users: KakaoUserService,
    @InjectKakao(WHOLESALE, KakaoSignupService) private readonly signups: KakaoSignupService,
    @InjectKakao(WHOLESALE, KakaoUnlinkService) private readonly unlinks: KakaoUnlinkService,
    private readonly customers: CustomersService,
  ) {}

  @Get('auth/kakao-wholesale')
  @UseGuards(KakaoAuthGuard.for(WHOLESALE))
  login(): void {}

  @Get('auth/kakao-wholesale/callback')
  @UseGuards(KakaoAuthGuard.for(WHOLESALE))
  @Redirect('/wholesale', 303)
  async callback(@KakaoLogin() login: KakaoLogin, @CurrentVisit() visit: Visit): Promise<void> {
    visit.session.wholesale = tokensToKeep(login.tokens);
    await visit.saveSession();
  }

  @Get('wholesale')
  async show(@CurrentVisit() visit: Visit): Promise<View> {
    const { wholesale } = visit.session;
    if (wholesale === undefined) return view(WholesalePage, {});
    const caller = { accessToken: wholesale.accessToken };
    const propertyKeys = ['has_signed_up', 'kakao_account.', 'properties.'];
    const answer = await attempt(this.users.me(caller, { propertyKeys }));
    if (!answer.ok) {
      // The token has expired: the way on is another login to this app.
      if (answer.error.code !== -401) throw answer.error;
      delete visit.session.wholesale;
      await visit.saveSession();
      return view(WholesalePage, {});
    }
    const user = answer.value;
    const customer = await this.customers.find(user.id);
    return view(WholesalePage, { user, customer });
  }

  @Post('wholesale/signup')
  @Redirect('/wholesale', 303)
  async signup(@CurrentVisit() visit: Visit, @Body() body: Record<string, unknown> = {}): Promise<void> {
    const caller = callerOf(visit);
    const businessName = text(body['company_name']);
    const businessNumber = text(body['business_number']);
    if (businessName === '') throw new BadRequestException('company_name');
    const properties = { company_name: businessName, business_number: businessNumber };
    const result = await this.signups.signup(caller, { properties });
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
    const caller = callerOf(visit);
    const result = await this.unlinks.unlink(caller);
    await this.customers.remove(result.id);
    delete visit.session.wholesale;
    await visit.saveSession();
    await visit.notify({
      tone: 'good',
      text: { ko: '도매 회원에서 탈퇴했어요.', en: 'You are no longer a wholesale customer.' },
      ...calls.unlink,
      result,
    });
  }

  @Post('wholesale/logout')
  @Redirect('/wholesale', 303)
  async logout(@CurrentVisit() visit: Visit): Promise<void> {
    delete visit.session.wholesale;
    await visit.saveSession();
  }
}

function callerOf(visit: Visit): { accessToken: string } {
  const { wholesale } = visit.session;
  if (wholesale === undefined) throw new BadRequestException('Log in to the wholesale shop first.');
  return { accessToken: wholesale.accessToken };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim().slice(0, 100) : '';
}
