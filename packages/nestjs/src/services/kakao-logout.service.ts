import { Injectable } from '@nestjs/common';
import { KakaoClient } from '@kakao-login/client';
import type { KakaoAccountCalls, UserIdResponse } from '@kakao-login/client';
import { KakaoVault } from '@kakao-login/vault';
import { withVault } from '../vault.js';

/** Ends access tokens. To end the session of the Kakao Account, see `KakaoAuthService.accountLogoutUrl`. */
@Injectable()
export class KakaoLogoutService {
  constructor(
    private readonly client: KakaoClient,
    private readonly vault: KakaoVault,
  ) {}

  /**
   * With an access token, ends that token and its refresh token. With the admin key, ends every token of the user for the
   * app. The vault forgets the user.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#logout
   */
  async logout(...parameters: Parameters<KakaoAccountCalls['logout']>): Promise<UserIdResponse> {
    const answer = await this.client.account.logout(...parameters);
    await withVault(this.vault, (vault) => vault.forget(answer.id));
    return answer;
  }
}
