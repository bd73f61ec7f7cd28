import { Controller, Get, Inject, Post, Redirect, UseFilters, UseGuards } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import {
  KakaoAuthService,
  KakaoConsentGuard,
  kakaoErrorBody,
  KakaoRecentLogin,
  KakaoVault,
  type KakaoVaultUser,
} from '@kakao-login/nestjs';
import type { ShopConfig } from '../config.js';
import { SHOP_CONFIG } from '../config.module.js';
import { MembersService } from '../members/members.service.js';
import { CurrentKakao, CurrentVisit } from '../visit/decorators.js';
import { SignedInGuard } from '../visit/signed-in.guard.js';
import type { Visit } from '../visit/visit.js';
import { attempt } from '../web/attempt.js';
import { BackToThePage } from '../web/back-to-the-page.filter.js';
import { type View, view } from '../web/view.js';
import { ClosePage } from './close.page.js';
import { LeavePage } from './leave.page.js';
import { leaveCalls } from './calls.js';

/** Log out here, log out everywhere, or close the account. */
@Controller('leave')
@UseGuards(SignedInGuard)
export class LeaveController {
  constructor(
    @Inject(SHOP_CONFIG) private readonly config: ShopConfig,
    private readonly auth: KakaoAuthService,
    private readonly vault: KakaoVault,
    private readonly members: MembersService,
  ) {}

  @Get()
  show(): View {
    return view(LeavePage, {});
  }

  /** Ends the session here and the tokens at Kakao, which the vault forgets. A failure at Kakao keeps nobody logged in. */
  @Post('logout')
  @Redirect('/', 303)
  async logout(@CurrentKakao() kakao: KakaoVaultUser, @CurrentVisit() visit: Visit): Promise<void> {
    await visit.endSession();
    const outcome = await attempt(this.vault.logout(kakao.id));
    await visit.notify({
      tone: outcome.ok ? 'good' : 'bad',
      text: outcome.ok
        ? {
            ko: '로그아웃했어요. 카카오 토큰도 만료되었어요.',
            en: 'You are logged out, and Kakao’s tokens have ended.',
          }
        : {
            ko: '상점에서는 로그아웃했지만, 카카오 토큰은 만료시키지 못했어요.',
            en: 'You are logged out of the shop, but Kakao’s tokens could not be ended.',
          },
      ...leaveCalls.logout,
      ...(!outcome.ok && { result: kakaoErrorBody(outcome.error) }),
    });
  }

  /**
   * Ends the member's sessions in all browsers, and their tokens; then Kakao asks whether its own session shall end as
   * well. Tokens of earlier logins, which the vault no longer has, take the admin key.
   */
  @Post('logout-everywhere')
  @Redirect('/', 303)
  async logoutEverywhere(
    @CurrentKakao() kakao: KakaoVaultUser,
    @CurrentVisit() visit: Visit,
  ): Promise<{ url: string }> {
    await visit.endAllSessions();
    const everywhere = this.config.kakao.adminKey !== undefined;
    await attempt(this.vault.logout(kakao.id, { everywhere }));
    const state = randomBytes(16).toString('base64url');
    visit.session.logoutState = state;
    await visit.saveSession();
    return { url: this.auth.accountLogoutUrl({ logoutRedirectUri: `${this.config.publicUrl}/`, state }) };
  }

  /** Asks for the password again if the last login is more than five minutes ago. */
  @Get('unlink')
  @UseGuards(KakaoConsentGuard)
  @KakaoRecentLogin({ maxAge: 300 })
  confirm(): View {
    return view(ClosePage, {});
  }

  /** Unlinks at Kakao first, then deletes here who the member was. If something fails, pressing again finishes it. */
  @Post('unlink')
  @UseFilters(BackToThePage)
  @UseGuards(KakaoConsentGuard)
  @KakaoRecentLogin({ maxAge: 300 })
  @Redirect('/goodbye', 303)
  async unlink(@CurrentKakao() kakao: KakaoVaultUser, @CurrentVisit() visit: Visit): Promise<void> {
    const { memberId } = visit.session;
    const { finished, left } = await this.vault.leave(kakao.id);
    if (!finished) throw left[0]?.error;
    const member = memberId === undefined ? undefined : await this.members.leave(memberId);
    await visit.endAllSessions();
    await visit.notify({
      tone: 'good',
      text: { ko: '탈퇴했어요. 카카오 연결도 끊었어요.', en: 'Your account is closed and disconnected from Kakao.' },
      ...leaveCalls.unlink,
      result: { members: member },
    });
  }
}
