import type { Call } from '../call.js';
import type { AdminCaller, CallOptions, UserCaller } from '../callers.js';
import type {
  AgreedServiceTermsResponse,
  RevokedServiceTermsResponse,
  ServiceTermsRequest,
  ServiceTermsResponse,
} from '../contract/terms.js';
import { checkObject } from '../errors/usage.js';

/** The terms of the service. Only for apps that use Kakao Sync. */
export class KakaoTerms {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /**
   * Lists the terms that the user agreed to, or all terms of the app with `result: 'app_service_terms'`.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#check-service-terms
   */
  async list(
    caller: UserCaller | AdminCaller,
    options: CallOptions & ServiceTermsRequest = {},
  ): Promise<ServiceTermsResponse> {
    const { result, tags } = checkObject('options', options);
    return this.#call('terms.list', { result, tags }, caller, options);
  }

  /**
   * Revokes a user's consent to terms whose `revocable` is true.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#revoke-service-terms
   */
  revoke(
    caller: UserCaller | AdminCaller,
    tags: readonly string[],
    options?: CallOptions,
  ): Promise<RevokedServiceTermsResponse> {
    return this.#call('terms.revoke', { tags }, caller, options);
  }

  /**
   * Records that the user agreed to terms. The response can list fewer terms than the request.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#upgrade-service-terms
   */
  agree(
    caller: UserCaller | AdminCaller,
    tags: readonly string[],
    options?: CallOptions,
  ): Promise<AgreedServiceTermsResponse> {
    return this.#call('terms.agree', { tags }, caller, options);
  }
}
