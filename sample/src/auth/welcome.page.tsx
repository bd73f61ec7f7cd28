import { useContext } from 'preact/hooks';
import { Behind, Card } from '../web/components.js';
import { MemberRow } from '../members/member-row.view.js';
import { Page } from '../web/layout.js';
import { ShopContext } from '../web/shop-context.js';
import { useText } from '../web/text.js';

/** First login: the person is a member now, and sees what the shop keeps. */
export function WelcomePage() {
  const t = useText();
  const { member } = useContext(ShopContext);
  const name = member?.nickname ?? t('회원', 'friend');
  return (
    <Page
      title={t(`${name}님, 환영해요`, `Welcome, ${name}`)}
      lead={t(
        '카카오 로그인 한 번으로 가입까지 끝났어요. 상점에는 아래 내용만 저장돼요.',
        'One Kakao login, and you are a member. This is all the shop keeps.',
      )}
      behind={
        <Behind
          of={{ call: 'insert into members', code: `return this.members.signIn(login.profile);` }}
          note={t(
            '로그인 처리기(KakaoLoginHandler)가 프로필을 회원 테이블에 저장했습니다. 회원번호가 열쇠이고, 인증된 이메일만 담습니다.',
            'The login handler stored the profile in the members table: Kakao’s member number is the key, and only a verified address is kept.',
          )}
          {...(member === undefined ? {} : { result: member })}
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
          {t('내 정보 보기', 'My information')}
        </a>
        <a class="button" href="/shipping">
          {t('배송지 불러오기', 'Get my addresses')}
        </a>
        <a class="button" href="/">
          {t('상점 둘러보기', 'Look around')}
        </a>
      </div>
    </Page>
  );
}
