import { Body, Controller, Get, Inject, Post, Query, Redirect } from '@nestjs/common';
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { toKakaoProfile } from '@kakao-login/client';
import { KakaoClient, KakaoLoginError } from '@kakao-login/nestjs';
import { callbackPaths, type ShopConfig } from '../config.js';
import { SHOP_CONFIG } from '../config.module.js';
import { MembersService } from '../members/members.service.js';
import { CurrentVisit } from '../visit/decorators.js';
import { returnPath } from '../visit/return-to.js';
import type { Visit } from '../visit/visit.js';
import { simpleLoginCalls } from './calls.js';
import { loginResult } from './login-result.js';

const tenMinutes = 10 * 60 * 1000;

/**
 * Simple Login: the page calls `Kakao.Auth.authorize()` of the JavaScript SDK, which opens Kakao Talk on a phone. `state`
 * and `nonce` come from here, so that the code that arrives is known to be the answer to this browser's question.
 */
@Controller('auth/kakao/js')
export class SimpleLoginController {
  private readonly redirectUri: string;

  constructor(
    @Inject(SHOP_CONFIG) config: ShopConfig,
    private readonly kakao: KakaoClient,
    private readonly members: MembersService,
  ) {
    this.redirectUri = config.publicUrl + callbackPaths.simpleLogin;
  }

  /** Asked by simple-login.js just before it calls the SDK. */
  @Post('start')
  async start(
    @CurrentVisit() visit: Visit,
    @Body('returnTo') returnTo: unknown,
  ): Promise<{ redirectUri: string; state: string; nonce: string }> {
    const state = randomBytes(32).toString('base64url');
    const nonce = randomBytes(32).toString('base64url');
    const path = returnPath(returnTo);
    visit.session.simpleLogin = { state, nonce, startedAt: Date.now(), ...(path !== undefined && { returnTo: path }) };
    await visit.session.save();
    return { redirectUri: this.redirectUri, state, nonce };
  }

  @Get('callback')
  @Redirect('/me', 303)
  async callback(
    @CurrentVisit() visit: Visit,
    @Query() query: { code?: unknown; state?: unknown; error?: unknown },
  ): Promise<{ url: string }> {
    const begun = visit.session.simpleLogin;
    delete visit.session.simpleLogin;
    await visit.session.save();
    if (begun === undefined) throw new KakaoLoginError('state_missing');
    if (!same(begun.state, query.state)) throw new KakaoLoginError('state_mismatch');
    if (Date.now() - begun.startedAt > tenMinutes) throw new KakaoLoginError('state_expired');
    if (typeof query.error === 'string') throw new KakaoLoginError(query.error);
    if (typeof query.code !== 'string') throw new KakaoLoginError('code_missing');

    // The SDK asked with the JavaScript key; the code is redeemed with the REST API key of the same app.
    const tokens = await this.kakao.oauth.exchangeCode({ code: query.code, redirectUri: this.redirectUri });
    const claims =
      tokens.id_token === undefined
        ? undefined
        : await this.kakao.oidc.verifyIdToken(tokens.id_token, { nonce: begun.nonce });
    const user = await this.kakao.user.me({ accessToken: tokens.access_token }, { secureResource: true });
    const profile = toKakaoProfile({ user, ...(claims !== undefined && { claims }) });
    const { member, isNew } = await this.members.signIn(profile);
    await visit.signIn(member.id, tokens);
    await visit.notify({
      tone: 'good',
      text: { ko: '간편로그인으로 들어오셨어요.', en: 'You came in by Simple Login.' },
      ...simpleLoginCalls.exchange,
      result: loginResult({ profile, tokens, user, ...(claims !== undefined && { claims }) }),
    });
    return { url: isNew ? '/welcome' : (begun.returnTo ?? '/me') };
  }
}

function same(expected: string, given: unknown): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(typeof given === 'string' ? given : '')];
  return a.length === b.length && timingSafeEqual(a, b);
}
