import { useContext } from 'preact/hooks';
import { ApiCall, Badge, Card, Facts, Localized } from '../web/components.js';
import type { Text } from '../web/language.js';
import { Page } from '../web/layout.js';
import { pageNameOf } from '../web/pages.js';
import { ShopContext } from '../web/shop-context.js';
import { useText } from '../web/text.js';
import { linkCalls } from './calls.js';

interface LinkPageProps {
  /** The other way to log in, if the member has one. */
  loginId?: string;
  /** The page that needs a Kakao Account, to come back to. */
  returnTo?: string;
}

export function LinkPage({ loginId, returnTo }: LinkPageProps) {
  const t = useText();
  const { member } = useContext(ShopContext);
  const kakaoId = member?.kakaoId ?? undefined;
  return (
    <Page
      account
      title={t('카카오계정 연결', 'Kakao Account')}
      lead={t(
        '카카오계정을 연결하면 카카오로도 로그인하고, 카카오에 저장한 배송지로 주문할 수 있어요.',
        'With a Kakao Account linked, you can log in with Kakao and order to the addresses you saved there.',
      )}
      apiCalls={
        <>
          <ApiCall
            of={linkCalls.link}
            note={t(
              '가드가 지금 로그인한 회원을 기억해 두고, 돌아왔을 때 같은 회원인지 확인해요.',
              'The guard remembers which member is logged in, and checks on the way back that it is still the same one.',
            )}
          />
          <ApiCall
            of={linkCalls.handler}
            note={t(
              '로그인 핸들러가 회원에게 카카오 회원번호를 저장해요. 다른 회원의 카카오계정이면 거절해요.',
              'The login handler stores the Kakao member number with the member, and refuses a Kakao Account of another member.',
            )}
          />
          <ApiCall of={linkCalls.unlink} />
        </>
      }
    >
      {kakaoId === undefined && returnTo !== undefined && (
        <p class="notice info" role="status">
          <Localized text={linkNeeded(returnTo)} />
        </p>
      )}
      <Card>
        <Facts
          rows={[
            [
              t('카카오계정', 'Kakao Account'),
              kakaoId === undefined ? (
                <Badge>{t('연결 안 됨', 'not linked')}</Badge>
              ) : (
                <Badge tone="good">{t('연결됨', 'linked')}</Badge>
              ),
            ],
            [t('카카오 회원번호', 'Kakao member number'), kakaoId],
            [t('아이디', 'Login ID'), loginId && <code>{loginId}</code>],
          ]}
        />
        {kakaoId === undefined ? <Link returnTo={returnTo} /> : loginId === undefined ? <OnlyKakao /> : <Unlink />}
      </Card>
    </Page>
  );
}

function linkNeeded(returnTo: string): Text {
  const page = pageNameOf(returnTo);
  if (page === undefined)
    return { ko: '카카오계정을 연결하면 이어서 볼 수 있어요.', en: 'Link your Kakao Account to go on.' };
  return {
    ko: `‘${page.ko}’ 화면은 카카오계정을 연결해야 볼 수 있어요.`,
    en: `Link your Kakao Account to see “${page.en}”.`,
  };
}

function Link({ returnTo }: { returnTo: string | undefined }) {
  const t = useText();
  const query = returnTo === undefined ? '' : `?returnTo=${encodeURIComponent(returnTo)}`;
  return (
    <div class="actions">
      <a class="button primary" href={`/link/kakao${query}`}>
        {t('카카오계정 연결하기', 'Link my Kakao Account')}
      </a>
    </div>
  );
}

function Unlink() {
  const t = useText();
  return (
    <>
      <p>
        {t(
          '연결을 끊어도 회원과 주문은 그대로 남아요. 다음부터는 아이디와 비밀번호로 로그인해 주세요. 카카오가 제공한 이메일, 전화번호, 사진은 지워요.',
          'Your membership and orders stay when you unlink it, and you log in with your ID and password. The shop deletes the e-mail address, phone number and picture that came from Kakao.',
        )}
      </p>
      <form method="post" action="/link/unlink">
        <button class="button danger">{t('연결 끊기', 'Unlink')}</button>
      </form>
    </>
  );
}

function OnlyKakao() {
  const t = useText();
  return (
    <>
      <p>
        {t(
          '카카오가 유일한 로그인 방법이라 여기서는 연결을 끊을 수 없어요. 상점을 그만 이용하려면 탈퇴해 주세요.',
          'Kakao is your only way to log in, so you cannot unlink it here. To leave the shop, close your account.',
        )}
      </p>
      <div class="actions">
        <a class="button" href="/leave">
          {t('탈퇴 화면으로 가기', 'Go to “Close your account”')}
        </a>
      </div>
    </>
  );
}
