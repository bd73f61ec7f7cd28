import { Injectable } from '@nestjs/common';
import { KakaoClient } from '@kakao-login/client';
import type { KakaoAccountCalls, UserIdResponse } from '@kakao-login/client';
import { KakaoVault } from '@kakao-login/vault';
import { withVault } from '../vault.js';

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
