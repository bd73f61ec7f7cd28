import { useContext } from 'preact/hooks';
import type { ServiceTerm, ServiceTermsResponse } from '@kakao-login/client';
import { TermChoices } from '../auth/way.view.js';
import { Badge, Behind, Card, When } from '../web/components.js';
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
      lead={t('카카오싱크로 함께 동의한 상점의 약관이에요.', 'The shop’s own terms, agreed to through Kakao Sync.')}
      behind={
        <>
          <Behind of={{ ...calls.list, call: `${calls.list.call}?${query}` }} result={answer} />
          <Behind of={{ call: calls.revoke.call, code: calls.revoke.excerpt }} />
          <Behind of={{ call: calls.agree.call, code: calls.agree.excerpt }} />
        </>
      }
    >
      <nav class="tabs" aria-label={t('조회 범위', 'Which terms')}>
        <a href="/terms" {...(result === 'app_service_terms' && { 'aria-current': 'page' as const })}>
          {t('앱에 등록된 약관', 'All of the app')}
        </a>
        <a href="/terms?result=agreed" {...(result === 'agreed_service_terms' && { 'aria-current': 'page' as const })}>
          {t('동의한 약관', 'Agreed')}
        </a>
      </nav>
      <Card>
        {answer.service_terms.length === 0 ? (
          <p>{t('해당하는 약관이 없어요.', 'There are none.')}</p>
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
          <Card title={t('태그로 골라 조회', 'Ask by tag')}>
            <form action="/terms" method="get" class="stack">
              <TermChoices terms={known} />
              <div class="actions">
                <button class="button">{t('이 약관만 조회', 'Ask for these')}</button>
              </div>
            </form>
          </Card>
          <Card title={t('카카오 동의 화면에서 동의하기', 'Agree on Kakao’s screen')}>
            <form action="/auth/kakao/terms" method="get" class="stack">
              <input type="hidden" name="returnTo" value="/terms" />
              <TermChoices terms={known} />
              <div class="actions">
                <button class="button primary">{t('동의 화면으로', 'To the consent screen')}</button>
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
              <When at={term.agreed_at} />
            </>
          )}
        </p>
      </div>
      <div class="row-end">
        {term.agreed ? (
          <Badge tone="good">{t('동의함', 'agreed')}</Badge>
        ) : (
          <Badge>{t('동의 안 함', 'not agreed')}</Badge>
        )}
        <form method="post" action={term.agreed ? '/terms/revoke' : '/terms/agree'}>
          <button
            class="button small"
            name="tag"
            value={term.tag}
            aria-label={
              term.agreed ? t(`${name} 동의 철회`, `Withdraw ${name}`) : t(`${name} 동의`, `Agree to ${name}`)
            }
          >
            {term.agreed
              ? term.revocable
                ? t('철회', 'Withdraw')
                : t('철회 (필수)', 'Withdraw (required)')
              : t('동의', 'Agree')}
          </button>
        </form>
      </div>
    </li>
  );
}
