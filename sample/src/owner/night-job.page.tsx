import { ApiCall, Badge, Card, Table, Verbatim } from '../web/components.js';
import { Page } from '../web/layout.js';
import { useText } from '../web/text.js';
import { calls } from './calls.js';
import type { NightJobResult, Outcome } from './night-job.service.js';

export function NightJobPage({ result: { counts, rows } }: { result: NightJobResult }) {
  const t = useText();
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return (
    <Page
      title={t('야간 작업 결과', 'Night job')}
      lead={t(
        `회원 ${total}명의 기본 배송지를 보관소의 토큰으로 조회했어요.`,
        `The default address of each member, read with the tokens in the vault. Members: ${total}.`,
      )}
      apiCalls={<ApiCall of={calls.nightJob} result={counts} />}
    >
      <Card>
        {rows.length === 0 ? (
          <p>{t('카카오와 연결된 회원이 없어요.', 'No member is connected to Kakao.')}</p>
        ) : (
          <Table
            name={t('야간 작업 결과', 'Night job')}
            columns={[t('회원 번호', 'Member no.'), t('닉네임', 'Nickname'), t('결과', 'Outcome')]}
            rows={rows.map(({ member, outcome }) => [
              member.id,
              <Verbatim>{member.nickname ?? '–'}</Verbatim>,
              <OutcomeText outcome={outcome} />,
            ])}
          />
        )}
      </Card>
      <div class="actions">
        <a class="button" href="/owner">
          {t('사장님 화면으로', 'Back to the owner’s page')}
        </a>
      </div>
    </Page>
  );
}

function OutcomeText({ outcome }: { outcome: Outcome }) {
  const t = useText();
  switch (outcome.kind) {
    case 'address':
      return <Verbatim>{outcome.address}</Verbatim>;
    case 'no_address':
      return <Badge>{t('저장된 배송지 없음', 'no saved address')}</Badge>;
    case 'consent_missing':
      return <Badge tone="warn">{t('배송지 동의 필요', 'consent missing')}</Badge>;
    case 'reconnect_required':
      return <Badge tone="warn">{t('다시 로그인 필요', 'new login needed')}</Badge>;
    default:
      return (
        <Badge tone="warn">
          {t('실패', 'failed')} {outcome.code}
        </Badge>
      );
  }
}
