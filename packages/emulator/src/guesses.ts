/**
 * Where Kakao's documentation is silent, the emulator has to answer something all the same. Every such answer is here,
 * under a name, so that one line changes when somebody measures the real thing.
 *
 * Assumed without a name, with the file that decides:
 *
 * - `kauth/authorize.ts`: `prompt=login` is "not offered" in the browser of Kakao Talk: it is ignored there.
 * - `kauth/authorize.ts`: `prompt=none` combined with other values: no page is shown.
 * - `kauth/who-is.ts`: A restricted user sees a page without `prompt=none`, and the service hears nothing.
 * - `kauth/consent.ts`: A Kakao Sync app's channel is offered on the first consent page also where `channel_public_id` names none.
 * - `kauth/consent.ts`: "In-use" items are reported to appear on the first consent page, like optional ones.
 * - `contract/caller-state.ts`: A page calls from the user's address, so the allowed addresses of a REST key do not apply to it.
 * - `kauth/token.ts`: A verifier without a challenge at authorize is refused: RFC 9700, 2.1.1 demands it, against downgrades.
 * - `kauth/token.ts`: An `Accept` that leaves no room for JSON is 406.
 * - `kauth/token.ts`: `scope` of a token answer contains `openid` when an ID token comes with it.
 * - `kauth/token.ts`: Each further attempt to exchange a code counts as an access token; communities report that this trips the limit.
 */

const seconds = 1000;
const minutes = 60 * seconds;
const hours = 60 * minutes;
const days = 24 * hours;

/** Communities say ten minutes; the FAQ says "short". */
export const CODE_LIFE = 10 * minutes;
/** When an open login, consent page or address picker is forgotten. */
export const TRANSACTION_LIFE = 30 * minutes;
/** "One month" of staying signed in, and of the refresh token's rotation window. */
export const MONTH = 30 * days;
/** A token that expired longer ago than this reads `does not exist` and no longer `already expired`. */
export const EXPIRED_TOKEN_REMEMBERED = 1 * hours;
/** `agt` is "one-time"; its life is not documented. */
export const AGT_LIFE = 5 * minutes;
/** How many codes, tokens and sessions are kept, of each, before the oldest goes. */
export const MEMORY_CAP = 20_000;
/** How many people can make an account for themselves before the first of them goes. Kakao keeps everybody. */
export const MOST_SELF_MADE = 1000;
/** How many delivery addresses somebody can save before the first one that is not the default goes. */
export const MOST_ADDRESSES = 100;

/** Every KOE page: consoles of browsers show 400, and 401 in one report. */
export const KOE_PAGE_STATUS = 400;
/** Whether a wrong parameter (KOE201, 202, 204, 207) shows a page, or leads back with `error=invalid_request`. */
export const INVALID_REQUESTS_ARE_PAGES = true;
/** "Malformed request", KOE001, of `/oauth/authorize`: percent-encoding that cannot be read, or one of these twice. */
export const SENT_ONCE = ['client_id', 'redirect_uri', 'response_type', 'state'] as const;
/** "JS SDK popup login impossible here", KOE023: browsers inside other apps, which open no second window. */
export const NO_POPUPS_IN = /KAKAOTALK|FBAN|FBAV|Instagram/i;
/** What the JavaScript SDK (v2, v1) sends as redirect URI when the page gave it none; only a popup can do without. */
export const SDK_REDIRECT_URIS: readonly string[] = ['JS-SDK', 'kakaojs'];
/** KOE123 and KOE124 are named without what asks for them. These need a Biz app, says the list of consent items. */
export const BUSINESS_ONLY: readonly string[] = [
  'account_email',
  'phone_number',
  'account_ci',
  'service_terms',
  'channel_public_id',
];
/** What `*` in the host of a Biz app's redirect URI stands for: one label or a part of one. */
export const WILDCARD = /^[a-z0-9-]+$/;
/**
 * "Further input needed": `interaction_required` with `prompt=none`, else a page each, in this order. The last one is
 * documented (apps that require CI), the order of the others is not.
 */
export const ACCOUNT_STEPS = ['wake_up', 'account_terms', 'verify_age', 'verify_identity'] as const;
/** `/apiweb/code.json`: 500 and 600 "mean failure"; which of them means which is not known. */
export const POLL_FAILURE_CODE = '600';
/** A prompt besides these, and a tag of `service_terms` that the app does not have: as if they had not been sent. */
export const PROMPTS: readonly string[] = ['login', 'none', 'create', 'select_account', 'cert'];
export const UNKNOWN_PROMPTS_IGNORED = true;
export const UNKNOWN_TERMS_IGNORED = true;
export const LOGIN_REQUIRED_TEXT = 'user login required.';
export const INTERACTION_REQUIRED_TEXT = 'user interaction required.';
export const UNAUTHORIZED_CLIENT_TEXT = 'unauthorized client.';
/**
 * "Required item not agreed": the page's button waits for every required row, so only a form from elsewhere lacks one.
 * Otherwise such a form would bring the page back with what is missing.
 */
