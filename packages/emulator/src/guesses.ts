/**
 * What the emulator does where Kakao's documentation does not say. Each guess has a name, so that only one line has to
 * change when Kakao's real answer is known. `npm run live` asks Kakao about these guesses by their names, and a test
 * checks that it knows all of them.
 *
 * Guesses that are code and not a value, by file:
 *
 * - `kauth/authorize-request.ts: wrong parameter`: A wrong parameter (KOE201, 202, 204, 207) shows a page; the browser
 *   does not go back with `error=invalid_request`.
 * - `kauth/authorize-request.ts: unknown prompt`: It is ignored.
 * - `kauth/authorize-request.ts: unknown service_terms`: A tag that the app does not have is ignored.
 * - `kauth/authorize-request.ts: code_challenge without a method`: It is refused. RFC 7636 defaults to `plain`, which
 *   Kakao's discovery document does not list.
 * - `kauth/authorize.ts: select_account`: If the browser has saved no account, the login page is shown.
 * - `kauth/authorize.ts: prompt=login in Kakao Talk`: It is "not offered" in Kakao Talk's browser, so it is ignored
 *   there.
 * - `kauth/authorize.ts: prompt=none with other values`: It shows no page.
 * - `kauth/who-is.ts: restricted user`: Without `prompt=none`, the user sees a page, and the service gets no error.
 * - `kauth/consent.ts: channel`: The first consent page of a Kakao Sync app offers its channel even if
 *   `channel_public_id` is not sent.
 * - `kauth/consent.ts: in-use items`: They appear on the first consent page like optional ones, as developers report.
 * - `kauth/consent-page.ts: KOE203`: A form without a required item gets this error. Kakao's button is disabled until
 *   all required items are checked, so a browser never sends such a form.
 * - `kauth/oidc.ts: sse-configuration`: The old path of the configuration of security events still works.
 * - `kauth/refusals.ts: status of KOE101`: It is 401 at the token endpoint, as in recent logs. An older one has 400.
 * - `kauth/token.ts: verifier without a challenge`: It is refused, because RFC 9700, 2.1.1 requires this to prevent
 *   downgrades.
 * - `kauth/token.ts: Accept`: A header that rules out JSON gets 406.
 * - `kauth/token.ts: openid in scope`: `scope` of a token response contains `openid` if it has an ID token.
 * - `kauth/token.ts: attempts with a code`: Each further attempt to exchange a code counts as an access token.
 *   Developers report that such attempts reach the limit.
 * - `kauth/token.ts: limits`: The documentation says "per user". They are counted per user and app.
 * - `kauth/token.ts: earlier access tokens`: A refresh does not revoke them.
 * - `kauth/token.ts: nonce`: A refreshed ID token has none, as OpenID Connect recommends.
 * - `contract/caller-state.ts: IP addresses`: A web page calls from the user's address, so the allowed IP addresses of
 *   a REST API key do not apply to it.
 * - `http/cors.ts: origins`: Pages of any origin can read the responses of kapi, including errors, and of the path that
 *   the JavaScript SDK polls.
 * - `http/cors.ts: methods`: A preflight allows GET, POST and OPTIONS.
 * - `http/cors.ts: token endpoint`: Pages cannot read its responses.
 * - `kapi/property-keys.ts: times`: `connected_at` and `synched_at` are returned whatever `property_keys` names, as in
 *   the list of users.
 * - `kapi/scopes.ts: unknown items`: The list of consent leaves out an unknown item. Revoking one is refused.
 * - `kapi/scopes.ts: display_name`: It follows `Accept-Language`, and is Korean by default. The `KA` header does not
 *   matter.
 * - `kapi/shipping.ts: -402`: It is returned "when required": the app requires the item and the user has not agreed to
 *   it.
 * - `kapi/shipping.ts: address_id`: The ID of another user's address returns an empty list.
 * - `kapi/shipping.ts: page_size`: It includes the default address. Otherwise a page of 2 would be of little use.
 * - `kapi/terms.ts: partial`: Revoking and agreeing "may be partial": terms that do not change are left out of the
 *   response.
 * - `kapi/user.ts: list of users`: It is an array, as in Kakao's samples. The table of members has `elements`.
 * - `pages/consent-words.ts: texts`: The texts of the page for additional consent, and the English ones, are our own.
 *   So are those of the address picker.
 * - `seed/types.ts: legal items`: The ids of the consent items of partners (`legal_name` …) are the names of the
 *   members.
 * - `webhooks/events.ts: members`: Account events other than those about links and consent have no members of their
 *   own.
 */

const seconds = 1000;
const minutes = 60 * seconds;
const hours = 60 * minutes;
const days = 24 * hours;

