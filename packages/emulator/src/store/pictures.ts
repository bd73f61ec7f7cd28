import type { Person, Profile } from './entities.js';

const DEFAULT_NICKNAME = '닉네임을 등록해주세요';

/** Kakao shows this text instead of a nickname that breaks its policy. */
export const nicknameOf = ({ isDefaultNickname, nickname }: Person): string =>
  isDefaultNickname ? DEFAULT_NICKNAME : nickname;

/** The profile as it is now. */
export const profileNow = (person: Person): Profile => ({
  nickname: nicknameOf(person),
  ...(person.picture !== undefined && { picture: person.picture }),
});

/** URLs like Kakao's, with plain http unless `secure`. They lead nowhere. */
export function pictureUrls(
  { picture }: Pick<Profile, 'picture'>,
  secure: boolean,
): { profile: string; thumbnail: string } {
  const scheme = secure ? 'https' : 'http';
  if (picture === undefined) {
    const of = (size: string): string =>
      `${scheme}://img1.kakaocdn.net/thumb/${size}.q70/?fname=${scheme}://t1.kakaocdn.net/account_images/default_profile.jpeg`;
    return { profile: of('R640x640'), thumbnail: of('R110x110') };
  }
  const of = (size: string): string => `${scheme}://k.kakaocdn.net/dn/${picture}/img_${size}.jpg`;
  return { profile: of('640x640'), thumbnail: of('110x110') };
}
