import { given, cookie } from '../http/call.js';
import type { Call } from '../http/call.js';
import { isUnder14 } from '../kapi/account-fields.js';
import { langCookie } from '../pages/models.js';
import type { Lang, Page, PersonChoice } from '../pages/models.js';
import type { Person } from '../store/entities.js';

const isLang = (text: string | undefined): text is Lang => text === 'ko' || text === 'en';

/** What was asked for with the language switch, else what it was set to before, else what the browser prefers. */
export function langOf(call: Call): Lang {
  const asked = given(call.form, 'lang') ?? given(call.query, 'lang');
  if (isLang(asked)) return asked;
  const kept = cookie(call, langCookie);
  if (isLang(kept)) return kept;
  return /^en\b/i.test(call.headers['accept-language'] ?? '') ? 'en' : 'ko';
}

/** Remembers the language when the switch was used. */
export function langHeaders(call: Call): Record<string, string[]> {
  const asked = given(call.form, 'lang') ?? given(call.query, 'lang');
  return isLang(asked) ? { 'set-cookie': [`${langCookie}=${asked}; Path=/; SameSite=Lax; Max-Age=31536000`] } : {};
}

/** The head of every page model. The page can be asked for again by its query, or by the given fields. */
export function pageOf(call: Call, post?: readonly (readonly [string, string])[]): Page {
  return {
    lang: langOf(call),
    here: post
      ? { method: 'post', action: call.path, fields: post }
      : { method: 'get', action: call.path, fields: [...call.query] },
  };
}

export const accountLabel = (person: Person): string => person.email ?? person.phoneNumber ?? person.loginId;

type Note = (person: Person, now: number) => [ko: string, en: string] | false;

const notes: readonly Note[] = [
  (person, now) => isUnder14(person, now) && ['14세 미만', 'under 14'],
  ({ id }) => BigInt(id) > Number.MAX_SAFE_INTEGER && ['2^53을 넘는 회원번호', 'id above 2^53'],
  ({ email }) => email === undefined && ['이메일 없음', 'no e-mail'],
  ({ emailVerified }) => !emailVerified && ['미인증 이메일', 'unverified e-mail'],
  ({ emailValid }) => !emailValid && ['유효하지 않은 이메일', 'invalid e-mail'],
  ({ dormant }) => dormant && ['휴면', 'dormant'],
  ({ restricted }) => restricted && ['이용 제한', 'restricted'],
  ({ accountTermsDue }) => accountTermsDue && ['계정 약관 동의 필요', 'account terms due'],
  ({ ageVerified }) => !ageVerified && ['연령 미인증', 'age not verified'],
  ({ kakaoTalk }) => !kakaoTalk && ['카카오톡 미사용', 'no Kakao Talk'],
  ({ addresses: { length } }) => length > 1 && [`배송지 ${length}개`, `${length} addresses`],
];

/** A few words on what makes this person worth testing with. */
export function personChoice(person: Person, lang: Lang, now: number): PersonChoice {
  const { id, loginId, nickname } = person;
  const said: string[] = [];
  for (const note of notes) {
    const words = note(person, now);
    if (words) said.push(words[lang === 'ko' ? 0 : 1]);
  }
  return { id, loginId, nickname, ...(said.length > 0 && { note: said.join(', ') }) };
}
