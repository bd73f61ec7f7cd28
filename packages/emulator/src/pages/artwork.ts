import { html, type Html } from './html.js';

/** Our own drawings. They are only decoration: the text next to them says the same. */
const drawing = (viewBox: string, className: string, content: Html): Html =>
  html`<svg class="${className}" viewBox="${viewBox}" aria-hidden="true" focusable="false">${content}</svg>`;

/** The emulator's mark: a key on a yellow tile. */
export const mark = drawing(
  '0 0 48 48',
  'mark',
  html`<rect width="48" height="48" rx="15" fill="#fee500" />
    <circle cx="18.5" cy="24" r="7" fill="none" stroke="#191919" stroke-width="4" />
    <path
      d="M25.5 24h13v6.5M32.5 24v5"
      fill="none"
      stroke="#191919"
      stroke-width="4"
      stroke-linecap="round"
      stroke-linejoin="round"
    />`,
);

const line = (path: string, className = 'icon'): Html =>
  drawing(
    '0 0 24 24',
    className,
    html`<path
      d="${path}"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
    />`,
  );

export const icons = {
  beaker: line('M9.5 3.5h5M10.5 3.5v6L5.4 18a1.7 1.7 0 0 0 1.5 2.5h10.2a1.7 1.7 0 0 0 1.5-2.5l-5.1-8.5v-6M8 15h8'),
  help: line('M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM9.6 9.4a2.5 2.5 0 1 1 3.5 2.6c-.8.4-1.1.9-1.1 1.7M12 16.7v.1'),
  close: line('m6.5 6.5 11 11m0-11-11 11'),
  back: line('M14.5 5.5 8 12l6.5 6.5'),
  plus: line('M12 5.5v13M5.5 12h13'),
  chevron: line('m9.5 5.5 6.5 6.5-6.5 6.5'),
  warning: line(
    'M12 8.5v5M12 16.8v.1M10.4 4.6 2.9 17.4A1.8 1.8 0 0 0 4.5 20h15a1.8 1.8 0 0 0 1.6-2.6L13.6 4.6a1.8 1.8 0 0 0-3.2 0Z',
  ),
  copy: line('M9 8.5h9.5V20H9zM6 15.5H5V4h10v1'),
  qr: line('M4.5 4.5h5v5h-5zM14.5 4.5h5v5h-5zM4.5 14.5h5v5h-5zM14.5 14.5h2v2M19.5 14.5v5h-5'),
} as const;

const graphemes = new Intl.Segmenter('ko');
/** A first letter that is one grapheme. It needs no segmenter, which takes longer than the rest of the tile. */
const PLAIN = /^[\w가-힣](?![^\s\w가-힣])/;

const firstLetter = (name: string): string =>
  PLAIN.exec(name)?.[0] ?? graphemes.segment(name).containing(0)?.segment ?? '?';

/** A tile with the first letter of a name, and a color derived from the name. */
export function tile(name: string, shape: 'round' | 'square'): Html {
  let hue = 0;
  for (const char of name) hue = (hue * 31 + (char.codePointAt(0) ?? 0)) % 8;
  return html`<span class="tile ${shape} hue${hue}" aria-hidden="true">${firstLetter(name.trim())}</span>`;
}
