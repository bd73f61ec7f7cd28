import { defineConfig } from 'vitepress';
import llmstxt from 'vitepress-plugin-llms';
import { nameCopyButtons } from '../src/copy-button.js';
import { diagramStyle, drawDiagrams } from '../src/diagrams.js';
import { boxIndentedCode } from '../src/indented-code.js';
import { guides, sidebar, written } from '../src/navigation.js';
import { boostDocument } from '../src/search.js';
import { repository, slugify } from '../src/site.js';

const texts = {
  title: 'Kakao Login for Node',
  ko: {
    description: 'NestJS, Passport, Node 서버의 카카오 로그인과 로컬 카카오 에뮬레이터',
    search: {
      button: { buttonText: '검색', buttonAriaLabel: '검색' },
      modal: {
        displayDetails: '자세히 보기',
        resetButtonTitle: '지우기',
        backButtonTitle: '닫기',
        noResultsText: '결과가 없습니다',
        footer: {
          selectText: '선택',
          selectKeyAriaLabel: 'Enter 키',
          navigateText: '이동',
          navigateUpKeyAriaLabel: '위쪽 화살표',
          navigateDownKeyAriaLabel: '아래쪽 화살표',
          closeText: '닫기',
          closeKeyAriaLabel: 'Esc 키',
        },
      },
    },
  },
  en: { description: 'Kakao Login for NestJS, Passport and any Node server, with a local Kakao emulator' },
};

export default defineConfig({
  title: texts.title,
  srcDir: 'pages',
  base: '/kakao-login-node/',
  cleanUrls: true,
  ignoreDeadLinks: 'localhostLinks',
  head: [['style', {}, diagramStyle]],
  locales: {
    root: {
      label: '한국어',
      lang: 'ko-KR',
      description: texts.ko.description,
      themeConfig: {
        nav: [
          { text: '튜토리얼', link: '/tutorial/nest' },
          { text: '에러', link: '/errors' },
        ],
        sidebar: sidebar('ko'),
        outline: { label: '이 페이지에서', level: [2, 3] },
        docFooter: { prev: '이전', next: '다음' },
        darkModeSwitchLabel: '다크 모드',
        darkModeSwitchTitle: '다크 모드로 바꾸기',
        lightModeSwitchTitle: '라이트 모드로 바꾸기',
        sidebarMenuLabel: '메뉴',
        returnToTopLabel: '맨 위로',
        langMenuLabel: '언어',
        skipToContentLabel: '본문으로 건너뛰기',
        notFound: {
          title: '페이지가 없습니다',
          quote: '주소를 확인하거나 검색해 보세요.',
          linkLabel: '첫 페이지로 가기',
          linkText: '첫 페이지로',
        },
      },
    },
    en: {
      label: 'English',
      lang: 'en-US',
      description: texts.en.description,
      themeConfig: {
        nav: [
          { text: 'Tutorial', link: '/en/tutorial/nest' },
          { text: 'Errors', link: '/en/errors' },
        ],
        sidebar: sidebar('en'),
        outline: { level: [2, 3] },
        notFound: {
          title: 'There is no such page',
          quote: 'Check the address, or search for it.',
          linkLabel: 'Go to the first page',
          linkText: 'To the first page',
        },
      },
    },
  },
  themeConfig: {
    socialLinks: [{ icon: 'github', link: repository }],
    search: {
      provider: 'local',
      options: {
        locales: { root: { translations: texts.ko.search } },
        miniSearch: { searchOptions: { boostDocument } },
      },
    },
  },
  markdown: {
    anchor: { slugify },
    // Their comments, which explain the code, have enough contrast (WCAG 2.2, 1.4.3).
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-default' },
    config: (markdown) => {
      drawDiagrams(markdown);
      boxIndentedCode(markdown);
      nameCopyButtons(markdown);
    },
  },
  vite: {
    plugins: [
      llmstxt({
        domain: 'https://kakao-login.github.io',
        ignoreFiles: ['en/reference/**', 'reference/**'],
        ignoreFilesPerOutput: {
          llmsTxt: ['en.md'],
          // The Korean pages say the same.
          llmsFullTxt: ['index', ...written].map((path) => `${path}.md`),
        },
        generateLLMFriendlyDocsForEachPage: true,
        sidebar: () => [...guides('en'), ...guides('ko')],
        customTemplateVariables: {
          title: texts.title,
          description: texts.en.description,
          details:
            'Not published on npm yet: install from a clone. Each page is in English and, with the same content, in Korean. `llms-full.txt` has all English pages.',
        },
      }),
    ],
    // The longest pages are long: nothing to warn about.
    build: { chunkSizeWarningLimit: 2000 },
  },
});
