import { icons, tile } from './artwork.js';
import { html, named, type Html } from './html.js';
import type { Lang, PersonChoice } from './models.js';

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

export interface Known {
  apps: readonly HomeApp[];
  people: readonly HomePerson[];
}

const words = {
  ko: {
    apps: '앱',
    people: '테스트 계정',
    samePassword: '공통 비밀번호:',
    password: '비밀번호',
    restKey: 'REST API 키',
    secret: '클라이언트 시크릿',
    redirect: '리다이렉트 URI',
    jsKey: 'JavaScript 키',
    nativeKey: '네이티브 앱 키',
    adminKey: '어드민 키',
    logoutRedirect: '로그아웃 리다이렉트 URI',
    more: '다른 키와 URI',
    copy: '복사',
    copied: '복사했습니다.',
    autoLink: '자동 연결',
    sync: '카카오싱크',
    appId: '앱 ID',
    personId: '회원번호',
  },
  en: {
    apps: 'Apps',
    people: 'Test users',
    samePassword: 'Shared password:',
    password: 'Password',
    restKey: 'REST API key',
    secret: 'Client secret',
    redirect: 'Redirect URI',
    jsKey: 'JavaScript key',
    nativeKey: 'Native app key',
    adminKey: 'Admin key',
    logoutRedirect: 'Logout redirect URI',
    more: 'Other keys and URIs',
    copy: 'Copy',
    copied: 'Copied.',
    autoLink: 'Auto-link',
    sync: 'Kakao Sync',
    appId: 'App ID',
    personId: 'User ID',
  },
} as const;

/** A value with a button that copies it. */
export const copyable = (lang: Lang, value: string, label: string): Html => {
  const t = words[lang];
  return html`<span class="copyable"
    ><code>${value}</code
    ><button type="button" class="copy" data-copy="${value}" data-copied="${t.copied}" aria-label="${t.copy}: ${label}">
      ${icons.copy}
    </button></span
  >`;
};

const copyablePair = (lang: Lang, label: string, value: string | undefined): Html | '' =>
  value === undefined
    ? ''
    : html`<dt>${label}</dt>
        <dd>${copyable(lang, value, label)}</dd>`;

const copyablePairs = (lang: Lang, label: string, values: readonly string[] = []): (Html | '')[] =>
  values.map((value) => copyablePair(lang, label, value));

function appCard(lang: Lang, app: HomeApp): Html {
  const t = words[lang];
  const flag = (name: string, isOn: boolean): Html =>
    html`<li class="${isOn ? 'on' : 'off'}">${name} <b>${isOn ? 'ON' : 'OFF'}</b></li>`;
  return html`<li class="card">
    <header>
      ${tile(app.name, 'square')}
      <div>
        <h3>${named(app.name)}</h3>
        <p class="info">${t.appId} ${app.appId}</p>
      </div>
    </header>
    <ul class="flags">
      ${flag('OpenID Connect', app.openIdConnect)} ${flag(t.autoLink, app.autoLink)} ${flag(t.sync, app.sync)}
    </ul>
    <dl class="keys">
      ${app.restApiKeys.map(({ key, clientSecret }) => [copyablePair(lang, t.restKey, key), copyablePair(lang, t.secret, clientSecret)])}
      ${app.javascriptKeys.map(({ key }) => copyablePair(lang, t.jsKey, key))}
    </dl>
    <details>
      <summary>${t.more}</summary>
      <dl class="keys">
        ${app.adminKeys.map(({ key }) => copyablePair(lang, t.adminKey, key))}
        ${app.nativeKeys.map(({ key }) => copyablePair(lang, t.nativeKey, key))}
        ${copyablePairs(lang, t.redirect, [
          ...new Set([...app.restApiKeys, ...app.javascriptKeys].flatMap(({ redirectUris }) => redirectUris ?? [])),
        ])}
        ${copyablePairs(lang, t.logoutRedirect, app.logoutRedirectUris)}
      </dl>
    </details>
  </li>`;
}

function personCard(lang: Lang, person: HomePerson, hasOwnPassword: boolean): Html {
  const t = words[lang];
  return html`<li class="card person">
    ${tile(person.nickname, 'round')}
    <div class="about">
      <h3>${named(person.nickname)} ${person.note ? html`<span class="note">${person.note}</span>` : ''}</h3>
      <p class="info">${copyable(lang, person.loginId, person.nickname)}</p>
      ${hasOwnPassword ? html`<p class="info">${t.password} ${copyable(lang, person.password, t.password)}</p>` : ''}
      <p class="info">${t.personId} <code>${person.id}</code></p>
    </div>
  </li>`;
}

/** Apps and users: two sections of the home page and the console. */
export function appsAndPeople(lang: Lang, { apps, people }: Known): Html {
  const t = words[lang];
  const passwords = new Set(people.map(({ password }) => password));
  const [shared] = passwords.size === 1 ? passwords : [];
  return html`<section aria-labelledby="apps">
      <h2 id="apps">${t.apps}</h2>
      <ul class="cards">
        ${apps.map((app) => appCard(lang, app))}
      </ul>
    </section>
    <section aria-labelledby="people">
      <h2 id="people">${t.people}</h2>
      ${shared === undefined ? '' : html`<p class="lead">${t.samePassword} ${copyable(lang, shared, t.password)}</p>`}
      <ul class="cards people">
        ${people.map((person) => personCard(lang, person, shared === undefined))}
      </ul>
    </section>`;
}
