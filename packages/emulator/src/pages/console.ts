import { appsAndPeople, type Known } from './cards.js';
import { html, type Html } from './html.js';
import { layout } from './layout.js';
import { paths, type Page } from './models.js';

/** Speaks to the control API for the rest. Send it with `consoleHeaders`. */
export interface ConsoleModel extends Page, Known {
  url: string;
  /** Where a fault can be ordered: names of endpoints, and paths. */
  endpoints: readonly string[];
  /** Codes that a fault can answer with. */
  codes: readonly string[];
  flaws: Readonly<Record<'id-token' | 'jwks', readonly string[]>>;
}

const words = {
  ko: {
    title: '에뮬레이터 콘솔',
    back: '첫 화면',
    clock: '시계',
    advance: [
      ['{"minutes":10}', '+10분', '인가 코드가 만료됩니다'],
      ['{"hours":6}', '+6시간', '액세스 토큰이 만료됩니다'],
      ['{"hours":24}', '+24시간', '로그인 세션이 끝납니다'],
      ['{"days":60}', '+60일', '리프레시 토큰이 만료됩니다'],
    ],
    reset: '모두 처음으로',
    resetAsk: '로그인, 토큰, 시계, 오류, 기록을 모두 지웁니다. 계속할까요?',
    rotate: 'ID 토큰 서명 키 바꾸기',
    rotated: '서명 키를 바꿨습니다',
    faults: '일부러 내는 오류',
    noFaults: '예약된 오류가 없습니다.',
    on: '어디에서',
    onHint: '엔드포인트, 경로, 또는 *',
    kind: '무엇을',
    kinds: {
      error: '카카오 오류 응답',
      html: 'JSON 대신 HTML',
      latency: '느린 응답',
      hang: '응답 없음',
      reset: '연결 끊김',
      cut: '중간에 잘린 본문',
      trickle: '1바이트씩',
      'id-token': '잘못된 ID 토큰',
      jwks: '잘못된 공개 키',
    },
    code: '코드',
    milliseconds: '밀리초',
    flaw: '무엇이 잘못',
    times: '횟수',
    add: '예약',
    clear: '모두 취소',
    left: '회 남음',
    requests: '요청',
    noRequests: '아직 요청이 없습니다. 앱에서 로그인해 보세요.',
    clearRequests: '기록 지우기',
    deliveries: '웹훅 전송',
    noDeliveries: '보낸 웹훅이 없습니다.',
    needsScript: '이 화면은 JavaScript가 필요합니다. 같은 일을 /_emulator 제어 API로 할 수 있습니다.',
    refused: '제어 API가 거절했습니다',
  },
  en: {
    title: 'Emulator console',
    back: 'Front page',
    clock: 'Clock',
    advance: [
      ['{"minutes":10}', '+10 minutes', 'authorization codes expire'],
      ['{"hours":6}', '+6 hours', 'access tokens expire'],
      ['{"hours":24}', '+24 hours', 'login sessions end'],
      ['{"days":60}', '+60 days', 'refresh tokens expire'],
    ],
    reset: 'Reset everything',
    resetAsk: 'This forgets logins, tokens, the clock, faults and the log. Go on?',
    rotate: 'Rotate the ID token key',
    rotated: 'The signing key is a new one',
    faults: 'Faults to order',
    noFaults: 'No fault is waiting.',
    on: 'Where',
    onHint: 'Endpoint, path, or *',
    kind: 'What',
    kinds: {
      error: 'an error of Kakao',
      html: 'HTML in place of JSON',
      latency: 'a slow answer',
      hang: 'no answer',
      reset: 'a reset connection',
      cut: 'a body cut short',
      trickle: 'one byte at a time',
      'id-token': 'a flawed ID token',
      jwks: 'a wrong key set',
    },
    code: 'Code',
    milliseconds: 'Milliseconds',
    flaw: 'Flaw',
    times: 'Times',
    add: 'Order',
    clear: 'Cancel all',
    left: 'left',
    requests: 'Requests',
    noRequests: 'No request yet. Log in to your app.',
    clearRequests: 'Clear the log',
    deliveries: 'Webhook deliveries',
    noDeliveries: 'No webhook has been sent.',
    needsScript: 'This page needs JavaScript. The control API at /_emulator does the same.',
    refused: 'The control API refused',
  },
} as const;

