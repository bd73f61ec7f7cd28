import type { Call } from '../call.js';
import type { AdminCaller, CallOptions, UserCaller } from '../callers.js';
import type { UserIdResponse } from '../contract/user.js';
import { checkObject } from '../errors/usage.js';

/** The link between a user and the app. */
export class KakaoAccountCalls {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /**
   * Links a user by hand; only for apps with auto-link off, while `has_signed_up` of `user.me` is false.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#signup
   * @throws {KakaoApiError} -102 if linked already, -201 for a property key that is not registered
   */
  async signup(
    caller: UserCaller,
    options: CallOptions & { properties?: Record<string, string> | undefined } = {},
  ): Promise<UserIdResponse> {
    const { properties } = checkObject('options', options);
    return this.#call('account.signup', { properties }, caller, options);
  }

  /**
   * Ends the given access token and its refresh token; by admin key, every token of the user for the app. Neither the
   * session at your service nor that of the Kakao Account ends: for the latter see `oauth.accountLogoutUrl`.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#logout
   */
  logout(caller: UserCaller | AdminCaller, options?: CallOptions): Promise<UserIdResponse> {
    return this.#call('account.logout', {}, caller, options);
  }

  /**
   * Ends the link: consents, tokens and user properties are gone. Kakao sends no webhook for it.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#unlink
   * @throws {KakaoApiError} -101 if the user is not linked (any more)
   */
  unlink(caller: UserCaller | AdminCaller, options?: CallOptions): Promise<UserIdResponse> {
    return this.#call('account.unlink', {}, caller, options);
  }
}
