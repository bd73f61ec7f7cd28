import { Controller, Get, Redirect, Req, UseGuards } from '@nestjs/common';
import { KakaoAuthGuard, KakaoAuthorize, KakaoLogin } from '@kakao-login/nestjs';
import type { SignedIn } from '../members/members.service.js';
import { CurrentVisit } from '../visit/decorators.js';
import type { Visit } from '../visit/visit.js';
import { calls } from './calls.js';
import { chosenItems, chosenOnLoginPage, chosenTerms, fromQuery, type LoginState, whereFrom } from './login-choices.js';
import { loginResult } from './login-result.js';

/** The ways to Kakao, and the one way back. The guard answers all but the callback with a redirect to Kakao. */
@Controller('auth/kakao')
@UseGuards(KakaoAuthGuard)
@KakaoAuthorize(fromQuery(whereFrom))
export class AuthController {
  @Get()
  @KakaoAuthorize(fromQuery(chosenOnLoginPage))
  login(): void {}

  @Get('again')
  @KakaoAuthorize({ prompt: 'login' })
  again(): void {}

  @Get('silent')
  @KakaoAuthorize({ prompt: 'none' })
  silent(): void {}

  @Get('new-account')
  @KakaoAuthorize({ prompt: 'create' })
  newAccount(): void {}

  @Get('choose')
  @KakaoAuthorize({ prompt: 'select_account' })
  choose(): void {}

  @Get('consent')
  @KakaoAuthorize(fromQuery(chosenItems))
  consent(): void {}

  @Get('terms')
  @KakaoAuthorize(fromQuery(chosenTerms))
  terms(): void {}

  @Get('callback')
  @Redirect('/me', 303)
  async callback(
    @KakaoLogin() login: KakaoLogin<LoginState>,
    @Req() request: { user: SignedIn },
    @CurrentVisit() visit: Visit,
  ): Promise<{ url: string }> {
    const { member, isNew } = request.user;
    await visit.signIn(member.id, login.tokens);
    const { returnTo, simple = false } = login.state ?? {};
    const text = simple ? inBySimpleLogin : greeting(request.user);
    await visit.notify({ tone: 'good', text, ...calls.callback, result: loginResult(login) });
    return { url: isNew ? '/welcome' : (returnTo ?? '/me') };
  }
}

const inBySimpleLogin = { ko: '간편로그인으로 들어오셨어요.', en: 'You came in by Simple Login.' };

function greeting({ member, isNew }: SignedIn): { ko: string; en: string } {
  const name = member.nickname ?? '';
  if (isNew) return { ko: `${name}님, 반가워요. 회원이 되셨어요.`, en: `Welcome, ${name}. You are a member now.` };
  const times = member.loginCount;
  return { ko: `${name}님, 로그인했어요. (${times}번째)`, en: `Logged in as ${name} (login no. ${times}).` };
}
