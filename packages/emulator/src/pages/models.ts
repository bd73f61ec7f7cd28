/*
 * What every page needs to know; the rest of each page's model is beside the page. The server fills in the models, and
 * the pages turn them into HTML. Any text in them may be hostile: it is escaped where it is written.
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

/** Where the forms and links of the pages lead. The first four and `address*` are Kakao's paths, the rest is ours. */
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

/** Somebody the emulator knows. */
export interface PersonChoice {
  id: string;
  loginId: string;
  nickname: string;
  /** A few words on what is special about this person, in the page's language: "배송지 12개". */
  note?: string;
}
