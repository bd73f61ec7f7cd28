import { koeCodes } from '@kakao-login/client/contract';
import { icons } from './artwork.js';
import { html, named, type Html } from './html.js';
import { hereFor, type KoeApp } from './koe-here.js';
import { layout } from './layout.js';
import { paths, type Page } from './models.js';
import { registerButton, type RegisterForm } from './register-redirect-uri.js';

/** Status 400, HTML: the KOE pages. */
export interface KoeModel extends Page {
  /** `KOE006`. */
  code: string;
  /** Empty when the client id is unknown. */
  appName: string;
  app?: KoeApp;
  /** KOE205: the items that are not configured. */
  unconfigured?: readonly string[];
  /** For the developer: a parameter and its value, or a name of `labels` below. Never a secret. */
  facts?: readonly (readonly [label: string, value: string])[];
  /** KOE006: the button that registers the address here. */
  register?: RegisterForm | undefined;
}

/** The sentences are Kakao's. The collapsed block and the developer's block are our own. */
const words = {
  ko: {
    settings: (code: string) => `앱 관리자 설정 오류 (${code})`,
    request: (code: string) => `잘못된 요청 (${code})`,
    line: (app: Html) => html`${app} 서비스 설정에 오류가 있어, 이용할 수 없습니다.`,
    check: '서비스 관리자의 확인이 필요합니다.',
    why: '왜 에러가 발생하나요?',
    koe205: '설정하지 않은 카카오 로그인 동의 항목을 포함해 인가 코드를 요청했습니다.',
    unconfigured: '설정하지 않은 동의 항목',
    aid: '에뮬레이터 도우미',
    developer: '개발자 안내',
    here: '에뮬레이터에서 해결하기',
    remedy: '카카오에서 해결하기',
    ways: { command: '명령줄', code: '테스트 코드', seed: '시드 파일' },
    links: { home: '첫 화면 열기', console: '콘솔 열기' },
    labels: {
      registered: '등록된 주소',
      missing: '누락된 파라미터',
      repeated: '중복된 파라미터',
      query: '쿼리',
      origin: '요청을 보낸 곳',
      user_id: '회원번호',
    },
    values: { '(missing)': '(없음)', 'percent-encoding': '퍼센트 인코딩 오류' },
  },
  en: {
    settings: (code: string) => `Admin Settings Issue (${code})`,
    request: (code: string) => `Invalid Request (${code})`,
    line: (app: Html) => html`An error in the ${app} service settings prevents the service from being used.`,
    check: 'The service administrator needs to fix this.',
    why: 'Why did this error occur?',
    koe205: 'The authorization code request includes consent items that are not configured.',
    unconfigured: 'Consent items not configured',
    aid: 'Emulator help',
    developer: 'For developers',
    here: 'Fix it in the emulator',
    remedy: 'Fix it at Kakao',
    ways: { command: 'Command line', code: 'Test code', seed: 'Seed file' },
    links: { home: 'Open the home page', console: 'Open the console' },
    labels: {
      registered: 'Registered',
      missing: 'Missing parameter',
      repeated: 'Repeated parameter',
      query: 'Query',
      origin: 'Sent from',
      user_id: 'User ID',
    },
    values: { '(missing)': '(missing)', 'percent-encoding': 'invalid percent-encoding' },
  },
} as const;

const inWords = (known: Readonly<Record<string, string>>, text: string): string =>
  Object.hasOwn(known, text) ? (known[text] ?? text) : text;

/** The contract's texts have code in backticks. */
const prose = (text: string): (Html | string)[] =>
  text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));

/** Groups values of the same label. */
const factList = (facts: readonly (readonly [label: string, value: string])[]): Html | '' =>
  facts.length === 0
    ? ''
    : html`<dl class="facts">
        ${facts.map(
          ([label, value], index) =>
            html`${facts[index - 1]?.[0] === label ? '' : html`<dt>${label}</dt>`}
              <dd><code>${value}</code></dd>`,
        )}
      </dl>`;

/** How to fix it in the emulator. */
function hereBlock({ lang, code, app, facts = [], unconfigured = [] }: KoeModel): Html | '' {
  const t = words[lang];
  const here = hereFor(code, {
    app,
    of: (fact) =>
      fact === 'unconfigured' ? unconfigured : facts.filter(([label]) => label === fact).map(([, value]) => value),
  });
  if (!here) return '';
  return html`<h3>${t.here}</h3>
    <p>${here.text[lang]}</p>
    ${factList(here.ways.map(([way, typed]) => [t.ways[way], typed]))}
    ${here.link ? html`<p><a href="${paths[here.link]}">${t.links[here.link]}</a></p>` : ''}`;
}

/** A KOE error page, with help for developers below it. */
export function koePage(model: KoeModel): string {
  const t = words[model.lang];
  const entry = Object.hasOwn(koeCodes, model.code) ? koeCodes[model.code] : undefined;
  const title = (model.code.startsWith('KOE2') ? t.request : t.settings)(model.code);
  const facts = (model.facts ?? []).map(
    ([label, value]) => [inWords(t.labels, label), inWords(t.values, value)] as const,
  );
  const body = html`<article id="mainContent">
    <div class="cont_error">
      <span class="symbol">${icons.warning}</span>
      <h1>${title}</h1>
      <p>${t.line(html`<span class="txt_name">${named(model.appName)}</span>`)}</p>
      <p>${t.check}</p>
      <details class="why">
        <summary>${t.why}</summary>
        <p>${model.code === 'KOE205' ? t.koe205 : prose(entry?.reason[model.lang] ?? '')}</p>
        ${model.unconfigured?.length ? html`<p>${t.unconfigured}: ${model.unconfigured.join(', ')}</p>` : ''}
      </details>
      <section class="aid" aria-labelledby="developer">
        <h2 id="developer"><span class="badge">${t.aid}</span> ${t.developer}</h2>
        ${entry ? html`<p>${prose(entry.reason[model.lang])}</p>` : ''}
        ${factList([...facts, ...(model.unconfigured ?? []).map((item) => [t.unconfigured, item] as const)])}
        ${hereBlock(model)} ${model.register ? registerButton(model.lang, model.register) : ''}
        ${
          entry
            ? html`<h3>${t.remedy}</h3>
                <p>${prose(entry.remedy[model.lang])}</p>`
            : ''
        }
      </section>
    </div>
  </article>`;
  return layout(model, { title, body });
}
