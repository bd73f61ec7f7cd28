import type { Lang, PersonChoice } from '../pages/models.js';
import type { Person } from '../store/entities.js';
import { isUnder14 } from '../store/person.js';

export const accountLabel = (person: Person): string => person.email ?? person.phoneNumber ?? person.loginId;

type Note = (person: Person, now: number) => [ko: string, en: string] | false;

const notes: readonly Note[] = [
  (person, now) => isUnder14(person, now) && ['만 14세 미만', 'under 14'],
  ({ id }) => BigInt(id) > Number.MAX_SAFE_INTEGER && ['2^53보다 큰 회원번호', 'ID above 2^53'],
  ({ email }) => email === undefined && ['이메일 없음', 'no email'],
  ({ emailVerified }) => !emailVerified && ['미인증 이메일', 'unverified email'],
  ({ emailValid }) => !emailValid && ['유효하지 않은 이메일', 'invalid email'],
  ({ dormant }) => dormant && ['휴면', 'dormant'],
  ({ restricted }) => restricted && ['이용 제한', 'restricted'],
  ({ accountTermsDue }) => accountTermsDue && ['계정 약관 동의 필요', 'account terms not accepted'],
  ({ ageVerified }) => !ageVerified && ['연령 미인증', 'age not verified'],
  ({ kakaoTalk }) => !kakaoTalk && ['카카오톡 미사용', 'no Kakao Talk'],
  ({ addresses: { length } }) => length > 1 && [`배송지 ${length}개`, `${length} addresses`],
];

/** Describes a user, with a note on what tests can use them for. */
export function personChoice(person: Person, lang: Lang, now: number): PersonChoice {
  const { id, loginId, nickname } = person;
  const said: string[] = [];
  for (const note of notes) {
    const words = note(person, now);
    if (words) said.push(words[lang === 'ko' ? 0 : 1]);
  }
  return { id, loginId, nickname, ...(said.length > 0 && { note: said.join(', ') }) };
}
