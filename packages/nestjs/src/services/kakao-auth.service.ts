import { Injectable } from '@nestjs/common';
import { KakaoClient } from '@kakao-login/client';
import type { KakaoOAuth, KakaoUser } from '@kakao-login/client';

/** Tokens, and URLs to send users to. You do not need it for the login itself, which `AuthGuard('kakao')` handles. */
@Injectable()
export class KakaoAuthService {
  constructor(private readonly client: KakaoClient) {}

  /**
   * Returns the URL to send the user to for a login or more consent without the guard. Store `state` and `nonce`
   * yourself.
   */
  authorizationUrl(...parameters: Parameters<KakaoOAuth['authorizationUrl']>): string {
    return this.client.oauth.authorizationUrl(...parameters);
  }

  /** Exchanges a code that did not go through the guard, for example one that a single-page app received. A code works once. */
  exchangeCode(...parameters: Parameters<KakaoOAuth['exchangeCode']>): ReturnType<KakaoOAuth['exchangeCode']> {
    return this.client.oauth.exchangeCode(...parameters);
  }

  /** Gets new tokens for a refresh token. Store the returned `refresh_token`: Kakao replaces it in its last month. */
  refresh(...parameters: Parameters<KakaoOAuth['refresh']>): ReturnType<KakaoOAuth['refresh']> {
    return this.client.oauth.refresh(...parameters);
  }

  /**
   * Returns the URL to send the user to for logging out of your service and, if they choose so, of their Kakao Account.
   */
  accountLogoutUrl(...parameters: Parameters<KakaoOAuth['accountLogoutUrl']>): string {
    return this.client.oauth.accountLogoutUrl(...parameters);
  }

  /** Returns the user and the app of an access token, and for how many seconds it is still valid. */
  accessTokenInfo(...parameters: Parameters<KakaoUser['accessTokenInfo']>): ReturnType<KakaoUser['accessTokenInfo']> {
    return this.client.user.accessTokenInfo(...parameters);
  }
}
