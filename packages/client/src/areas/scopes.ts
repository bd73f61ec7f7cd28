import type { Call } from '../call.js';
import type { AdminCaller, CallOptions, UserCaller } from '../callers.js';
import type { ConsentItem, ScopesResponse } from '../contract/scopes.js';
import { checkObject } from '../errors/usage.js';

/** Consent items: what a user has agreed to share. */
export class KakaoScopes {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /**
   * Lists the consent items of the app, or only those in `scopes`, and whether the user agreed to each.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#check-consent
   */
  async list(
    caller: UserCaller | AdminCaller,
    options: CallOptions & { scopes?: readonly ConsentItem[] | undefined } = {},
  ): Promise<ScopesResponse> {
    const { scopes } = checkObject('options', options);
    return this.#call('scopes.list', { scopes }, caller, options);
  }

  /**
   * Revokes a user's consent to items whose `revocable` is true. Returns the full list of items.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#revoke-consent
   * @throws {KakaoApiError} -3 when an item cannot be revoked, -2 when an item does not exist
   */
  revoke(
    caller: UserCaller | AdminCaller,
    scopes: readonly ConsentItem[],
    options?: CallOptions,
  ): Promise<ScopesResponse> {
    return this.#call('scopes.revoke', { scopes }, caller, options);
  }
}
