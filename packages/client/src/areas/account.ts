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
   * Links a user to the app. For apps with auto-link off, while `has_signed_up` from `user.me` is false.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#signup
   * @throws {KakaoApiError} -102 when the user is already linked, -201 when a property key is not registered
   */
  async signup(
    caller: UserCaller,
    options: CallOptions & { properties?: Record<string, string> | undefined } = {},
  ): Promise<UserIdResponse> {
    const { properties } = checkObject('options', options);
    return this.#call('account.signup', { properties }, caller, options);
  }

  /**
   * Revokes the given access token and its refresh token, or with the admin key all tokens that the user has for the app. The session
   * of your service and the login to the Kakao Account do not end. To end the latter, see `oauth.accountLogoutUrl`.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#logout
   */
  logout(caller: UserCaller | AdminCaller, options?: CallOptions): Promise<UserIdResponse> {
    return this.#call('account.logout', {}, caller, options);
  }

  /**
   * Unlinks a user from the app: Kakao deletes their consents, tokens and user properties. It sends no webhook for this call.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#unlink
   * @throws {KakaoApiError} -101 when the user is not linked
   */
  unlink(caller: UserCaller | AdminCaller, options?: CallOptions): Promise<UserIdResponse> {
    return this.#call('account.unlink', {}, caller, options);
  }
}
