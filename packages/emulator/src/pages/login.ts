import { icons, mark, tile } from './artwork.js';
import { html, named, renderedOnce, type Html } from './html.js';
import { layout } from './layout.js';
import { paths, type Lang, type Page, type PersonChoice } from './models.js';

/**
 * Posts to `paths.login`: `continue`, `loginId`, `password`, `saveSignedIn` (`on`). A click on one of the emulator's
 * people also posts `person` (an ID). The login ID and the password are then empty.
 */
export interface LoginModel extends Page {
  continueTo: string;
  /** The value of the ID field: `login_hint`, or what was typed before an error. */
  loginId?: string;
  saveSignedIn?: boolean;
  error?: 'unknown_id' | 'wrong_password' | 'missing';
  /** The people who can log in with one click. Without any, the list is left out. */
  people?: readonly PersonChoice[];
}

/** The Korean texts are Kakao's. The English ones are Kakao's where they are known, otherwise our own. */
const words = {
  ko: {
    title: '로그인',
    brand: '카카오계정',
    form: '계정정보 입력',
    id: '카카오계정 아이디',
    idHolder: '카카오메일 아이디, 이메일, 전화번호',
    tip: html`<strong>TIP</strong> 카카오메일이 있다면 메일 아이디만 입력해 보세요.`,
    password: '비밀번호',
    save: '간편로그인 정보 저장',
    help: '도움말 보기',
    helpText: '로그인한 계정의 정보가 저장됩니다. 개인정보 보호를 위해 개인 기기에서만 사용해 주세요.',
    close: '닫기',
    submit: '로그인',
    or: '또는',
    qr: 'QR코드 로그인',
    join: '회원가입',
    findAccount: '계정 찾기',
    findPassword: '비밀번호 찾기',
    people: '테스트 계정으로 바로 로그인',
    more: (count: number) => `${count}명 더 보기`,
    aid: '에뮬레이터 도우미',
    errors: {
      unknown_id: '카카오계정을 정확하게 입력해 주세요.',
      wrong_password: '비밀번호가 올바르지 않습니다.',
      missing: '아이디와 비밀번호를 모두 입력해 주세요.',
    },
  },
  en: {
    title: 'Log In',
    brand: 'Kakao Account',
    form: 'Enter your account',
    id: 'Kakao Account ID',
    idHolder: 'KakaoMail ID, email, phone number',
    tip: html`<strong>TIP</strong> If you use KakaoMail, enter just the part before the @.`,
    password: 'Password',
    save: 'Save Login Information',
    help: 'Show help',
    helpText: 'Saves your account in this browser. To protect your privacy, use this only on your own device.',
    close: 'Close',
    submit: 'Log In',
    or: 'or',
    qr: 'Log in with QR code',
    join: 'Sign Up',
    findAccount: 'Find Account',
    findPassword: 'Find Password',
    people: 'Log in as a test user',
    more: (count: number) => `Show ${count} more`,
    aid: 'Emulator help',
    errors: {
      unknown_id: 'Check your Kakao Account and try again.',
      wrong_password: 'Incorrect password.',
      missing: 'Enter your ID and password.',
    },
  },
} as const;

const personButton = (person: PersonChoice): Html =>
  html`<li>
    <button class="person" form="loginForm" name="person" value="${person.id}" formnovalidate>
      ${tile(person.nickname, 'round')}
      <span class="about">
        <span class="name"
          >${named(person.nickname)} ${person.note ? html`<span class="note">${person.note}</span>` : ''}</span
        >
        <span class="info">${named(person.loginId)}</span>
      </span>
    </button>
  </li>`;

const FIRST = 6;

/**
 * Enter in a field presses the first button of its form. The buttons of the people come before the login button, so
 * this hidden login button comes before them.
 */
const enterButton = html`<input class="screen_out" type="submit" form="loginForm" tabindex="-1" aria-hidden="true" />`;

