import { icons, mark } from './artwork.js';
import { html, type Html } from './html.js';
import { layout } from './layout.js';
import { paths, type Page } from './models.js';

/**
 * Posts to `paths.createAccount`: `continue`, `loginId`, `password`, `nickname`, `birthdate` (`YYYY-MM-DD` or ''),
 * `phoneNumber` (or '').
 */
export interface CreateAccountModel extends Page {
  continueTo: string;
  loginId?: string;
  nickname?: string;
  birthdate?: string;
  phoneNumber?: string;
  error?: 'taken' | 'bad_email' | 'short_password' | 'missing';
}

const words = {
  ko: {
    title: '카카오계정 만들기',
    lead: '이 에뮬레이터에서만 사용할 수 있는 계정입니다.',
    email: '이메일',
    password: '비밀번호',
    passwordTip: '8자 이상',
    nickname: '닉네임',
    birthdate: '생년월일',
    phone: '전화번호',
    optional: '선택',
    submit: '가입하기',
    errors: {
      taken: '이미 사용 중인 이메일입니다.',
      bad_email: '올바른 이메일 주소를 입력해 주세요.',
      short_password: '비밀번호는 8자 이상이어야 합니다.',
      missing: '이메일, 비밀번호, 닉네임을 모두 입력해 주세요.',
    },
  },
  en: {
    title: 'Create a Kakao Account',
    lead: 'This account exists only in this emulator.',
    email: 'Email',
    password: 'Password',
    passwordTip: 'At least 8 characters',
    nickname: 'Nickname',
    birthdate: 'Date of birth',
    phone: 'Phone number',
    optional: 'optional',
    submit: 'Sign Up',
    errors: {
      taken: 'This email is already in use.',
      bad_email: 'Enter a valid email address.',
      short_password: 'The password must be at least 8 characters.',
      missing: 'Enter an email, password, and nickname.',
    },
  },
} as const;

interface FieldParts {
  extra?: Html | '';
  tip?: string;
}

/** The fields with an error. The first of them gets the focus. */
function wrongFields({ error, loginId, nickname }: CreateAccountModel): string[] {
  if (error === undefined) return [];
  if (error === 'short_password') return ['password'];
  if (error !== 'missing') return ['loginId'];
  return [...(loginId ? [] : ['loginId']), 'password', ...(nickname ? [] : ['nickname'])];
}

/** `prompt=create`: creates a user, who is then logged in and asked for consent. */
export function createAccountPage(model: CreateAccountModel): string {
  const t = words[model.lang];
  const optional = html`<span class="optional">${t.optional}</span>`;
  const wrong = wrongFields(model);
  const field = (name: string, label: string, attributes: Html, { extra = '', tip = '' }: FieldParts = {}): Html => {
    const isWrong = wrong.includes(name);
    const described = [isWrong && 'createError', tip && `${name}Tip`].filter(Boolean).join(' ');
    return html`<div class="field">
      <label for="${name}">${label} ${extra}</label>
      <input
        id="${name}"
        name="${name}"
        ${attributes}${described ? html` aria-describedby="${described}"` : ''}${isWrong ? html` aria-invalid="true"` : ''}${wrong[0] === name ? html` autofocus` : ''}
      />
      ${tip ? html`<p class="tip" id="${name}Tip">${tip}</p>` : ''}
    </div>`;
  };
  const body = html`<article id="mainContent">
    <div class="cont_login">
      <header class="brand">
        ${mark}
        <h1>${t.title}</h1>
        <p>${t.lead}</p>
      </header>
      <form method="post" action="${paths.createAccount}">
        <input type="hidden" name="continue" value="${model.continueTo}" />
        ${model.error ? html`<p class="error" id="createError" role="alert">${icons.warning}${t.errors[model.error]}</p>` : ''}
        ${field('loginId', t.email, html` type="email" value="${model.loginId ?? ''}" autocomplete="username" required`)}
        ${field('password', t.password, html` type="password" minlength="8" autocomplete="new-password" required`, {
          tip: t.passwordTip,
        })}
        ${field('nickname', t.nickname, html` value="${model.nickname ?? ''}" maxlength="20" autocomplete="nickname" required`)}
        ${field('birthdate', t.birthdate, html` type="date" value="${model.birthdate ?? ''}" autocomplete="bday"`, { extra: optional })}
        ${field(
          'phoneNumber',
          t.phone,
          html` type="tel" value="${model.phoneNumber ?? ''}" placeholder="+82 10-1234-5678" autocomplete="tel"`,
          { extra: optional },
        )}
        <button type="submit" class="btn_g highlight submit">${t.submit}</button>
      </form>
    </div>
  </article>`;
  return layout(model, { title: t.title, body, failed: model.error !== undefined });
}
