import { icons, mark, tile } from './artwork.js';
import { html, named, safeHref } from './html.js';
import { layout } from './layout.js';
import { paths, type Page } from './models.js';

export interface SavedAccount {
  id: string;
  name: string;
  /** E-mail or phone number. */
  info: string;
  /** A link, as on Kakao's page, that logs this person in and continues. */
  href: string;
}

/** Posts to `paths.chooser`: `continue`, `delete` (an account id). */
export interface ChooserModel extends Page {
  continueTo: string;
  accounts: readonly SavedAccount[];
  /** The ordinary login page, for 새로운 계정으로 로그인. */
  newAccountHref: string;
}

const words = {
  ko: {
    title: '간편로그인',
    heading: '로그인할 계정을 선택해 주세요',
    remove: '간편로그인 계정 삭제',
    other: '새로운 계정으로 로그인',
  },
  en: {
    title: 'Simple login',
    heading: 'Choose an account',
    remove: 'Remove from simple login',
    other: 'Log in with another account',
  },
} as const;

/** The account chooser of `prompt=select_account`. */
export function chooserPage(model: ChooserModel): string {
  const t = words[model.lang];
  const body = html`<article id="mainContent">
    <div class="cont_login">
      <header class="brand">
        ${mark}
        <h1>${t.heading}</h1>
      </header>
      <form method="post" action="${paths.chooser}">
        <input type="hidden" name="continue" value="${model.continueTo}" />
        <ul class="list_easy">
          ${model.accounts.map(
            ({ id, name, info, href }) =>
              html`<li>
                <a class="wrap_profile" role="button" href="${safeHref(href)}">
                  ${tile(name, 'round')}
                  <span class="about"
                    ><span class="tit_profile">${named(name)}</span>
                    <span class="info_profile">${named(info)}</span></span
                  >
                </a>
                <button class="btn_delete" name="delete" value="${id}" aria-label="${t.remove}: ${name}">
                  <span class="screen_out">${t.remove}</span>${icons.close}
                </button>
              </li>`,
          )}
          <li>
            <a class="wrap_profile" role="button" href="${safeHref(model.newAccountHref)}">
              <span class="tile round new" aria-hidden="true">${icons.plus}</span>
              <span class="tit_profile">${t.other}</span>
            </a>
          </li>
        </ul>
      </form>
    </div>
  </article>`;
  return layout(model, { title: t.title, body });
}
