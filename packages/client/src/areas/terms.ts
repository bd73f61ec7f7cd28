import type { Call } from '../call.js';
import type { AdminCaller, CallOptions, UserCaller } from '../callers.js';
import type {
  AgreedServiceTermsResponse,
  RevokedServiceTermsResponse,
  ServiceTermsRequest,
  ServiceTermsResponse,
} from '../contract/terms.js';
import { checkObject } from '../errors/usage.js';

/** The service's own terms. Only for apps that adopted Kakao Sync. */
export class KakaoTerms {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /**
   * Terms that the user agreed to, or with `result: 'app_service_terms'` all terms of the app.
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
   * Takes back consent to terms whose `revocable` is true.
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
   * Records that the user agreed to terms; the answer may list fewer than were asked for.
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
