import { tile } from './artwork.js';
import { consentItemName } from './consent-items.js';
import { html, named, type Html } from './html.js';
import { layout } from './layout.js';
import { paths, type Page, type PersonChoice } from './models.js';

/** Posts to `paths.connectedServices`: `app_id`, `action=unlink`. */
export interface ConnectedServicesModel extends Page {
  person: PersonChoice;
  services: readonly {
    appId: string;
    name: string;
    /** RFC 3339. */
    connectedAt: string;
    /** Ids of the items agreed to. */
    agreed: readonly string[];
    /** Titles of the terms agreed to. */
    terms: readonly string[];
  }[];
  /** App name of the service that was just unlinked. */
  unlinked?: string;
}

const words = {
  ko: {
    title: '연결된 서비스 관리',
    lead: '카카오계정에 연결된 서비스와 제공 중인 정보를 확인할 수 있습니다.',
    empty: '연결된 서비스가 없습니다.',
    since: '연결일',
    agreed: '동의항목',
    terms: '서비스 약관',
    none: '없음',
    unlink: '연결 끊기',
    unlinked: (app: string) => `${app} 연결을 끊었습니다.`,
  },
  en: {
    title: 'Connected services',
    lead: 'Services connected to your Kakao Account and the data they receive.',
    empty: 'No service is connected.',
    since: 'Connected on',
    agreed: 'Consent items',
    terms: 'Service terms',
    none: 'None',
    unlink: 'Disconnect',
    unlinked: (app: string) => `${app} has been disconnected.`,
  },
} as const;

/** The page on which the user sees and unlinks services. Unlinking sends the unlink webhook. */
export function connectedServicesPage(model: ConnectedServicesModel): string {
  const t = words[model.lang];
  const days = new Intl.DateTimeFormat(model.lang, { dateStyle: 'long', timeZone: 'Asia/Seoul' });
  const list = (ids: readonly string[]): string =>
    ids.map((id) => consentItemName(id, model.lang)).join(', ') || t.none;
  const card = ({ appId, name, connectedAt, agreed, terms }: ConnectedServicesModel['services'][number]): Html =>
    html`<li class="service">
      ${tile(name, 'square')}
      <h2>${named(name)}</h2>
      <dl>
        <dt>${t.since}</dt>
        <dd>${days.format(new Date(connectedAt))}</dd>
        <dt>${t.agreed}</dt>
        <dd>${list(agreed)}</dd>
        <dt>${t.terms}</dt>
        <dd>${named(terms.join(', ') || t.none)}</dd>
      </dl>
      <form method="post" action="${paths.connectedServices}">
        <input type="hidden" name="app_id" value="${appId}" />
        <button class="btn_s" name="action" value="unlink">${t.unlink}<span class="screen_out">: ${name}</span></button>
      </form>
    </li>`;
  const body = html`<article id="mainContent">
    <div class="cont_services">
      <header class="bar">
        <h1>${t.title}</h1>
        <p>${t.lead}</p>
      </header>
      <div class="account">
        ${tile(model.person.nickname, 'round')}
        <span class="about"
          ><span class="name">${named(model.person.nickname)}</span>
          <span class="info">${named(model.person.loginId)}</span></span
        >
      </div>
      ${model.unlinked ? html`<p class="done" role="status">${named(t.unlinked(model.unlinked))}</p>` : ''}
      ${
        model.services.length > 0
          ? html`<ul class="services">
              ${model.services.map(card)}
            </ul>`
          : html`<p class="empty">${t.empty}</p>`
      }
    </div>
  </article>`;
  return layout(model, { title: t.title, body });
}
