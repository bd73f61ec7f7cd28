import { icons, mark } from './artwork.js';
import { html, named, safeHref } from './html.js';
import { layout } from './layout.js';
import { paths, type Lang, type Page } from './models.js';

/*
 * Popup login (`is_popup=true` and `auth_tran_id` at /oauth/authorize): the server does not redirect to redirect_uri.
 * It stores the result under (client_id, auth_tran_id) and responds with messagePage({ kind: 'popup_done' }). The SDK
 * polls GET /apiweb/code.json?client_id&auth_tran_id&ka, with CORS. While the login is pending, the response is
 * {"status":"error","error_code":"300"}. Afterwards it is {"status":"ok","code","state"} or
 * {"status":"error","error","error_description","state"}, once.
 */

/** Short messages that are not KOE errors. */
export interface MessageModel extends Page {
  kind:
    | 'under_14'
    | 'guardian_consent'
    | 'restricted'
    /** Steps that the Kakao Account requires. `nextHref` completes them. */
    | 'wake_up'
    | 'account_terms'
    | 'verify_age'
    | 'verify_identity'
    | 'expired'
    | 'bad_request'
    | 'not_found'
    | 'failed'
    | 'not_imitated'
    /** The last page of a login in the SDK's popup: it closes itself. */
    | 'popup_done';
  appName?: string;
  /** Target of the page's button. Default: the home page for `deadEnds`, otherwise no button. */
  nextHref?: string;
}

type Words = Readonly<Record<MessageModel['kind'], { title: string; text: (app: string) => string; next: string }>>;

