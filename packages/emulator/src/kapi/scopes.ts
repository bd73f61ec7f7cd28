import type { Scope, ScopesResponse } from '@kakao-login/client/contract';

import { DISPLAY_NAMES_FOLLOW_ACCEPT_LANGUAGE } from '../guesses.js';
import { Refusal } from '../refusal.js';
import type { App, Link } from '../store/entities.js';
import { badParameter } from './actor.js';
import type { Context, Handlers } from './handlers.js';
import { texts } from './incoming.js';

const names: Record<string, { ko: string; en: string }> = {
  profile: { ko: '프로필 정보(닉네임/프로필 사진)', en: 'Profile Info(nickname/profile image)' },
  profile_nickname: { ko: '닉네임', en: 'Nickname' },
  profile_image: { ko: '프로필 사진', en: 'Profile image' },
  account_email: { ko: '카카오계정(이메일)', en: 'Email' },
  name: { ko: '이름', en: 'Name' },
  gender: { ko: '성별', en: 'Gender' },
  age_range: { ko: '연령대', en: 'Age range' },
  birthday: { ko: '생일', en: 'Birthday' },
  birthyear: { ko: '출생 연도', en: 'Birth year' },
  phone_number: { ko: '카카오계정(전화번호)', en: 'Phone number' },
  account_ci: { ko: 'CI(연계정보)', en: 'CI (Connecting Information)' },
  shipping_address: { ko: '배송지정보(수령인명, 배송지 주소, 전화번호)', en: 'Shipping information' },
  plusfriends: { ko: '카카오톡 채널 추가 상태 및 내역', en: 'Kakao Talk channel status and history' },
  friends: {
    ko: '카카오 서비스 내 친구목록(프로필사진, 닉네임, 즐겨찾기 포함)',
    en: 'Friends List in Kakao Service(Including profile image, nickname, and favorites)',
  },
  talk_message: { ko: '카카오톡 메시지 전송', en: 'Send message in Kakao Talk' },
};

function displayName(id: string, context: Context): string {
  const english =
    DISPLAY_NAMES_FOLLOW_ACCEPT_LANGUAGE && (context.call.headers['accept-language'] ?? '').startsWith('en');
  return names[id]?.[english ? 'en' : 'ko'] ?? id;
}

/** Items the app uses, and those agreed to earlier that it uses no longer. */
function scopesOf(app: App, link: Link, context: Context): Scope[] {
  const ids = new Set([...app.consentItems.keys(), ...link.scopes.keys()]);
  return [...ids].map((id): Scope => {
    const agreed = link.scopes.has(id);
    return {
      id,
      display_name: displayName(id, context),
      type: id === 'talk_message' ? 'SERVICE' : 'PRIVACY',
      using: app.consentItems.has(id),
      agreed,
      ...(agreed && { revocable: app.consentItems.get(id) !== 'required' }),
    };
  });
}

export const scopes: Handlers<'scopes.list' | 'scopes.revoke'> = {
  'scopes.list': ({ scopes }, { app, link }, context): ScopesResponse => {
    const wanted = texts('scopes', scopes);
    return {
      id: link.personId,
      scopes: scopesOf(app, link, context).filter(({ id }) => wanted?.includes(id) ?? true),
    };
  },

  'scopes.revoke': ({ scopes }, { app, link }, context): ScopesResponse => {
    const wanted = texts('scopes', scopes);
    if (!wanted || wanted.length === 0) throw badParameter('scopes');
    const unknown = wanted.filter((id) => !app.consentItems.has(id) && !link.scopes.has(id));
    if (unknown.length > 0) {
      throw Refusal.kapi(
        400,
        -2,
        `There is no scopes to revoke. check out if given scope id([${unknown.join(', ')}]) is correct again.`,
      );
    }
    const fixed = wanted.filter((id) => app.consentItems.get(id) === 'required');
    if (fixed.length > 0) {
      throw Refusal.kapi(
        403,
        -3,
        `[${fixed.join(', ')}] is not revocable. check out if it's set as required on developers.kakao.com`,
      );
    }
    const withdrawn = wanted.filter((id) => link.scopes.delete(id));
    if (withdrawn.length > 0) {
      context.notify('user-scope-withdraw', { appId: app.appId, personId: link.personId, scope: withdrawn });
    }
    return { id: link.personId, scopes: scopesOf(app, link, context) };
  },
};
