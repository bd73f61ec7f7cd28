import { icons, mark } from './artwork.js';
import { html } from './html.js';
import { layout } from './layout.js';
import type { Page } from './models.js';

export type AddressAnswer = { addressId: string } | { errorCode: string; errorMessage: string };

export interface AddressAnswerModel extends Page {
  /** If it is undefined, the page only shows the answer. */
  transId?: string;
  answer: AddressAnswer;
}

export interface ProxyModel {
  transId: string;
  /** The origins to which the answer may be posted. */
  allowedOrigins: readonly string[];
}

const words = {
  ko: {
    done: '배송지를 전달했습니다',
    failed: '배송지를 가져올 수 없습니다',
    close: '이 창을 닫아도 됩니다.',
    closeButton: '창 닫기',
  },
  en: {
    done: 'Address sent',
    failed: 'Could not share the address',
    close: 'You can close this window.',
    closeButton: 'Close window',
  },
} as const;

/**
 * The answer as JSON text, as the SDK receives it. An ID is written as a number with all its digits. The exact members
 * of an error are not known: the SDK reads `code`, and the answer to mobile apps has the other three.
 */
export const answerText = (answer: AddressAnswer): string =>
  'addressId' in answer
    ? `{"address_id":${/^\d+$/.test(answer.addressId) ? answer.addressId : '0'}}`
    : JSON.stringify({
        code: answer.errorCode,
        status: 'error',
        error_code: answer.errorCode,
        error_msg: answer.errorMessage,
      });

/** The last page of the picker's popup. It passes the answer to the relay in the service's page and closes. */
export function addressAnswerPage(model: AddressAnswerModel): string {
  const t = words[model.lang];
  const failed = 'errorCode' in model.answer;
  const handedOver =
    model.transId === undefined
      ? ''
      : html` data-trans-id="${model.transId}" data-answer="${answerText(model.answer)}"`;
  const body = html`<article id="mainContent">
    <div class="cont_message" ${handedOver}>
      ${failed ? html`<span class="symbol">${icons.warning}</span>` : mark}
      <h1>${failed ? t.failed : t.done}</h1>
      ${'errorCode' in model.answer ? html`<p><code>${model.answer.errorCode}</code> ${model.answer.errorMessage}</p>` : ''}
      <p>${t.close}</p>
      <button type="button" class="btn_g" data-close>${t.closeButton}</button>
    </div>
  </article>`;
  return layout(model, { title: failed ? t.failed : t.done, body });
}

/** The relay: an invisible page in a frame of the service's page. Send it with `proxyHeaders`. */
export function proxyPage({ transId, allowedOrigins }: ProxyModel): string {
  return html`<!doctype html>
    <html lang="en" data-relay="${transId}" data-origins="${JSON.stringify(allowedOrigins)}">
      <head>
        <meta charset="utf-8" />
        <title>Kakao emulator relay</title>
        <script src="/_emulator/assets/relay.js"></script>
      </head>
      <body></body>
    </html>`.toString();
}
