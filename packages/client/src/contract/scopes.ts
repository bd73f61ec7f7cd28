import type { KakaoId } from './ids.js';

/** Id of a consent item, as [Kakao Login > Consent items] of the console lists it. */
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

/** One consent item, and what the user said to it. */
export interface Scope {
  id: ConsentItem;
  /** Localised by Kakao; never compare against it. */
  display_name: string;
  type: 'PRIVACY' | 'SERVICE' | (string & {});
  /** `false`: agreed to earlier, but no longer configured in the app. */
  using: boolean;
  agreed: boolean;
  /** Only when `agreed`. */
  revocable?: boolean;
  delegated?: boolean;
}

/** `GET /v2/user/scopes` and `POST /v2/user/revoke/scopes`. */
export interface ScopesResponse {
  id: KakaoId;
  scopes: Scope[];
}
