import type { UserIdsPage } from '@kakao-login/client';
import type { UserMe } from '@kakao-login/nestjs';
import type { Member } from '../database/schema.js';
import { Behind, Card, Table, When } from '../web/components.js';
import { Page } from '../web/layout.js';
import { useText } from '../web/text.js';
import { calls } from './calls.js';

interface OwnerPageProps {
  page: UserIdsPage;
  people: readonly UserMe[];
  order: 'asc' | 'desc';
  members: readonly Member[];
}

export function OwnerPage({ page, people, order, members }: OwnerPageProps) {
  const t = useText();
  const next = page.after_url === null ? null : new URL(page.after_url).searchParams.get('from_id');
  const byId = new Map(people.map((person) => [person.id, person]));
  return (
    <Page
      title={t('사장님 화면', 'For the owner')}
      lead={t(
        '어드민 키로 부르는 API예요. 키는 서버에만 있고, 이 화면은 사장님만 봐요.',
        'Calls made with the admin key. It stays on the server, and this page is for the owner.',
      )}
      behind={
        <>
          <Behind of={calls.ids} result={page} />
          <Behind of={calls.list} result={people} />
        </>
      }
    >
      <Card title={t('카카오에 연결된 사용자', 'People linked at Kakao')}>
        <Table name={t('카카오에 연결된 사용자', 'People linked at Kakao')}>
          <thead>
            <tr>
              <th scope="col">{t('회원번호', 'Member number')}</th>
              <th scope="col">{t('닉네임', 'Nickname')}</th>
              <th scope="col">{t('이메일', 'E-mail')}</th>
              <th scope="col">{t('연결된 때', 'Linked')}</th>
            </tr>
          </thead>
          <tbody>
            {page.elements.map((id) => (
              <tr key={id}>
                <td>
                  <a href={`/owner/${id}`}>
                    <code>{id}</code>
                  </a>
                </td>
                <td>{byId.get(id)?.kakao_account?.profile?.nickname ?? '–'}</td>
                <td>{byId.get(id)?.kakao_account?.email ?? '–'}</td>
                <td>
                  <When at={byId.get(id)?.connected_at} />
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
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
      <Card title={t('상점의 회원 테이블', 'The shop’s members table')}>
        <Table name={t('상점의 회원 테이블', 'The shop’s members table')}>
          <thead>
            <tr>
              <th scope="col">id</th>
              <th scope="col">kakao_id</th>
              <th scope="col">{t('닉네임', 'Nickname')}</th>
              <th scope="col">{t('로그인', 'Logins')}</th>
              <th scope="col">{t('가입', 'Joined')}</th>
              <th scope="col">{t('탈퇴', 'Left')}</th>
            </tr>
          </thead>
          <tbody>
            {members.map((member) => (
              <tr key={member.id}>
                <td>{member.id}</td>
                <td>
                  <code>{member.kakaoId ?? '–'}</code>
                </td>
                <td>{member.nickname ?? '–'}</td>
                <td>{member.loginCount}</td>
                <td>
                  <When at={member.joinedAt} />
                </td>
                <td>
                  <When at={member.leftAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      </Card>
    </Page>
  );
}
