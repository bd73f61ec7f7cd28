import { Controller, Get, Post, Redirect, UseGuards } from '@nestjs/common';
import { KakaoOidcService, KakaoVault, type KakaoVaultUser } from '@kakao-login/nestjs';
import { SealedRecords } from '../vault/sealed-records.service.js';
import { CurrentKakao, CurrentVisit } from '../visit/decorators.js';
import { LinkedGuard, SignedInGuard } from '../visit/signed-in.guard.js';
import type { Visit } from '../visit/visit.js';
import { attempt } from '../web/attempt.js';
import { type View, view } from '../web/view.js';
import { calls } from './calls.js';
import { TokensPage } from './tokens.page.js';

/** Kakao's tokens in the vault: how they are stored, when they expire, and whose they are. */
@Controller('tokens')
@UseGuards(SignedInGuard, LinkedGuard)
export class TokensController {
  constructor(
    private readonly vault: KakaoVault,
    private readonly records: SealedRecords,
    private readonly oidc: KakaoOidcService,
  ) {}

  @Get()
  async show(@CurrentKakao() kakao: KakaoVaultUser, @CurrentVisit() visit: Visit): Promise<View> {
    const [accessToken, userInfo] = await Promise.all([
      attempt(kakao.user.accessTokenInfo()),
      attempt(kakao.oidc.userInfo()),
    ]);
    const status = await this.vault.status(kakao.id);
    const record = await this.records.find(kakao.id);
    const { idToken } = visit.session;
    if (idToken === undefined) return view(TokensPage, { accessToken, userInfo, status, record });
    const [claims, tokenInfo] = await Promise.all([
      attempt(this.oidc.verifyIdToken(idToken)),
      attempt(this.oidc.tokenInfo(idToken)),
    ]);
    return view(TokensPage, { accessToken, userInfo, status, record, claims, tokenInfo });
  }

  /** Makes a call. If Kakao refuses the token, the vault refreshes it and repeats the call. */
  @Post('refresh')
  @Redirect('/tokens', 303)
  async refresh(@CurrentKakao() kakao: KakaoVaultUser, @CurrentVisit() visit: Visit): Promise<void> {
    const before = await this.vault.status(kakao.id);
    await kakao.user.accessTokenInfo();
    const after = await this.vault.status(kakao.id);
    const refreshed = after?.refreshedAt !== before?.refreshedAt;
    await visit.notify({
      tone: 'good',
      text: refreshed
        ? { ko: '토큰이 만료되어 새로 받았어요.', en: 'The token had expired. It is refreshed.' }
        : { ko: '토큰이 아직 유효해서 새로 받지 않았어요.', en: 'The token is still valid, so it was not refreshed.' },
      ...calls.refresh,
      result: after,
    });
  }
}
