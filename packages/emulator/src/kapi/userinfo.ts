import type { OidcUserInfo } from '@kakao-login/client/contract';

import type { App, Link, Person } from '../store/entities.js';
import { kakaoAccount } from './account-fields.js';
import type { Handlers } from '../contract/handlers.js';
import { pictureUrls } from '../store/pictures.js';

/** `YYYY-MM-DD`, `0000-MM-DD` or `YYYY`, depending on the consent. */
function birthdate(year: string | undefined, day: string | undefined): string | undefined {
  if (day === undefined) return year;
  return `${year ?? '0000'}-${day.slice(0, 2)}-${day.slice(2)}`;
}

/** Nickname and picture are those at the time of linking, even if the user has changed them. */
function userInfo(app: App, person: Person, link: Link, now: number): OidcUserInfo {
  const account = kakaoAccount(app, person, link, true, now);
  const { profile } = link;
  const born = birthdate(account.birthyear, account.birthday);
  return {
    sub: person.id,
    ...(account.name !== undefined && { name: account.name }),
    ...(account.profile?.nickname !== undefined && { nickname: profile.nickname }),
    ...(account.profile?.thumbnail_image_url !== undefined && { picture: pictureUrls(profile, true).thumbnail }),
    ...(account.email !== undefined && {
      email: account.email,
      email_verified: person.emailVerified && person.emailValid,
    }),
    ...(account.gender !== undefined && { gender: account.gender }),
    ...(born !== undefined && { birthdate: born }),
    ...(account.phone_number !== undefined && {
      phone_number: account.phone_number,
      phone_number_verified: true,
    }),
  };
}

export const userinfo: Handlers<'oidc.userinfo'> = {
  'oidc.userinfo': (_incoming, { app, person, link }, { store }) => userInfo(app, person, link, store.clock.now()),
};
