import { icons, mark } from './artwork.js';
import { appsAndPeople, copyable, type Known } from './cards.js';
import { html, named, safeHref } from './html.js';
import { layout } from './layout.js';
import { paths, type Page, type PersonChoice } from './models.js';

export interface HomeModel extends Page, Known {
  /** Origin of the emulator. */
  url: string;
  /** The user who is logged in in this browser. */
  signedIn?: PersonChoice;
}

const words = {
  ko: {
    title: '카카오 로그인 에뮬레이터',
    lead: '카카오 로그인 서버를 이 컴퓨터에서 재현합니다. 아래 주소와 키를 서비스 설정에 입력해 주세요.',
    address: '에뮬레이터 주소',
    start: '카카오의 모든 호스트를 이 주소로 대신합니다.',
    sdk: 'JavaScript SDK',
    discovery: 'OpenID Connect 메타데이터',
    services: '연결된 서비스 관리',
    console: '콘솔',
    signedIn: '로그인된 계정',
  },
  en: {
    title: 'Kakao Login emulator',
    lead: 'The Kakao Login servers, emulated on this computer. Use the address and keys below in your service settings.',
    address: 'Emulator address',
    start: 'Use this address in place of every Kakao host.',
    sdk: 'JavaScript SDK',
    discovery: 'OpenID Connect metadata',
    services: 'Connected services',
    console: 'Console',
    signedIn: 'Logged in as',
  },
} as const;

/** The home page: settings for the service, and test users. */
export function homePage(model: HomeModel): string {
  const t = words[model.lang];
  const links = [
    { label: t.console, href: paths.console },
    { label: t.sdk, href: paths.sdk },
    { label: t.discovery, href: '/.well-known/openid-configuration' },
    { label: t.services, href: paths.connectedServices },
  ];
  const body = html`<article id="mainContent" class="home">
    <header class="hero">
      ${mark}
      <h1>${t.title}</h1>
      <p>${t.lead}</p>
      <div class="origin">
        ${copyable(model.lang, model.url, t.address)}
        <p>${t.start}</p>
      </div>
      <ul class="links">
        ${links.map(({ label, href }) => html`<li><a href="${safeHref(href)}">${label}${icons.chevron}</a></li>`)}
      </ul>
      ${
        model.signedIn
          ? html`<p class="done">
              ${t.signedIn}: <strong>${named(model.signedIn.nickname)}</strong> ${named(model.signedIn.loginId)}
            </p>`
          : ''
      }
    </header>
    ${appsAndPeople(model.lang, model)}
    <p class="screen_out" role="status" data-status></p>
  </article>`;
  return layout(model, { title: t.title, body, shape: 'wide' });
}
