import type { Scope, ScopesResponse } from '@kakao-login/client';
import { Badge, Behind, Card } from '../web/components.js';
import { Page } from '../web/layout.js';
import { useText } from '../web/text.js';
import { calls } from './calls.js';

export function ConsentsPage({ consents, only }: { consents: ScopesResponse; only: readonly string[] }) {
  const t = useText();
  const open = consents.scopes.filter((scope) => !scope.agreed && scope.using);
  const listed = only.length === 0 ? calls.list.call : `${calls.list.call}?scopes=${JSON.stringify(only)}`;
  return (
    <Page
      account
      title={t('동의 항목', 'Consent items')}
      lead={t('카카오가 상점에 무엇을 알려도 되는지, 지금 정할 수 있어요.', 'Decide what Kakao may tell the shop.')}
      behind={
        <>
          <Behind of={{ ...calls.list, call: listed }} result={consents} />
          <Behind of={{ call: calls.revoke.call, code: calls.revoke.excerpt }} />
          <Behind of={calls.more} />
        </>
      }
    >
      <Card title={t('현재 동의 상태', 'As things are')}>
        <ul class="rows">
          {consents.scopes.map((scope) => (
            <ConsentRow key={scope.id} scope={scope} />
          ))}
        </ul>
      </Card>
      {open.length > 0 && (
        <Card title={t('추가로 동의하기', 'Agree to more')} id="more">
          <p>
            {t(
              '필요해진 항목만 골라 카카오 동의 화면으로 가요. 이미 동의한 항목은 다시 묻지 않아요.',
              'Pick items; Kakao asks for those only. Nothing you agreed to is asked again.',
            )}
          </p>
          <form action="/auth/kakao/consent" method="get" class="stack">
            <input type="hidden" name="returnTo" value="/consents" />
            <fieldset class="checks columns">
              <legend>scope</legend>
              {open.map((scope) => (
                <label class="check" key={scope.id}>
                  <input type="checkbox" name="scope" value={scope.id} />
                  <span>
                    {scope.display_name} <code>{scope.id}</code>
                  </span>
                </label>
              ))}
            </fieldset>
            <div class="actions">
              <button class="button primary">{t('카카오에서 동의하기', 'Agree at Kakao')}</button>
            </div>
          </form>
        </Card>
      )}
      <Card title={t('특정 항목만 조회', 'Ask for chosen items')}>
        <form action="/consents" method="get" class="stack">
          <fieldset class="checks columns">
            <legend>scopes</legend>
            {['account_email', 'gender', 'shipping_address'].map((id) => (
              <label class="check" key={id}>
                <input
                  type="checkbox"
                  name="only"
                  value={id}
                  checked={only.length === 0 ? id !== 'shipping_address' : only.includes(id)}
                />
                <code>{id}</code>
              </label>
            ))}
          </fieldset>
          <div class="actions">
            <button class="button">{t('선택한 것만 조회', 'Ask for these')}</button>
            {only.length > 0 && (
              <a class="button" href="/consents">
                {t('전체 조회', 'Ask for everything')}
              </a>
            )}
          </div>
        </form>
      </Card>
    </Page>
  );
}

function ConsentRow({ scope }: { scope: Scope }) {
  const t = useText();
  return (
    <li class="row">
      <div>
        <p class="row-title">{scope.display_name}</p>
        <p class="muted">
          <code>{scope.id}</code>
          {!scope.using && <> · {t('지금은 쓰지 않음', 'no longer in use')}</>}
        </p>
      </div>
      <div class="row-end">
        {scope.agreed ? (
          <Badge tone="good">{t('동의함', 'agreed')}</Badge>
        ) : (
          <Badge>{t('동의 안 함', 'not agreed')}</Badge>
        )}
        {scope.agreed && (
          <form method="post" action="/consents/revoke">
            <button
              class="button small"
              name="scope"
              value={scope.id}
              aria-label={t(`${scope.display_name} 동의 철회`, `Withdraw ${scope.display_name}`)}
            >
              {scope.revocable === true ? t('철회', 'Withdraw') : t('철회 (필수 항목)', 'Withdraw (required)')}
            </button>
          </form>
        )}
      </div>
    </li>
  );
}
