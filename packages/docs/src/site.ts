import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const languages = ['ko', 'en'] as const;
export type Language = (typeof languages)[number];

export const repository = 'https://github.com/kakao-login/kakao-login-node';
export const root = fileURLToPath(new URL('../../../', import.meta.url));
const docs = fileURLToPath(new URL('../', import.meta.url));
export const pagesFolder = `${docs}pages/`;
/** Where the pages that are made from other files go. Not committed. */
export const generatedFolder = `${docs}generated/`;

/** `/` for Korean, `/en/` for English. */
export const prefix = (language: Language): string => (language === 'ko' ? '' : 'en/');

/** The anchor that GitHub gives a heading, so that links into a README work in both places. */
export const slugify = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

/** What a page calls itself: its first heading. */
export function titleOf(page: string): string {
  const file = `${pagesFolder}${page}.md`;
  if (!existsSync(file)) throw new Error(`The navigation names ${page}, which is not a page.`);
  const [, title = page] = /^# (.+?)(?: \{#.*\})?$/m.exec(readFileSync(file, 'utf8')) ?? [];
  return title.replaceAll('`', '');
}
