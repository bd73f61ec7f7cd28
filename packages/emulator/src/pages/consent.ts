import { tile } from './artwork.js';
import { consentItemName } from './consent-items.js';
import { words, type Words } from './consent-words.js';
import { html, named, renderedOnce, safeHref, type Html } from './html.js';
import { layout } from './layout.js';
import { paths, type Page } from './models.js';

export interface ConsentItemRow {
  /** Consent item id, e.g. `account_email`. */
  id: string;
  required: boolean;
}

export interface TermRow {
  tag: string;
  title: string;
  required: boolean;
  /** URL of the full text. Only http and https URLs are linked. */
  url?: string;
}

/**
 * One page for the first link, additional consent and the terms of Kakao Sync.
 *
 * It posts to `paths.consent`: `transaction`, `action` = `accept` | `cancel`, and
 * - `scope`, repeated; each value is a **comma list** of item ids, because all required items share one checkbox,
 * - `terms`, repeated, one tag each,
 * - `channel`, repeated, one channel id each.
 *
 * The server checks the required items and terms against its own transaction, and refuses the form with KOE203 if one
 * is missing.
 */
export interface ConsentModel extends Page {
  transaction: string;
  kind: 'first' | 'additional' | 'terms';
  app: { name: string; company?: string };
  /** E-mail or phone number, and nickname, of the user who is logged in. */
  account: { label: string; nickname: string };
  /** The link 계정 변경, which is shown only for the first link. */
  changeAccountHref?: string;
  items: readonly ConsentItemRow[];
  terms?: readonly TermRow[];
  channels?: readonly { id: string; name: string }[];
}

/** The parts of a model that the rows depend on, so that they can be cached. */
type Asked = Pick<ConsentModel, 'lang' | 'app' | 'items' | 'terms' | 'channels'>;

interface Row {
  id: string;
  name: 'scope' | 'terms' | 'channel';
  value: string;
  required: boolean;
  label: Html;
  /** ID of an element that describes it. */
  describedBy?: string;
}

/** Without `aria-invalid`, screen readers would announce an empty required box as invalid from the start. */
const checkbox = ({ id, name, value, required, describedBy }: Row): Html =>
  html`<input
    type="checkbox"
    id="${id}"
    name="${name}"
    value="${value}"
    ${required ? html` required aria-invalid="false"` : ''}${describedBy ? html` aria-describedby="${describedBy}"` : ''}
  />`;

const checkRow = (row: Row, view: Html | '' = '', below: Html | '' = ''): Html =>
  html`<li class="row">${checkbox(row)}<label for="${row.id}">${row.label}</label>${view}${below}</li>`;

/** "View", followed by what it shows, for screen readers. */
const viewOf = (t: Words, what: string): Html => html`${t.view}<span class="screen_out"> ${what}</span>`;

const tag = (t: Words, required: boolean): Html =>
  html`<span class="${required ? 'must' : 'may'}">${required ? t.required : t.optional}</span>`;

function details(t: Words, model: Asked, what: string, items: readonly ConsentItemRow[]): Html {
  return html`<details class="view">
    <summary>${viewOf(t, what)}</summary>
    <dl>
      <dt>${t.recipient}</dt>
      <dd>${named(model.app.company ?? model.app.name)}</dd>
      <dt>${t.shared}</dt>
      <dd>${items.map((item) => nameOf(item, model)).join(', ')}</dd>
      <dt>${t.purpose}</dt>
      <dd>${t.purposeText}</dd>
      <dt>${t.retention}</dt>
      <dd>${t.retentionText}</dd>
    </dl>
  </details>`;
}

const nameOf = (item: ConsentItemRow, { lang }: Asked): string => consentItemName(item.id, lang);

function itemRows(t: Words, model: Asked): Html {
  const required = model.items.filter((item) => item.required);
  const optional = model.items.filter((item) => !item.required);
  return html`<section class="block" aria-labelledby="items">
    <h2 id="items">${t.items}</h2>
    <ul class="rows">
      ${
        required.length > 0
          ? checkRow(
              {
                id: 'scope--required',
                name: 'scope',
                value: required.map(({ id }) => id).join(','),
                required: true,
                label: html`${tag(t, true)} ${t.requiredRow}`,
                describedBy: 'names',
              },
              details(t, model, t.requiredRow, required),
              html`<ul class="names" id="names">
                ${required.map((item) => html`<li>${nameOf(item, model)}</li>`)}
              </ul>`,
            )
          : ''
      }
      ${
        optional.length > 0
          ? html`<li class="row plain">
              <p id="optional">${tag(t, false)} ${t.optionalRow}</p>
              ${details(t, model, t.optionalRow, optional)}
              <ul class="rows inner" aria-labelledby="optional">
                ${optional.map((item) =>
                  checkRow({
                    id: `scope--${item.id}`,
                    name: 'scope',
                    value: item.id,
                    required: false,
                    label: html`${nameOf(item, model)}`,
                    describedBy: 'optional',
                  }),
                )}
              </ul>
            </li>`
          : ''
      }
    </ul>
  </section>`;
}

function termView(t: Words, { title, url }: TermRow): Html {
  const href = safeHref(url ?? '');
  if (href !== '#') {
    const label = viewOf(t, `${title} (${t.newWindow})`);
    return html`<a class="view" href="${href}" target="_blank" rel="noopener noreferrer">${label}</a>`;
  }
  return html`<details class="view">
    <summary>${viewOf(t, title)}</summary>
    <p>${t.noText}</p>
  </details>`;
}

function serviceRows(t: Words, model: Asked): Html {
  const terms = [...(model.terms ?? [])].sort((a, b) => Number(b.required) - Number(a.required));
  return html`<section class="block" aria-labelledby="terms">
    <h2 id="terms">${named(t.service(model.app.name))}</h2>
    <ul class="rows">
      ${terms.map((term) =>
        checkRow(
          {
            id: `terms--${term.tag}`,
            name: 'terms',
            value: term.tag,
            required: term.required,
            label: html`${tag(t, term.required)} ${named(term.title)}`,
          },
          termView(t, term),
        ),
      )}
      ${model.channels?.map(({ id, name }) =>
        checkRow({
          id: `channel--${id}`,
          name: 'channel',
          value: id,
          required: false,
          label: html`${tag(t, false)} ${named(t.channel(name))}`,
        }),
      )}
    </ul>
  </section>`;
}

const rows = renderedOnce((asked: Asked): Html => {
  const { lang, items, terms = [], channels = [] } = asked;
  const hasTerms = terms.length + channels.length > 0;
  return html`${items.length > 0 ? itemRows(words[lang], asked) : ''}${hasTerms ? serviceRows(words[lang], asked) : ''}`;
});

/** The consent page: first link, additional consent and Kakao Sync terms. */
export function consentPage(model: ConsentModel): string {
  const { lang, app, account, kind, items, terms, channels } = model;
  const t = words[lang];
  const company = app.company ?? app.name;
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
      ${rows({ lang, app, items, terms, channels })}
      <div class="actions">
        <button type="submit" class="btn_g highlight submit" name="action" value="accept">${t.accept}</button>
        <button type="submit" class="btn_g" name="action" value="cancel" formnovalidate>${t.cancel}</button>
      </div>
    </form>
  </article>`;
  return layout(model, { title: `${app.name} – ${t.title}`, body });
}
