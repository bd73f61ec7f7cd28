import { createContext } from 'preact';
import type { Member } from '../database/schema.js';
import type { Notice, Theme } from '../visit/visit.js';
import type { Language } from './text.js';

/** What every page may want to know about the request it answers. */
export interface Shop {
  language: Language;
  theme: Theme;
  /** Path of the page, without the query. */
  path: string;
  member?: Member;
  notice?: Notice;
  emulatorUrl?: string;
}

export const ShopContext = createContext<Shop>({ language: 'ko', theme: 'auto', path: '/' });
