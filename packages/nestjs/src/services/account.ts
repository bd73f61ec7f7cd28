import { Injectable } from '@nestjs/common';
import { KakaoClient } from '@kakao-login/client';
import type { KakaoAccountCalls, UserIdResponse } from '@kakao-login/client';
import { KakaoVault } from '@kakao-login/vault';
import { withVault } from '../vault.js';

/** Links users to the app. Only needed if auto-link is off. */
@Injectable()
export class KakaoSignupService {
  constructor(private readonly client: KakaoClient) {}

  /**
   * Links a preregistered user, optionally with user properties. Only for apps with auto-link off.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#signup
   * @throws {KakaoApiError} -102 when the user is already linked, -201 when a property key is not registered
   */
  signup(...parameters: Parameters<KakaoAccountCalls['signup']>): Promise<UserIdResponse> {
    return this.client.account.signup(...parameters);
  }
}

/** Unlinks users from the app. */
@Injectable()
export class KakaoUnlinkService {
  constructor(
    private readonly client: KakaoClient,
    private readonly vault: KakaoVault,
  ) {}

  /**
   * Unlinks the user, revokes all consents and ends all tokens. The vault forgets the user. Kakao does not send a
   * webhook for it.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#unlink
   * @throws {KakaoApiError} -101 when the user is not linked
   */
  async unlink(...parameters: Parameters<KakaoAccountCalls['unlink']>): Promise<UserIdResponse> {
    const answer = await this.client.account.unlink(...parameters);
    await withVault(this.vault, (vault) => vault.forget(answer.id));
    return answer;
  }
}

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
