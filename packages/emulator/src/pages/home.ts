import { icons, mark } from './artwork.js';
import { appsAndPeople, copyable, type Known } from './cards.js';
import { html, named, safeHref } from './html.js';
import { layout } from './layout.js';
import { paths, type Page, type PersonChoice } from './models.js';

export interface HomeModel extends Page, Known {
  /** Origin of the emulator. */
  url: string;
  /** Who is logged in with the Kakao Account in this browser. */
  signedIn?: PersonChoice;
}

const words = {
  ko: {
    title: '카카오 로그인 에뮬레이터',
    lead: '카카오 로그인의 서버를 이 컴퓨터에서 흉내 냅니다. 아래 주소와 키를 앱의 설정에 넣어 쓰세요.',
    address: '에뮬레이터 주소',
    start: '이 주소 하나가 카카오의 모든 호스트를 대신합니다',
    sdk: 'JavaScript SDK',
    discovery: 'OpenID 디스커버리',
    services: '연결된 서비스 관리',
    console: '콘솔',
    signedIn: '이 브라우저에 로그인됨',
  },
  en: {
    title: 'Kakao Login emulator',
    lead: "Kakao Login's servers, imitated on this computer. Put the address and the keys below into your app's settings.",
    address: 'Address of the emulator',
    start: 'This one address stands in for every host of Kakao',
    sdk: 'JavaScript SDK',
    discovery: 'OpenID discovery',
    services: 'Connected services',
    console: 'Console',
    signedIn: 'Logged in in this browser',
  },
} as const;

/** The front page: what to put into one's settings, and as whom one can log in. */
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
