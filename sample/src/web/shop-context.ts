import { createContext } from 'preact';
import type { Member } from '../database/schema.js';
import type { Theme } from '../visit/preferences.js';
import type { Notice } from '../visit/session-data.js';
import type { Language } from './language.js';

/** What every page may want to know about the request it answers. */
export interface Shop {
  language: Language;
  theme: Theme;
  /** Path of the page, without the query. */
  path: string;
  /** Where the browser finds this page again: after a change of language, or for another try. */
  address: string;
  member?: Member;
  notice?: Notice;
  emulatorUrl?: string;
  /** Whether there is the page `/kakao/xray`. */
  xray?: boolean;
}

export const ShopContext = createContext<Shop>({ language: 'ko', theme: 'auto', path: '/', address: '/' });
