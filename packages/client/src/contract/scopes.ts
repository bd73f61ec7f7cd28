import type { KakaoId } from './ids.js';

/** Id of a consent item, as listed in Kakao's console under Kakao Login > Consent items. */
export type ConsentItem =
  | 'openid'
  | 'profile_nickname'
  | 'profile_image'
  | 'profile'
  | 'account_email'
  | 'name'
  | 'gender'
  | 'age_range'
  | 'birthday'
  | 'birthyear'
  | 'phone_number'
  | 'account_ci'
  | 'shipping_address'
  | 'plusfriends'
  | 'friends'
  | 'talk_message'
  | (string & {});

/** A consent item, and whether the user agreed to it. */
export interface Scope {
  id: ConsentItem;
  /** Localized by Kakao. Do not compare it. */
  display_name: string;
  type: 'PRIVACY' | 'SERVICE' | (string & {});
  /** `false`: the user agreed to it earlier, but the app no longer has it configured. */
  using: boolean;
  agreed: boolean;
  /** Present only if `agreed`. */
  revocable?: boolean;
  delegated?: boolean;
}

/** `GET /v2/user/scopes` and `POST /v2/user/revoke/scopes`. */
export interface ScopesResponse {
  id: KakaoId;
  scopes: Scope[];
}
