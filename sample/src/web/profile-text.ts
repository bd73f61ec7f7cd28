import type { Language } from './language.js';

/** Kakao's `female`, in the visitor's language. */
export function genderText(gender: string | undefined, language: Language): string | undefined {
  const texts: Record<string, Record<Language, string>> = {
    female: { ko: '여성', en: 'Female' },
    male: { ko: '남성', en: 'Male' },
  };
  return gender === undefined ? undefined : (texts[gender]?.[language] ?? gender);
}

/** `20~29`, or `90~` for ages of 90 and over. */
export function ageRangeText(range: string | undefined, language: Language): string | undefined {
  if (range === undefined) return undefined;
  const [from, to] = range.split('~');
  if (!to) return language === 'ko' ? `${from}세 이상` : `${from} or older`;
  return language === 'ko' ? `${from}~${to}세` : `${from}–${to}`;
}

/** A number in E.164, as people write it: `010-1234-5678`, or `+82 10-1234-5678` abroad. */
export function phoneText(number: string | null | undefined, language: Language): string | undefined {
  if (number === null || number === undefined) return undefined;
  const [, area, middle, last] = /^\+82(2|\d{2})(\d{3,4})(\d{4})$/.exec(number) ?? [];
  if (area === undefined) return number;
  return language === 'ko' ? `0${area}-${middle}-${last}` : `+82 ${area}-${middle}-${last}`;
}

/** @param date `1231`. A lunar date may not exist in the solar calendar */
export function birthdayText(
  { date, year, lunar }: { date?: string; year?: string; lunar: boolean },
  language: Language,
): string | undefined {
  if (date === undefined) return year === undefined || language === 'en' ? year : `${year}년`;
  const month = Number(date.slice(0, 2));
  const day = Number(date.slice(2));
  if (language === 'ko') {
    return `${year === undefined ? '' : `${year}년 `}${month}월 ${day}일${lunar ? ' (음력)' : ''}`;
  }
  const name = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2000, month - 1));
  return `${day} ${name}${year === undefined ? '' : ` ${year}`}${lunar ? ' (lunar calendar)' : ''}`;
}

/** Kakao returns `http:` URLs of pictures, which pages on https do not load. Its servers support https too. */
export function httpsPicture(url: string): string {
  return url.replace(/^http:/, 'https:');
}
