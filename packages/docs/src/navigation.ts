import { packagePages } from './readme-pages.js';
import { prefix, titleOf } from './site.js';
import type { Language } from './site.js';

/** Every page but the first one, in the order of the sidebar. */
const chapters: readonly { title: Record<Language, string>; pages: readonly string[] }[] = [
  { title: { ko: '튜토리얼', en: 'Tutorial' }, pages: ['tutorial/nest', 'tutorial/express'] },
  {
    title: { ko: '레시피', en: 'Recipes' },
    pages: [
      'spa',
      'session',
      'mobile',
      'sync',
      'linking',
      'providers',
      'night-job',
      'webhooks',
      'testing',
      'other-languages',
      'deployment',
      'instances',
      'migration',
    ].map((name) => `recipes/${name}`),
  },
  { title: { ko: '이해하기', en: 'Background' }, pages: ['flows', 'security', 'sample'] },
  { title: { ko: '찾아보기', en: 'Look up' }, pages: ['errors', 'control-api'] },
  { title: { ko: '패키지', en: 'Packages' }, pages: packagePages },
];

export const written = chapters.flatMap(({ pages }) => pages);

interface Item {
  text: string;
  link: string;
}

export const reference = { ko: 'API 레퍼런스 (영어)', en: 'API reference' };

export const sidebar = (language: Language): { text: string; items: Item[] }[] => [
  ...chapters.map(({ title, pages }) => ({
    text: title[language],
    items: pages.map((page) => ({
      text: titleOf(`${prefix(language)}${page}`),
      link: `/${prefix(language)}${page}`,
    })),
  })),
  { text: reference[language], items: [{ text: 'TypeScript', link: '/en/reference/' }] },
];
