import { raw, html as tag } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

export type Html = HtmlEscapedString;

/** Characters that turn the text after them round, out of their own element too: shown as the mark for what is amiss. */
const turning = /[\u202a-\u202e\u2066-\u2069]/g;
const upright = (value: unknown): unknown => (typeof value === 'string' ? value.replace(turning, '\ufffd') : value);

/** Templates as they go out: the indentation is for whoever reads them here, and a fifth of a page. */
const lean = new WeakMap<TemplateStringsArray, TemplateStringsArray>();

function leanOf(strings: TemplateStringsArray): TemplateStringsArray {
  const known = lean.get(strings);
  if (known !== undefined) return known;
  const parts = strings.map((part) => part.replaceAll(/\s*\n\s*/g, '\n'));
  const made = Object.assign(parts, { raw: parts });
  lean.set(strings, made);
  return made;
}

/** Escapes every value but what it made itself. Hono's tag is asynchronous only for promises, and no page has one. */
export const html = (strings: TemplateStringsArray, ...values: unknown[]): Html =>
  tag(leanOf(strings), ...values.map(upright)) as Html;

const MOST_KEPT = 100;

/** A part that many pages have alike, rendered when it is first asked for and kept. The model must be plain JSON. */
export function once<Model>(render: (model: Model) => Html): (model: Model) => Html {
  const kept = new Map<string, Html>();
  return (model) => {
    const key = JSON.stringify(model);
    const known = kept.get(key);
    if (known) return known;
    // In one piece: a string that was pieced together is put together again for every page it is written into.
    const made = raw(Buffer.from(render(model).toString()).toString());
    if (kept.size === MOST_KEPT) kept.clear();
    kept.set(key, made);
    return made;
  };
}

/** A link out of a model: http, https or a path of our own; anything else (`javascript:`, `data:`, `//host`) leads nowhere. */
export function safeHref(href: string): string {
  if (/^\/(?![/\\])/.test(href) && !/[\t\n\r]/.test(href)) return href;
  return /^https?:/i.test(href) && URL.canParse(href) ? new URL(href).href : '#';
}

/** A name somebody chose: kept from changing the order of the text beside it (right-to-left scripts). */
export const named = (text: string): Html => html`<bdi>${text}</bdi>`;

export const hiddenFields = (fields: readonly (readonly [name: string, value: string])[]): Html[] =>
  fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`);
