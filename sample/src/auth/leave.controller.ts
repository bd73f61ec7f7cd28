import { Body, Controller, Get, Inject, Post, Redirect, UseFilters, UseGuards } from '@nestjs/common';
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
import type { Member } from '../database/schema.js';
import { MembersService } from '../members/members.service.js';
import { PasswordsService } from '../members/passwords.service.js';
import { CurrentKakao, CurrentMember, CurrentVisit } from '../visit/decorators.js';
import { LinkedGuard, SignedInGuard } from '../visit/signed-in.guard.js';
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
    private readonly passwords: PasswordsService,
  ) {}

  @Get()
  show(): View {
    return view(LeavePage, {});
  }

  /** Ends the session, even if Kakao fails. Ends the tokens at Kakao and removes them from the vault. */
  @Post('logout')
  @Redirect('/', 303)
  async logout(@CurrentMember() { kakaoId }: Member, @CurrentVisit() visit: Visit): Promise<void> {
    await visit.endSession();
    if (kakaoId === null) {
      await visit.notify({ tone: 'good', text: { ko: '로그아웃했어요.', en: 'You are logged out.' } });
      return;
    }
    const outcome = await attempt(this.vault.logout(kakaoId));
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
   * Ends the member's sessions in all browsers, and their tokens. Then Kakao asks whether to end its own session too.
   * Ending the tokens of earlier logins, which are no longer in the vault, needs the admin key.
   */
  @Post('logout-everywhere')
  @Redirect('/', 303)
  async logoutEverywhere(@CurrentMember() { kakaoId }: Member, @CurrentVisit() visit: Visit): Promise<{ url: string }> {
    await visit.endAllSessions();
    if (kakaoId === null) {
      const text = { ko: '모든 기기에서 로그아웃했어요.', en: 'You are logged out on all your devices.' };
      await visit.notify({ tone: 'good', text });
      return { url: '/' };
    }
    const everywhere = this.config.kakao.adminKey !== undefined;
    await attempt(this.vault.logout(kakaoId, { everywhere }));
    const state = randomBytes(16).toString('base64url');
    visit.session.logoutState = state;
    await visit.saveSession();
    return { url: this.auth.accountLogoutUrl({ logoutRedirectUri: `${this.config.publicUrl}/`, state }) };
  }

  /** Asks for the password again if the last login is more than five minutes ago. */
  @Get('unlink')
  @UseGuards(LinkedGuard, KakaoConsentGuard)
  @KakaoRecentLogin({ maxAge: 300 })
  confirm(): View {
    return view(ClosePage, {});
  }

  /** Unlinks at Kakao first, then deletes the member's data here. If a step fails, the member can try again. */
  @Post('unlink')
  @UseFilters(BackToThePage)
  @UseGuards(LinkedGuard, KakaoConsentGuard)
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

  /** For members without Kakao, who enter their password instead of logging in to Kakao. */
  @Post('close')
  @Redirect('/goodbye', 303)
  async close(
    @CurrentMember() { id, kakaoId }: Member,
    @CurrentVisit() visit: Visit,
    @Body('password') password: unknown,
  ): Promise<{ url: string } | undefined> {
    if (kakaoId !== null) return { url: '/leave/unlink' };
    const loginId = (await this.passwords.loginIdOf(id)) ?? '';
    if (typeof password !== 'string' || (await this.passwords.check(loginId, password)) !== id) {
      await visit.notify({ tone: 'bad', text: { ko: '비밀번호가 맞지 않아요.', en: 'The password is wrong.' } });
      return { url: '/leave' };
    }
    await this.members.leave(id);
    await visit.endAllSessions();
    await visit.notify({ tone: 'good', text: { ko: '탈퇴했어요.', en: 'Your account is closed.' } });
    return undefined;
  }
}
