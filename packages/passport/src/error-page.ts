import { createHash } from 'node:crypto';
import type { KakaoError } from '@kakao-login/client';
import type { Language } from './negotiate.js';

const style = `
:root { color-scheme: light dark; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText;
  font: 16px/1.6 system-ui, "Apple SD Gothic Neo", "Noto Sans KR", sans-serif; word-break: keep-all; }
main { max-width: 26rem; padding: 2rem 1.5rem; }
h1 { font-size: 1.375rem; line-height: 1.35; margin: 0 0 .75rem; }
p { margin: 0 0 1rem; }
a { display: inline-block; padding: .7rem 1.4rem; border-radius: .5rem; background: #fee500; color: #191919;
  font-weight: 600; text-decoration: none; }
a:focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
small, details { display: block; margin-top: 1.5rem; font-size: .875rem; opacity: .8; }
code { font-family: ui-monospace, monospace; }
`;

/** A function, so that the hash of the style sheet is computed when a page is needed and not at import. */
export const pageHeaders = (language: Language): Record<string, string> => ({
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Language': language,
  // Allows only the style sheet of the page.
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
});

const texts = {
  ko: {
    unfinished: '로그인을 완료하지 못했습니다',
    over: '이미 처리된 로그인입니다',
    unreachable: '카카오에 연결할 수 없습니다',
    consent: '동의가 필요합니다',
    needed: '로그인이 필요합니다',
    unlinked: '카카오계정을 연결하지 못했습니다',
    stillIn: '로그아웃하지 못했습니다',
    signup: '회원가입을 계속할 수 없습니다',
    broken: '카카오 로그인에 문제가 발생했습니다',
    anew: '다시 로그인해 주세요.',
    goOn: '이미 로그인되어 있다면 그대로 이용해 주세요. 로그인되어 있지 않다면 다시 로그인해 주세요.',
    agree: '이 기능을 이용하려면 카카오에서 필요한 항목에 동의해 주세요.',
    otherAccount: '로그인한 계정과 다른 카카오계정을 선택했습니다. 같은 계정으로 다시 시도해 주세요.',
    denied: '로그인을 취소했거나 이 서비스를 이용할 수 없는 계정입니다.',
    recent: '안전을 위해 카카오에 다시 로그인해 주세요.',
    logIn: '이 페이지를 이용하려면 로그인해 주세요.',
    taken: '이미 다른 회원과 연결된 카카오계정입니다. 다른 카카오계정을 선택해 주세요.',
    linked: '이미 다른 카카오계정이 연결되어 있습니다. 연결을 해제한 뒤 다시 시도해 주세요.',
    linkAnew: '연결하려는 회원으로 로그인한 뒤 다시 시도해 주세요.',
    pressAnew: '이 서비스의 페이지에서 버튼을 다시 눌러 주세요.',
    signupAnew: '진행 중인 가입이 없거나 시간이 지났습니다. 카카오 로그인부터 다시 시작해 주세요.',
    cookies: '문제가 계속되면 브라우저에서 이 사이트의 쿠키를 허용했는지 확인해 주세요.',
    later: '잠시 후 다시 시도해 주세요. 문제가 계속되면 아래 에러 코드를 고객센터에 알려 주세요.',
    comeBack: '그다음 이전 페이지로 돌아오면 다시 시도해 주세요.',
    toConsent: '카카오에서 동의하기',
    toLogin: '카카오로 로그인하기',
    again: '다시 시도하기',
    further: '계속하기',
    code: '에러 코드',
    developers: '개발자를 위한 안내',
  },
  en: {
    unfinished: 'We couldn’t log you in',
    over: 'This login has already been used',
    unreachable: 'We can’t reach Kakao right now',
    consent: 'We need your consent',
    needed: 'Please log in',
    unlinked: 'We couldn’t link your Kakao Account',
    stillIn: 'We couldn’t log you out',
    signup: 'We couldn’t continue your sign-up',
    broken: 'Something went wrong with Kakao Login',
    anew: 'Please log in again.',
    goOn: 'If you’re already logged in, just continue. Otherwise, please log in again.',
    agree: 'To use this feature, please agree to share the items that Kakao shows you.',
    otherAccount:
      'You chose a different Kakao Account from the one you’re logged in with. Please try again with the same account.',
    denied: 'You cancelled the login, or your account can’t be used with this service.',
    recent: 'To keep your account safe, please log in to Kakao again.',
    logIn: 'You need to log in to use this page.',
    taken: 'This Kakao Account is already linked to another member. Please choose another Kakao Account.',
    linked: 'Another Kakao Account is already linked. Please unlink it first, then try again.',
    linkAnew: 'Please log in as the member you want to link, then try again.',
    pressAnew: 'Please press the button on this service’s page again.',
    signupAnew: 'No sign-up is in progress, or it has expired. Please start again with Kakao Login.',
    cookies: 'If this keeps happening, make sure your browser accepts cookies from this site.',
    later: 'Please try again in a moment. If this keeps happening, give the error code below to customer support.',
    comeBack: 'You’ll then return to the previous page, where you can try again.',
    toConsent: 'Agree at Kakao',
    toLogin: 'Log in with Kakao',
    again: 'Try again',
    further: 'Continue',
    code: 'Error code',
    developers: 'For developers',
  },
} as const;

