import type { IncomingHttpHeaders } from 'node:http';

export type Language = 'ko' | 'en';

/** The values of an Accept header in order of preference, without those refused with `q=0`. */
function wanted(header: string): string[] {
  return header
    .slice(0, 1000)
    .split(',')
    .map((part) => {
      const [value = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
      const q = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
      return { value, q: Number.isNaN(q) ? 0 : q };
    })
    .filter(({ value, q }) => value !== '' && q > 0)
    .sort((a, b) => b.q - a.q)
    .map(({ value }) => value);
}

/**
 * The language that the pages of this package have for a request (`Accept-Language`): the preferred one of Korean and English. Korean
 * if the header is missing, English if it lists only other languages.
 */
export function preferredLanguage(headers: IncomingHttpHeaders): Language {
  const tags = wanted(headers['accept-language'] ?? '');
  const known = tags.map((tag) => tag.split('-')[0]).find((tag) => tag === 'ko' || tag === 'en');
  if (known) return known;
  return tags.some((tag) => tag !== '*') ? 'en' : 'ko';
}

/** Whether a user will see the response in a browser, and not a script or an API client. */
export function wantsPage(headers: IncomingHttpHeaders): boolean {
  const mode = headers['sec-fetch-mode'];
  if (mode !== undefined && mode !== 'navigate') return false;
  if (headers['x-requested-with']) return false;
  const types = wanted(headers.accept ?? '');
  const page = types.findIndex((type) => type === 'text/html' || type === 'application/xhtml+xml');
  const json = types.findIndex((type) => type === 'application/json' || type.endsWith('+json'));
  return page !== -1 && (json === -1 || page < json);
}
