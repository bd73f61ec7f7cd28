import { html as tag } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

export type Html = HtmlEscapedString;

/** Escapes every value but what it made itself. Hono's tag is asynchronous only for promises, and no page has one. */
export const html = tag as (strings: TemplateStringsArray, ...values: unknown[]) => Html;

/** A link out of a model: http, https or a path of our own; anything else (`javascript:`, `data:`, `//host`) leads nowhere. */
export function safeHref(href: string): string {
  if (/^\/(?![/\\])/.test(href) && !/[\t\n\r]/.test(href)) return href;
  const url = URL.canParse(href) ? new URL(href) : undefined;
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : '#';
}

/** A name somebody chose: kept from turning round the text beside it (right-to-left marks). */
export const named = (text: string): Html => html`<bdi>${text}</bdi>`;

export const hiddenFields = (fields: readonly (readonly [name: string, value: string])[]): Html[] =>
  fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`);
