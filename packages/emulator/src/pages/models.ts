/**
 * What every page needs to know. The server fills these in; the pages turn them into HTML and know nothing else.
 * All text in them may be hostile: it is escaped where it is written.
 */
export type Lang = 'ko' | 'en';

/**
 * The address of the page itself, so that its language switch can ask for it again: a form with these hidden fields
 * and one of `lang=ko`, `lang=en`. The server reads `lang` from the query or the form body and remembers it in the
 * cookie {@link langCookie}.
 */
export interface Here {
  method: 'get' | 'post';
  action: string;
  fields: readonly (readonly [name: string, value: string])[];
}

export interface Page {
  lang: Lang;
  /** Left out: the page shows no language switch. */
  here?: Here;
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
} as const;

/** Somebody the emulator knows. */
export interface PersonChoice {
  id: string;
  loginId: string;
  nickname: string;
  /** A few words on what is special about this person, in the page's language: "배송지 12개". */
  note?: string;
}

/**
 * Posts to `paths.login`: `continue`, `loginId`, `password`, `saveSignedIn` (`on`), or, from the one-click list of
 * the emulator, `person` (an id; then id and password are empty) beside `continue` and `saveSignedIn`.
 */
export interface LoginModel extends Page {
  continueTo: string;
  /** Fills the id field: `login_hint`, or what was typed before an error. */
  loginId?: string;
  saveSignedIn?: boolean;
  error?: 'unknown_id' | 'wrong_password' | 'missing';
  /** One-click choices; none: the list is left out. */
  people?: readonly PersonChoice[];
}

export interface SavedAccount {
  id: string;
  name: string;
  /** E-mail or phone number. */
  info: string;
  /** GET that logs this person in and goes on; a link, as on Kakao's page. */
  href: string;
}

/** Posts to `paths.chooser`: `continue`, `delete` (an account id). */
export interface ChooserModel extends Page {
  continueTo: string;
  accounts: readonly SavedAccount[];
  /** The ordinary login page, for 새로운 계정으로 로그인. */
  newAccountHref: string;
}

/** Posts to `paths.createAccount`: `continue`, `loginId`, `password`, `nickname`, `birthdate` (`YYYY-MM-DD` or ''), `phoneNumber` (or ''). */
export interface CreateAccountModel extends Page {
  continueTo: string;
  loginId?: string;
  nickname?: string;
  birthdate?: string;
  phoneNumber?: string;
  error?: 'taken' | 'bad_email' | 'short_password' | 'missing';
}

export interface ConsentItemRow {
  /** Consent item id, e.g. `account_email`. */
  id: string;
  /** Left out: the name Kakao shows for this id. */
  name?: string;
  required: boolean;
  /** What the service says it wants it for. */
  purpose?: string;
}

export interface TermRow {
  tag: string;
  title: string;
  required: boolean;
  /** Address of the full text; http and https only, anything else is not linked. */
  url?: string;
}

/**
 * First link, additional consent and Sync terms: one page.
 *
 * Posts to `paths.consent`: `transaction`, `action` = `accept` | `cancel`, and
 * - `scope`, repeated; each value is a **comma list** of item ids, because all required items share one checkbox,
 * - `terms`, repeated, one tag each,
 * - `channel`, repeated, one channel id each.
 *
 * Required items and terms are checked by the server against its own transaction; when one is missing it shows the
 * page again with `missingRequired` and the ticks as they were.
 */
export interface ConsentModel extends Page {
  transaction: string;
  kind: 'first' | 'additional' | 'terms';
  app: { name: string; company?: string };
  /** E-mail or phone number, and nickname, of the person who is logged in. */
  account: { label: string; nickname: string };
  /** 계정 변경; shown for the first link only. */
  changeAccountHref?: string;
  items: readonly ConsentItemRow[];
  terms?: readonly TermRow[];
  channels?: readonly { id: string; name: string }[];
  /** Item ids, term tags and channel ids to show ticked. */
  ticked?: readonly string[];
  missingRequired?: boolean;
}

/** Posts to `paths.logout`: the hidden fields and `logout_with_kakao` = `true` | `false`. */
export interface LogoutModel extends Page {
  /** `stsc`, `csts`: opaque. */
  fields: readonly (readonly [name: string, value: string])[];
  app: { name: string };
  account: { label: string; nickname: string };
}

