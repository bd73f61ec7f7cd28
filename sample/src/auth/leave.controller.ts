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
/** Kakao's code for a person who is not linked to the app. */
const notLinked = -101;

/** Log out of the shop, of Kakao as well, or leave for good. */
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

  /** Ends the tokens at Kakao, and the session here: Kakao knows nothing of the latter. Tokens long expired do not stop it. */
  @Post('logout')
  @Redirect('/', 303)
  async logout(@Caller() caller: Caller, @CurrentVisit() visit: Visit): Promise<void> {
    const outcome = await attempt(this.logouts.logout(caller));
    visit.session.destroy();
    const over = outcome.ok || outcome.error.code === expired;
    await visit.notify({
      tone: over ? 'good' : 'bad',
      text: over
        ? { ko: '로그아웃했어요. 카카오 토큰도 만료되었어요.', en: 'Logged out. Kakao’s tokens have expired too.' }
        : {
            ko: '상점에서는 로그아웃했지만, 카카오 토큰은 만료시키지 못했어요.',
            en: 'Logged out of the shop, but Kakao’s tokens could not be ended.',
          },
      ...leaveCalls.logout,
      result: outcome.ok ? outcome.value : kakaoErrorBody(outcome.error),
    });
  }

  /** Kakao asks whether its own session shall end as well, then sends the browser to the front page, where ours ends. */
  @Post('logout-everywhere')
  @Redirect('/', 303)
  async logoutEverywhere(@CurrentVisit() visit: Visit): Promise<{ url: string }> {
    const state = randomBytes(16).toString('base64url');
    visit.session.logoutState = state;
    await visit.session.save();
    return { url: this.auth.accountLogoutUrl({ logoutRedirectUri: `${this.config.publicUrl}/`, state }) };
  }

  /** Leaves for good: unlinked at Kakao first, then forgotten here. */
  @Post('unlink')
  @Redirect('/goodbye', 303)
  async unlink(@Caller() caller: Caller, @CurrentVisit() visit: Visit): Promise<void> {
    const { memberId } = visit.session;
    const outcome = await attempt(this.unlinks.unlink(caller));
    // Somebody who cut the link in their Kakao Account before can still leave here.
    if (!outcome.ok && outcome.error.code !== notLinked) throw outcome.error;
    const member = memberId === undefined ? undefined : await this.members.leave(memberId);
    visit.session.destroy();
    await visit.notify({
      tone: 'good',
      text: { ko: '탈퇴했어요. 카카오 연결도 끊었어요.', en: 'You have left, and the link to Kakao is cut.' },
      ...leaveCalls.unlink,
      result: { kakao: outcome.ok ? outcome.value : kakaoErrorBody(outcome.error), members: member },
    });
  }
}
