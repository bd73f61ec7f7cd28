import { Injectable } from '@nestjs/common';
import { KakaoClient } from '@kakao-login/client';
import type { KakaoAccountCalls, UserIdResponse } from '@kakao-login/client';

/** Links a person to an app whose auto-link is off. */
@Injectable()
export class KakaoSignupService {
  constructor(private readonly client: KakaoClient) {}

  /**
   * Links a preregistered person, with user properties if given; only for an app with auto-link off.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#signup
   * @throws KakaoApiError -102 if they are linked already, -201 for a property key that is not registered
   */
  signup(...parameters: Parameters<KakaoAccountCalls['signup']>): Promise<UserIdResponse> {
    return this.client.account.signup(...parameters);
  }
}

/** Ends the link between a person and the app. */
@Injectable()
export class KakaoUnlinkService {
  constructor(private readonly client: KakaoClient) {}

  /**
   * Unlinks, withdraws all consents and ends all tokens. Kakao sends no webhook for it.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#unlink
   * @throws KakaoApiError -101 if they are not linked (any more)
   */
  unlink(...parameters: Parameters<KakaoAccountCalls['unlink']>): Promise<UserIdResponse> {
    return this.client.account.unlink(...parameters);
  }
}

/** Ends access tokens. For the Kakao Account's own session see `KakaoAuthService.accountLogoutUrl`. */
@Injectable()
export class KakaoLogoutService {
  constructor(private readonly client: KakaoClient) {}

  /**
   * By access token: that token and its refresh token. By admin key: every token of the person for the app.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#logout
   */
  logout(...parameters: Parameters<KakaoAccountCalls['logout']>): Promise<UserIdResponse> {
    return this.client.account.logout(...parameters);
  }
}
