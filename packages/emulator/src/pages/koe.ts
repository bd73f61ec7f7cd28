import { koeCodes } from '@kakao-login/client/contract';
import { icons } from './artwork.js';
import { html, named, type Html } from './html.js';
import { layout } from './layout.js';
import type { Page } from './models.js';

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

/** Kakao's sentences (fact sheet 13.7); the folded block and the developer's block are ours. */
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
    developer: '개발자에게',
    remedy: '해결 방법',
  },
  en: {
    settings: (code: string) => `Admin Settings Issue (${code})`,
    request: (code: string) => `Invalid Request (${code})`,
    line: (app: Html) => html`An error in the ${app} service settings prevents the service from being used.`,
    check: 'The administrator of the service has to look into it.',
    why: 'Why does this happen?',
    koe205: 'The authorization code was requested with consent items that are not configured.',
    unconfigured: 'Consent items not configured',
    aid: 'Emulator aid',
    developer: 'For the developer',
    remedy: 'What to do',
  },
} as const;

/** A KOE error page, with what a developer wants to know below it. */
export function koePage(model: KoeModel): string {
  const t = words[model.lang];
  const entry = Object.hasOwn(koeCodes, model.code) ? koeCodes[model.code] : undefined;
  const title = (model.code.startsWith('KOE2') ? t.request : t.settings)(model.code);
  const facts = model.facts ?? [];
  const body = html`<article id="mainContent">
    <div class="cont_error">
      <span class="symbol">${icons.warning}</span>
      <h1>${title}</h1>
      <p>${t.line(html`<span class="txt_name">${named(model.appName)}</span>`)}</p>
      <p>${t.check}</p>
      <details class="why">
        <summary>${t.why}</summary>
        <p>${model.code === 'KOE205' ? t.koe205 : entry?.cause[model.lang]}</p>
        ${model.unconfigured?.length ? html`<p>${t.unconfigured}: ${model.unconfigured.join(', ')}</p>` : ''}
      </details>
      <section class="aid" aria-labelledby="developer">
        <h2 id="developer"><span class="badge">${t.aid}</span> ${t.developer}</h2>
        ${
          entry
            ? html`<p>${entry.cause[model.lang]}</p>
                <p><strong>${t.remedy}</strong> ${entry.remedy[model.lang]}</p>`
            : ''
        }
        ${
          facts.length > 0
            ? html`<dl class="facts">
                ${facts.map(
                  ([label, value]) =>
                    html`<dt>${label}</dt>
                      <dd><code>${value}</code></dd>`,
                )}
              </dl>`
            : ''
        }
      </section>
    </div>
  </article>`;
  return layout(model, { title, body });
}
