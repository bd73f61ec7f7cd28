/*
 * What every page needs. The rest of a model is in the file of its page. The server fills in the models, and the pages
 * render them. Any text in them may be hostile, so the templates escape it.
 */

export type Lang = 'ko' | 'en';

/**
 * The address of the page itself. Its language switch is a form with these hidden fields and `lang=ko` or `lang=en`.
 * The server reads `lang` from the query or the form and remembers it in the cookie {@link langCookie}.
 */
export interface Here {
  method: 'get' | 'post';
  action: string;
  fields: readonly (readonly [name: string, value: string])[];
}

export interface Page {
  lang: Lang;
  here: Here;
}

export const langCookie = 'kakao_lang';

/** Paths of the pages. The first five and `address*` are Kakao's. The others are the emulator's. */
export const paths = {
  login: '/login',
  chooser: '/login/simple',
  createAccount: '/weblogin/create_account',
  logout: '/oauth/logout',
  consent: '/oauth/authorize',
  /** GET, answered with `messagePage({ kind: 'not_imitated' })`. */
  findAccount: '/weblogin/find_account',
  findPassword: '/weblogin/find_password',
  qrLogin: '/qr_login',
  connectedServices: '/connected/app/list',
  addressPicker: '/user/address',
  addressCreate: '/user/create/address',
  addressEdit: '/user/edit/address',
  /** POST `transaction`, `address_id`. */
  addressChoose: '/user/address/choose',
  /** POST `transaction`, `address_id` (when editing) and the fields of the form. */
  addressSave: '/user/address/save',
  proxy: '/proxy',
  sdk: '/sdk/kakao.js',
  home: '/',
  console: '/_emulator/console',
  /** GET `kind`, `app`: the text of an error or message, for the language switch of pages that answer a form. */
  message: '/_emulator/message',
} as const;

/** A user of the emulator. */
export interface PersonChoice {
  id: string;
  loginId: string;
  nickname: string;
  /** What is special about this user, in the page's language: "배송지 12개". */
  note?: string;
}
