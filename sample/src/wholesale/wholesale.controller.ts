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
import { kept, type Visit } from '../visit/visit.js';
import { attempt } from '../web/attempt.js';
import { type View, view } from '../web/view.js';
import { calls } from './calls.js';
import { CustomersService } from './customers.service.js';
import { WHOLESALE } from './wholesale-kakao.js';
import { WholesalePage } from './wholesale.page.js';

/**
 * The shop for other shops: a second app at Kakao with auto-link off. Who logs in is not linked yet; the shop asks for
 * the name of the business first, then links the person itself by manual signup.
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
    visit.session.wholesale = kept(login.tokens);
    await visit.session.save();
  }

  @Get('wholesale')
  async show(@CurrentVisit() visit: Visit): Promise<View> {
    const { wholesale } = visit.session;
    if (wholesale === undefined) return view(WholesalePage, {});
    const caller = { accessToken: wholesale.accessToken };
    const propertyKeys = ['has_signed_up', 'kakao_account.', 'properties.'];
    const asked = await attempt(this.users.me(caller, { propertyKeys }));
    if (!asked.ok) {
      // The token has expired: the way on is another login to this app.
      if (asked.error.code !== -401) throw asked.error;
      delete visit.session.wholesale;
      await visit.session.save();
      return view(WholesalePage, {});
    }
    const user = asked.value;
    const customer = await this.customers.find(user.id);
    return view(WholesalePage, { user, ...(customer !== undefined && { customer }) });
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
      text: { ko: '도매 회원이 되셨어요.', en: 'You are a wholesale customer now.' },
      call: calls.signup.call,
      excerpt: calls.signup.code,
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
    await visit.session.save();
    await visit.notify({
      tone: 'good',
      text: { ko: '도매 회원에서 탈퇴했어요.', en: 'You are no longer a wholesale customer.' },
      call: calls.unlink.call,
      excerpt: calls.unlink.code,
      result,
    });
  }

  @Post('wholesale/logout')
  @Redirect('/wholesale', 303)
  async logout(@CurrentVisit() visit: Visit): Promise<void> {
    delete visit.session.wholesale;
    await visit.session.save();
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
