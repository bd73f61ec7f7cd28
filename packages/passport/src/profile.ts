import type { KakaoProfile, UserMe } from '@kakao-login/client';

/**
 * The profile for verify callbacks in the style of passport-oauth2: `KakaoProfile` of `@kakao-login/client` without `name`, because
 * Passport's type needs a family name and a given name, and Kakao has only `fullName`. Compatible with Passport's `Profile` type.
 */
export interface KakaoUserProfile extends Omit<KakaoProfile, 'name' | '_raw' | '_json'> {
  /** Nickname; absent if the user does not share it. */
  username?: string;
  /** `_json` as text, with ids as strings. */
  _raw: string;
  /** Response of `/v2/user/me`. With `profile: 'auto'` or `'id_token'` it can be the claims of the ID token instead. */
  _json: UserMe;
}

/** The same profile as in `@types/passport-kakao`, where `_json` is `any`. */
export interface Profile extends Omit<KakaoUserProfile, '_json'> {
  // oxlint-disable-next-line typescript/no-explicit-any -- code written for passport-kakao reads `_json.kakao_account.email`
  _json: any;
}

export function toUserProfile({ name: _name, ...profile }: KakaoProfile): KakaoUserProfile {
  const { nickname, _json } = profile;
  const username = nickname === undefined ? {} : { username: nickname };
  return { ...profile, ...username, _raw: JSON.stringify(_json), _json: _json as UserMe };
}
