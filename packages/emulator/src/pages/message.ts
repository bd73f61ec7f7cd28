import { icons, mark } from './artwork.js';
import { html, named, safeHref } from './html.js';
import { layout } from './layout.js';
import { paths, type Lang, type Page } from './models.js';

/*
 * Popup login (`is_popup=true` and `auth_tran_id` at /oauth/authorize): in place of the redirect to redirect_uri, keep the
 * outcome under (client_id, auth_tran_id) and answer messagePage({ kind: 'popup_done' }). The SDK polls
 * GET /apiweb/code.json?client_id&auth_tran_id&ka: pending {"status":"error","error_code":"300"}, then once
 * {"status":"ok","code","state"} or {"status":"error","error","error_description","state"}. With CORS.
 */

/** Short messages that are not KOE errors. */
export interface MessageModel extends Page {
  kind:
    | 'under_14'
    | 'guardian_consent'
    | 'restricted'
    /** What the Kakao Account still wants of its owner; `nextHref` does it. */
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
  /** Where the one button of the page leads; left out: to the front page, where that is a way on. */
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
      text: () => '카카오계정의 이용이 제한되어 로그인할 수 없습니다.',
      next: '처음으로',
    },
    wake_up: {
      title: '휴면 상태의 계정입니다',
      text: () => '오랫동안 사용하지 않아 휴면 상태입니다. 아래 버튼을 누르면 휴면을 풀고 로그인을 계속합니다.',
      next: '휴면 해제하고 계속하기',
    },
    account_terms: {
      title: '카카오계정 약관에 동의해 주세요',
      text: () => '카카오계정의 약관이 바뀌었습니다. 동의해야 로그인을 계속할 수 있습니다.',
      next: '약관에 동의하고 계속하기',
    },
    verify_age: {
      title: '연령 인증이 필요합니다',
      text: (app) =>
        `${app} 서비스를 이용하려면 연령을 인증해야 합니다. 에뮬레이터에서는 아래 버튼이 인증을 대신합니다.`,
      next: '연령 인증하고 계속하기',
    },
    verify_identity: {
      title: '본인 인증이 필요합니다',
      text: (app) =>
        `${app} 서비스는 연계정보(CI)를 받으므로 먼저 본인임을 인증해야 합니다. 에뮬레이터에서는 아래 버튼이 인증을 대신합니다.`,
      next: '본인 인증하고 계속하기',
    },
    guardian_consent: {
      title: '보호자의 동의가 필요합니다',
      text: (app) =>
        `만 14세 미만은 보호자가 동의해야 ${app} 서비스를 이용할 수 있습니다. 에뮬레이터에서는 아래 버튼이 보호자의 동의를 대신합니다.`,
      next: '보호자로서 동의하기',
    },
    expired: {
      title: '시간이 지나 더 진행할 수 없습니다',
      text: () => '서비스로 돌아가 처음부터 다시 시도해 주세요.',
      next: '처음으로',
    },
    bad_request: {
      title: '요청이 올바르지 않습니다',
      text: () => '필요한 값이 빠졌거나 모양이 맞지 않습니다.',
      next: '처음으로',
    },
    not_found: { title: '없는 페이지입니다', text: () => '주소를 다시 확인해 주세요.', next: '처음으로' },
    failed: {
      title: '에뮬레이터에 문제가 생겼습니다',
      text: () => '터미널에 남은 기록을 확인해 주세요.',
      next: '처음으로',
    },
    not_imitated: {
      title: '에뮬레이터에는 없는 기능입니다',
      text: () =>
        '진짜 카카오에는 있지만 로그인 시험에 필요하지 않아 만들지 않았습니다. 비밀번호는 에뮬레이터 첫 화면에 적혀 있습니다.',
      next: '에뮬레이터 첫 화면',
    },
    popup_done: {
      title: '로그인을 마쳤습니다',
      text: () => '서비스 화면으로 돌아가 주세요. 이 창은 닫아도 됩니다.',
      next: '창 닫기',
    },
  },
  en: {
    under_14: {
      title: 'This service is not available to you',
      text: (app) => `${app} admits people aged 14 and over only.`,
      next: 'Back to the service',
    },
    restricted: {
      title: 'This account is restricted',
      text: () => 'The Kakao Account has been limited and cannot log in.',
      next: 'Front page',
    },
    wake_up: {
      title: 'This account is dormant',
      text: () => 'It has not been used for long. The button below wakes it up and goes on with the login.',
      next: 'Wake up and continue',
    },
    account_terms: {
      title: 'Agree to the terms of the Kakao Account',
      text: () => 'The terms of the Kakao Account have changed. The login goes on once you agree.',
      next: 'Agree and continue',
    },
    verify_age: {
      title: 'Verify your age',
      text: (app) =>
        `${app} admits people whose age is verified. In the emulator, the button below stands in for the check.`,
      next: 'Verify age and continue',
    },
    verify_identity: {
      title: 'Verify your identity',
      text: (app) =>
        `${app} asks for connecting information (CI), for which you have to verify who you are. In the emulator, the button below stands in for it.`,
      next: 'Verify identity and continue',
    },
    guardian_consent: {
      title: 'A guardian has to consent',
      text: (app) =>
        `Under 14, a guardian has to consent before ${app} can be used. In the emulator, the button below plays the guardian.`,
      next: 'Consent as the guardian',
    },
    expired: {
      title: 'This took too long to go on',
      text: () => 'Go back to the service and start again.',
      next: 'Front page',
    },
    bad_request: {
      title: 'The request is not valid',
      text: () => 'A value is missing or has the wrong shape.',
      next: 'Front page',
    },
    not_found: { title: 'No such page', text: () => 'Check the address.', next: 'Front page' },
    failed: {
      title: 'Something went wrong in the emulator',
      text: () => 'The terminal says more.',
      next: 'Front page',
    },
    not_imitated: {
      title: 'The emulator does not do this',
      text: () =>
        'The real Kakao does, but login tests do not need it. Passwords are on the front page of the emulator.',
      next: 'Front page of the emulator',
    },
    popup_done: {
      title: 'The login is done',
      text: () => 'Return to the service. You may close this window.',
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

/** Nothing leads on from these but the front page. */
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
