import { createHash } from 'node:crypto';
import { endpoints } from '@kakao-login/client';
import type { Bilingual } from '@kakao-login/client';
import type { KakaoXrayAttempt, KakaoXrayCall, KakaoXrayError, KakaoXrayLeg, KakaoXrayStep } from './attempts.js';
import { explain } from './explain.js';
import { Html, markup } from './html.js';

type Language = keyof Bilingual;

const texts = {
  ko: {
    title: '카카오 로그인 X-ray',
    about: '이 프로세스의 최근 로그인입니다. 메모리에만 있고, 비밀과 개인정보는 기록하기 전에 가립니다.',
    refresh: '새로 고침',
    none: '아직 로그인이 없습니다. 다른 탭에서 로그인한 뒤 새로 고침하세요.',
    failedHere: '여기서 실패했습니다',
    login: '카카오로 보냄',
    callback: '카카오에서 돌아옴',
    atKakao: '사용자가 카카오에서 보낸 시간',
    again: '카카오로 다시 보냄',
    sent: '보낸 파라미터',
    received: '받은 파라미터',
    noParameters: '파라미터가 없습니다',
    noIdToken: 'ID 토큰 없음: OpenID Connect가 꺼져 있거나 scope에 openid가 없습니다',
    fromIdToken: 'ID 토큰에서 읽었습니다. 요청을 보내지 않았습니다',
    shared: '같은 콜백이 두 번 왔습니다. 먼저 온 요청의 결과를 함께 썼습니다',
    noAnswer: '응답 없음',
    attempt: (count: number) => `${count}번째 시도`,
    kakaoPage: '돌아오지 않는다면: 카카오 화면에 에러 코드가 있는지 확인하세요',
    outcomes: {
      waiting: '카카오에 있음',
      redirect: '다른 페이지로 보냄',
      answered: '응답함',
      success: '로그인 완료',
      fail: '서비스가 거절함',
      refused: '실패',
      error: '에러',
    },
    steps: {
      state: '이 브라우저에서 시작한 로그인인지 확인',
      code: '카카오의 응답(인가 코드나 에러) 확인',
      token: '인가 코드를 토큰으로 교환',
      id_token: 'ID 토큰 검증',
      profile: '사용자 정보 불러오기',
      handler: '서비스 코드 실행(verify 콜백, 로그인 핸들러)',
    },
  },
  en: {
    title: 'Kakao Login X-ray',
    about: 'The last logins of this process. They are only in memory; secrets and personal data are masked first.',
    refresh: 'Refresh',
    none: 'No login yet. Log in in another tab, then refresh this page.',
    failedHere: 'failed here',
    login: 'Sent to Kakao',
    callback: 'Back from Kakao',
    atKakao: 'Time the user spent at Kakao',
    again: 'Sent to Kakao again',
    sent: 'Parameters sent',
    received: 'Parameters received',
    noParameters: 'No parameters',
    noIdToken: 'No ID token: OpenID Connect is off, or the scope has no openid',
    fromIdToken: 'Read from the ID token, without a request',
    shared: 'The same callback came twice and shared the result of the first',
    noAnswer: 'no answer',
    attempt: (count: number) => `attempt ${count}`,
    kakaoPage: 'Not coming back? Check whether Kakao’s page shows an error code',
    outcomes: {
      waiting: 'At Kakao',
      redirect: 'Sent to another page',
      answered: 'Answered',
      success: 'Logged in',
      fail: 'Turned away by your code',
      refused: 'Failed',
      error: 'Error',
    },
    steps: {
      state: 'Check that this browser started the login',
      code: 'Read Kakao’s answer: a code or an error',
      token: 'Exchange the code for tokens',
      id_token: 'Verify the ID token',
      profile: 'Load the user',
      handler: 'Your code (verify callback, login handler)',
    },
  },
} as const;

/** What Kakao most often shows to the user on a page of its own, so that no callback comes. */
const shownByKakao = ['KOE006', 'KOE101', 'KOE004', 'KOE205'].map((code) => explain({ kind: 'auth', code }));

type Texts = (typeof texts)[Language];

