import type { KakaoAccount, UserMe } from '@kakao-login/client/contract';

import { instant } from '../store/clock.js';
import { HAS_MEMBERS } from '../guesses.js';
import type { App, Link, Person } from '../store/entities.js';
import { ageOf } from '../store/person.js';
import { partnerAccount, partnerMembers } from './partner-fields.js';
import { nicknameOf, pictureUrls } from '../store/pictures.js';

/** `1~9`, `10~14`, `15~19`, then tens, `90~`. */
export function ageRange(person: Person, now: number): string | undefined {
  if (person.ageRange !== undefined) return person.ageRange;
  const age = ageOf(person, now);
  if (age === undefined) return undefined;
  if (age < 10) return '1~9';
  if (age < 15) return '10~14';
  if (age < 20) return '15~19';
  if (age >= 90) return '90~';
  const ten = Math.floor(age / 10) * 10;
  return `${ten}~${ten + 9}`;
}

/** The members of an agreed item, besides its `*_needs_agreement`. */
function values(person: Person, item: string, now: number): Record<string, unknown> {
  switch (item) {
    case 'name':
      return { ...(person.name !== undefined && { name: person.name }) };
    case 'account_email':
      return person.email === undefined
        ? {}
        : { is_email_valid: person.emailValid, is_email_verified: person.emailVerified, email: person.email };
    case 'age_range': {
      const range = ageRange(person, now);
      return range === undefined ? {} : { age_range: range };
    }
    case 'birthyear':
      return { ...(person.birthyear !== undefined && { birthyear: person.birthyear }) };
    case 'birthday':
      return person.birthday === undefined
        ? {}
        : {
            birthday: person.birthday,
            birthday_type: person.birthdayType ?? 'SOLAR',
            is_leap_month: person.isLeapMonth ?? false,
          };
    case 'gender':
      return { ...(person.gender !== undefined && { gender: person.gender }) };
    case 'phone_number':
      return { ...(person.phoneNumber !== undefined && { phone_number: person.phoneNumber }) };
    case 'account_ci':
      return person.ci === undefined
        ? {}
        : {
            ci: person.ci,
            ...(person.ciAuthenticatedAt !== undefined && { ci_authenticated_at: person.ciAuthenticatedAt }),
          };
    case 'legal_name':
      return { ...(person.legalName !== undefined && { legal_name: person.legalName }) };
    case 'legal_birth_date':
      return { ...(person.legalBirthDate !== undefined && { legal_birth_date: person.legalBirthDate }) };
    case 'legal_gender':
      return { ...(person.legalGender !== undefined && { legal_gender: person.legalGender }) };
    case 'is_korean':
      return { ...(person.isKorean !== undefined && { is_korean: person.isKorean }) };
    case 'account_creation_date':
      return { ...(person.accountCreationDate !== undefined && { account_creation_date: person.accountCreationDate }) };
    default:
      return {};
  }
}

/** Items whose `*_needs_agreement` has another name. */
const stems: Record<string, string> = { account_email: 'email', account_ci: 'ci' };
const withFields = [
  'name',
  'account_email',
  'age_range',
  'birthyear',
  'birthday',
  'gender',
  'phone_number',
  'account_ci',
  'legal_name',
  'legal_birth_date',
  'legal_gender',
  'is_korean',
  'account_creation_date',
];

function profile(app: App, person: Person, link: Link, secure: boolean): Partial<KakaoAccount> {
  const combined = app.consentItems.has('profile');
  const agreed = (item: string): boolean => link.scopes.has(combined ? 'profile' : item);
  const pictures = pictureUrls(person, secure);
  const nickname = agreed('profile_nickname') && (combined || app.consentItems.has('profile_nickname'));
  const image = agreed('profile_image') && (combined || app.consentItems.has('profile_image'));
  const shown = {
    ...(nickname && { nickname: nicknameOf(person) }),
    ...(image && {
      thumbnail_image_url: pictures.thumbnail,
      profile_image_url: pictures.profile,
      is_default_image: person.picture === undefined,
    }),
    ...(nickname && { is_default_nickname: person.isDefaultNickname }),
  };
  return {
    ...(combined && { profile_needs_agreement: !agreed('profile') }),
    ...(app.consentItems.has('profile_nickname') && { profile_nickname_needs_agreement: !nickname }),
    ...(app.consentItems.has('profile_image') && { profile_image_needs_agreement: !image }),
    ...((nickname || image) && { profile: shown }),
  };
}

/** `kakao_account`: whether the user agreed to each item of the app, and the values of those agreed to. */
export function kakaoAccount(app: App, person: Person, link: Link, secure: boolean, now: number): KakaoAccount {
  const account: Record<string, unknown> = { ...profile(app, person, link, secure) };
  for (const item of withFields) {
    if (!app.consentItems.has(item)) continue;
    const stem = stems[item] ?? item;
    const value = values(person, item, now);
    if ((HAS_MEMBERS as readonly string[]).includes(stem)) account[`has_${stem}`] = stem in value;
    account[`${stem}_needs_agreement`] = !link.scopes.has(item);
    if (link.scopes.has(item)) Object.assign(account, value);
  }
  return Object.assign(account, partnerAccount(app, person));
}

/** Custom properties, and three that are deprecated but still sent. */
function properties(person: Person, link: Link, account: KakaoAccount): Record<string, string> {
  const { nickname, profile_image_url: image, thumbnail_image_url: thumbnail } = account.profile ?? {};
  return {
    ...(nickname !== undefined && { nickname }),
    ...(image !== undefined && { profile_image: image }),
    ...(thumbnail !== undefined && { thumbnail_image: thumbnail }),
    ...Object.fromEntries(link.properties),
  };
}

/** Everything about a user that the app may see, in the order of Kakao's responses. */
export function wholeUser(app: App, person: Person, link: Link, secure: boolean, now: number): UserMe {
  const account = kakaoAccount(app, person, link, secure, now);
  if (!link.registered) {
    const { profile: shown, email, is_email_valid: valid, is_email_verified: verified } = account;
    return {
      id: person.id,
      has_signed_up: false,
      connected_at: instant(link.connectedAt),
      kakao_account: {
        ...(shown && { profile: shown }),
        ...(email !== undefined && { email }),
        ...(valid !== undefined && { is_email_valid: valid }),
        ...(verified !== undefined && { is_email_verified: verified }),
      },
    };
  }
  const shared = properties(person, link, account);
  return {
    id: person.id,
    ...(!app.autoLink && { has_signed_up: true }),
    connected_at: instant(link.connectedAt),
    ...(link.synchedAt !== undefined && { synched_at: instant(link.synchedAt) }),
    ...(Object.keys(shared).length > 0 && { properties: shared }),
    // An app without such items gets only the id.
    ...(Object.keys(account).length > 0 && { kakao_account: account }),
    ...partnerMembers(app, person, link),
  };
}
