import type { ComponentChildren } from 'preact';
import type { JavascriptSdk } from '../web/javascript-sdk.js';
import { useText } from '../web/text.js';
import { calls } from './calls.js';
import { LoginMethod, TermChoices } from './login-method.view.js';
import { SimpleLogin } from './simple-login.view.js';

export interface LoginMethodsProps {
  /** The page to come back to. */
  returnTo?: string;
  /** Tags of the shop's service terms; none if the app has no Kakao Sync. */
  terms: readonly string[];
  sdk?: JavascriptSdk;
}

/** Every way to log in that Kakao offers beside the usual one. */
export function LoginMethods({ returnTo, terms, sdk }: LoginMethodsProps) {
  const t = useText();
  return (
    <div class="ways">
      <LoginMethod
        id="again"
        title={t('다시 인증하기', 'Log in again')}
        of={calls.again}
        text={t(
          '카카오에 이미 로그인되어 있어도 아이디와 비밀번호를 다시 확인해요. 주문 취소 같은 중요한 작업 전에 사용해요.',
          'Asks for the password even if you are logged in to Kakao. For sensitive steps such as cancelling an order.',
        )}
      >
        <MethodForm action="/auth/kakao/again" returnTo={returnTo} submit={t('다시 로그인', 'Log in again')} />
      </LoginMethod>
      <LoginMethod
        id="silent"
        title={t('자동 로그인', 'Auto-login')}
        of={calls.silent}
        text={t(
          '화면 없이 로그인해요. 연결된 회원이면 바로 로그인되고, 아니면 이유를 안내해요. 카카오톡에서 상점을 열면 자동으로 시도해요.',
          'Logs in without any screen. Connected members are in at once; everybody else is told why not. Inside KakaoTalk the front page does it by itself.',
        )}
      >
        <MethodForm action="/auth/kakao/silent" returnTo={returnTo} submit={t('자동 로그인 시도', 'Try auto-login')} />
      </LoginMethod>
      <LoginMethod
        id="choose"
        title={t('계정 선택', 'Choose an account')}
        of={calls.choose}
        text={t(
          '이 브라우저에 저장된 카카오계정 중에서 골라요. 가족과 함께 쓰는 컴퓨터에서 편해요.',
          'Pick one of the accounts saved in this browser. Handy on a shared computer.',
        )}
      >
        <MethodForm action="/auth/kakao/choose" returnTo={returnTo} submit={t('계정 선택하기', 'Choose an account')} />
      </LoginMethod>
      <LoginMethod
        id="new-account"
        title={t('카카오계정이 없다면', 'No Kakao Account yet')}
        of={calls.newAccount}
        text={t(
          '카카오계정을 먼저 만들고, 이어서 상점에 가입해요.',
          'Create a Kakao Account first, then join the shop.',
        )}
      >
        <MethodForm
          action="/auth/kakao/new-account"
          returnTo={returnTo}
          submit={t('카카오계정 만들기', 'Create a Kakao Account')}
        />
      </LoginMethod>
      <LoginMethod
        id="hint"
        title={t('로그인 힌트', 'Login hint')}
        of={calls.hint}
        text={t(
          '지난번에 쓴 아이디를 카카오 로그인 화면에 미리 채워요. 자동 로그인과 함께 쓸 수도 있어요.',
          'Fills in your ID on Kakao’s login page. Also works together with auto-login.',
        )}
      >
        <MethodForm action="/auth/kakao" returnTo={returnTo} submit={t('이 아이디로 로그인', 'Log in with this ID')}>
          <label>
            {t('이메일 또는 전화번호', 'E-mail address or phone number')}
            <input name="hint" autocomplete="username" required maxLength={100} placeholder="moonlight@example.com" />
          </label>
          <label class="check">
            <input type="checkbox" name="prompt" value="none" />
            <span>
              {t('자동 로그인과 함께', 'With auto-login')} <code>prompt=none</code>
            </span>
          </label>
        </MethodForm>
      </LoginMethod>
      <LoginMethod
        id="combine"
        title={t('함께 쓰기', 'Combine them')}
        of={calls.combine}
        text={t(
          '여러 방법을 함께 쓸 수 있어요. 예를 들어 저장된 계정이 있으면 고르고, 없으면 다시 로그인해요.',
          'Several prompts can be combined: choose a saved account, for example, or log in again if there is none.',
        )}
      >
        <MethodForm action="/auth/kakao" returnTo={returnTo} submit={t('함께 써서 로그인', 'Log in like this')}>
          <fieldset class="checks">
            <legend>
              <code>prompt</code>
            </legend>
            {['select_account', 'login', 'create', 'none'].map((prompt) => (
              <label class="check" key={prompt}>
                <input
                  type="checkbox"
                  name="prompt"
                  value={prompt}
                  checked={prompt === 'select_account' || prompt === 'login'}
                />
                <code>{prompt}</code>
              </label>
            ))}
          </fieldset>
        </MethodForm>
      </LoginMethod>
      {terms.length > 0 && (
        <LoginMethod
          id="terms"
          title={t('약관을 골라 동의받기', 'Ask for chosen terms')}
          of={calls.terms}
          text={t(
            '카카오싱크를 쓰면 상점 약관까지 카카오 동의 화면에서 받아요. 고른 약관 중에 필수 약관이 하나는 있어야 해요.',
            'With Kakao Sync the shop’s own terms are on Kakao’s consent screen. At least one of the chosen terms has to be a required one.',
          )}
        >
          <MethodForm
            action="/auth/kakao/terms"
            returnTo={returnTo}
            submit={t('이 약관으로 로그인', 'Log in with these terms')}
          >
            <TermChoices terms={terms} />
          </MethodForm>
        </LoginMethod>
      )}
      {sdk !== undefined && <SimpleLogin sdk={sdk} terms={terms} returnTo={returnTo} />}
    </div>
  );
}

interface MethodFormProps {
  action: string;
  returnTo: string | undefined;
  submit: string;
  children?: ComponentChildren;
}

function MethodForm({ action, returnTo, submit, children }: MethodFormProps) {
  return (
    <form action={action} method="get" class="stack">
      {returnTo !== undefined && <input type="hidden" name="returnTo" value={returnTo} />}
      {children}
      <button class="button">{submit}</button>
    </form>
  );
}
