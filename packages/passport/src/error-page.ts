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

/** Allows only the style sheet of the page. A function, so that the hash is computed when a page is needed and not at import. */
export const pagePolicy = (): string =>
  `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const texts = {
  ko: {
    unfinished: '로그인을 완료하지 못했습니다',
    over: '이미 처리된 로그인입니다',
    unreachable: '카카오에 연결할 수 없습니다',
    consent: '동의가 필요합니다',
    broken: '카카오 로그인에 문제가 발생했습니다',
    anew: '다시 로그인해 주세요.',
    goOn: '이미 로그인되어 있다면 그대로 이용해 주세요. 로그인되어 있지 않다면 다시 로그인해 주세요.',
    agree: '이 기능을 이용하려면 카카오에서 필요한 항목에 동의해 주세요.',
    otherAccount: '로그인한 계정과 다른 카카오계정을 선택했습니다. 같은 계정으로 다시 시도해 주세요.',
    denied: '로그인을 취소했거나 이 서비스를 이용할 수 없는 계정입니다.',
    cookies: '문제가 계속되면 브라우저에서 이 사이트의 쿠키를 허용했는지 확인해 주세요.',
    later: '잠시 후 다시 시도해 주세요. 문제가 계속되면 아래 에러 코드를 고객센터에 알려 주세요.',
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
    broken: 'Something went wrong with Kakao Login',
    anew: 'Please log in again.',
    goOn: 'If you’re already logged in, just continue. Otherwise, please log in again.',
    agree: 'To use this feature, please agree to what it needs at Kakao.',
    otherAccount:
      'You chose another Kakao Account than the one you’re logged in with. Please try again with the same account.',
    denied: 'You cancelled the login, or your account can’t be used with this service.',
    cookies: 'If this keeps happening, make sure your browser accepts cookies from this site.',
    later: 'Please try again in a moment. If this keeps happening, give the error code below to customer support.',
    again: 'Try again',
    further: 'Continue',
    code: 'Error code',
    developers: 'For developers',
  },
} as const;

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Usually the user reloaded the callback of a successful login. */
const over = 'state_replayed';

const needsConsent = new Set<string | number>(['consent_missing', 'consent_declined', 'consent_url_invalid']);

/** Whether a new login may succeed later, even if the code of this one was used. */
const passing = (error: KakaoError): boolean =>
  error.retryable || error.status > 502 || ('kakaoStatus' in error && error.kakaoStatus >= 500);

/** Tells the user what to do. `reason` and `remedy` of an error are for developers. */
function advice(error: KakaoError, anew: boolean, language: Language): string {
  const text = texts[language];
  if (error.code === 'access_denied' || error.code === 'login_refused') return text.denied;
  if (needsConsent.has(error.code)) return text.agree;
  if (error.code === 'account_mismatch') return text.otherAccount;
  if (error.code === over) return text.goOn;
  if (!anew || passing(error)) return text.later;
  return String(error.code).startsWith('state_') ? `${text.anew} ${text.cookies}` : text.anew;
}

function titleOf(error: KakaoError, anew: boolean, text: (typeof texts)[Language]): string {
  if (error.code === over) return text.over;
  if (needsConsent.has(error.code)) return text.consent;
  if (anew) return text.unfinished;
  return passing(error) ? text.unreachable : text.broken;
}

/**
 * Returns the page for a user whose login failed. It contains no text from Kakao, and hides the text for developers in a fold-out.
 *
 * @param start the address of the only button
 */
export function errorPage(error: KakaoError, language: Language, start: string): string {
  const text = texts[language];
  // The user can fix a used code, a refusal or a lost cookie by logging in again. The service has to fix everything else.
  const anew = error.status === 401 || (error.status < 500 && (error.kind === 'login' || error.kind === 'auth'));
  const title = titleOf(error, anew, text);
  const reason = escape(error.reason[language]);
  const remedy = escape(error.remedy[language]);
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${advice(error, anew, language)}</p>
<a href="${escape(start)}">${error.code === over ? text.further : text.again}</a>
<small>${text.code}: <code>${escape(String(error.code))}</code></small>
<details><summary>${text.developers}</summary><p>${reason} ${remedy}</p></details>
</main>
</body>
</html>
`;
}
