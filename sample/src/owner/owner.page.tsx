import { useContext } from 'preact/hooks';
import type { UserIdsPage } from '@kakao-login/client';
import type { UserMe } from '@kakao-login/nestjs';
import type { Member } from '../database/schema.js';
import { ApiCall, Card, DateTime, Email, Table, Verbatim } from '../web/components.js';
import { Page } from '../web/layout.js';
import { ShopContext } from '../web/shop-context.js';
import { useText } from '../web/text.js';
import { calls } from './calls.js';

interface OwnerPageProps {
  page: UserIdsPage;
  users: readonly UserMe[];
  order: 'asc' | 'desc';
  members: readonly Member[];
}

export function OwnerPage({ page, users, order, members }: OwnerPageProps) {
  const t = useText();
  const { emulatorUrl } = useContext(ShopContext);
  const next = page.after_url === null ? null : new URL(page.after_url).searchParams.get('from_id');
  const byId = new Map(users.map((user) => [user.id, user]));
  return (
    <Page
      title={t('사장님 화면', 'For the owner')}
      lead={
        emulatorUrl === undefined
          ? t(
              '어드민 키로 호출하는 API예요. 키는 서버에만 있고, 이 화면은 사장님만 볼 수 있어요.',
              'These API calls use the admin key, which stays on the server. Only the owner can see this page.',
            )
          : t(
              '어드민 키로 호출하는 API예요. 에뮬레이터에서는 모든 회원이 볼 수 있지만, 실제 앱에서는 사장님만 볼 수 있어요.',
              'These API calls use the admin key. On the emulator every member can see this page; with a real app only the owner can.',
            )
      }
      apiCalls={
        <>
          <ApiCall of={calls.ids} result={page} />
          <ApiCall of={calls.list} result={users} />
        </>
      }
    >
      <Card title={t('카카오에 연결된 사용자', 'Users connected at Kakao')}>
        <Table
          name={t('카카오에 연결된 사용자', 'Users connected at Kakao')}
          columns={[
            t('회원번호', 'Member number'),
            t('닉네임', 'Nickname'),
            t('이메일', 'E-mail'),
            t('연결 일시', 'Connected'),
          ]}
          rows={page.elements.map((id) => [
            <a href={`/owner/${id}`}>
              <code>{id}</code>
            </a>,
            <Verbatim>{byId.get(id)?.kakao_account?.profile?.nickname ?? '–'}</Verbatim>,
            <Email address={byId.get(id)?.kakao_account?.email ?? '–'} />,
            <DateTime at={byId.get(id)?.connected_at} />,
          ])}
        />
        <div class="actions">
          <a class="button" href={order === 'asc' ? '/owner?order=desc' : '/owner'}>
            {order === 'asc' ? t('큰 번호부터', 'Highest first') : t('작은 번호부터', 'Lowest first')}
          </a>
          {next !== null && (
            <a class="button" rel="next" href={`/owner?order=${order}&from=${next}`}>
              {t('다음', 'Next')}
            </a>
          )}
        </div>
      </Card>
      <Card title={t('상점 회원 테이블', 'The shop’s members table')}>
        <Table
          name={t('상점 회원 테이블', 'The shop’s members table')}
          columns={[
            t('회원 번호', 'Member no.'),
            t('카카오 회원번호', 'Kakao member number'),
            t('닉네임', 'Nickname'),
            t('로그인', 'Logins'),
            t('가입', 'Joined'),
            t('탈퇴', 'Left'),
          ]}
          rows={members.map((member) => [
            member.id,
            <code>{member.kakaoId ?? '–'}</code>,
            <Verbatim>{member.nickname ?? '–'}</Verbatim>,
            member.loginCount,
            <DateTime at={member.joinedAt} />,
            <DateTime at={member.leftAt} />,
          ])}
        />
      </Card>
      <Card title={t('야간 작업', 'Night job')}>
        <p>
          {t(
            '로그인하지 않은 회원도 보관소의 토큰으로 기본 배송지를 조회해요.',
            'Reads the default address of every member with the tokens in the vault, logged in or not.',
          )}
        </p>
        <form method="post" action="/owner/night-job">
          <button class="button primary">{t('야간 작업 실행', 'Run the night job')}</button>
        </form>
      </Card>
    </Page>
  );
}
