import type { Person } from '../store/entities.js';

/** Kakao's own addresses, plain http unless asked otherwise. Nothing is served there for the people of an emulator. */
export function pictureUrls(person: Person, secure: boolean): { profile: string; thumbnail: string } {
  const scheme = secure ? 'https' : 'http';
  if (person.picture === undefined) {
    const of = (size: string): string =>
      `${scheme}://img1.kakaocdn.net/thumb/${size}.q70/?fname=${scheme}://t1.kakaocdn.net/account_images/default_profile.jpeg`;
    return { profile: of('R640x640'), thumbnail: of('R110x110') };
  }
  const of = (size: string): string => `${scheme}://k.kakaocdn.net/dn/${person.picture}/img_${size}.jpg`;
  return { profile: of('640x640'), thumbnail: of('110x110') };
}