/*
 * The address pages and what the server does for `Kakao.Auth.selectShippingAddress()`
 *
 * 1. The SDK adds a hidden iframe `GET /proxy?trans_id=T` to the service's page: answer proxyPage({ transId: T }) with
 *    `proxyHeaders` (it is the one page that may be framed).
 * 2. It posts a form into a popup: POST /user/address with app_key, access_token, ka, trans_id, mobile_view,
 *    enable_back_button and sometimes return_url (/user/create/address and /user/edit/address: the same, the latter
 *    with address_id). Check key, token, that both belong to one app, and the consent item; then keep it all under a
 *    random `transaction` and answer addressPickerPage (or addressFormPage). A refusal is answered at once as in 4.
 * 3. The pages post `transaction` to the same three paths (and `lang`): show that page again for that transaction.
 *    `paths.addressSave` stores the address; in a picker transaction show the picker again with it chosen,
 *    in a create/edit transaction finish as in 4. `paths.addressChoose` finishes.
 * 4. Finish: with return_url (its origin must be one of the app's: a registered domain or redirect URI), 302 to it with
 *    `address_id=` or `status=error&error_code=KAE..&error_msg=..`; without, answer
 *    addressAnswerPage({ transId, answer }): its script hands the answer to the iframe of 1 (same origin, found
 *    through window.opener), which posts it to the service's page, then says 'closed' and closes the popup.
 *    Nothing has to be kept for polling.
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
  /** Ticked when the page opens; left out: the default address. */
  chosen?: string;
  mobileView?: boolean;
  /** A back arrow, which closes the popup (or goes to `backHref`). */
  backButton?: boolean;
  backHref?: string;
}

/**
 * Posts to `paths.addressSave`: `transaction`, `address_id` (when editing), `name`, `receiver_name`,
 * `receiver_phone_number1`, `receiver_phone_number2`, `zone_number`, `base_address`, `detail_address`,
 * `is_default` (`on`).
 */
export interface AddressFormModel extends Page {
  transaction: string;
  app: { name: string };
  /** Present: editing this one (its values fill the form). */
  address?: Partial<AddressRow>;
  /** The form was opened from the picker and can go back to it. */
  fromPicker: boolean;
  mobileView?: boolean;
  error?: 'missing';
}

/*
 * Popup login (`is_popup=true` and `auth_tran_id` at /oauth/authorize): in place of the redirect to redirect_uri, keep the
 * outcome under (client_id, auth_tran_id) and answer messagePage({ kind: 'popup_done' }). The SDK polls
 * GET /apiweb/code.json?client_id&auth_tran_id&ka: pending {"status":"error","error_code":"300"}, then once
 * {"status":"ok","code","state"} or {"status":"error","error","error_description","state"}. With CORS.
 */

export type AddressAnswer = { addressId: string } | { errorCode: string; errorMessage: string };

export interface AddressAnswerModel extends Page {
  transId: string;
  answer: AddressAnswer;
}

export interface ProxyModel {
  transId: string;
  /** Origins the answer may be posted to. Left out: any. */
  allowedOrigins?: readonly string[];
}

/** Status 400, HTML: the KOE pages. */
export interface KoeModel extends Page {
  /** `KOE006`. */
  code: string;
  /** Empty when the client id is unknown. */
  appName: string;
  /** KOE205: the items that are not configured. */
  unconfigured?: readonly string[];
  /**
   * For the developer, in the emulator's own block: e.g. `['redirect_uri', 'http://…']`, `['registered', '…']`. Never
   * secrets.
   */
  facts?: readonly (readonly [label: string, value: string])[];
}

/** Posts to `paths.connectedServices`: `app_id`, `action=unlink`. */
export interface ConnectedServicesModel extends Page {
  person: PersonChoice;
  services: readonly {
    appId: string;
    name: string;
    /** RFC 3339. */
    connectedAt?: string;
    /** Names or ids of the items agreed to. */
    agreed: readonly string[];
    terms?: readonly string[];
  }[];
  /** App name of the service that was just unlinked. */
  unlinked?: string;
}

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

/** Speaks to the control API for the rest. Send it with `consoleHeaders`. */
export interface ConsoleModel extends Page {
  url: string;
  /** Where a fault can be ordered: names of endpoints, and paths. */
  endpoints: readonly string[];
  /** Codes that a fault can answer with. */
  codes: readonly string[];
}

/** Short messages that are not KOE errors. */
export interface MessageModel extends Page {
  kind:
    | 'under_14'
    | 'guardian_consent'
    | 'expired'
    | 'bad_request'
    | 'not_found'
    | 'failed'
    | 'not_imitated'
    | 'logged_out'
    /** The last page of a login in the SDK's popup: it closes itself. */
    | 'popup_done'
    | 'login_needed';
  appName?: string;
  /** Where the one button of the page leads; `guardian_consent` must have it (it plays the guardian who agrees). */
  nextHref?: string;
}
