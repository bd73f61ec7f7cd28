import { packagePages } from './readme-pages.js';
import { prefix, titleOf } from './site.js';
import type { Language } from './site.js';

/** Every page but the first one, in the order of the sidebar. */
const chapters: readonly { title: Record<Language, string>; pages: readonly string[] }[] = [
  { title: { ko: '튜토리얼', en: 'Tutorial' }, pages: ['tutorial/nest', 'tutorial/express'] },
  {
    title: { ko: '로그인 레시피', en: 'Login recipes' },
    pages: [
      'spa',
      'session',
      'mobile',
      'auto-login',
      'simple-login',
      'consent',
      'sync',
      'linking',
      'logout',
      'providers',
      'tenants',
    ].map((name) => `recipes/${name}`),
  },
  {
    title: { ko: '테스트와 운영', en: 'Testing and operation' },
    pages: ['testing', 'other-languages', 'webhooks', 'night-job', 'deployment', 'instances', 'migration'].map(
      (name) => `recipes/${name}`,
    ),
  },
  {
    title: { ko: 'NestJS', en: 'NestJS' },
    pages: ['module', 'services', 'testing', 'graphql', 'operations'].map((name) => `nestjs/${name}`),
  },
  { title: { ko: 'Passport', en: 'Passport' }, pages: ['passport/strategy', 'passport/options'] },
  {
    title: { ko: '클라이언트', en: 'Client' },
    pages: ['calls', 'tokens', 'options', 'observability'].map((name) => `client/${name}`),
  },
  { title: { ko: '토큰 보관소', en: 'Vault' }, pages: ['vault/tokens', 'vault/stores'] },
  {
    title: { ko: '에뮬레이터', en: 'Emulator' },
    pages: ['emulator/usage', 'emulator/seed', 'emulator/faults', 'control-api', 'emulator/fidelity'],
  },
  { title: { ko: '찾아보기', en: 'Look up' }, pages: ['errors', 'error-handling', 'environments', ...packagePages] },
  { title: { ko: '이해하기', en: 'Background' }, pages: ['flows', 'security', 'sample'] },
];

export const written = chapters.flatMap(({ pages }) => pages);

interface Item {
  text: string;
  link: string;
}

export const reference = { ko: 'API 레퍼런스 (영어)', en: 'API reference' };

interface Section {
  text: string;
  items: Item[];
}

/** The pages by chapter, without the reference. */
export const guides = (language: Language): Section[] =>
  chapters.map(({ title, pages }) => ({
    text: title[language],
    items: pages.map((page) => ({
      text: titleOf(`${prefix(language)}${page}`),
      link: `/${prefix(language)}${page}`,
    })),
  }));

export const sidebar = (language: Language): Section[] => [
  ...guides(language),
  { text: reference[language], items: [{ text: 'TypeScript', link: '/en/reference/' }] },
];
