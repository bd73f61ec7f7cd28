import { Injectable } from '@nestjs/common';
import { KakaoClient } from '@kakao-login/client';
import type { KakaoOAuth, KakaoUser } from '@kakao-login/client';

/** Tokens and the addresses that people are sent to. `AuthGuard('kakao')` does the login itself; this is for the rest. */
@Injectable()
export class KakaoAuthService {
  constructor(private readonly client: KakaoClient) {}

  /** Where to send a person to log in, or to agree to more, without the guard. You keep `state` and `nonce` yourself. */
  authorizationUrl(...parameters: Parameters<KakaoOAuth['authorizationUrl']>): string {
    return this.client.oauth.authorizationUrl(...parameters);
  }

  /** Redeems a code that the guard did not, such as one received by a single-page app. A code works once. */
  exchangeCode(...parameters: Parameters<KakaoOAuth['exchangeCode']>): ReturnType<KakaoOAuth['exchangeCode']> {
    return this.client.oauth.exchangeCode(...parameters);
  }

  /** New tokens for a refresh token. Store the `refresh_token` of the answer: in its last month Kakao replaces it. */
  refresh(...parameters: Parameters<KakaoOAuth['refresh']>): ReturnType<KakaoOAuth['refresh']> {
    return this.client.oauth.refresh(...parameters);
  }

  /** Where to send a person to log out of your service and, if they choose so, of their Kakao Account. */
  accountLogoutUrl(...parameters: Parameters<KakaoOAuth['accountLogoutUrl']>): string {
    return this.client.oauth.accountLogoutUrl(...parameters);
  }

  /** Whom an access token belongs to, to which app, and for how many seconds yet. */
  accessTokenInfo(...parameters: Parameters<KakaoUser['accessTokenInfo']>): ReturnType<KakaoUser['accessTokenInfo']> {
    return this.client.user.accessTokenInfo(...parameters);
  }
}
