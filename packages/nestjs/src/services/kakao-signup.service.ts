import { Injectable } from '@nestjs/common';
import { KakaoClient } from '@kakao-login/client';
import type { KakaoAccountCalls, UserIdResponse } from '@kakao-login/client';

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
