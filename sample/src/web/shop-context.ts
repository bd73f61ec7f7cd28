import { createContext } from 'preact';
import type { Member } from '../database/schema.js';
import type { Theme } from '../visit/preferences.js';
import type { Notice } from '../visit/session-data.js';
import type { Language } from './language.js';

/** What pages may need to know about the current request. */
export interface Shop {
  language: Language;
  theme: Theme;
  /** Path of the page, without the query. */
  path: string;
  /** Where to return to this page, after a change of language or to try again. */
  address: string;
  member?: Member;
  notice?: Notice;
  emulatorUrl?: string;
  /** Whether there is the page `/kakao/xray`. */
  xray?: boolean;
}

export const ShopContext = createContext<Shop>({ language: 'ko', theme: 'auto', path: '/', address: '/' });
