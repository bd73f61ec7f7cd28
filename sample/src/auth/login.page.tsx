import { Behind, KakaoButton } from '../web/components.js';
import type { JavascriptSdk } from '../web/javascript-sdk.js';
import { Page } from '../web/layout.js';
import { useText } from '../web/text.js';
import { calls } from './calls.js';
import { TermChoices, Way } from './way.view.js';
import { SimpleLogin } from './simple-login.view.js';

interface LoginPageProps {
  returnTo?: string;
  /** Tags of the shop's service terms; none if the app has no Kakao Sync. */
  terms: readonly string[];
  sdk?: JavascriptSdk;
}

/** The front door, and behind it every way that Kakao offers to come in. */
export function LoginPage({ returnTo, terms, sdk }: LoginPageProps) {
  const t = useText();
  const to = (path: string, query: Record<string, string> = {}): string => {
    const search = new URLSearchParams({ ...query, ...(returnTo !== undefined && { returnTo }) }).toString();
    return search === '' ? path : `${path}?${search}`;
  };
  return (
    <Page
      title={t('로그인', 'Log in')}
      lead={t(
        '카카오계정으로 3초 만에 시작하세요. 처음이면 회원가입까지 한 번에 끝나요.',
        'Use your Kakao Account. The first login signs you up as well.',
      )}
      {...(sdk === undefined ? {} : { scripts: [sdk.script, { src: '/assets/simple-login.js' }] })}
    >
      <section class="front-door">
        <div class="buttons">
          <KakaoButton href={to('/auth/kakao')}>{t('카카오 로그인', 'Login with Kakao')}</KakaoButton>
          {terms.length > 0 && (
            <KakaoButton href={`${to('/auth/kakao/terms')}${returnTo === undefined ? '?' : '&'}${tagQuery(terms)}`}>
              {t('카카오로 시작하기', 'Start with Kakao')}
            </KakaoButton>
          )}
          <p class="hint">
            {t(
              '‘카카오로 시작하기’는 카카오싱크입니다. 상점 약관까지 카카오 동의 화면에서 함께 받습니다.',
              '“Start with Kakao” is Kakao Sync: the shop’s own terms are agreed to on Kakao’s consent screen.',
            )}
          </p>
        </div>
        <Behind level="h2" of={calls.login} note={<LoginNote />} />
      </section>

      <h2 class="part">{t('다른 방법으로 로그인', 'Other ways to log in')}</h2>
      <div class="ways">
        <Way
          id="again"
          title={t('다시 인증하기', 'Log in again')}
          of={calls.again}
          text={t(
            '카카오에 이미 로그인되어 있어도 아이디와 비밀번호를 다시 확인합니다. 주문 취소 같은 중요한 일 앞에 씁니다.',
            'Asks for the password even when you are logged in at Kakao: for delicate moments such as cancelling an order.',
          )}
        >
          <a class="button" href={to('/auth/kakao/again')}>
            {t('다시 로그인', 'Log in again')}
          </a>
        </Way>
        <Way
          id="silent"
          title={t('자동 로그인', 'Auto-login')}
          of={calls.silent}
          text={t(
            '화면 없이 로그인합니다. 연결된 회원이면 바로 들어오고, 아직 연결되지 않았으면 consent_required, 카카오 로그인이 안 되어 있으면 login_required로 돌아옵니다. 카카오톡 안에서는 첫 화면이 알아서 시도합니다.',
            'No screens at all. A linked member is in at once; somebody not linked comes back with consent_required, somebody not logged in at Kakao with login_required. Inside Kakao Talk the front page tries it by itself.',
          )}
        >
          <a class="button" href={to('/auth/kakao/silent')}>
            {t('자동 로그인 시도', 'Try auto-login')}
          </a>
        </Way>
        <Way
          id="choose"
          title={t('계정 선택 (간편로그인)', 'Choose an account')}
          of={calls.choose}
          text={t(
            '이 브라우저에 저장된 카카오계정을 골라 들어옵니다. 가족과 함께 쓰는 컴퓨터에서 편합니다.',
            'Picks one of the accounts saved in this browser: handy on a shared computer.',
          )}
        >
          <a class="button" href={to('/auth/kakao/choose')}>
            {t('계정 선택하기', 'Choose an account')}
          </a>
        </Way>
        <Way
          id="new-account"
          title={t('카카오계정이 없다면', 'No Kakao Account yet')}
          of={calls.newAccount}
          text={t(
            '카카오계정을 먼저 만들고, 이어서 상점에 가입합니다.',
            'Creates a Kakao Account first, then signs you up at the shop.',
          )}
        >
          <a class="button" href={to('/auth/kakao/new-account')}>
            {t('카카오계정 만들기', 'Create a Kakao Account')}
          </a>
        </Way>
        <Way
          id="hint"
          title={t('로그인 힌트', 'Login hint')}
          of={{ call: 'GET /oauth/authorize?login_hint=…', code: `loginHint: hint` }}
          text={t(
            '지난번에 쓴 아이디를 카카오 로그인 화면에 미리 채웁니다. 자동 로그인과 함께 쓸 수도 있습니다.',
            'Fills in the id on Kakao’s login page. It can be combined with auto-login.',
          )}
        >
          <form action="/auth/kakao" method="get" class="stack">
            {returnTo !== undefined && <input type="hidden" name="returnTo" value={returnTo} />}
            <label>
              {t('이메일 또는 전화번호', 'E-mail address or phone number')}
              <input name="hint" autocomplete="username" required maxLength={100} placeholder="moonlight@example.com" />
            </label>
            <label class="check">
              <input type="checkbox" name="prompt" value="none" />
              {t('자동 로그인과 함께 (prompt=none)', 'With auto-login (prompt=none)')}
            </label>
            <button class="button">{t('이 아이디로 로그인', 'Log in with this id')}</button>
          </form>
        </Way>
        <Way
          id="combine"
          title={t('조합하기', 'Combinations')}
          of={{ call: 'GET /oauth/authorize?prompt=select_account,login', code: `prompt.length > 0 && { prompt }` }}
          text={t(
            'prompt는 여러 값을 함께 보낼 수 있습니다. 예: 저장된 계정이 있으면 고르고, 없으면 다시 로그인.',
            'Several prompts may be combined, e.g. choose a saved account, or log in again if there is none.',
          )}
        >
          <form action="/auth/kakao" method="get" class="stack">
            {returnTo !== undefined && <input type="hidden" name="returnTo" value={returnTo} />}
            <fieldset class="checks">
              <legend>prompt</legend>
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
            <button class="button">{t('조합해서 로그인', 'Log in like this')}</button>
          </form>
        </Way>
        {terms.length > 0 && (
          <Way
            id="terms"
            title={t('약관을 골라 동의받기', 'Ask for chosen terms')}
            of={{
              call: 'GET /oauth/authorize?service_terms=…',
              code: `@Get('terms')\n@KakaoAuthorize(fromQuery(chosenTerms))`,
            }}
            text={t(
              '카카오싱크 전용. 아직 동의하지 않은 약관만 골라 동의 화면에 보입니다. 필수 약관이 하나는 있어야 합니다.',
              'Kakao Sync only. Shows the chosen terms on the consent screen; at least one of them must be a required one.',
            )}
          >
            <form action="/auth/kakao/terms" method="get" class="stack">
              {returnTo !== undefined && <input type="hidden" name="returnTo" value={returnTo} />}
              <TermChoices terms={terms} />
              <button class="button">{t('이 약관으로 로그인', 'Log in with these terms')}</button>
            </form>
          </Way>
        )}
        {sdk !== undefined && <SimpleLogin sdk={sdk} terms={terms} {...(returnTo === undefined ? {} : { returnTo })} />}
      </div>
    </Page>
  );
}

function LoginNote() {
  const t = useText();
  return (
    <>
      {t(
        '가드 하나가 state, PKCE, nonce를 만들어 봉인하고 카카오로 보냅니다. 아래 방법들도 한 줄만 다릅니다.',
        'One guard makes and seals state, PKCE and nonce, then redirects to Kakao. The other ways differ by one line.',
      )}
    </>
  );
}

function tagQuery(terms: readonly string[]): string {
  return new URLSearchParams(terms.map((tag) => ['tag', tag])).toString();
}