/** One page, newest login first. */
export function xrayPage(attempts: readonly KakaoXrayAttempt[], language: Language, jsonPath: string): string {
  const text = texts[language];
  const page = markup`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${text.title}</title>
        <style>${new Html(style)}</style>
      </head>
      <body>
        <header>
          <h1>${text.title}</h1>
          <p>${text.about}</p>
          <p><a href="?">${text.refresh}</a> <a href="${jsonPath}">JSON</a></p>
        </header>
        <main>
          ${attempts.length === 0 ? markup`<p class="none">${text.none}</p>` : attempts.map((attempt) => article(attempt, language))}
        </main>
      </body>
    </html> `;
  return page.text;
}

function article({ outcome, legs }: KakaoXrayAttempt, language: Language): Html {
  const text = texts[language];
  const first = legs[0]!;
  const error = legs.findLast((leg) => leg.error !== undefined)?.error;
  return markup`<article class="${outcome}">
    <h2>
      <span class="badge">${text.outcomes[outcome]}</span>
      <time datetime="${first.at}">${timeOf(first.at, language)}</time>
    </h2>
    ${error && errorBox(error, language)}
    <ol>
      ${legs.map((leg, index) => legItems(leg, legs[index - 1], language))}
    </ol>
    ${outcome === 'waiting' && kakaoPage(language)}
  </article> `;
}

function errorBox({ kind, code, reason, remedy }: KakaoXrayError, language: Language): Html {
  return markup`<div class="why">
    <p><code>${code}</code> <small>${kind}</small></p>
    <p>${reason[language]}</p>
    <p>${remedy[language]}</p>
  </div>`;
}

function kakaoPage(language: Language): Html {
  return markup`<details>
    <summary>${texts[language].kakaoPage}</summary>
    <dl>
      ${shownByKakao.map(
        ({ code, reason, remedy }) =>
          markup`<dt><code>${code}</code></dt>
            <dd>${reason[language]} ${remedy[language]}</dd>`,
      )}
    </dl>
  </details>`;
}

function legItems(leg: KakaoXrayLeg, before: KakaoXrayLeg | undefined, language: Language): Html {
  const text = texts[language];
  const gap = before && Date.parse(leg.at) - Date.parse(before.at) - before.took;
  const isShared = leg.steps.at(-1)?.step === 'code' && leg.error === undefined && leg.outcome !== 'redirect';
  return markup`${gap !== undefined && leg.leg === 'callback' && markup`<li class="gap">${text.atKakao} ${duration(Math.max(gap, 0))}</li>`}
    <li class="leg">
      <p><b>${text[leg.leg]}</b> ${duration(leg.took)}</p>
      ${parameters(leg, text)}
    </li>
    ${leg.steps.map((step, index) => stepItem(step, leg.steps[index - 1], text))}
    ${isShared && markup`<li class="note">${text.shared}</li>`}
    ${leg.leg === 'callback' && markup`<li class="end ${leg.outcome}">${leg.again ? text.again : text.outcomes[leg.outcome]}</li>`}`;
}

function parameters({ leg, parameters: values }: KakaoXrayLeg, text: Texts): Html {
  const rows = Object.entries(values);
  if (rows.length === 0) return markup`<p class="note">${text.noParameters}</p>`;
  return markup`<details>
    <summary>${leg === 'login' ? text.sent : text.received}</summary>
    <dl>
      ${rows.map(
        ([name, value]) =>
          markup`<dt><code>${name}</code></dt>
            <dd><code>${value}</code></dd>`,
      )}
    </dl>
  </details>`;
}

function stepItem({ step, took, failed, calls }: KakaoXrayStep, before: KakaoXrayStep | undefined, text: Texts): Html {
  const isWithoutIdToken = step === 'profile' && before?.step === 'token';
  const isFromIdToken = step === 'profile' && calls.length === 0 && !failed && !isWithoutIdToken;
  return markup`${isWithoutIdToken && markup`<li class="note">${text.noIdToken}</li>`}
    <li class="step${failed ? ' failed' : ''}">
      <p>${text.steps[step]} ${duration(took)}${failed && markup` <strong>${text.failedHere}</strong>`}</p>
      ${isFromIdToken && markup`<p class="note">${text.fromIdToken}</p>`} ${calls.map((call) => callItem(call, text))}
    </li>`;
}

