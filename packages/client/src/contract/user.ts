import type { KakaoId, KakaoIdInput } from './ids.js';

/** A field that `property_keys` selects. With a trailing dot (`kakao_account.`) it selects all fields below it. */
export type PropertyKey =
  | 'kakao_account.'
  | 'kakao_account.profile'
  | 'kakao_account.name'
  | 'kakao_account.email'
  | 'kakao_account.age_range'
  | 'kakao_account.birthday'
  | 'kakao_account.birthyear'
  | 'kakao_account.gender'
  | 'kakao_account.phone_number'
  | 'kakao_account.ci'
  | 'properties.'
  | 'has_signed_up'
  | (string & {});

/** Nickname and pictures. Each needs its own consent item. */
export interface KakaoAccountProfile {
  nickname?: string;
  /** 110 x 110 px or 100 x 100 px. Plain `http:` unless `secure_resource` was asked for. */
  thumbnail_image_url?: string;
  /** 640 x 640 px or 480 x 480 px. Plain `http:` unless `secure_resource` was asked for. */
  profile_image_url?: string;
  is_default_image?: boolean;
  is_default_nickname?: boolean;
}

/**
 * What the user shares. A field is present only if the app has its consent item configured. `*_needs_agreement: true` means that
 * Kakao has the value, but the user has to agree first.
 *
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#kakaoaccount
 */
export interface KakaoAccount {
  /** Only for apps with the old, combined `profile` item. */
  profile_needs_agreement?: boolean;
  profile_nickname_needs_agreement?: boolean;
  profile_image_needs_agreement?: boolean;
  profile?: KakaoAccountProfile;
  name_needs_agreement?: boolean;
  name?: string;
  /** @deprecated Kakao: use `email_needs_agreement`. */
  has_email?: boolean;
  email_needs_agreement?: boolean;
  /** `false`: another Kakao Account uses this address now. */
  is_email_valid?: boolean;
  is_email_verified?: boolean;
  email?: string;
  age_range_needs_agreement?: boolean;
  /** `1~9`, `10~14`, `15~19`, `20~29` … `80~89`, `90~`. Kakao's SDKs have `0~9` as the first. */
  age_range?: string;
  birthyear_needs_agreement?: boolean;
  /** `YYYY`. */
  birthyear?: string;
  /** @deprecated Kakao: use `birthday_needs_agreement`. */
  has_birthday?: boolean;
  birthday_needs_agreement?: boolean;
  /** `MMDD`. */
  birthday?: string;
  birthday_type?: 'SOLAR' | 'LUNAR' | (string & {});
  is_leap_month?: boolean;
  gender_needs_agreement?: boolean;
  gender?: 'female' | 'male' | (string & {});
  phone_number_needs_agreement?: boolean;
  /** Korean numbers: `+82 10-1234-5678`. Numbers of other countries vary. */
  phone_number?: string;
  ci_needs_agreement?: boolean;
  /** Connecting Information (연계정보). */
  ci?: string;
  /** RFC 3339, UTC. */
  ci_authenticated_at?: string;
  legal_name_needs_agreement?: boolean;
  legal_name?: string;
  legal_birth_date_needs_agreement?: boolean;
  /** `yyyyMMDD`. */
  legal_birth_date?: string;
  legal_gender_needs_agreement?: boolean;
  legal_gender?: 'female' | 'male' | (string & {});
  is_korean_needs_agreement?: boolean;
  is_korean?: boolean;
  /** From here on, only for partners of Kakao. */
  account_creation_date_needs_agreement?: boolean;
  account_creation_date?: string;
  unification_status?: string;
  is_kakaotalk_user?: boolean;
  display_id?: string;
  /** From here on, only for the Kakao group. */
  account_id?: KakaoId;
  talk_user_id?: KakaoId;
  daum_user_id?: KakaoId;
}

/**
 * `GET /v2/user/me`.
 *
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#req-user-info-response
 */
export interface UserMe {
  id: KakaoId;
  /** Only for apps with auto-link off. `true`: the user is linked. `false`: call signup to link them. */
  has_signed_up?: boolean;
  /** RFC 3339, UTC. */
  connected_at?: string;
  /** When Kakao Sync linked the user. RFC 3339, UTC. */
  synched_at?: string;
  /** The user properties of the app, and the deprecated `nickname`, `profile_image` and `thumbnail_image`. */
  properties?: Record<string, string>;
  kakao_account?: KakaoAccount;
  /** Only for apps with permission to list friends or send messages. */
  for_partner?: { uuid?: string; remaining_invite_count?: number; remaining_group_msg_count?: number };
  /** Only for group apps. */
  group_user_token?: string;
}

/** Parameters of `GET /v2/user/me`. */
export interface UserMeRequest {
  property_keys?: readonly PropertyKey[];
  /** `true`: image URLs are `https:`. */
  secure_resource?: boolean;
}

/** Parameters of `GET /v2/app/users`. The response is an array in a different order. */
export interface AppUsersRequest {
  target_id_type: 'user_id';
  /** At most 100, or 20 with `property_keys`. */
  target_ids: readonly KakaoIdInput[];
  property_keys?: readonly PropertyKey[];
}

/** Parameters of `GET /v1/user/ids`. */
export interface UserIdsRequest {
  /** 1 to 100. Kakao's default is 100. */
  limit?: number;
  /** First id of the page, inclusive. */
  from_id?: KakaoId;
  order?: 'asc' | 'desc';
}

/** Response of `GET /v1/user/ids`. */
export interface UserIdsPage {
  elements: KakaoId[];
  /** `null` on the first page. */
  before_url: string | null;
  /** `null` on the last page. */
  after_url: string | null;
  /** @deprecated by Kakao. */
  total_count?: number;
}

/** Response of the calls that return only the id of the user. */
export interface UserIdResponse {
  id: KakaoId;
}