type Text = keyof (typeof texts)[Language];

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Usually the user reloaded the callback of a successful login. */
const over = 'state_replayed';

/** The title, and what the user can do, for errors with a page of their own. `reason` and `remedy` are for developers. */
const pages: Readonly<Record<string, readonly [title: Text, advice: Text]>> = {
  [over]: ['over', 'goOn'],
  access_denied: ['unfinished', 'denied'],
  login_refused: ['unfinished', 'denied'],
  account_mismatch: ['unfinished', 'otherAccount'],
  login_too_old: ['needed', 'recent'],
  not_logged_in: ['needed', 'logIn'],
  consent_missing: ['consent', 'agree'],
  consent_declined: ['consent', 'agree'],
  consent_url_invalid: ['consent', 'agree'],
  link_conflict: ['unlinked', 'taken'],
  link_exists: ['unlinked', 'linked'],
  link_member_changed: ['unlinked', 'linkAnew'],
  link_cross_site: ['unlinked', 'pressAnew'],
  logout_refused: ['stillIn', 'pressAnew'],
  signup_missing: ['signup', 'signupAnew'],
};

/** Whether a new login may succeed later, even if the code of this one was used. */
const passing = (error: KakaoError): boolean =>
  error.retryable || error.status > 502 || ('kakaoStatus' in error && error.kakaoStatus >= 500);

/** The user can fix a used code, a refusal or a lost cookie by logging in again. The service has to fix everything else. */
const canRetry = (error: KakaoError): boolean =>
  error.status === 401 || (error.status < 500 && (error.kind === 'login' || error.kind === 'auth'));

function textsFor(error: KakaoError): readonly [title: Text, ...advice: Text[]] {
  const own = Object.hasOwn(pages, error.code) && pages[error.code];
  if (own) return own;
  if (passing(error)) return [canRetry(error) ? 'unfinished' : 'unreachable', 'later'];
  if (!canRetry(error)) return ['broken', 'later'];
  return String(error.code).startsWith('state_') ? ['unfinished', 'anew', 'cookies'] : ['unfinished', 'anew'];
}

/**
 * Returns the page for a user whose login failed. It contains no text from Kakao, and hides the text for developers in a fold-out.
 *
 * @param start the address of the only button
 */
export function errorPage(error: KakaoError, language: Language, start: string): string {
  return layout(error, language, {
    texts: textsFor(error),
    href: start,
    action: error.code === over ? 'further' : 'again',
  });
}

/**
 * Returns the page for a user who submitted a form without a login or consent that it needs.
 *
 * @param error `not_logged_in`, `login_too_old` or `consent_missing`
 * @param url where the user can log in or give consent
 */
export function stepPage(error: KakaoError, language: Language, url: string): string {
  const action = error.code === 'consent_missing' ? 'toConsent' : 'toLogin';
  return layout(error, language, { texts: [...textsFor(error), 'comeBack'], href: url, action });
}

interface Content {
  texts: readonly [title: Text, ...advice: Text[]];
  href: string;
  action: Text;
}

function layout(error: KakaoError, language: Language, { texts: [title, ...advice], href, action }: Content): string {
  const text = texts[language];
  const reason = escape(error.reason[language]);
  const remedy = escape(error.remedy[language]);
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${text[title]}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${text[title]}</h1>
<p>${advice.map((name) => text[name]).join(' ')}</p>
<a href="${escape(href)}">${text[action]}</a>
<small>${text.code}: <code>${escape(String(error.code))}</code></small>
<details><summary>${text.developers}</summary><p>${reason} ${remedy}</p></details>
</main>
</body>
</html>
`;
}
