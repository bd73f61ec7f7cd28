import type { JavascriptSdk } from '../web/javascript-sdk.js';
import { useText } from '../web/text.js';
import { simpleLoginCalls } from './calls.js';
import { LoginMethod } from './login-method.view.js';

interface SimpleLoginProps {
  sdk: JavascriptSdk;
  terms: readonly string[];
  returnTo?: string;
}

/** The button that simple-login.js brings to life; without JavaScript it stays switched off. */
export function SimpleLogin({ sdk, terms, returnTo }: SimpleLoginProps) {
  const t = useText();
  const variants: [text: string, asked: object][] = [
    [t('기본값', 'Default'), {}],
    [`scope: 'account_email,gender'`, { scope: ['account_email', 'gender'] }],
    [`prompt: 'none'`, { prompt: 'none' }],
    ...(terms.length === 0 ? [] : [['serviceTerms', { tag: terms }] as [string, object]]),
    [`prompt: 'login'`, { prompt: 'login' }],
    ['loginHint', { hint: 'moonlight@example.com' }],
    [`loginHint + prompt: 'none'`, { hint: 'moonlight@example.com', prompt: 'none' }],
    [`prompt: 'select_account'`, { prompt: 'select_account' }],
  ];
  return (
    <LoginMethod
      id="simple"
      title={t('카카오톡 간편로그인', 'Simple login with KakaoTalk')}
      of={simpleLoginCalls.authorize}
      text={t(
        'JavaScript SDK가 휴대폰에서는 카카오톡을, 컴퓨터에서는 카카오 로그인 화면을 열어요. state와 nonce는 서버가 만들어요.',
        'The JavaScript SDK opens KakaoTalk on a phone and Kakao’s login page elsewhere. The server creates state and nonce.',
      )}
    >
      <div class="stack" data-simple-login data-key={sdk.key} data-return-to={returnTo}>
        <label>
          {t('옵션', 'Options')}
          <select>
            {variants.map(([text, asked]) => (
              <option key={text} value={JSON.stringify(asked)}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <button type="button" class="button" disabled>
          {t('간편로그인', 'Simple login')}
        </button>
        <p class="hint" role="status" data-failed={t('SDK를 불러오지 못했어요.', 'The SDK could not be loaded.')} />
      </div>
    </LoginMethod>
  );
}
