import type { KakaoId } from './ids.js';

/**
 * A shipping address in the user's Kakao Account.
 *
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#shipping-address-info
 */
export interface ShippingAddress {
  id: KakaoId;
  is_default: boolean;
  /** The user's label for it, e.g. 집. */
  name?: string;
  /** Unix time in seconds. */
  updated_at?: number;
  /** `OLD`: by lot number (지번); `NEW`: by street name (도로명). */
  type?: 'OLD' | 'NEW' | (string & {});
  base_address?: string;
  detail_address?: string;
  receiver_name?: string;
  receiver_phone_number1?: string;
  receiver_phone_number2?: string;
  /** Five digits. Always present for `NEW`. */
  zone_number?: string;
  /** In the old format, `463-400`. Can be missing even for `OLD`. */
  zip_code?: string;
}

/** Parameters of `GET /v1/user/shipping_address`. */
export interface ShippingAddressRequest {
  address_id?: KakaoId;
  /** Unix time in seconds: lists only addresses changed before it. Unset or 0: starts with the newest. */
  from_updated_at?: number;
  /** At least 2. Kakao's default is 10. */
  page_size?: number;
}

/** `GET /v1/user/shipping_address`. */
export interface ShippingAddressResponse {
  user_id?: KakaoId;
  /** `true`: the user has not agreed to `shipping_address`, so there is no list. */
  shipping_addresses_needs_agreement?: boolean;
  /** @deprecated Kakao: use `shipping_addresses_needs_agreement`. */
  has_shipping_addresses?: boolean;
  shipping_addresses?: ShippingAddress[];
}
