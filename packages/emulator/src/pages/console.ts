import { appsAndPeople, type Known } from './cards.js';
import { html, type Html } from './html.js';
import { layout } from './layout.js';
import { paths, type Page } from './models.js';

/** The rest comes from the control API. Send the page with `consoleHeaders`. */
export interface ConsoleModel extends Page, Known {
  url: string;
  /** Where a fault can be injected: names of endpoints, and paths. */
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
      ['{"minutes":10}', '+10분', '인가 코드 만료'],
      ['{"hours":6}', '+6시간', '액세스 토큰 만료'],
      ['{"hours":24}', '+24시간', '로그인 세션 만료'],
      ['{"days":60}', '+60일', '리프레시 토큰 만료'],
    ],
    reset: '초기화',
    resetAsk: '로그인, 토큰, 시계, 오류 주입, 기록을 모두 초기화합니다. 계속하시겠습니까?',
    rotate: 'ID 토큰 서명 키 변경',
    rotated: '서명 키를 변경했습니다.',
    faults: '오류 주입',
    noFaults: '예약된 오류가 없습니다.',
    on: '대상',
    onHint: '엔드포인트, 경로 또는 *',
    kind: '오류 종류',
    kinds: {
      error: '카카오 오류 응답',
      html: 'JSON 대신 HTML 응답',
      latency: '응답 지연',
      hang: '응답 없음',
      reset: '연결 강제 종료',
      cut: '응답 본문 일부만 전송',
      trickle: '1바이트씩 전송',
      'id-token': '잘못된 ID 토큰',
      jwks: '잘못된 공개 키',
    },
    code: '코드',
    milliseconds: '지연 시간(ms)',
    flaw: '세부 오류',
    times: '횟수',
    add: '오류 예약',
    clear: '모두 취소',
    left: '#회 남음',
    requests: '요청 기록',
    noRequests: '아직 요청이 없습니다. 서비스에서 로그인해 주세요.',
    clearRequests: '기록 지우기',
    deliveries: '웹훅 전송 기록',
    noDeliveries: '전송한 웹훅이 없습니다.',
    needsScript: '콘솔을 사용하려면 JavaScript를 켜 주세요. /_emulator 제어 API로도 같은 작업을 할 수 있습니다.',
    refused: '제어 API가 요청을 거절했습니다',
    facts: { app: '앱 ID', person: '회원번호', took: '소요 시간(ms)' },
  },
  en: {
    title: 'Emulator console',
    back: 'Home',
    clock: 'Clock',
    advance: [
      ['{"minutes":10}', '+10 minutes', 'Authorization codes expire'],
      ['{"hours":6}', '+6 hours', 'Access tokens expire'],
      ['{"hours":24}', '+24 hours', 'Login sessions expire'],
      ['{"days":60}', '+60 days', 'Refresh tokens expire'],
    ],
    reset: 'Reset',
    resetAsk: 'This clears logins, tokens, the clock, faults, and logs. Continue?',
    rotate: 'Rotate ID token signing key',
    rotated: 'Signing key rotated.',
    faults: 'Fault injection',
    noFaults: 'No faults queued.',
    on: 'Target',
    onHint: 'Endpoint, path, or *',
    kind: 'Fault',
    kinds: {
      error: 'Kakao error response',
      html: 'HTML instead of JSON',
      latency: 'Delayed response',
      hang: 'No response',
      reset: 'Connection reset',
      cut: 'Truncated body',
      trickle: 'One byte at a time',
      'id-token': 'Invalid ID token',
      jwks: 'Invalid public keys',
    },
    code: 'Code',
    milliseconds: 'Delay (ms)',
    flaw: 'Flaw',
    times: 'Times',
    add: 'Add fault',
    clear: 'Clear all',
    left: '# left',
    requests: 'Requests',
    noRequests: 'No requests yet. Log in to your service to see them here.',
    clearRequests: 'Clear log',
    deliveries: 'Webhook deliveries',
    noDeliveries: 'No webhooks sent.',
    needsScript: 'The console needs JavaScript. You can do the same with the control API at /_emulator.',
    refused: 'The control API refused the request',
    facts: { app: 'App ID', person: 'User ID', took: 'Duration (ms)' },
  },
} as const;

const options = (values: readonly string[]): Html[] =>
  values.map((value) => html`<option value="${value}">${value}</option>`);

/** Shows what happens in the emulator, and changes it. Its script only calls the control API. */
export function consolePage(model: ConsoleModel): string {
  const t = words[model.lang];
  const body = html`<article
    id="mainContent"
    class="console"
    data-left="${t.left}"
    data-refused="${t.refused}"
    data-facts="${JSON.stringify(t.facts)}"
  >
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
    <div class="columns">
      <div>${appsAndPeople(model.lang, model)}</div>
      <div>
        <section aria-labelledby="requests">
          <h2 id="requests">${t.requests}</h2>
          <ol class="list requests" data-requests></ol>
          <p class="empty">${t.noRequests}</p>
          <div class="tools">
            <button type="button" class="btn_s" data-clear="requests">${t.clearRequests}</button>
          </div>
        </section>
        <section aria-labelledby="deliveries">
          <h2 id="deliveries">${t.deliveries}</h2>
          <ol class="list requests" data-deliveries></ol>
          <p class="empty">${t.noDeliveries}</p>
        </section>
      </div>
    </div>
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
