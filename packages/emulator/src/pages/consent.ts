import { icons, tile } from './artwork.js';
import { consentItemName } from './consent-items.js';
import { html, named, safeHref, type Html } from './html.js';
import { layout } from './layout.js';
import { paths, type Page } from './models.js';

export interface ConsentItemRow {
  /** Consent item id, e.g. `account_email`. */
  id: string;
  /** Left out: the name Kakao shows for this id. */
  name?: string;
  required: boolean;
  /** What the service says it wants it for. */
  purpose?: string;
}

export interface TermRow {
  tag: string;
  title: string;
  required: boolean;
  /** Address of the full text; http and https only, anything else is not linked. */
  url?: string;
}

/**
 * First link, additional consent and Sync terms: one page.
 *
 * Posts to `paths.consent`: `transaction`, `action` = `accept` | `cancel`, and
 * - `scope`, repeated; each value is a **comma list** of item ids, because all required items share one checkbox,
 * - `terms`, repeated, one tag each,
 * - `channel`, repeated, one channel id each.
 *
 * Required items and terms are checked by the server against its own transaction; when one is missing it shows the
 * page again with `missingRequired` and the ticks as they were.
 */
export interface ConsentModel extends Page {
  transaction: string;
  kind: 'first' | 'additional' | 'terms';
  app: { name: string; company?: string };
  /** E-mail or phone number, and nickname, of the person who is logged in. */
  account: { label: string; nickname: string };
  /** 계정 변경; shown for the first link only. */
  changeAccountHref?: string;
  items: readonly ConsentItemRow[];
  terms?: readonly TermRow[];
  channels?: readonly { id: string; name: string }[];
  /** Item ids, term tags and channel ids to show ticked. */
  ticked?: readonly string[];
  missingRequired?: boolean;
}

/** Korean labels as Kakao's page has them (fact sheet 13.3); the longer sentences say the same in our words. */
const words = {
  ko: {
    title: '동의하고 계속하기',
    additional: '추가로 동의가 필요한 항목이 있습니다.',
    terms: '서비스 약관에 동의가 필요합니다.',
    all: '전체 동의하기',
    allNote: (company: string) =>
      `전체동의는 카카오 및 ${company}의 서비스 동의를 포함하고 있습니다. 선택 목적에 대한 동의도 들어 있으며, 선택 목적은 동의하지 않아도 서비스를 이용할 수 있습니다.`,
    change: '계정 변경',
    note: (app: string) =>
      `${app}에 회원번호와 함께 개인정보가 제공됩니다. 제공되는 항목은 보기에서 확인할 수 있고, 동의를 철회하거나 서비스를 탈퇴하면 지체 없이 파기됩니다.`,
    items: '카카오 동의 항목',
    required: '[필수]',
    optional: '[선택]',
    requiredRow: '카카오 개인정보 제3자 제공 동의',
    optionalRow: '선택 제공 항목',
    view: '보기',
    service: (app: string) => `${app} 서비스 동의`,
    channel: (app: string) => `${app}의 광고와 마케팅 메시지를 카카오톡으로 받습니다.`,
    recipient: '제공받는 자',
    shared: '제공 항목',
    purpose: '이용 목적',
    purposeDefault: '회원 식별과 서비스 제공',
    retention: '보유 기간',
    retentionText: '동의 철회 또는 서비스 탈퇴 시 지체 없이 파기',
    noText: '이 약관에는 등록된 전문 주소가 없습니다.',
    missing: '필수 항목에 모두 동의해야 계속할 수 있습니다.',
    accept: '동의하고 계속하기',
    cancel: '취소',
  },
  en: {
    title: 'Accept and Continue',
    additional: 'This service asks for more of your information.',
    terms: 'This service asks you to accept its terms.',
    all: 'Accept all',
    allNote: (company: string) =>
      `Covers the consents of Kakao and of ${company}, optional purposes included. You may refuse the optional ones and still use the service.`,
    change: 'Change',
    note: (app: string) =>
      `Your member number and personal data go to ${app}. "View" shows which. The data is destroyed when you withdraw your consent or leave the service.`,
    items: 'Kakao consent items',
    required: '[Required]',
    optional: '[Optional]',
    requiredRow: 'Sharing of personal data by Kakao',
    optionalRow: 'Optional items',
    view: 'View',
    service: (app: string) => `Consents of ${app}`,
    channel: (app: string) => `Receive advertising and marketing messages of ${app} through Kakao Talk.`,
    recipient: 'Recipient',
    shared: 'Items',
    purpose: 'Purpose',
    purposeDefault: 'To identify members and provide the service',
    retention: 'Kept until',
    retentionText: 'you withdraw your consent or leave the service',
    noText: 'No address is registered for the text of these terms.',
    missing: 'Accept every required item to continue.',
    accept: 'Accept and Continue',
    cancel: 'Cancel',
  },
} as const;

type Words = (typeof words)['ko' | 'en'];

interface Row {
  id: string;
  name: 'scope' | 'terms' | 'channel';
  value: string;
  required: boolean;
  ticked: boolean;
  label: Html;
}

const checkbox = ({ id, name, value, required, ticked }: Row): Html =>
  html`<input
    type="checkbox"
    id="${id}"
    name="${name}"
    value="${value}"
    ${required ? html` required` : ''}${ticked ? html` checked` : ''}
  />`;

const tickRow = (row: Row, view: Html | '' = '', below: Html | '' = ''): Html =>
  html`<li class="row">${checkbox(row)}<label for="${row.id}">${row.label}</label>${view}${below}</li>`;

const tag = (t: Words, required: boolean): Html =>
  html`<span class="${required ? 'must' : 'may'}">${required ? t.required : t.optional}</span>`;

