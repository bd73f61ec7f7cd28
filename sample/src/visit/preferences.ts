import type { Request } from 'express';
import type { Language } from '../web/language.js';
import { cookies } from './cookies.js';

export type Theme = 'auto' | 'light' | 'dark';

export interface Preferences {
  language: Language;
  theme: Theme;
}

/** What the visitor chose on our pages. Until then the language of the browser, or Korean if it sends none. */
export function preferencesOf(request: Request): Preferences {
  const { language, theme } = cookies(request);
  const preferred = request.acceptsLanguages('ko', 'en') === 'ko' ? 'ko' : 'en';
  return { language: isLanguage(language) ? language : preferred, theme: isTheme(theme) ? theme : 'auto' };
}

export function isLanguage(value: unknown): value is Language {
  return value === 'ko' || value === 'en';
}

export function isTheme(value: unknown): value is Theme {
  return value === 'auto' || value === 'light' || value === 'dark';
}