const options = (values: readonly string[]): Html[] =>
  values.map((value) => html`<option value="${value}">${value}</option>`);

/** What happens in the emulator, live, and what one can do to it. It speaks to the control API only. */
export function consolePage(model: ConsoleModel): string {
  const t = words[model.lang];
  const body = html`<article id="mainContent" class="console" data-left="${t.left}" data-refused="${t.refused}">
    <header class="bar">
      <h1>${t.title}</h1>
      <p><code>${model.url}</code> · <a href="${paths.home}">${t.back}</a></p>
    </header>
    <noscript><p class="error">${t.needsScript}</p></noscript>
    <p class="done" role="status" data-status></p>
    <div class="panels">
      <section class="card" aria-labelledby="clock">
        <h2 id="clock">${t.clock}</h2>
        <p class="now"><time data-now>–</time></p>
        <ul class="advance">
          ${t.advance.map(
            ([span, label, meaning]) =>
              html`<li>
                <button type="button" class="btn_s" data-advance="${span}">${label}</button>
                <span class="info">${meaning}</span>
              </li>`,
          )}
        </ul>
        <div class="tools">
          <button type="button" class="btn_s" data-rotate="${t.rotated}">${t.rotate}</button>
          <button type="button" class="btn_s" data-reset="${t.resetAsk}">${t.reset}</button>
        </div>
      </section>
      <section class="card" aria-labelledby="faults">
        <h2 id="faults">${t.faults}</h2>
        <form class="fault" data-fault>
          <label class="wide"
            >${t.on}
            <input
              name="on"
              list="endpoints"
              required
              placeholder="${t.onHint}"
              autocomplete="off"
              spellcheck="false"
            />
          </label>
          <datalist id="endpoints">${options(model.endpoints)}</datalist>
          <label class="wide"
            >${t.kind}
            <select name="kind">
              ${Object.entries(t.kinds).map(([kind, label]) => html`<option value="${kind}">${label}</option>`)}
            </select>
          </label>
          <label data-for="error">${t.code} <input name="code" list="codes" value="-401" autocomplete="off" /></label>
          <datalist id="codes">${options(model.codes)}</datalist>
          <label data-for="latency"
            >${t.milliseconds} <input name="milliseconds" type="number" min="0" value="3000"
          /></label>
          <label data-for="id-token"
            >${t.flaw}
            <select name="id-token">
              ${options(model.flaws['id-token'])}
            </select>
          </label>
          <label data-for="jwks"
            >${t.flaw}
            <select name="jwks">
              ${options(model.flaws.jwks)}
            </select>
          </label>
          <label>${t.times} <input name="times" type="number" min="1" value="1" required /></label>
          <button class="btn_s strong">${t.add}</button>
        </form>
        <ul class="list" data-faults></ul>
        <p class="empty">${t.noFaults}</p>
        <div class="tools"><button type="button" class="btn_s" data-clear="faults">${t.clear}</button></div>
      </section>
    </div>
    <section aria-labelledby="requests">
      <h2 id="requests">${t.requests}</h2>
      <ol class="list requests" data-requests></ol>
      <p class="empty">${t.noRequests}</p>
      <div class="tools"><button type="button" class="btn_s" data-clear="requests">${t.clearRequests}</button></div>
    </section>
    <section aria-labelledby="deliveries">
      <h2 id="deliveries">${t.deliveries}</h2>
      <ol class="list requests" data-deliveries></ol>
      <p class="empty">${t.noDeliveries}</p>
    </section>
    ${appsAndPeople(model.lang, model)}
    <template data-request>
      <li>
        <details>
          <summary>
            <time></time> <b class="status"></b> <span class="method"></span> <code class="path"></code>
            <span class="info"></span> <span class="badge" hidden></span>
          </summary>
          <dl class="facts"></dl>
        </details>
      </li>
    </template>
  </article>`;
  return layout(model, { title: t.title, body, shape: 'wide', script: '/_emulator/assets/console.js' });
}
