import { hiddenFields, html, type Html } from './html.js';
import type { Lang } from './models.js';

/** Where the button sends its token. */
export interface RegisterForm {
  action: string;
  token: string;
}

const words = {
  ko: {
    button: '이 주소를 등록하고 로그인 계속하기',
    until: '버튼으로 등록한 주소는 에뮬레이터를 초기화하거나 다시 시작할 때까지 유효합니다.',
  },
  en: {
    button: 'Register this address and continue',
    until: 'An address that the button registers is kept until the emulator is reset or restarted.',
  },
} as const;

/** Registers the redirect URI of the request with the emulator. */
export const registerButton = (lang: Lang, { action, token }: RegisterForm): Html =>
  html`<form method="post" action="${action}">
      ${hiddenFields([['registration', token]])}
      <button type="submit" class="btn_g highlight">${words[lang].button}</button>
    </form>
    <p>${words[lang].until}</p>`;
