import { parseAccept } from 'hono/utils/accept';

import { langCookie, paths } from '../pages/models.js';
import type { Lang, Page } from '../pages/models.js';
import { cookie, given } from './call.js';
import type { Call } from './call.js';

const isLang = (text: string | undefined): text is Lang => text === 'ko' || text === 'en';

/** The browser's preferred language, or Korean if it accepts neither. */
function preferred(header: string): Lang {
  const accepted = parseAccept(header).filter(({ q }) => q > 0);
  return accepted.map(({ type }) => type.split('-')[0]?.toLowerCase()).find(isLang) ?? 'ko';
}

/** The language of the language switch, its cookie, or the browser, in this order. */
export function langOf(call: Call): Lang {
  const asked = given(call.form, 'lang') ?? given(call.query, 'lang');
  if (isLang(asked)) return asked;
  const kept = cookie(call, langCookie);
  if (isLang(kept)) return kept;
  return preferred(call.headers['accept-language'] ?? '');
}

export function langHeaders(call: Call): Record<string, string[]> {
  const asked = given(call.form, 'lang') ?? given(call.query, 'lang');
  return isLang(asked) ? { 'set-cookie': [`${langCookie}=${asked}; Path=/; SameSite=Lax; Max-Age=31536000`] } : {};
}

/** The start of every page model. The language switch reloads the same URL. */
export const pageStart = (call: Call): Page => ({
  lang: langOf(call),
  here: { method: 'get', action: call.path, fields: [...call.query] },
});

/** For a page that must not be reloaded: its language switch only loads the text, so that nothing happens twice. */
export const messagePageStart = (call: Call, kind: string, appName = ''): Page => ({
  lang: langOf(call),
  here: {
    method: 'get',
    action: paths.message,
    fields: [['kind', kind], ...(appName ? [['app', appName] as const] : [])],
  },
});

export const errorPageStart = (call: Call, kind: string, appName?: string): Page =>
  call.method === 'POST' ? messagePageStart(call, kind, appName) : pageStart(call);