const peopleAid = renderedOnce(
  ({ lang, people }: { lang: Lang; people: readonly PersonChoice[] }): Html =>
    html`<section class="aid" aria-labelledby="people">
      <h2 id="people"><span class="badge">${words[lang].aid}</span> ${words[lang].people}</h2>
      ${enterButton}
      <ul class="people">
        ${people.slice(0, FIRST).map(personButton)}
      </ul>
      ${
        people.length > FIRST
          ? html`<details>
              <summary>${words[lang].more(people.length - FIRST)}</summary>
              <ul class="people">
                ${people.slice(FIRST).map(personButton)}
              </ul>
            </details>`
          : ''
      }
    </section>`,
);

/** Kakao's login page, with the emulator's users above the form. */
export function loginPage(model: LoginModel): string {
  const t = words[model.lang];
  const { error, people = [] } = model;
  const isWrong = (field: 'id' | 'password') =>
    error !== undefined && (error === 'missing' || (error === 'unknown_id') === (field === 'id'));
  const isIdFirst = error === 'unknown_id' || !model.loginId;
  // A focused field would scroll the users out of sight, so it gets the focus only if the user needs it.
  const isFocused = error !== undefined || model.loginId !== undefined || people.length === 0;
  const onward = (path: string) => `${path}?continue=${encodeURIComponent(model.continueTo)}`;
  const body = html`<article id="mainContent">
    <div class="cont_login">
      <header class="brand">
        ${mark}
        <h1>${t.brand}</h1>
      </header>
      ${people.length > 0 ? peopleAid({ lang: model.lang, people }) : ''}
      <form id="loginForm" method="post" action="${paths.login}">
        <h2 class="screen_out">${t.form}</h2>
        <input type="hidden" name="continue" value="${model.continueTo}" />
        <div class="field">
          <label for="loginId--1">${t.id}</label>
          <input
            type="text"
            id="loginId--1"
            name="loginId"
            value="${model.loginId ?? ''}"
            placeholder="${t.idHolder}"
            autocomplete="username"
            autocapitalize="none"
            spellcheck="false"
            required
            aria-describedby="${isWrong('id') ? 'loginError loginTip' : 'loginTip'}"
            ${isWrong('id') ? html` aria-invalid="true"` : ''}${isFocused && isIdFirst ? html` autofocus` : ''}
          />
          <p class="tip" id="loginTip">${t.tip}</p>
        </div>
        <div class="field">
          <label for="password--2">${t.password}</label>
          <input
            type="password"
            id="password--2"
            name="password"
            placeholder="${t.password}"
            autocomplete="current-password"
            required${isWrong('password') ? html` aria-invalid="true" aria-describedby="loginError"` : ''}${isFocused && !isIdFirst ? html` autofocus` : ''}
          />
        </div>
        ${error ? html`<p class="error" id="loginError" role="alert">${icons.warning}${t.errors[error]}</p>` : ''}
        <div class="save">
          <input type="checkbox" id="saveSignedIn--4" name="saveSignedIn" ${model.saveSignedIn ? html` checked` : ''} />
          <label for="saveSignedIn--4">${t.save}</label>
          <button type="button" class="help" popovertarget="saveHelp" aria-label="${t.help}">${icons.help}</button>
          <div id="saveHelp" class="sheet" popover>
            <p>${t.helpText}</p>
            <button type="button" class="btn_g" popovertarget="saveHelp" popovertargetaction="hide">${t.close}</button>
          </div>
        </div>
        <button type="submit" class="btn_g highlight submit">${t.submit}</button>
      </form>
      <p class="or"><span>${t.or}</span></p>
      <a class="btn_g" href="${paths.qrLogin}">${icons.qr}${t.qr}</a>
      <ul class="links">
        <li><a href="${onward(paths.createAccount)}">${t.join}</a></li>
        <li><a href="${paths.findAccount}">${t.findAccount}</a></li>
        <li><a href="${paths.findPassword}">${t.findPassword}</a></li>
      </ul>
    </div>
  </article>`;
  return layout(model, { title: t.title, body, failed: error !== undefined });
}
