import { parseAccept } from 'hono/utils/accept';

import { given, cookie } from '../http/call.js';
import type { Call } from '../http/call.js';
import { langCookie, paths } from '../pages/models.js';
import type { Lang, Page, PersonChoice } from '../pages/models.js';
import type { Person } from '../store/entities.js';
import { isUnder14 } from '../store/person.js';

const isLang = (text: string | undefined): text is Lang => text === 'ko' || text === 'en';

/** The language that the browser likes better; Korean when it accepts neither. */
function preferred(header: string): Lang {
  const accepted = parseAccept(header).filter(({ q }) => q > 0);
  return accepted.map(({ type }) => type.split('-')[0]?.toLowerCase()).find(isLang) ?? 'ko';
}

/** What the language switch just sent, else what it sent before, else what the browser prefers. */
export function langOf(call: Call): Lang {
  const asked = given(call.form, 'lang') ?? given(call.query, 'lang');
  if (isLang(asked)) return asked;
  const kept = cookie(call, langCookie);
  if (isLang(kept)) return kept;
  return preferred(call.headers['accept-language'] ?? '');
}

/** Remembers the language when the switch was used. */
export function langHeaders(call: Call): Record<string, string[]> {
  const asked = given(call.form, 'lang') ?? given(call.query, 'lang');
  return isLang(asked) ? { 'set-cookie': [`${langCookie}=${asked}; Path=/; SameSite=Lax; Max-Age=31536000`] } : {};
}

/** What every page model begins with. The language switch asks for the same address again. */
export const pageOf = (call: Call): Page => ({
  lang: langOf(call),
  here: { method: 'get', action: call.path, fields: [...call.query] },
});

/** For a page that must not be asked for again: its language switch asks for the text alone, and nothing happens twice. */
export const messagePageOf = (call: Call, kind: string, appName = ''): Page => ({
  lang: langOf(call),
  here: {
    method: 'get',
    action: paths.message,
    fields: [['kind', kind], ...(appName ? [['app', appName] as const] : [])],
  },
});

/** For an error, which may answer a form. */
export const errorPageOf = (call: Call, kind: string, appName?: string): Page =>
  call.method === 'POST' ? messagePageOf(call, kind, appName) : pageOf(call);

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
