import { Controller, Get, Inject, Post, Redirect, UseGuards } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { KakaoAuthService, kakaoErrorBody, KakaoLogoutService, KakaoUnlinkService } from '@kakao-login/nestjs';
import type { ShopConfig } from '../config.js';
import { SHOP_CONFIG } from '../config.module.js';
import { MembersService } from '../members/members.service.js';
import { Caller, CurrentVisit } from '../visit/decorators.js';
import { SignedInGuard } from '../visit/signed-in.guard.js';
import type { Visit } from '../visit/visit.js';
import { attempt } from '../web/attempt.js';
import { type View, view } from '../web/view.js';
import { LeavePage } from './leave.page.js';
import { leaveCalls } from './calls.js';

/** Kakao's code for a token that is no longer valid. */
const expired = -401;
/** Kakao's code for a user who is not linked to the app. */
const notLinked = -101;

/** Log out here, log out everywhere, or close the account. */
@Controller('leave')
@UseGuards(SignedInGuard)
export class LeaveController {
  constructor(
    @Inject(SHOP_CONFIG) private readonly config: ShopConfig,
    private readonly auth: KakaoAuthService,
    private readonly logouts: KakaoLogoutService,
    private readonly unlinks: KakaoUnlinkService,
    private readonly members: MembersService,
  ) {}

  @Get()
  show(): View {
    return view(LeavePage, {});
  }

  /** Ends the tokens at Kakao and the session here. A refusal of Kakao does not keep anybody logged in. */
  @Post('logout')
  @Redirect('/', 303)
  async logout(@Caller() caller: Caller, @CurrentVisit() visit: Visit): Promise<void> {
    const outcome = await attempt(this.logouts.logout(caller));
    await visit.endSession();
    const over = outcome.ok || outcome.error.code === expired;
    await visit.notify({
      tone: over ? 'good' : 'bad',
      text: over
        ? {
            ko: '로그아웃했어요. 카카오 토큰도 만료되었어요.',
            en: 'You are logged out, and Kakao’s tokens have ended.',
          }
        : {
            ko: '상점에서는 로그아웃했지만, 카카오 토큰은 만료시키지 못했어요.',
            en: 'You are logged out of the shop, but Kakao’s tokens could not be ended.',
          },
      ...leaveCalls.logout,
      result: outcome.ok ? outcome.value : kakaoErrorBody(outcome.error),
    });
  }

  /** Ends the member's sessions in all browsers; then Kakao asks whether its own session shall end as well. */
  @Post('logout-everywhere')
  @Redirect('/', 303)
  async logoutEverywhere(@CurrentVisit() visit: Visit): Promise<{ url: string }> {
    await visit.endAllSessions();
    const state = randomBytes(16).toString('base64url');
    visit.session.logoutState = state;
    await visit.saveSession();
    return { url: this.auth.accountLogoutUrl({ logoutRedirectUri: `${this.config.publicUrl}/`, state }) };
  }

  /** Unlinks at Kakao first, then deletes here who the member was. */
  @Post('unlink')
  @Redirect('/goodbye', 303)
  async unlink(@Caller() caller: Caller, @CurrentVisit() visit: Visit): Promise<void> {
    const { memberId } = visit.session;
    const outcome = await attempt(this.unlinks.unlink(caller));
    // A user who has disconnected the shop in the Kakao Account can still leave here.
    if (!outcome.ok && outcome.error.code !== notLinked) throw outcome.error;
    const member = memberId === undefined ? undefined : await this.members.leave(memberId);
    await visit.endAllSessions();
    await visit.notify({
      tone: 'good',
      text: { ko: '탈퇴했어요. 카카오 연결도 끊었어요.', en: 'Your account is closed and disconnected from Kakao.' },
      ...leaveCalls.unlink,
      result: { kakao: outcome.ok ? outcome.value : kakaoErrorBody(outcome.error), members: member },
    });
  }
}