/** Developers report ten minutes. The FAQ says "short". */
export const CODE_LIFE = 10 * minutes;
/** How long an open login, consent page or address picker is valid. */
export const TRANSACTION_LIFE = 30 * minutes;
/** "One month": how long a saved login lasts, and how long before its end a refresh token is replaced. */
export const MONTH = 30 * days;
/** How long an expired token is reported as `already expired`. After that it `does not exist`. */
export const EXPIRED_TOKEN_REMEMBERED = 1 * hours;
/** `agt` is "one-time". Its lifetime is not documented. */
export const AGT_LIFE = 5 * minutes;
/** How many codes, tokens and sessions (of each) are kept before the oldest is dropped. */
export const MEMORY_CAP = 20_000;
/** How many users can sign up on the page before the first of them is dropped. */
export const MOST_SELF_MADE = 1000;
/** How many shipping addresses a user can save before the first one that is not the default is dropped. */
export const MOST_ADDRESSES = 100;

/** The status of every KOE page. Browser consoles in reports show 400, and once 401. */
export const KOE_PAGE_STATUS = 400;
/**
 * KOE001, "malformed request", at `/oauth/authorize`: unreadable percent-encoding, or one of these parameters twice.
 */
export const SENT_ONCE = ['client_id', 'redirect_uri', 'response_type', 'state'] as const;
/** KOE023, "JS SDK popup login impossible here": browsers inside apps, which cannot open a second window. */
export const NO_POPUPS_IN = /KAKAOTALK|FBAN|FBAV|Instagram/i;
/** The redirect URI that the JavaScript SDK (v2, v1) sends if the page sets none, which only works in a popup. */
export const SDK_REDIRECT_URIS: readonly string[] = ['JS-SDK', 'kakaojs'];
/**
 * The items that get KOE123 and KOE124. The documentation does not list them. The list of consent items says that these
 * need a Biz app.
 */
export const BUSINESS_ONLY: readonly string[] = [
  'account_email',
  'phone_number',
  'account_ci',
  'service_terms',
  'channel_public_id',
];
/** The characters that `*` in the host of a Biz app's redirect URI matches: one label, or part of one. */
export const WILDCARD = /^[a-z0-9-]+$/;
/**
 * "Further input needed": `interaction_required` with `prompt=none`, otherwise one page each, in this order. Only the
 * last place is documented (for apps that require CI).
 */
export const ACCOUNT_STEPS = ['wake_up', 'account_terms', 'verify_age', 'verify_identity'] as const;
/** `/apiweb/code.json`: 500 and 600 mean failure. The difference is not documented. */
export const POLL_FAILURE_CODE = '600';
export const LOGIN_REQUIRED_TEXT = 'user login required.';
export const INTERACTION_REQUIRED_TEXT = 'user interaction required.';
export const UNAUTHORIZED_CLIENT_TEXT = 'unauthorized client.';

/** A token request without `redirect_uri` is accepted, according to a report of 2022. If sent, it must be the same. */
export const isSameRedirectUri = (atAuthorize: string, sent: string | null): boolean =>
  sent === null || sent === atAuthorize;
/** The text of Spring Security OAuth, and the `error` of RFC 6749. */
export const KOE310_TEXT = (grantType: string): string => `Unsupported grant type: ${grantType}`;
export const KOE319_TEXT = 'refresh_token is missing.';
/** The text of Spring Security OAuth for a request without a code. */
export const KOE207_CODE_TEXT = 'An authorization code must be supplied.';
export const KOE114_TEXT = 'Application ID mismatch.';
export const KOE127_BODY = { error: 'unauthorized_client', error_description: 'ip mismatched!' };
/** For a wrong or missing `code_verifier`. Kakao's error code for it is unknown, so there is none. */
export const PKCE_BODY = { error: 'invalid_grant', error_description: 'Invalid code verifier' };
/** The headers that get 406 at the token endpoint, with `strictHeaders` in the seed. */
export const NOT_ACCEPTABLE_HEADERS = {
  'accept-language': '*',
  'sec-fetch-mode': 'cors',
  'user-agent': 'node',
} as const;
export const TOKEN_LIMITS = {
  access: { most: 20, within: 10 * minutes },
  refresh: { most: 30, within: 60 * minutes },
} as const;
export const KOE400_TEXT = 'ID token is invalid or expired.';

/** For `-2`. Its texts are not documented. */
export const BAD_PARAMETER_TEXT = (name: string): string => `invalid parameter: ${name}`;
/** For a call without credentials, as in logs that services have published. */
export const NO_CREDENTIALS_TEXT = 'no authentication key!';
/** For credentials of a kind that the call does not accept. */
export const WRONG_CALLER_TEXT = 'InvalidTokenException';
/**
 * The documentation says "bad header" for -8, but not which. Here: an `Authorization` scheme that Kakao does not have.
 */
export const UNKNOWN_SCHEME = { status: 400, text: 'invalid authorization header.' } as const;
/** -2 covers "malformed tokens": those with a character that RFC 6750 does not allow. */
export const WELL_FORMED_TOKEN = /^[\w.~+/-]+=*$/;
export const MALFORMED_TOKEN_TEXT = 'malformed access token.';
export const UNKNOWN_ADMIN_KEY_TEXT = 'appKey(xxxxxxxx) does not exist';
/** The documentation cuts these two off after the exclamation mark. The rest follows the text about domains. */
export const KEY_HASH_MISMATCH_TEXT = (caller: string): string =>
  `android keyhash mismatched! caller=${caller}. check out registered android keyhashes.`;
