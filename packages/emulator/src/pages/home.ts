import { icons, mark, tile } from './artwork.js';
import { html, named, safeHref, type Html } from './html.js';
import { layout } from './layout.js';
import { paths, type Page, type PersonChoice } from './models.js';

export interface HomeApp {
  appId: string;
  name: string;
  restApiKeys: readonly { key: string; clientSecret?: string; redirectUris: readonly string[] }[];
  javascriptKeys: readonly { key: string; redirectUris?: readonly string[] }[];
  nativeKeys: readonly { key: string }[];
  adminKeys: readonly { key: string }[];
  logoutRedirectUris?: readonly string[];
  openIdConnect: boolean;
  autoLink: boolean;
  sync: boolean;
}

export interface HomePerson extends PersonChoice {
  password: string;
}

export interface HomeModel extends Page {
  /** Origin of the emulator. */
  url: string;
  apps: readonly HomeApp[];
  people: readonly HomePerson[];
  /** Who is logged in with the Kakao Account in this browser. */
  signedIn?: PersonChoice;
  /** Further links, e.g. the console or the control API. */
  links?: readonly { label: string; href: string }[];
}

const words = {
  ko: {
    title: '카카오 로그인 에뮬레이터',
    lead: '카카오 로그인의 서버를 이 컴퓨터에서 흉내 냅니다. 아래 주소와 키를 앱의 설정에 넣어 쓰세요.',
    start: '이 주소 하나가 카카오의 모든 호스트를 대신합니다',
    sdk: 'JavaScript SDK',
    discovery: 'OpenID 디스커버리',
    services: '연결된 서비스 관리',
    console: '콘솔',
    apps: '앱',
    people: '로그인할 수 있는 사람',
    password: '비밀번호',
    samePassword: '비밀번호는 모두 같습니다:',
    signedIn: '이 브라우저에 로그인됨',
    restKey: 'REST API 키',
    secret: '클라이언트 시크릿',
    redirect: '리다이렉트 URI',
    jsKey: 'JavaScript 키',
    nativeKey: '네이티브 앱 키',
    adminKey: '어드민 키',
    logoutRedirect: '로그아웃 리다이렉트 URI',
    more: '그 밖의 키와 주소',
    copy: '복사',
    copied: '복사했습니다',
    on: '켜짐',
    off: '꺼짐',
    autoLink: '자동 연결',
    appId: '앱 ID',
  },
  en: {
    title: 'Kakao Login emulator',
    lead: "Kakao Login's servers, imitated on this computer. Put the address and the keys below into your app's settings.",
    start: 'This one address stands in for every host of Kakao',
    sdk: 'JavaScript SDK',
    discovery: 'OpenID discovery',
    services: 'Connected services',
    console: 'Console',
    apps: 'Apps',
    people: 'People who can log in',
    password: 'Password',
    samePassword: 'One password for all:',
    signedIn: 'Logged in in this browser',
    restKey: 'REST API key',
    secret: 'Client secret',
    redirect: 'Redirect URI',
    jsKey: 'JavaScript key',
    nativeKey: 'Native app key',
    adminKey: 'Admin key',
    logoutRedirect: 'Logout redirect URI',
    more: 'Other keys and addresses',
    copy: 'Copy',
    copied: 'Copied',
    on: 'on',
    off: 'off',
    autoLink: 'Auto-link',
    appId: 'App ID',
  },
} as const;

type Words = (typeof words)['ko' | 'en'];

const copyable = (t: Words, value: string, label: string): Html =>
  html`<span class="copyable"
    ><code>${value}</code
    ><button type="button" class="copy" data-copy="${value}" data-copied="${t.copied}" aria-label="${t.copy}: ${label}">
      ${icons.copy}
    </button></span
  >`;

const pair = (t: Words, label: string, value: string | undefined): Html | '' =>
  value === undefined
    ? ''
    : html`<dt>${label}</dt>
        <dd>${copyable(t, value, label)}</dd>`;

const pairs = (t: Words, label: string, values: readonly string[] = []): (Html | '')[] =>
  values.map((value) => pair(t, label, value));

function appCard(t: Words, app: HomeApp): Html {
  const flag = (name: string, isOn: boolean): Html =>
    html`<li class="${isOn ? 'on' : 'off'}">${name} <b>${isOn ? t.on : t.off}</b></li>`;
  return html`<li class="card">
    <header>
      ${tile(app.name, 'square')}
      <div>
        <h3>${named(app.name)}</h3>
        <p class="info">${t.appId} ${app.appId}</p>
      </div>
    </header>
    <ul class="flags">
      ${flag('OpenID Connect', app.openIdConnect)} ${flag(t.autoLink, app.autoLink)} ${flag('Kakao Sync', app.sync)}
    </ul>
    <dl class="keys">
      ${app.restApiKeys.map(({ key, clientSecret }) => [pair(t, t.restKey, key), pair(t, t.secret, clientSecret)])}
      ${app.javascriptKeys.map(({ key }) => pair(t, t.jsKey, key))}
    </dl>
    <details>
      <summary>${t.more}</summary>
      <dl class="keys">
        ${app.adminKeys.map(({ key }) => pair(t, t.adminKey, key))}
        ${app.nativeKeys.map(({ key }) => pair(t, t.nativeKey, key))}
        ${pairs(t, t.redirect, [
          ...new Set([...app.restApiKeys, ...app.javascriptKeys].flatMap(({ redirectUris }) => redirectUris ?? [])),
        ])}
        ${pairs(t, t.logoutRedirect, app.logoutRedirectUris)}
      </dl>
    </details>
  </li>`;
}

const personCard = (t: Words, person: HomePerson, password: string | undefined): Html =>
  html`<li class="card person">
    ${tile(person.nickname, 'round')}
    <div class="about">
      <h3>${named(person.nickname)} ${person.note ? html`<span class="note">${person.note}</span>` : ''}</h3>
      <p class="info">${copyable(t, person.loginId, person.nickname)}</p>
      ${password === undefined ? html`<p class="info">${t.password} ${copyable(t, person.password, t.password)}</p>` : ''}
      <p class="info">ID <code>${person.id}</code></p>
    </div>
  </li>`;

/** The front page: what to put into one's settings, and as whom one can log in. */
export function homePage(model: HomeModel): string {
  const t = words[model.lang];
  const passwords = new Set(model.people.map(({ password }) => password));
  const [password] = passwords.size === 1 ? [...passwords] : [];
  const links = [
    { label: t.console, href: paths.console },
    { label: t.sdk, href: paths.sdk },
    { label: t.discovery, href: '/.well-known/openid-configuration' },
    { label: t.services, href: paths.connectedServices },
    ...(model.links ?? []),
  ];
  const body = html`<article id="mainContent" class="home">
    <header class="hero">
      ${mark}
      <h1>${t.title}</h1>
      <p>${t.lead}</p>
      <div class="origin">
        ${copyable(t, model.url, t.start)}
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
    <section aria-labelledby="apps">
      <h2 id="apps">${t.apps}</h2>
      <ul class="cards">
        ${model.apps.map((app) => appCard(t, app))}
      </ul>
    </section>
    <section aria-labelledby="people">
      <h2 id="people">${t.people}</h2>
      ${password === undefined ? '' : html`<p class="lead">${t.samePassword} ${copyable(t, password, t.password)}</p>`}
      <ul class="cards people">
        ${model.people.map((person) => personCard(t, person, password))}
      </ul>
    </section>
    <p class="screen_out" role="status" data-status></p>
  </article>`;
  return layout(model, { title: t.title, body, shape: 'wide' });
}