export const REQUIRED_LEFT_OUT_IS_KOE203 = true;
/** `code_challenge` without a method would be `plain` by RFC 7636, which discovery does not list. */
export const PKCE_PLAIN_REFUSED = true;

/** A token request without `redirect_uri` is accepted, says one report of 2022. One that is sent has to be the same. */
export const isSameRedirectUri = (atAuthorize: string, sent: string | null): boolean =>
  sent === null || sent === atAuthorize;
/** The sentence of Spring Security OAuth, and the `error` that RFC 6749 has for it. */
export const KOE310_TEXT = (grantType: string): string => `Unsupported grant type: ${grantType}`;
export const KOE319_TEXT = 'refresh_token is missing.';
/** The sentence of Spring Security OAuth for a request without a code. */
export const KOE207_CODE_TEXT = 'An authorization code must be supplied.';
export const KOE114_TEXT = 'Application ID mismatch.';
export const KOE127_BODY = { error: 'unauthorized_client', error_description: 'ip mismatched!' };
/** A wrong or missing `code_verifier`; Kakao's code for it is not known, so none is sent. */
export const PKCE_BODY = { error: 'invalid_grant', error_description: 'Invalid code verifier' };
/** Which headers make the token endpoint answer 406 (only with the seed's `strictHeaders`). */
export const NOT_ACCEPTABLE_HEADERS = {
  'accept-language': '*',
  'sec-fetch-mode': 'cors',
  'user-agent': 'node',
} as const;
/** Whether refreshing ends the previous access token before its time. */
export const REFRESH_ENDS_PREVIOUS_ACCESS_TOKEN = false;
/** OpenID Connect says that a renewed ID token should carry no nonce. */
export const RENEWED_ID_TOKEN_KEEPS_NONCE = false;
/** "Per user", says documentation, and not whether the app matters. */
export const TOKEN_LIMITS_PER_APP = true;
export const TOKEN_LIMITS = {
  access: { most: 20, within: 10 * minutes },
  refresh: { most: 30, within: 60 * minutes },
} as const;
export const KOE400_TEXT = 'ID token is invalid or expired.';

/** `-2`, whose texts are not documented. */
export const BAD_PARAMETER_TEXT = (name: string): string => `invalid parameter: ${name}`;
/** A call without credentials, as several logs of services have it. */
export const NO_CREDENTIALS_TEXT = 'no authentication key!';
/** Another kind of credentials than the call takes. */
export const WRONG_CALLER_TEXT = 'InvalidTokenException';
/** -8 is "bad header"; which header is not said. Here: an `Authorization` of a scheme that Kakao does not have. */
export const UNKNOWN_SCHEME = { status: 400, text: 'invalid authorization header.' } as const;
/** -2 covers "malformed tokens": those with a character that RFC 6750 does not give to tokens. */
export const WELL_FORMED_TOKEN = /^[\w.~+/-]+=*$/;
export const MALFORMED_TOKEN_TEXT = 'malformed access token.';
export const UNKNOWN_ADMIN_KEY_TEXT = 'appKey(xxxxxxxx) does not exist';
/** Documentation cuts these two short after the exclamation mark; the rest follows the text about domains. */
export const KEY_HASH_MISMATCH_TEXT = (caller: string): string =>
  `android keyhash mismatched! caller=${caller}. check out registered android keyhashes.`;
export const BUNDLE_ID_MISMATCH_TEXT = (caller: string): string =>
  `ios bundle id mismatched! caller=${caller}. check out registered ios bundle ids.`;
