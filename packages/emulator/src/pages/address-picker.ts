import { icons } from './artwork.js';
import { html, named, safeHref, type Html } from './html.js';
import { layout } from './layout.js';
import { paths, type Page } from './models.js';

/*
 * The address pages, and what the server does for `Kakao.Auth.selectShippingAddress()`.
 *
 * 1. The SDK adds a hidden iframe `GET /proxy?trans_id=T` to the service's page. The server responds with
 *    proxyPage({ transId: T }) and `proxyHeaders`. No other page may be framed.
 * 2. The SDK posts a form into a popup: POST /user/address with app_key, access_token, ka, trans_id, mobile_view,
 *    enable_back_button and sometimes return_url. It does the same at /user/create/address and, with address_id, at
 *    /user/edit/address. The server checks the key, the token, that both belong to one app, and the consent item. It
 *    stores everything under a random `transaction` and responds with addressPickerPage or addressFormPage. After an
 *    error it finishes at once, as in 4.
 * 3. The pages post `transaction` (and `lang`) to the same three paths, which show the page of that transaction again.
 *    `paths.addressSave` stores the address. A picker transaction then shows the picker again with this address
 *    selected, and a create or edit transaction finishes as in 4. `paths.addressChoose` finishes.
 * 4. With return_url, whose origin must be that of a registered domain or redirect URI of the app, the server redirects
 *    there with `address_id=` or `status=error&error_code=KAE..&error_msg=..`. Otherwise it responds with
 *    addressAnswerPage({ transId, answer }). The script of that page finds the iframe of 1, which has the same origin,
 *    through window.opener and passes the answer to it. The iframe posts the answer to the service's page. The script
 *    then posts 'closed' and closes the popup. There is nothing to poll.
 */

export interface AddressRow {
  id: string;
  isDefault: boolean;
  name?: string;
  receiverName?: string;
  receiverPhoneNumber1?: string;
  receiverPhoneNumber2?: string;
  zoneNumber?: string;
  zipCode?: string;
  baseAddress?: string;
  detailAddress?: string;
}

export interface AddressPickerModel extends Page {
  transaction: string;
  app: { name: string };
  addresses: readonly AddressRow[];
  /** The ID of the address that is selected when the page opens. Default: that of the default address. */
  chosen?: string;
  mobileView?: boolean;
  /** Whether to show a back arrow. It closes the popup or, if the picker is not a popup, leads to `backHref`. */
  backButton?: boolean;
  backHref?: string;
}

const words = {
  ko: {
    title: '배송지 선택',
    lead: (app: string) => `${app}에 제공할 배송지를 선택해 주세요.`,
    isDefault: '기본 배송지',
    unnamed: '배송지',
    empty: '저장된 배송지가 없습니다.',
    edit: '수정',
    add: '새 배송지 추가',
    choose: '이 배송지로 선택',
    back: '뒤로',
  },
  en: {
    title: 'Choose a shipping address',
    lead: (app: string) => `It will be shared with ${app}.`,
    isDefault: 'Default',
    unnamed: 'Address',
    empty: 'No saved shipping addresses.',
    edit: 'Edit',
    add: 'Add address',
    choose: 'Use this address',
    back: 'Back',
  },
} as const;

const joined = (parts: readonly (string | undefined)[], glue: string): string => parts.filter(Boolean).join(glue);

/** Closes the popup. If there is none, goes back. */
const back = (label: string, href: string | undefined): Html =>
  href === undefined
    ? html`<button type="button" class="back" data-close aria-label="${label}">${icons.back}</button>`
    : html`<a class="back" href="${safeHref(href)}" aria-label="${label}">${icons.back}</a>`;

/** The address picker of `Kakao.Auth.selectShippingAddress()`. Its texts are our own. */
export function addressPickerPage(model: AddressPickerModel): string {
  const t = words[model.lang];
  const chosen = model.chosen ?? (model.addresses.find(({ isDefault }) => isDefault) ?? model.addresses[0])?.id;
  const row = (address: AddressRow): Html =>
    html`<li class="row address">
      <input
        type="radio"
        id="address--${address.id}"
        name="address_id"
        value="${address.id}"
        required
        ${address.id === chosen ? html` checked` : ''}
      />
      <label for="address--${address.id}">
        <span class="name"
          >${named(address.name || t.unnamed)}
          ${address.isDefault ? html`<span class="badge">${t.isDefault}</span>` : ''}</span
        >
        <span>${named(joined([address.receiverName, address.receiverPhoneNumber1], ' · '))}</span>
        <span class="info"
          >${named(joined([address.baseAddress, address.detailAddress], ' '))}
          ${address.zoneNumber || address.zipCode ? html`<span class="zone">(${address.zoneNumber || address.zipCode})</span>` : ''}</span
        >
      </label>
      <button class="view" form="edit" name="address_id" value="${address.id}">
        ${t.edit}<span class="screen_out"> ${address.name || t.unnamed}</span>
      </button>
    </li>`;
  const transaction = html`<input type="hidden" name="transaction" value="${model.transaction}" />`;
  const body = html`<article id="mainContent" class="${model.mobileView ? 'mobile' : ''}">
    <header class="bar">
      ${model.backButton ? back(t.back, model.backHref) : ''}
      <h1 id="title">${t.title}</h1>
      <p>${named(t.lead(model.app.name))}</p>
    </header>
    <form id="edit" method="post" action="${paths.addressEdit}">${transaction}</form>
    <form id="add" method="post" action="${paths.addressCreate}">${transaction}</form>
    <form class="cont_address" method="post" action="${paths.addressChoose}">
      ${transaction}
      ${
        model.addresses.length > 0
          ? html`<div role="radiogroup" aria-labelledby="title">
              <ul class="rows addresses">
                ${model.addresses.map(row)}
              </ul>
            </div>`
          : html`<p class="empty">${t.empty}</p>`
      }
      <button class="btn_g dashed" form="add">${icons.plus}${t.add}</button>
      ${
        model.addresses.length > 0
          ? html`<div class="actions">
              <button type="submit" class="btn_g highlight submit">${t.choose}</button>
            </div>`
          : ''
      }
    </form>
  </article>`;
  return layout(model, { title: t.title, body });
}
