export type Language = 'ko' | 'en';

/** A sentence in both languages. */
export interface Text {
  ko: string;
  en: string;
}
