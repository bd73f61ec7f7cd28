import { useContext } from 'preact/hooks';
import type { Scope, ScopesResponse } from '@kakao-login/client';
import { ApiCall, Badge, Card } from '../web/components.js';
import { Page } from '../web/layout.js';
import { itemNames } from '../web/names.js';
import { ShopContext } from '../web/shop-context.js';
import { useText } from '../web/text.js';
import { calls } from './calls.js';

export function ConsentsPage({ consents, only }: { consents: ScopesResponse; only: readonly string[] }) {
  const t = useText();
  const canAgree = consents.scopes.filter((scope) => !scope.agreed && scope.using);
  const listCall = only.length === 0 ? calls.list.call : `${calls.list.call}?scopes=${JSON.stringify(only)}`;
  return (
    <Page
      account
      title={t('동의 항목', 'Consent items')}
      lead={t('상점에 제공할 정보를 선택할 수 있어요.', 'Choose what Kakao shares with the shop.')}
      apiCalls={
        <>
          <ApiCall of={{ ...calls.list, call: listCall }} result={consents} />
          <ApiCall of={calls.revoke} />
          <ApiCall of={calls.more} />
        </>
      }
    >
      <Card title={t('현재 동의 상태', 'Your current consent')}>
        <ul class="rows">
          {consents.scopes.map((scope) => (
            <ConsentRow key={scope.id} scope={scope} />
          ))}
        </ul>
      </Card>
      {canAgree.length > 0 && (
        <Card title={t('추가로 동의하기', 'Share more')} id="more">
          <p>
            {t(
              '항목을 고르면 카카오 동의 화면으로 가요. 이미 동의한 항목은 다시 묻지 않아요.',
              'Choose items and go to Kakao’s consent screen. It does not ask again for what you have agreed to.',
            )}
          </p>
          <form action="/auth/kakao/consent" method="get" class="stack">
            <input type="hidden" name="returnTo" value="/consents" />
            <fieldset class="checks columns">
              <legend>
                <code>scope</code>
              </legend>
              {canAgree.map((scope) => (
                <label class="check" key={scope.id}>
                  <input type="checkbox" name="scope" value={scope.id} />
                  <span>
                    <ItemName scope={scope} /> <code>{scope.id}</code>
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
      <Card title={t('특정 항목만 조회', 'Request chosen items only')}>
        <form action="/consents" method="get" class="stack">
          <fieldset class="checks columns">
            <legend>
              <code>scopes</code>
            </legend>
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
            <button class="button">{t('선택한 것만 조회', 'Request these')}</button>
            {only.length > 0 && (
              <a class="button" href="/consents">
                {t('전체 조회', 'Request everything')}
              </a>
            )}
          </div>
        </form>
      </Card>
    </Page>
  );
}

/** Kakao names the items in Korean. */
function useItemName({ id, display_name: name }: Scope): string {
  const { language } = useContext(ShopContext);
  return language === 'ko' ? name : (itemNames[id]?.en ?? id);
}

function ItemName({ scope }: { scope: Scope }) {
  return <>{useItemName(scope)}</>;
}

function ConsentRow({ scope }: { scope: Scope }) {
  const t = useText();
  const name = useItemName(scope);
  return (
    <li class="row">
      <div>
        <p class="row-title">{name}</p>
        <p class="muted">
          <code>{scope.id}</code>
          {!scope.using && <> · {t('지금은 사용하지 않음', 'no longer used')}</>}
        </p>
      </div>
      <div class="row-end">
        {scope.agreed && scope.revocable !== true && <Badge>{t('필수', 'required')}</Badge>}
        {scope.agreed ? (
          <Badge tone="good">{t('동의함', 'agreed')}</Badge>
        ) : (
          <Badge>{t('동의 안 함', 'not agreed')}</Badge>
        )}
        {scope.agreed && scope.revocable === true && (
          <form method="post" action="/consents/revoke">
            <button
              class="button small"
              name="scope"
              value={scope.id}
              aria-label={t(`${name} 동의 철회`, `Withdraw consent: ${name}`)}
            >
              {t('철회', 'Withdraw')}
            </button>
          </form>
        )}
      </div>
    </li>
  );
}
