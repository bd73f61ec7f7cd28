import { Controller, Get, Post, Redirect, UseGuards } from '@nestjs/common';
import { KakaoAuthService, KakaoOidcService, KakaoUserService } from '@kakao-login/nestjs';
import { Caller, CurrentVisit } from '../visit/decorators.js';
import { SignedInGuard, SignInNeeded } from '../visit/signed-in.guard.js';
import { tokensToKeep } from '../visit/session-data.js';
import type { Visit } from '../visit/visit.js';
import { mask } from '../web/mask.js';
import { type View, view } from '../web/view.js';
import { attempt } from '../web/attempt.js';
import { calls } from './calls.js';
import { TokensPage } from './tokens.page.js';

/** Kakao's tokens in the session: how long they live, whose they are, and how to refresh them. */
@Controller('tokens')
@UseGuards(SignedInGuard)
export class TokensController {
  constructor(
    private readonly auth: KakaoAuthService,
    private readonly users: KakaoUserService,
    private readonly oidc: KakaoOidcService,
  ) {}

  @Get()
  async show(@Caller() caller: Caller, @CurrentVisit() visit: Visit): Promise<View> {
    const idToken = visit.session.kakao?.idToken;
    const [accessToken, userInfo] = await Promise.all([
      attempt(this.users.accessTokenInfo(caller)),
      attempt(this.oidc.userInfo(caller)),
    ]);
    if (idToken === undefined) return view(TokensPage, { accessToken, userInfo });
    const [claims, tokenInfo] = await Promise.all([
      attempt(this.oidc.verifyIdToken(idToken)),
      attempt(this.oidc.tokenInfo(idToken)),
    ]);
    return view(TokensPage, { accessToken, userInfo, claims, tokenInfo });
  }

  @Post('refresh')
  @Redirect('/tokens', 303)
  async refresh(@CurrentVisit() visit: Visit): Promise<void> {
    const { kakao } = visit.session;
    if (kakao?.refreshToken === undefined) throw new SignInNeeded('/tokens');
    const tokens = await this.auth.refresh({ refreshToken: kakao.refreshToken });
    visit.session.kakao = tokensToKeep(tokens, kakao);
    await visit.saveSession();
    const { access_token, refresh_token, id_token, ...rest } = tokens;
    await visit.notify({
      tone: 'good',
      text: { ko: '토큰을 새로 받았어요.', en: 'The tokens are refreshed.' },
      ...calls.refresh,
      result: {
        ...rest,
        access_token: mask(access_token),
        ...(refresh_token !== undefined && { refresh_token: mask(refresh_token) }),
        ...(id_token !== undefined && { id_token: mask(id_token) }),
      },
    });
  }
}