export const NOT_ALLOWED_ON_KEY_TEXT = 'this api is not allowed on the admin key.';
export const RESTRICTED_ACCOUNT_TEXT = 'the account is restricted.';
export const BLOCKED_APP_TEXT = 'the app is blocked.';
/** -3 is said of features that are not switched on; Kakao Login itself is taken to be one. */
export const LOGIN_OFF_TEXT = 'Kakao Login is not enabled for this app.';
export const UNREGISTERED_DEVELOPER_TEXT = 'the developer of the app is not registered.';
export const UNDER_14_TEXT = 'under age 14 is not allowed.';
/** The SDKs name -405 without its status; that of -406, its neighbour, stands in. */
export const AGE_VERIFICATION_REQUIRED = { status: 401, text: 'age verification is required.' } as const;
/** -402 is answered "when required": to an app that requires the item, of a person who has not agreed to it. */
export const SHIPPING_402_WHEN_REQUIRED = true;
export const SHIPPING_API_TYPE = 'SHIPPING_ADDRESS';
/** -3 or -5, says documentation of addresses that the app has not configured. Without the permission it is -5. */
export const SHIPPING_NOT_CONFIGURED = '-5';
/** Calls that Kakao has ended; which ones answer -9 is not documented. */
export const DISCONTINUED_PATHS = ['/v1/user/me'] as const;
export const DISCONTINUED_TEXT = 'this api is not available any more.';
/** Terms calls of an app without Kakao Sync. */
export const NOT_SYNC_TEXT = 'Kakao Sync is not enabled for this app.';
export const TERMS_NOT_REVOCABLE_TEXT = (tags: readonly string[]): string => `[${tags.join(', ')}] is not revocable.`;
export const NO_TERMS_TO_AGREE_TEXT = (tags: readonly string[], app: string): string =>
  `There is no tags to upgrade. check out to configured this tags([${tags.join(', ')}]) in app(${app}).`;
/** The answers to revoking and agreeing "may be partial": terms that were so before are taken to be left out. */
export const ONLY_CHANGED_TERMS_ANSWERED = true;
/** When the terms of an app were registered is nothing a seed says, and the old list of terms wants to know. */
export const TERMS_REGISTERED_AT = Date.UTC(2026, 0, 1);
/** Consent items that are listed as SERVICE; all others, and those nobody knows, as PRIVACY. */
export const SERVICE_ITEMS: readonly string[] = ['talk_message'];
/** More ids than this are taken to be a bad parameter. */
export const MOST_IDS = { without: 100, withKeys: 20 } as const;
export const TOO_MANY_IDS_TEXT = 'target_ids: too many';
/** The documentation of `/v1/user/ids` names both orders and not the one that is meant by none. */
export const IDS_ORDER = 'asc';
/** Whether it is a minute of the clock or the last sixty seconds is not said. */
export const IDS_PER_MINUTE = { most: 100, within: 1 * minutes } as const;
/** An `address_id` that is not this person's. */
export const UNKNOWN_ADDRESS_IS_EMPTY_LIST = true;
/** `page_size` counts the default address, or a page of 2 could never be useful. */
export const DEFAULT_ADDRESS_COUNTS = true;
/** The address picker refuses other kinds of keys with KAE104: it is opened by a page or by an app on a phone. */
export const PICKER_KEY_KINDS: readonly string[] = ['javascript', 'native'];
/** KAE007, "unsupported": browsers inside Facebook and Instagram. */
export const PICKER_REFUSED_IN = /FBAN|FBAV|Instagram/i;
/** An `agt` that has been used or is too old: "time expired" fits, "auth error" (KAE201) would too. */
export const SPENT_GRANT_CODE = 'KAE004';
/** Under `/oauth/`, a wrong path or method is the page of "wrong URL". */
export const NO_SUCH_KAUTH_PATH = { status: 404, code: 'KOE002' } as const;
export const NO_SUCH_PATH = { status: 404, body: { msg: 'Not Found', code: -2 } } as const;
/** Deprecated members that are still on the wire beside `*_needs_agreement`. */
export const HAS_MEMBERS = ['email', 'age_range', 'birthday', 'birthyear', 'gender', 'phone_number'] as const;
/** `for_partner` comes with the "friends or message permission"; taken as either of these items, agreed to. */
export const FOR_PARTNER_ITEMS = ['friends', 'talk_message'] as const;
/** What somebody preregistered may do before signup; for every other call they are not linked yet. */
export const PREREGISTERED_MAY: ReadonlySet<string> = new Set([
  'user.me',
  'user.accessTokenInfo',
  'oidc.userinfo',
  'account.signup',
  'account.logout',
  'account.unlink',
]);
/** `property_keys` cut the answer down; the id stays, and so do the two times, as where many users are listed. */
export const TIMES_ALWAYS_ANSWERED = true;
/** Asking for the state of an item that the app does not have; revoking it is refused. */
export const UNKNOWN_SCOPES_LEFT_OUT = true;
/** Headers that the JavaScript SDK sends and a page may therefore send; Kakao's own list is not known. */
export const CORS_ALLOWED_HEADERS = 'KA, Authorization, Content-Type, Cache-Control, Pragma';
export const CORS_MAX_AGE = '600';
/** Display names follow `Accept-Language`, Korean when it says nothing. */
export const DISPLAY_NAMES_FOLLOW_ACCEPT_LANGUAGE = true;

/** The limit of three seconds is documented. A retry is not, and communities report none: nothing is sent twice. */
export const WEBHOOK_TIMEOUT = 3 * seconds;
export const SIGNUP_GRACE = 24 * hours;
