/** Markup that is escaped where it has to be. */
export class Html {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

/**
 * What a value may not bring into a page: markup, and characters that turn the text after them round, out of their own
 * element too (shown as the mark for what is amiss).
 */
const HARMFUL = /[&<>"'\u202a-\u202e\u2066-\u2069]/;
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string =>
  HARMFUL.test(text) ? text.replaceAll(new RegExp(HARMFUL, 'g'), (char) => entities[char] ?? '\ufffd') : text;

type Value = Html | string | number | boolean | undefined | readonly Value[];

function written(value: Value): string {
  if (value instanceof Html) return value.text;
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'object') return value.map(written).join('');
  return typeof value === 'number' ? String(value) : '';
}

/** Templates as they go out: the indentation is for whoever reads them here, and a fifth of a page. */
const lean = new WeakMap<TemplateStringsArray, readonly string[]>();

function leanOf(strings: TemplateStringsArray): readonly string[] {
  let parts = lean.get(strings);
  if (!parts) {
    parts = strings.map((part) => part.replaceAll(/\s*\n\s*/g, '\n'));
    lean.set(strings, parts);
  }
  return parts;
}

/** Escapes every value but what it made itself; nothing, `true` and `false` are left out. */
export function html(strings: TemplateStringsArray, ...values: Value[]): Html {
  const parts = leanOf(strings);
  let text = parts[0] ?? '';
  for (let i = 0; i < values.length; i += 1) text += written(values[i]) + (parts[i + 1] ?? '');
  return new Html(text);
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
