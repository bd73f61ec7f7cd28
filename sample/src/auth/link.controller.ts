import { Controller, Get, Post, Query, Redirect, UseGuards } from '@nestjs/common';
import { KakaoAccount, KakaoAuthGuard, KakaoAuthorize } from '@kakao-login/nestjs';
import { MembersService } from '../members/members.service.js';
import { PasswordsService } from '../members/passwords.service.js';
import { CurrentMember, CurrentVisit } from '../visit/decorators.js';
import { returnPath } from '../visit/return-to.js';
import { SignedInGuard } from '../visit/signed-in.guard.js';
import type { Visit } from '../visit/visit.js';
import type { Member } from '../database/schema.js';
import { type View, view } from '../web/view.js';
import { linkCalls } from './calls.js';
import { fromQuery, returnToPage } from './login-choices.js';
import { LinkPage } from './link.page.js';

/** Links a Kakao Account to the member who is logged in, and unlinks it again. */
@Controller('link')
@UseGuards(SignedInGuard)
@KakaoAuthorize(fromQuery(returnToPage))
export class LinkController {
  constructor(
    private readonly account: KakaoAccount,
    private readonly members: MembersService,
    private readonly passwords: PasswordsService,
  ) {}

  @Get()
  async show(@CurrentMember() member: Member, @Query('returnTo') returnTo: unknown): Promise<View> {
    const loginId = await this.passwords.loginIdOf(member.id);
    return view(LinkPage, { loginId, returnTo: returnPath(returnTo) });
  }

  /** Lets the user choose an account. After a conflict, the account that Kakao remembers is the wrong one. */
  @Get('kakao')
  @UseGuards(KakaoAuthGuard)
  @KakaoAuthorize({ link: true, prompt: 'select_account' })
  link(): void {}

  /** Unlinks at Kakao first. If that fails, the member is still linked and can try again. */
  @Post('unlink')
  @Redirect('/link', 303)
  async unlink(@CurrentMember() { id, kakaoId }: Member, @CurrentVisit() visit: Visit): Promise<void> {
    const loginId = await this.passwords.loginIdOf(id);
    if (loginId === undefined) {
      await visit.notify({ tone: 'bad', ...noOtherLogin });
      return;
    }
    if (kakaoId !== null) await this.account.unlink(kakaoId);
    await this.members.unlink(id, loginId);
    delete visit.session.idToken;
    await visit.notify({
      tone: 'good',
      text: { ko: '카카오계정 연결을 끊었어요.', en: 'Your Kakao Account is unlinked.' },
      ...linkCalls.unlink,
    });
  }
}

const noOtherLogin = {
  text: { ko: '카카오 말고는 로그인할 방법이 없어요.', en: 'Kakao is your only way to log in.' },
  advice: { ko: '그래서 여기서는 연결을 끊을 수 없어요.', en: 'That is why you cannot unlink it here.' },
};
