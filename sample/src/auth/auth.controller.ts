import { Controller, Get, Redirect, Req, UseGuards } from '@nestjs/common';
import { KakaoAuthGuard, KakaoAuthorize, KakaoLogin } from '@kakao-login/nestjs';
import type { SignedIn } from '../members/members.service.js';
import { CurrentVisit } from '../visit/decorators.js';
import type { Visit } from '../visit/visit.js';
import type { Text } from '../web/language.js';
import { calls } from './calls.js';
import {
  chosenItems,
  chosenOnLoginPage,
  chosenTerms,
  fromQuery,
  type LoginState,
  returnToPage,
} from './login-choices.js';
import { loginResult } from './login-result.js';

/** The logins and their callback. On all routes except the callback, the guard redirects to Kakao. */
@Controller('auth/kakao')
@UseGuards(KakaoAuthGuard)
@KakaoAuthorize(fromQuery(returnToPage))
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
    await visit.signIn(member.id, login.tokens.id_token);
    const { returnTo = login.returnTo, simple = false } = login.state ?? {};
    const asked = login.returnTo === undefined ? undefined : confirmed;
    const isLink = login.link !== undefined;
    const text = isLink ? linked : simple ? inBySimpleLogin : (asked ?? greeting(request.user));
    await visit.notify({ tone: 'good', text, ...calls.callback, result: loginResult(login) });
    return { url: isNew ? '/welcome' : (returnTo ?? (isLink ? '/link' : '/me')) };
  }
}

const linked = { ko: '카카오계정을 연결했어요.', en: 'Your Kakao Account is linked.' };
const inBySimpleLogin = { ko: '간편로그인으로 로그인했어요.', en: 'You are logged in with Simple login.' };

/** Whether the guard of a page sent the member to Kakao, for consent or another login. */
const confirmed = { ko: '카카오에서 확인을 마쳤어요.', en: 'Kakao has confirmed it. You can go on.' };

function greeting({ member, isNew }: SignedIn): Text {
  const name = member.nickname ?? '';
  if (isNew) return { ko: `${name}님, 반가워요. 회원이 되었어요.`, en: `Welcome, ${name}. You are a member now.` };
  const times = member.loginCount;
  return {
    ko: `${name}님, ${times}번째 로그인이에요.`,
    en: `You are logged in as ${name}. This is login no. ${times}.`,
  };
}
