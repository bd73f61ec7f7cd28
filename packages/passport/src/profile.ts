import type { KakaoProfile, UserMe } from '@kakao-login/client';

/**
 * The profile that verify callbacks of passport-oauth2's shapes get: `KakaoProfile` of `@kakao-login/client` without `name`, which
 * Passport's types split into family name and given name (Kakao's is `fullName`). Passport's own `Profile` type fits it.
 */
export interface KakaoUserProfile extends Omit<KakaoProfile, 'name' | '_raw' | '_json'> {
  /** Nickname; absent if the user does not share it. */
  username?: string;
  /** `_json` as text, ids as strings. */
  _raw: string;
  /** Answer of `/v2/user/me`. With `profile: 'auto'` or `'id_token'` it may be the claims of the ID token instead. */
  _json: UserMe;
}

/** The same profile as `@types/passport-kakao` declares it: nothing is known about `_json`. */
export interface Profile extends Omit<KakaoUserProfile, '_json'> {
  // oxlint-disable-next-line typescript/no-explicit-any -- code written for passport-kakao reads `_json.kakao_account.email`
  _json: any;
}

export function toUserProfile({ name: _name, ...profile }: KakaoProfile): KakaoUserProfile {
  const { nickname, _json } = profile;
  const username = nickname === undefined ? {} : { username: nickname };
  return { ...profile, ...username, _raw: JSON.stringify(_json), _json: _json as UserMe };
}
