import { Body, Controller, Get, Post, Query, Redirect } from '@nestjs/common';
import { MembersService } from '../members/members.service.js';
import { PasswordsService } from '../members/passwords.service.js';
import { CurrentVisit } from '../visit/decorators.js';
import { returnPath } from '../visit/return-to.js';
import type { Visit } from '../visit/visit.js';
import type { Text } from '../web/language.js';
import { type View, view } from '../web/view.js';
import { PasswordLoginPage } from './password-login.page.js';

/** The shop's own login. Members do not need Kakao, and can link a Kakao Account later. */
@Controller('login/password')
export class PasswordLoginController {
  constructor(
    private readonly passwords: PasswordsService,
    private readonly members: MembersService,
  ) {}

  @Get()
  show(@Query('returnTo') returnTo: unknown): View {
    return view(PasswordLoginPage, { returnTo: returnPath(returnTo) });
  }

  @Post()
  @Redirect('/link', 303)
  async logIn(@CurrentVisit() visit: Visit, @Body() body: Record<string, unknown> = {}): Promise<{ url: string }> {
    const [loginId, password, returnTo] = [
      text(body['login_id']),
      text(body['password']),
      returnPath(body['returnTo']),
    ];
    const memberId = await this.passwords.check(loginId, password);
    const member = memberId === undefined ? undefined : await this.members.find(memberId);
    if (member === undefined) return again(visit, wrong, returnTo);
    await visit.signIn(member.id, undefined);
    await visit.notify({ tone: 'good', text: { ko: '아이디로 로그인했어요.', en: 'You are logged in.' } });
    return { url: returnTo ?? (member.kakaoId === null ? '/link' : '/me') };
  }

  @Post('join')
  @Redirect('/link', 303)
  async join(@CurrentVisit() visit: Visit, @Body() body: Record<string, unknown> = {}): Promise<{ url: string }> {
    const [loginId, password, returnTo] = [
      text(body['login_id']),
      text(body['password']),
      returnPath(body['returnTo']),
    ];
    if (!/^[a-z0-9._-]{3,20}$/.test(loginId) || password.length < 8) return again(visit, malformed, returnTo);
    const member = await this.passwords.join(loginId, password);
    if (member === undefined) return again(visit, taken, returnTo);
    await visit.signIn(member.id, undefined);
    await visit.notify({ tone: 'good', text: { ko: '회원이 되었어요.', en: 'You are a member now.' } });
    return { url: returnTo ?? '/link' };
  }
}

const wrong = { ko: '아이디나 비밀번호가 맞지 않아요.', en: 'The login ID or the password is wrong.' };
const taken = { ko: '이미 사용 중인 아이디예요.', en: 'Somebody has this login ID already.' };
const malformed = {
  ko: '아이디는 영어 소문자와 숫자 3~20자, 비밀번호는 8자 이상이어야 해요.',
  en: 'A login ID is 3 to 20 lower-case letters and digits; a password has at least 8 characters.',
};

async function again(visit: Visit, reason: Text, returnTo: string | undefined): Promise<{ url: string }> {
  await visit.notify({ tone: 'bad', text: reason });
  return {
    url: returnTo === undefined ? '/login/password' : `/login/password?returnTo=${encodeURIComponent(returnTo)}`,
  };
}

/** Not trimmed: a password can start or end with a space. */
const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 200) : '');
