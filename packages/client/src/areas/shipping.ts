import type { Call } from '../call.js';
import type { AdminCaller, CallOptions, UserCaller } from '../callers.js';
import type { KakaoId, KakaoIdInput } from '../contract/ids.js';
import type { ShippingAddress, ShippingAddressResponse } from '../contract/shipping.js';
import { checkObject } from '../errors/usage.js';
import { toKakaoId } from '../ids.js';

/** Which page {@link KakaoShipping.list} asks for. */
export interface ShippingListOptions extends CallOptions {
  /** Unix time in seconds: only addresses changed before it. Unset or 0: the newest first. */
  fromUpdatedAt?: number | undefined;
  /** At least 2; Kakao's default is 10. */
  pageSize?: number | undefined;
}

/** Addresses that a user keeps in their Kakao Account. Needs the consent item `shipping_address`. */
export class KakaoShipping {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /**
   * One page: the default address first, then the others, newest first. Without consent there is no list, and
   * `shipping_addresses_needs_agreement` is true.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#shipping-address-info
   */
  async list(caller: UserCaller | AdminCaller, options: ShippingListOptions = {}): Promise<ShippingAddressResponse> {
    const { fromUpdatedAt, pageSize } = checkObject('options', options);
    return this.#call('shipping.list', { from_updated_at: fromUpdatedAt, page_size: pageSize }, caller, options);
  }

  /**
   * One address, for example the one that the address picker gave.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#shipping-address-info
   */
  async get(
    caller: UserCaller | AdminCaller,
    addressId: KakaoIdInput,
    options?: CallOptions,
  ): Promise<ShippingAddressResponse> {
    return this.#call('shipping.list', { address_id: toKakaoId(addressId, 'addressId') }, caller, options);
  }

  /**
   * Every address, each once; nothing if the user has not agreed.
   *
   * Kakao repeats the default address on every page, and asks to go on with the last `updated_at`, which leaves out
   * addresses of that very second that had no room on the page. So the next page is asked for from one second later,
   * and what is known is dropped. When a whole page is one second, a larger page gets past it.
   */
  async *all(
    caller: UserCaller | AdminCaller,
    options: Omit<ShippingListOptions, 'fromUpdatedAt'> = {},
  ): AsyncGenerator<ShippingAddress, void, undefined> {
    const seen = new Set<KakaoId>();
    const usualSize = checkObject('options', options).pageSize ?? 10;
    let pageSize = usualSize;
    let from: number | undefined;
    /** Length of the page that was too small to get on, while a larger one is tried. */
    let stuckAt = 0;
    for (;;) {
      const page = await this.list(caller, { ...options, pageSize, fromUpdatedAt: from });
      const addresses = page.shipping_addresses ?? [];
      const fresh = addresses.filter(({ id }) => !seen.has(id));
      for (const { id } of fresh) seen.add(id);
      yield* fresh;

      const last = Math.min(...addresses.filter((a) => !a.is_default).map((a) => a.updated_at ?? Infinity));
      const isLast = addresses.length < pageSize && addresses.length > stuckAt;
      if (isLast || !Number.isFinite(last)) return;
      if (fresh.length > 0) {
        from = last + 1;
        stuckAt = 0;
      } else if (addresses.length > stuckAt) {
        stuckAt = addresses.length;
        pageSize *= 2;
      } else {
        // Larger pages are not to be had: going past this second is all that is left.
        if (last <= 0 || last === from) return;
        from = last;
        stuckAt = 0;
        pageSize = usualSize;
      }
    }
  }
}
