import type { UserMe } from '@kakao-login/client/contract';

import { FOR_PARTNER_ITEMS } from '../guesses.js';
import type { App, Link, Person } from '../store/entities.js';

/** Members of `kakao_account` for partners, and more of them for apps of the Kakao group. */
export function partnerAccount(app: App, person: Person): Record<string, unknown> {
  if (!app.partner && !app.inHouse) return {};
  const { displayId, unificationStatus, accountId, talkUserId, daumUserId } = person;
  return {
    ...(unificationStatus !== undefined && { unification_status: unificationStatus }),
    is_kakaotalk_user: person.kakaoTalk,
    ...(displayId !== undefined && { display_id: displayId }),
    ...(app.inHouse && {
      ...(accountId !== undefined && { account_id: accountId }),
      ...(talkUserId !== undefined && { talk_user_id: talkUserId }),
      ...(daumUserId !== undefined && { daum_user_id: daumUserId }),
    }),
  };
}

/** Members outside `kakao_account` for friends, messages and groups of apps. */
export function partnerMembers(app: App, person: Person, link: Link): Pick<UserMe, 'for_partner' | 'group_user_token'> {
  const { uuid, groupUserToken } = person;
  const open = FOR_PARTNER_ITEMS.some((item) => app.consentItems.has(item) && link.scopes.has(item));
  return {
    ...(open && uuid !== undefined && { for_partner: { uuid } }),
    ...(app.groupApp && groupUserToken !== undefined && { group_user_token: groupUserToken }),
  };
}
