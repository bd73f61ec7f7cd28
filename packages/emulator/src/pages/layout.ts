import { icons } from './artwork.js';
import { hiddenFields, html, type Html } from './html.js';
import type { Lang, Page } from './models.js';

const words = {
  ko: {
    product: '카카오 에뮬레이터',
    banner: '에뮬레이터',
    bannerText: '카카오가 아닌 개발용 화면입니다. 실제 비밀번호를 입력하지 마세요.',
    error: '오류',
    language: '언어 선택',
    foot: '카카오와 무관한 오픈소스 에뮬레이터',
  },
  en: {
    product: 'Kakao emulator',
    banner: 'Emulator',
    bannerText: 'This is a developer tool, not Kakao. Do not enter a real password.',
    error: 'Error',
    language: 'Language',
    foot: 'Open-source emulator, not affiliated with Kakao',
  },
} as const;

const languages: readonly (readonly [Lang, string])[] = [
  ['ko', '한국어'],
  ['en', 'English'],
];

function languageSwitch({ here, lang }: Page): Html {
  return html`<form
    class="languages"
    method="${here.method}"
    action="${here.action}"
    aria-label="${words[lang].language}"
  >
    ${hiddenFields(here.fields.filter(([name]) => name !== 'lang'))}
    ${languages.map(
      ([code, name]) =>
        html`<button name="lang" value="${code}" lang="${code}" aria-pressed="${String(code === lang)}">
          ${name}
        </button>`,
    )}
  </form>`;
}

export interface Frame {
  title: string;
  body: Html;
  /** The page shows an error of its form, and the title starts with it. */
  failed?: boolean;
  /** `card`: one column of a form; `wide`: the home page. */
  shape?: 'card' | 'wide';
  /** A script for this page only. */
  script?: string;
}

export function layout(page: Page, { title, body, failed = false, shape = 'card', script }: Frame): string {
  const t = words[page.lang];
  return html`<!doctype html>
    <html lang="${page.lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <meta name="referrer" content="no-referrer" />
        <title>${failed ? `${t.error}: ` : ''}${title} · ${t.product}</title>
        <link rel="icon" href="/_emulator/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/_emulator/assets/style.css" />
        <link rel="stylesheet" href="/_emulator/assets/pages.css" />
        ${shape === 'wide' ? html`<link rel="stylesheet" href="/_emulator/assets/wide.css" />` : ''}
        <script src="/_emulator/assets/app.js" defer></script>
        ${script ? html`<script src="${script}" defer></script>` : ''}
      </head>
      <body class="${shape}">
        <aside class="banner" aria-label="${t.banner}">
          ${icons.beaker}
          <p><strong>${t.banner}</strong> ${t.bannerText}</p>
        </aside>
        <main>${body}</main>
        <footer>
          ${languageSwitch(page)}
          <p>${t.foot}</p>
        </footer>
      </body>
    </html>`.toString();
}
