/** Undocumented behaviour that `questions.ts` does not ask about. */
export interface NotAsked {
  what: string;
  because: string;
  /** Names in `packages/emulator/src/guesses.ts`. */
  guesses: readonly string[];
}

const ofGuesses = (...names: string[]): string[] => names.map((name) => `guesses.ts: ${name}`);

export const notAsked: readonly NotAsked[] = [
  {
    what: 'how long Kakao remembers sessions, refresh tokens, expired tokens and open pages',
    because: 'it takes from half an hour to a month',
    guesses: ofGuesses('TRANSACTION_LIFE', 'MONTH', 'EXPIRED_TOKEN_REMEMBERED'),
  },
  {
    what: 'limits on tokens and calls, and whether they apply per user or per user and app',
    because: 'reaching a limit locks the users of the app out for up to an hour',
    guesses: [
      ...ofGuesses('TOKEN_LIMITS', 'IDS_PER_MINUTE'),
      'kauth/token.ts: attempts with a code',
      'kauth/token.ts: limits',
    ],
  },
  {
    what: 'answers to an app that is blocked, in test, not registered, or without Kakao Login (KOE004, KOE005)',
    because: 'Kakao blocks apps itself, and the other states lock users out',
    guesses: ofGuesses('UNAUTHORIZED_CLIENT_TEXT', 'BLOCKED_APP_TEXT', 'LOGIN_OFF_TEXT', 'UNREGISTERED_DEVELOPER_TEXT'),
  },
  {
    what: 'answers to an account that is restricted, under 14, or without a verified age',
    because: 'only Kakao puts an account into these states',
    guesses: [
      ...ofGuesses('RESTRICTED_ACCOUNT_TEXT', 'UNDER_14_TEXT', 'AGE_VERIFICATION_REQUIRED', 'ACCOUNT_STEPS'),
      'kauth/who-is.ts: restricted user',
    ],
  },
  {
    what: 'answers to a preregistered user',
    because: 'it takes an app without auto-link and an account that has not finished its signup',
    guesses: ofGuesses('PREREGISTERED_MAY', 'SIGNUP_GRACE'),
  },
  {
    what: 'allowed IP addresses and allowed calls of a key',
    because: 'the list in the console would have to block this machine, and with it the service',
    guesses: [...ofGuesses('KOE127_BODY', 'NOT_ALLOWED_ON_KEY_TEXT'), 'contract/caller-state.ts: IP addresses'],
  },
  { what: 'a code of another app', because: 'it takes two apps', guesses: ofGuesses('KOE114_TEXT') },
  {
    what: 'what needs a Biz app: its consent items, its permissions, and wildcards in redirect URIs',
    because:
      'the answer depends on what Kakao has reviewed; https://developers.kakao.com/docs/ko/kakaologin/utilize has the table of consent items',
    guesses: ofGuesses('BUSINESS_ONLY', 'WILDCARD', 'FOR_PARTNER_ITEMS'),
  },
  {
    what: 'keys of the wrong kind, native app keys and their platforms (KOE008, KOE009)',
    because: 'it takes an app on a phone, and an admin key in a URL ends up in logs',
    guesses: ofGuesses('KEY_HASH_MISMATCH_TEXT', 'BUNDLE_ID_MISMATCH_TEXT'),
  },
  {
    what: "logins by the JavaScript SDK in popups and in other apps' browsers",
    because: 'it takes a page with the JavaScript SDK and a browser inside Kakao Talk, Facebook or Instagram',
    guesses: [
      ...ofGuesses('NO_POPUPS_IN', 'SDK_REDIRECT_URIS', 'POLL_FAILURE_CODE', 'AGT_LIFE'),
      'kauth/authorize.ts: prompt=login in Kakao Talk',
    ],
  },
  {
    what: 'the picker of shipping addresses, its errors, its texts, and what it returns to `returnUrl`',
    because: 'it takes a page with the JavaScript SDK and a user with shipping addresses',
    guesses: ofGuesses('PICKER_KEY_KINDS', 'PICKER_REFUSED_IN', 'SPENT_GRANT_CODE'),
  },
  {
    what: 'the texts and rows of the consent pages, in Korean and in English',
    because: "the pages show the user's name and email address; compare them yourself",
    guesses: [
      'pages/consent-words.ts: texts',
      'kauth/consent.ts: channel',
      'kauth/consent.ts: in-use items',
      'kauth/consent-page.ts: KOE203',
    ],
  },
  {
    what: 'agreeing to and revoking service terms in part',
    because: 'it would change the terms that the user has agreed to',
    guesses: [...ofGuesses('TERMS_NOT_REVOCABLE_TEXT'), 'kapi/terms.ts: partial'],
  },
  {
    what: 'retries of webhooks, and undocumented fields of account events',
    because:
      'it takes a public HTTPS URL in the console, and most events come only when Kakao changes an account; https://developers.kakao.com/docs/ko/kakaologin/callback has the list',
    guesses: [...ofGuesses('WEBHOOK_TIMEOUT'), 'webhooks/events.ts: members'],
  },
  {
    what: 'KOE126, KOE321, KOE901, and the body of -1',
    because: 'no request is known to cause them',
    guesses: [],
  },
  {
    what: 'details of the design guide, such as whether the official images of the login button can be redistributed',
    because: 'only Kakao can answer it, not a server; see https://developers.kakao.com/docs/ko/kakaologin/design-guide',
    guesses: [],
  },
  {
    what: 'how much the emulator remembers, and when its terms were registered',
    because: 'Kakao has no equivalent',
    guesses: ofGuesses('MEMORY_CAP', 'MOST_SELF_MADE', 'MOST_ADDRESSES', 'TERMS_REGISTERED_AT'),
  },
];
