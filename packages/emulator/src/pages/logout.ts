import { mark, tile } from './artwork.js';
import { hiddenFields, html, named } from './html.js';
import { layout } from './layout.js';
import { paths, type Page } from './models.js';

/** Posts to `paths.logout`: the hidden fields and `logout_with_kakao` = `true` | `false`. */
export interface LogoutModel extends Page {
  /** `stsc`, `csts`: opaque. */
  fields: readonly (readonly [name: string, value: string])[];
  app: { name: string };
  account: { label: string; nickname: string };
}

const words = {
  ko: {
    title: '로그아웃',
    heading: (app: string) => `${app}에서 로그아웃`,
    lead: '이 브라우저의 카카오계정에서도 함께 로그아웃할 수 있습니다.',
    service: '이 서비스만 로그아웃',
    account: '카카오계정과 함께 로그아웃',
  },
  en: {
    title: 'Log Out',
    heading: (app: string) => `Log out of ${app}`,
    lead: 'You can also log out of your Kakao Account in this browser.',
    service: 'Log out of this service only',
    account: 'Log out of Kakao Account too',
  },
} as const;

/** The choice of `/oauth/logout`. */
export function logoutPage(model: LogoutModel): string {
  const t = words[model.lang];
  const body = html`<article id="mainContent">
    <form class="cont_logout" method="post" action="${paths.logout}">
      ${hiddenFields(model.fields)}
      <header class="brand">
        ${mark}
        <h1>${named(t.heading(model.app.name))}</h1>
        <p>${t.lead}</p>
      </header>
      <div class="account">
        ${tile(model.account.nickname, 'round')}
        <span class="info">${named(model.account.label)}</span>
      </div>
      <div class="actions">
        <button type="submit" class="btn_g highlight" name="logout_with_kakao" value="false">${t.service}</button>
        <button type="submit" class="btn_g" name="logout_with_kakao" value="true">${t.account}</button>
      </div>
    </form>
  </article>`;
  return layout(model, { title: t.title, body });
}
