import { raw, html as tag } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

export type Html = HtmlEscapedString;

/** Characters that reverse the text after them, even outside their element. */
const turning = /[\u202a-\u202e\u2066-\u2069]/g;
const upright = (value: unknown): unknown => (typeof value === 'string' ? value.replace(turning, '\ufffd') : value);

/** Templates without their indentation, which is a fifth of a page. */
const lean = new WeakMap<TemplateStringsArray, TemplateStringsArray>();

function leanOf(strings: TemplateStringsArray): TemplateStringsArray {
  const known = lean.get(strings);
  if (known !== undefined) return known;
  const parts = strings.map((part) => part.replaceAll(/\s*\n\s*/g, '\n'));
  const made = Object.assign(parts, { raw: parts });
  lean.set(strings, made);
  return made;
}

/** Escapes every value except other templates. Hono's tag is asynchronous only for promises, and no page has one. */
export const html = (strings: TemplateStringsArray, ...values: unknown[]): Html =>
  tag(leanOf(strings), ...values.map(upright)) as Html;

const MOST_KEPT = 100;

/** Caches a part that many pages share. The model must be plain JSON. */
export function renderedOnce<Model>(render: (model: Model) => Html): (model: Model) => Html {
  const kept = new Map<string, Html>();
  return (model) => {
    const key = JSON.stringify(model);
    const known = kept.get(key);
    if (known) return known;
    // As one flat string: a concatenated one is flattened again for every page.
    const made = raw(Buffer.from(render(model).toString()).toString());
    if (kept.size === MOST_KEPT) kept.clear();
    kept.set(key, made);
    return made;
  };
}

/**
 * Returns a link from a model if it is http, https or a path of our own, and `#` for anything else (`javascript:`,
 * `data:`, `//host`).
 */
export function safeHref(href: string): string {
  if (/^\/(?![/\\])/.test(href) && !/[\t\n\r]/.test(href)) return href;
  return /^https?:/i.test(href) && URL.canParse(href) ? new URL(href).href : '#';
}

/** Keeps a right-to-left name from reordering the text around it. */
export const named = (text: string): Html => html`<bdi>${text}</bdi>`;

export const hiddenFields = (fields: readonly (readonly [name: string, value: string])[]): Html[] =>
  fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`);
