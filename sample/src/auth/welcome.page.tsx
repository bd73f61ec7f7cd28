import { useContext } from 'preact/hooks';
import { ApiCall, Card } from '../web/components.js';
import { MemberRow } from '../members/member-row.view.js';
import { Page } from '../web/layout.js';
import { ShopContext } from '../web/shop-context.js';
import { useText } from '../web/text.js';

/** After the first login: the new member sees what the shop stores. */
export function WelcomePage() {
  const t = useText();
  const { member } = useContext(ShopContext);
  const name = member?.nickname ?? t('회원', 'new member');
  return (
    <Page
      title={t(`${name}님, 환영해요`, `Welcome, ${name}`)}
      lead={t(
        '카카오 로그인 한 번으로 가입까지 끝났어요. 상점에는 아래 내용만 저장돼요.',
        'One login with Kakao made you a member. This is all that the shop stores.',
      )}
      apiCalls={
        <ApiCall
          of={{ call: 'insert into members', code: `return this.members.signIn(login.profile);` }}
          note={t(
            '로그인 핸들러(KakaoLoginHandler)가 프로필을 회원 테이블에 저장했어요. 회원번호를 키로 쓰고, 인증된 이메일만 저장해요.',
            'The login handler (KakaoLoginHandler) stored the profile in the members table. Kakao’s member number is the key, and only a verified e-mail address is stored.',
          )}
          result={member}
        />
      }
    >
      {member !== undefined && (
        <Card title={t('새 회원', 'New member')}>
          <MemberRow member={member} />
        </Card>
      )}
      <div class="actions">
        <a class="button primary" href="/me">
          {t('내 정보 보기', 'See my information')}
        </a>
        <a class="button" href="/shipping">
          {t('배송지 불러오기', 'Import my addresses')}
        </a>
        <a class="button" href="/">
          {t('상점 둘러보기', 'Look around the shop')}
        </a>
      </div>
    </Page>
  );
}