const words: Readonly<Record<Lang, Words>> = {
  ko: {
    under_14: {
      title: '이용할 수 없는 서비스입니다',
      text: (app) => `${app} 서비스는 만 14세 이상만 이용할 수 있습니다.`,
      next: '서비스로 돌아가기',
    },
    restricted: {
      title: '이용이 제한된 계정입니다',
      text: () => '카카오계정 이용이 제한되어 로그인할 수 없습니다.',
      next: '첫 화면으로',
    },
    wake_up: {
      title: '휴면 계정입니다',
      text: () => '오랫동안 이용하지 않아 휴면 상태로 전환되었습니다. 휴면을 해제하면 로그인을 계속할 수 있습니다.',
      next: '휴면 해제하고 계속하기',
    },
    account_terms: {
      title: '카카오계정 약관에 동의해 주세요',
      text: () => '카카오계정 약관이 변경되었습니다. 약관에 동의하면 로그인을 계속할 수 있습니다.',
      next: '약관에 동의하고 계속하기',
    },
    verify_age: {
      title: '연령 인증이 필요합니다',
      text: (app) =>
        `${app} 서비스를 이용하려면 연령을 인증해야 합니다. 에뮬레이터에서는 아래 버튼을 누르면 인증됩니다.`,
      next: '연령 인증하고 계속하기',
    },
    verify_identity: {
      title: '본인인증이 필요합니다',
      text: (app) =>
        `${app} 서비스는 연계정보(CI)를 제공받으므로 본인인증이 필요합니다. 에뮬레이터에서는 아래 버튼을 누르면 인증됩니다.`,
      next: '본인인증하고 계속하기',
    },
    guardian_consent: {
      title: '보호자 동의가 필요합니다',
      text: (app) =>
        `만 14세 미만은 보호자가 동의해야 ${app} 서비스를 이용할 수 있습니다. 에뮬레이터에서는 아래 버튼을 누르면 보호자가 동의한 것으로 처리됩니다.`,
      next: '보호자로 동의하기',
    },
    expired: {
      title: '만료되었거나 이미 처리된 요청입니다',
      text: () => '서비스로 돌아가 처음부터 다시 시도해 주세요.',
      next: '첫 화면으로',
    },
    bad_request: {
      title: '잘못된 요청입니다',
      text: () => '필수 값이 없거나 형식이 올바르지 않습니다.',
      next: '첫 화면으로',
    },
    not_found: {
      title: '페이지를 찾을 수 없습니다',
      text: () => '주소를 다시 확인해 주세요.',
      next: '첫 화면으로',
    },
    failed: {
      title: '에뮬레이터에 오류가 발생했습니다',
      text: () => '에뮬레이터를 실행한 터미널의 로그를 확인해 주세요.',
      next: '첫 화면으로',
    },
    not_imitated: {
      title: '에뮬레이터가 지원하지 않는 기능입니다',
      text: () =>
        '로그인 테스트에 필요하지 않아 제공하지 않습니다. 테스트 계정의 비밀번호는 첫 화면에서 확인할 수 있습니다.',
      next: '첫 화면으로',
    },
    popup_done: {
      title: '로그인 결과를 전달했습니다',
      text: () => '이 창을 닫고 서비스로 돌아가 주세요.',
      next: '창 닫기',
    },
  },
  en: {
    under_14: {
      title: 'You cannot use this service',
      text: (app) => `${app} is only available to users aged 14 or older.`,
      next: 'Back to the service',
    },
    restricted: {
      title: 'This account is restricted',
      text: () => 'Your Kakao Account is restricted, so you cannot log in.',
      next: 'Go to the home page',
    },
    wake_up: {
      title: 'This account is dormant',
      text: () => 'It has not been used for a long time. Reactivate it to continue logging in.',
      next: 'Reactivate and continue',
    },
    account_terms: {
      title: 'Agree to the Kakao Account terms',
      text: () => 'The Kakao Account terms have changed. Agree to them to continue logging in.',
      next: 'Agree and continue',
    },
    verify_age: {
      title: 'Verify your age',
      text: (app) => `${app} requires age verification. In the emulator, the button below verifies your age.`,
      next: 'Verify age and continue',
    },
    verify_identity: {
      title: 'Verify your identity',
      text: (app) =>
        `${app} requests your connecting information (CI), which requires identity verification. In the emulator, the button below verifies your identity.`,
      next: 'Verify identity and continue',
    },
    guardian_consent: {
      title: 'Guardian consent required',
      text: (app) =>
        `${app} requires the consent of a guardian for users under 14. In the emulator, the button below gives it.`,
      next: 'Consent as the guardian',
    },
    expired: {
      title: 'This request has expired or was already answered',
      text: () => 'Go back to the service and start again.',
      next: 'Go to the home page',
    },
    bad_request: {
      title: 'Invalid request',
      text: () => 'A required value is missing or malformed.',
      next: 'Go to the home page',
    },
    not_found: { title: 'Page not found', text: () => 'Check the address and try again.', next: 'Go to the home page' },
    failed: {
      title: 'Something went wrong in the emulator',
      text: () => 'Check the log in the terminal that runs the emulator.',
      next: 'Go to the home page',
    },
    not_imitated: {
      title: 'The emulator does not support this',
      text: () => 'Login tests do not need it. The passwords of the test users are on the home page.',
      next: 'Go to the home page',
    },
    popup_done: {
      title: 'Login result sent',
      text: () => 'Close this window and go back to the service.',
      next: 'Close window',
    },
  },
};

const calm: ReadonlySet<MessageModel['kind']> = new Set([
  'guardian_consent',
  'wake_up',
  'account_terms',
  'verify_age',
  'verify_identity',
  'popup_done',
]);

/** Pages that only lead to the home page. */
const deadEnds: ReadonlySet<MessageModel['kind']> = new Set([
  'expired',
  'bad_request',
  'not_found',
  'failed',
  'not_imitated',
]);

export const isMessage = (kind: string): kind is MessageModel['kind'] => Object.hasOwn(words.ko, kind);

/** A page with one message and at most one button. */
export function messagePage(model: MessageModel): string {
  const t = words[model.lang][model.kind];
  const isCalm = calm.has(model.kind);
  const next = model.nextHref ?? (deadEnds.has(model.kind) ? paths.home : undefined);
  const body = html`<article id="mainContent">
    <div class="cont_message" ${model.kind === 'popup_done' ? html` data-done` : ''}>
      ${isCalm ? mark : html`<span class="symbol">${icons.warning}</span>`}
      <h1>${t.title}</h1>
      <p>${named(t.text(model.appName ?? (model.lang === 'ko' ? '이' : 'This service')))}</p>
      ${next ? html`<a class="btn_g highlight" href="${safeHref(next)}">${t.next}</a>` : ''}
    </div>
  </article>`;
  return layout(model, { title: t.title, body });
}