export const BUNDLE_ID_MISMATCH_TEXT = (caller: string): string =>
  `ios bundle id mismatched! caller=${caller}. check out registered ios bundle ids.`;
export const NOT_ALLOWED_ON_KEY_TEXT = 'this api is not allowed on the admin key.';
export const RESTRICTED_ACCOUNT_TEXT = 'the account is restricted.';
export const BLOCKED_APP_TEXT = 'the app is blocked.';
/** -3 is for features that are switched off. Here Kakao Login itself counts as one. */
export const LOGIN_OFF_TEXT = 'Kakao Login is not enabled for this app.';
export const UNREGISTERED_DEVELOPER_TEXT = 'the developer of the app is not registered.';
export const UNDER_14_TEXT = 'under age 14 is not allowed.';
/** The SDKs list -405 without a status. This is the status of -406. */
export const AGE_VERIFICATION_REQUIRED = { status: 401, text: 'age verification is required.' } as const;
export const SHIPPING_API_TYPE = 'SHIPPING_ADDRESS';
/** For an app without the item, the documentation says -3 or -5. Without the permission it is -5. */
export const SHIPPING_NOT_CONFIGURED = '-5';
/** Calls that Kakao has discontinued. The documentation does not say which of them return -9. */
export const DISCONTINUED_PATHS = ['/v1/user/me'] as const;
export const DISCONTINUED_TEXT = 'this api is not available any more.';
/** For terms calls of an app without Kakao Sync. */
export const NOT_SYNC_TEXT = 'Kakao Sync is not enabled for this app.';
export const TERMS_NOT_REVOCABLE_TEXT = (tags: readonly string[]): string => `[${tags.join(', ')}] is not revocable.`;
export const NO_TERMS_TO_AGREE_TEXT = (tags: readonly string[], app: string): string =>
  `There is no tags to upgrade. check out to configured this tags([${tags.join(', ')}]) in app(${app}).`;
/** When an app's terms were registered. The old list of terms returns it, but a seed does not contain it. */
export const TERMS_REGISTERED_AT = Date.UTC(2026, 0, 1);
/** Consent items listed as SERVICE. All others, unknown ones included, are PRIVACY. */
export const SERVICE_ITEMS: readonly string[] = ['talk_message'];
/** More ids than this are a bad parameter. */
export const MOST_IDS = { without: 100, withKeys: 20 } as const;
export const TOO_MANY_IDS_TEXT = 'target_ids: too many';
/** The default `order` of `/v1/user/ids`. It is not documented. */
export const IDS_ORDER = 'asc';
/** Counted over the last sixty seconds. Kakao may count by calendar minute instead. */
export const IDS_PER_MINUTE = { most: 100, within: 1 * minutes } as const;
/** The address picker refuses other kinds of keys with KAE104, because it is opened by a page or a mobile app. */
export const PICKER_KEY_KINDS: readonly string[] = ['javascript', 'native'];
/** KAE007, "unsupported": browsers inside Facebook and Instagram. */
export const PICKER_REFUSED_IN = /FBAN|FBAV|Instagram/i;
/** For an `agt` that was used or has expired. "Time expired" fits best, but it may also be "auth error" (KAE201). */
export const SPENT_GRANT_CODE = 'KAE004';
/** Below `/oauth/`, a wrong path or method shows the "wrong URL" page. */
export const NO_SUCH_KAUTH_PATH = { status: 404, code: 'KOE002' } as const;
export const NO_SUCH_PATH = { status: 404, body: { msg: 'Not Found', code: -2 } } as const;
/** Deprecated members that are still sent with `*_needs_agreement`. */
export const HAS_MEMBERS = ['email', 'age_range', 'birthday', 'birthyear', 'gender', 'phone_number'] as const;
/** `for_partner` comes with the "friends or message permission": consent to either of these items. */
export const FOR_PARTNER_ITEMS = ['friends', 'talk_message'] as const;
/** The calls allowed for preregistered users. All other calls treat them as not linked. */
export const PREREGISTERED_MAY: ReadonlySet<string> = new Set([
  'user.me',
  'user.accessTokenInfo',
  'oidc.userinfo',
  'account.signup',
  'account.logout',
  'account.unlink',
]);
/** The headers that the JavaScript SDK sends. Kakao's own list is unknown. */
export const CORS_ALLOWED_HEADERS = 'KA, Authorization, Content-Type, Cache-Control, Pragma';
export const CORS_MAX_AGE = '600';

/** Three seconds are documented. Retries are not, and developers report none, so no webhook is sent twice. */
export const WEBHOOK_TIMEOUT = 3 * seconds;
export const SIGNUP_GRACE = 24 * hours;
