import { icons } from './artwork.js';
import { html, type Html } from './html.js';
import { layout } from './layout.js';
import { paths, type Page } from './models.js';
import type { AddressRow } from './address-picker.js';

/**
 * Posts to `paths.addressSave`: `transaction`, `address_id` (when editing), `name`, `receiver_name`,
 * `receiver_phone_number1`, `receiver_phone_number2`, `zone_number`, `base_address`, `detail_address`,
 * `is_default` (`on`).
 */
export interface AddressFormModel extends Page {
  transaction: string;
  app: { name: string };
  /** Its values fill the form. If it has an ID, the form edits this address. */
  address?: Partial<AddressRow>;
  /** The form was opened from the picker and can go back to it. */
  fromPicker: boolean;
  mobileView?: boolean;
  error?: 'missing';
}

const words = {
  ko: {
    create: '배송지 추가',
    edit: '배송지 수정',
    name: '배송지 이름',
    receiver: '받는 사람',
    phone1: '휴대전화',
    phone2: '다른 연락처',
    zone: '우편번호',
    base: '주소',
    detail: '상세 주소',
    isDefault: '기본 배송지로 저장',
    optional: '선택',
    save: '저장',
    back: '배송지 목록으로',
    nameHolder: '집',
    baseHolder: '경기도 성남시 분당구 판교역로 166',
    missing: '받는 사람, 휴대전화, 우편번호, 주소를 모두 입력해 주세요.',
  },
  en: {
    create: 'Add address',
    edit: 'Edit address',
    name: 'Label',
    receiver: 'Recipient',
    phone1: 'Mobile number',
    phone2: 'Other phone number',
    zone: 'Postal code',
    base: 'Address',
    detail: 'Apartment, floor, etc.',
    isDefault: 'Set as default address',
    optional: 'optional',
    save: 'Save',
    back: 'Back to addresses',
    nameHolder: 'Home',
    baseHolder: '166 Pangyoyeok-ro, Seongnam-si',
    missing: 'Enter the recipient, mobile number, postal code, and address.',
  },
} as const;

/** The fields that are missing. The first of them gets the focus. */
function missingFields({ error, address = {} }: AddressFormModel): string[] {
  if (error === undefined) return [];
  const needed = {
    receiver_name: address.receiverName,
    receiver_phone_number1: address.receiverPhoneNumber1,
    zone_number: address.zoneNumber,
    base_address: address.baseAddress,
  };
  return Object.entries(needed).flatMap(([name, value]) => (value ? [] : [name]));
}

/** The form that adds or edits an address. The picker opens it, and so do two calls of the SDK. */
export function addressFormPage(model: AddressFormModel): string {
  const t = words[model.lang];
  const { address } = model;
  const title = address?.id ? t.edit : t.create;
  const wrong = missingFields(model);
  const field = (name: string, label: string, value = '', attributes: Html, isRequired = true): Html => {
    const isWrong = wrong.includes(name);
    return html`<div class="field">
      <label for="${name}">${label} ${isRequired ? '' : html`<span class="optional">${t.optional}</span>`}</label>
      <input
        id="${name}"
        name="${name}"
        value="${value}"
        ${attributes}${isRequired ? html` required` : ''}${isWrong ? html` aria-invalid="true" aria-describedby="addressError"` : ''}${wrong[0] === name ? html` autofocus` : ''}
      />
    </div>`;
  };
  const body = html`<article id="mainContent" class="${model.mobileView ? 'mobile' : ''}">
    <header class="bar">
      ${model.fromPicker ? html`<button class="back" form="back" aria-label="${t.back}">${icons.back}</button>` : ''}
      <h1>${title}</h1>
    </header>
    <form id="back" method="post" action="${paths.addressPicker}">
      <input type="hidden" name="transaction" value="${model.transaction}" />
    </form>
    <form class="cont_address" method="post" action="${paths.addressSave}">
      <input type="hidden" name="transaction" value="${model.transaction}" />
      ${address?.id ? html`<input type="hidden" name="address_id" value="${address.id}" />` : ''}
      ${model.error ? html`<p class="error" id="addressError" role="alert">${icons.warning}${t.missing}</p>` : ''}
      ${field('name', t.name, address?.name, html` maxlength="20" placeholder="${t.nameHolder}"`, false)}
      ${field('receiver_name', t.receiver, address?.receiverName, html` maxlength="30" autocomplete="name"`)}
      ${field('receiver_phone_number1', t.phone1, address?.receiverPhoneNumber1, html` type="tel" autocomplete="tel" placeholder="010-1234-5678"`)}
      ${field('receiver_phone_number2', t.phone2, address?.receiverPhoneNumber2, html` type="tel"`, false)}
      ${field('zone_number', t.zone, address?.zoneNumber, html` inputmode="numeric" pattern="[0-9]{5}" maxlength="5" autocomplete="postal-code" placeholder="13529"`)}
      ${field('base_address', t.base, address?.baseAddress, html` autocomplete="address-line1" placeholder="${t.baseHolder}"`)}
      ${field('detail_address', t.detail, address?.detailAddress, html` autocomplete="address-line2"`, false)}
      <div class="save">
        <input type="checkbox" id="is_default" name="is_default" ${address?.isDefault ? html` checked` : ''} />
        <label for="is_default">${t.isDefault}</label>
      </div>
      <button type="submit" class="btn_g highlight submit">${t.save}</button>
    </form>
  </article>`;
  return layout(model, { title, body, failed: model.error !== undefined });
}