function callItem({ endpoint, method, attempt, status, took, error }: KakaoXrayCall, text: Texts): Html {
  const { host, path } = endpoints[endpoint];
  return markup`<p class="call">
    <code>${method} ${host} ${path}</code>
    <b class="${error || (status ?? 0) >= 400 ? 'bad' : 'good'}">${status ?? text.noAnswer}</b>
    ${duration(took)}${attempt > 1 && markup` <small>${text.attempt(attempt)}</small>`}${error && markup` <code>${error.code}</code>`}
  </p>`;
}

function duration(milliseconds: number): Html {
  const value =
    milliseconds < 1000
      ? `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`
      : `${(milliseconds / 1000).toFixed(1)} s`;
  return markup`<small class="took">${value}</small>`;
}

const timeOf = (at: string, language: Language): string =>
  new Date(at).toLocaleString(language === 'ko' ? 'ko-KR' : 'en-US', {
    dateStyle: 'medium',
    timeStyle: 'medium',
    hourCycle: 'h23',
  });

const style = `
:root { color-scheme: light dark; --line: color-mix(in srgb, CanvasText 20%, Canvas); --soft: color-mix(in srgb, CanvasText 6%, Canvas);
  --good: light-dark(#0a7a3d, #5fd38d); --bad: light-dark(#b3261e, #ff8a80); --wait: light-dark(#8a5a00, #ffcc66); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 46rem; padding: 1rem; background: Canvas; color: CanvasText;
  font: 16px/1.55 system-ui, "Apple SD Gothic Neo", "Noto Sans KR", sans-serif; word-break: keep-all; overflow-wrap: anywhere; }
h1 { font-size: 1.375rem; margin: .5rem 0; }
h2 { font-size: 1rem; margin: 0; display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: center; }
h2 time { font-weight: 400; font-variant-numeric: tabular-nums; }
p { margin: .25rem 0; }
header { margin-bottom: 1.5rem; }
header a { display: inline-block; padding: .5rem .25rem; margin-right: 1rem; color: inherit; }
a:focus-visible, summary:focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
article { border: 1px solid var(--line); border-radius: .75rem; padding: 1rem; margin-bottom: 1rem; }
.badge { padding: .125rem .625rem; border-radius: 1rem; border: 1px solid currentColor; font-size: .875rem; }
.success .badge, .good { color: var(--good); }
.fail .badge, .refused .badge, .error .badge, .bad, .failed > p > strong { color: var(--bad); }
.waiting .badge { color: var(--wait); }
.why { border-left: .25rem solid var(--bad); padding: .25rem .75rem; margin: .75rem 0; background: var(--soft); }
ol { list-style: none; margin: .75rem 0 0; padding: 0 0 0 1rem; border-left: 2px solid var(--line); }
li { position: relative; padding: .25rem 0; }
li::before { content: ""; position: absolute; left: calc(-1rem - 5px); top: .8rem; width: 8px; height: 8px; border-radius: 50%; background: currentColor; }
.gap, .note { color: color-mix(in srgb, CanvasText 70%, Canvas); }
.gap::before, li.note::before { background: Canvas; border: 1px solid currentColor; }
.failed { color: var(--bad); }
.failed .call, .failed .note { color: CanvasText; }
.call { font-size: .9375rem; }
.end { font-weight: 600; }
.took { margin-left: .25rem; font-variant-numeric: tabular-nums; white-space: nowrap; opacity: .8; }
code { font: .9375em/1.4 ui-monospace, monospace; }
summary { padding: .375rem 0; cursor: pointer; }
dl { margin: 0; padding: .5rem .75rem; background: var(--soft); border-radius: .5rem; }
dd { margin: 0 0 .5rem; }
@media (min-width: 36rem) { dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; } dd { margin: 0; } }
`;

/** Allows only the style sheet of the page: it has no script, image or form. */
export const pageHeaders = (language: Language): Record<string, string> => ({
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Language': language,
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
});
