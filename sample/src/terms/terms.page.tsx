import { useContext } from 'preact/hooks';
import type { ServiceTerm, ServiceTermsResponse } from '@kakao-login/client';
import { TermChoices } from '../auth/login-method.view.js';
import { ApiCall, Badge, Card, DateTime } from '../web/components.js';
import { Page } from '../web/layout.js';
import { termNames } from '../web/names.js';
import { ShopContext } from '../web/shop-context.js';
import { useText } from '../web/text.js';
import { calls } from './calls.js';

interface TermsPageProps {
  answer: ServiceTermsResponse;
  result: 'agreed_service_terms' | 'app_service_terms';
  tags: readonly string[];
  known: readonly string[];
}

export function TermsPage({ answer, result, tags, known }: TermsPageProps) {
  const t = useText();
  const query = `result=${result}${tags.length === 0 ? '' : `&tags=${tags.join(',')}`}`;
  return (
    <Page
      account
      title={t('서비스 약관', 'Service terms')}
      lead={t('카카오싱크로 동의받는 상점 약관이에요.', 'The shop’s own terms, which you accept through Kakao Sync.')}
      apiCalls={
        <>
          <ApiCall of={{ ...calls.list, call: `${calls.list.call}?${query}` }} result={answer} />
          <ApiCall of={calls.revoke} />
          <ApiCall of={calls.agree} />
        </>
      }
    >
      <nav class="tabs" aria-label={t('조회 범위', 'Which terms')}>
        <a href="/terms" aria-current={result === 'app_service_terms' ? 'page' : undefined}>
          {t('앱에 등록된 약관', 'All terms of the app')}
        </a>
        <a href="/terms?result=agreed" aria-current={result === 'agreed_service_terms' ? 'page' : undefined}>
          {t('동의한 약관', 'Accepted terms')}
        </a>
      </nav>
      <Card>
        {answer.service_terms.length === 0 ? (
          <p>{t('해당하는 약관이 없어요.', 'There are no such terms.')}</p>
        ) : (
          <ul class="rows">
            {answer.service_terms.map((term) => (
              <TermRow key={term.tag} term={term} />
            ))}
          </ul>
        )}
      </Card>
      {known.length > 0 && (
        <>
          <Card title={t('특정 약관만 조회', 'Request chosen terms only')}>
            <form action="/terms" method="get" class="stack">
              <TermChoices terms={known} />
              <div class="actions">
                <button class="button">{t('선택한 것만 조회', 'Request these')}</button>
              </div>
            </form>
          </Card>
          <Card title={t('카카오 동의 화면에서 동의하기', 'Accept on Kakao’s consent screen')}>
            <form action="/auth/kakao/terms" method="get" class="stack">
              <input type="hidden" name="returnTo" value="/terms" />
              <TermChoices terms={known} />
              <div class="actions">
                <button class="button primary">{t('동의 화면으로 가기', 'Go to the consent screen')}</button>
              </div>
            </form>
          </Card>
        </>
      )}
    </Page>
  );
}

function TermRow({ term }: { term: ServiceTerm }) {
  const t = useText();
  const { language } = useContext(ShopContext);
  const name = termNames[term.tag]?.[language] ?? term.tag;
  return (
    <li class="row">
      <div>
        <p class="row-title">
          {name} {term.required ? <Badge>{t('필수', 'required')}</Badge> : <Badge>{t('선택', 'optional')}</Badge>}
        </p>
        <p class="muted">
          <code>{term.tag}</code>
          {term.agreed_at !== undefined && (
            <>
              {' · '}
              <DateTime at={term.agreed_at} />
            </>
          )}
        </p>
      </div>
      <div class="row-end">
        {term.agreed ? (
          <Badge tone="good">{t('동의함', 'accepted')}</Badge>
        ) : (
          <Badge>{t('동의 안 함', 'not accepted')}</Badge>
        )}
        {(!term.agreed || term.revocable) && (
          <form method="post" action={term.agreed ? '/terms/revoke' : '/terms/agree'}>
            <button
              class="button small"
              name="tag"
              value={term.tag}
              aria-label={
                term.agreed ? t(`${name} 동의 철회`, `Withdraw: ${name}`) : t(`${name} 동의`, `Accept: ${name}`)
              }
            >
              {term.agreed ? t('철회', 'Withdraw') : t('동의', 'Accept')}
            </button>
          </form>
        )}
      </div>
    </li>
  );
}