function details(t: Words, model: ConsentModel, items: readonly ConsentItemRow[]): Html {
  return html`<details class="view">
    <summary>${t.view}</summary>
    <dl>
      <dt>${t.recipient}</dt>
      <dd>${named(model.app.company ?? model.app.name)}</dd>
      <dt>${t.shared}</dt>
      <dd>${items.map((item) => nameOf(item, model)).join(', ')}</dd>
      <dt>${t.purpose}</dt>
      <dd>${[...new Set(items.map(({ purpose }) => purpose ?? t.purposeDefault))].join(' / ')}</dd>
      <dt>${t.retention}</dt>
      <dd>${t.retentionText}</dd>
    </dl>
  </details>`;
}

const nameOf = (item: ConsentItemRow, { lang }: ConsentModel): string => item.name ?? consentItemName(item.id, lang);

function itemRows(t: Words, model: ConsentModel): Html {
  const isTicked = (id: string) => model.ticked?.includes(id) ?? false;
  const required = model.items.filter((item) => item.required);
  const optional = model.items.filter((item) => !item.required);
  return html`<section class="block" aria-labelledby="items">
    <h2 id="items">${t.items}</h2>
    <ul class="rows">
      ${
        required.length > 0
          ? tickRow(
              {
                id: 'scope--required',
                name: 'scope',
                value: required.map(({ id }) => id).join(','),
                required: true,
                ticked: required.every(({ id }) => isTicked(id)),
                label: html`${tag(t, true)} ${t.requiredRow}`,
              },
              details(t, model, required),
              html`<ul class="names">
                ${required.map((item) => html`<li>${nameOf(item, model)}</li>`)}
              </ul>`,
            )
          : ''
      }
      ${
        optional.length > 0
          ? html`<li class="row plain">
              <p id="optional">${tag(t, false)} ${t.optionalRow}</p>
              ${details(t, model, optional)}
              <ul class="rows inner" aria-labelledby="optional">
                ${optional.map((item) =>
                  tickRow({
                    id: `scope--${item.id}`,
                    name: 'scope',
                    value: item.id,
                    required: false,
                    ticked: isTicked(item.id),
                    label: html`${nameOf(item, model)}`,
                  }),
                )}
              </ul>
            </li>`
          : ''
      }
    </ul>
  </section>`;
}

function termView(t: Words, { url }: TermRow): Html {
  const href = safeHref(url ?? '');
  if (href !== '#') return html`<a class="view" href="${href}" target="_blank" rel="noopener noreferrer">${t.view}</a>`;
  return html`<details class="view">
    <summary>${t.view}</summary>
    <p>${t.noText}</p>
  </details>`;
}

function serviceRows(t: Words, model: ConsentModel): Html {
  const isTicked = (id: string) => model.ticked?.includes(id) ?? false;
  const terms = [...(model.terms ?? [])].sort((a, b) => Number(b.required) - Number(a.required));
  return html`<section class="block" aria-labelledby="terms">
    <h2 id="terms">${named(t.service(model.app.name))}</h2>
    <ul class="rows">
      ${terms.map((term) =>
        tickRow(
          {
            id: `terms--${term.tag}`,
            name: 'terms',
            value: term.tag,
            required: term.required,
            ticked: isTicked(term.tag),
            label: html`${tag(t, term.required)} ${named(term.title)}`,
          },
          termView(t, term),
        ),
      )}
      ${model.channels?.map(({ id, name }) =>
        tickRow({
          id: `channel--${id}`,
          name: 'channel',
          value: id,
          required: false,
          ticked: isTicked(id),
          label: html`${tag(t, false)} ${named(t.channel(name))}`,
        }),
      )}
    </ul>
  </section>`;
}

/** The consent page: first link, additional consent (fact sheet 13.4) and Kakao Sync terms. */
export function consentPage(model: ConsentModel): string {
  const t = words[model.lang];
  const { app, account, kind } = model;
  const company = app.company ?? app.name;
  const hasTerms = (model.terms?.length ?? 0) + (model.channels?.length ?? 0) > 0;
  const body = html`<article id="mainContent">
    <form id="consent" class="cont_agree" method="post" action="${paths.consent}">
      <input type="hidden" name="transaction" value="${model.transaction}" />
      <header class="app">
        ${tile(app.name, 'square')}
        <h1>${named(app.name)}</h1>
        ${app.company ? html`<p>${named(app.company)}</p>` : ''}
        ${kind === 'first' ? '' : html`<p class="ask">${kind === 'terms' ? t.terms : t.additional}</p>`}
      </header>
      ${
        kind === 'additional'
          ? ''
          : html`<div class="all">
              <div class="row"><input type="checkbox" id="agreeAll" /><label for="agreeAll">${t.all}</label></div>
              <p>${t.allNote(company)}</p>
            </div>`
      }
      <div class="account">
        ${tile(account.nickname, 'round')}
        <span class="info">${named(account.label)}</span>
        ${model.changeAccountHref ? html`<a href="${safeHref(model.changeAccountHref)}">${t.change}</a>` : ''}
      </div>
      ${kind === 'first' ? html`<p class="small">${t.note(app.name)}</p>` : ''}
      ${model.items.length > 0 ? itemRows(t, model) : ''} ${hasTerms ? serviceRows(t, model) : ''}
      ${model.missingRequired ? html`<p class="error" role="alert">${icons.warning}${t.missing}</p>` : ''}
      <div class="actions">
        <button type="submit" class="btn_g highlight submit" name="action" value="accept">${t.accept}</button>
        <button type="submit" class="btn_g" name="action" value="cancel" formnovalidate>${t.cancel}</button>
      </div>
    </form>
  </article>`;
  return layout(model, { title: `${app.name} – ${t.title}`, body });
}
