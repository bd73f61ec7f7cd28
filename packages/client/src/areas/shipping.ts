import type { Call } from '../call.js';
import type { AdminCaller, CallOptions, UserCaller } from '../callers.js';
import type { KakaoId, KakaoIdInput } from '../contract/ids.js';
import type { ShippingAddress, ShippingAddressResponse } from '../contract/shipping.js';
import { checkObject } from '../errors/usage.js';
import { toKakaoId } from '../ids.js';

/** Options of {@link KakaoShipping.list}. */
export interface ShippingListOptions extends CallOptions {
  /** Unix time in seconds: lists only addresses changed before it. Unset or 0: starts with the newest. */
  fromUpdatedAt?: number | undefined;
  /** At least 2. Kakao's default is 10. */
  pageSize?: number | undefined;
}

/** Shipping addresses in a user's Kakao Account. Needs the consent item `shipping_address`. */
export class KakaoShipping {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /**
   * Lists one page of addresses: the default address first, then the others, newest first. If the user has not agreed, there is no
   * list and `shipping_addresses_needs_agreement` is true.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#shipping-address-info
   */
  async list(caller: UserCaller | AdminCaller, options: ShippingListOptions = {}): Promise<ShippingAddressResponse> {
    const { fromUpdatedAt, pageSize } = checkObject('options', options);
    return this.#call('shipping.list', { from_updated_at: fromUpdatedAt, page_size: pageSize }, caller, options);
  }

  /**
   * Gets one address, for example the one that the user chose in the address picker.
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
   * Iterates over all addresses, each once. Yields none if the user has not agreed.
   */
  async *all(
    caller: UserCaller | AdminCaller,
    options: Omit<ShippingListOptions, 'fromUpdatedAt'> = {},
  ): AsyncGenerator<ShippingAddress, void, undefined> {
    // Kakao repeats the default address on every page. The next page starts before the last `updated_at`, which would skip addresses
    // with that same second that did not fit on the page. So each page starts one second later than the last address, and addresses
    // already seen are dropped. If all addresses of a page share one second, a larger page is requested.
    const seen = new Set<KakaoId>();
    const usualSize = checkObject('options', options).pageSize ?? 10;
    let pageSize = usualSize;
    let from: number | undefined;
    /** Length of the last page that had nothing new, while larger pages are tried. */
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
        // Kakao does not return larger pages, so the rest of this second has to be skipped.
        if (last <= 0 || last === from) return;
        from = last;
        stuckAt = 0;
        pageSize = usualSize;
      }
    }
  }
}
