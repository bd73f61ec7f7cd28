import type { Bilingual } from '@kakao-login/client';
import type { DoctorReport } from './diagnose.js';
import { both } from './finding.js';
import type { Finding } from './finding.js';

export type Language = keyof Bilingual;

const labels = {
  cause: both('원인', 'Cause'),
  remedy: both('해결', 'Fix'),
  console: both('콘솔', 'Console'),
  assumption: both('가정', 'Assumes'),
} as const;

/** The language of the messages: Korean for a Korean locale, otherwise English. */
export function languageOf(variables: Readonly<Record<string, string | undefined>>): Language {
  const locale = variables['LC_ALL'] || variables['LC_MESSAGES'] || variables['LANG'] || '';
  return /^ko(?:[_.@-]|$)/i.test(locale) ? 'ko' : 'en';
}

function linesOf(one: Finding, lang: Language, manyApps: boolean): string[] {
  const about = [...(manyApps && one.app !== undefined ? [one.app] : []), ...one.settings].join(', ');
  const head = `${one.status.padEnd(5)} ${one.code}${about === '' ? '' : ` (${about})`}: ${one.message[lang]}`;
  if (one.status === 'PASS') return [head];
  const details = (['cause', 'remedy', 'console', 'assumption'] as const).flatMap((part) => {
    const text = one[part]?.[lang];
    return text === undefined ? [] : [`      ${labels[part][lang]}: ${text}`];
  });
  return [head, ...details];
}

/** The report as lines for a terminal. */
export function textOf({ findings, counts }: DoctorReport, lang: Language): string {
  const manyApps = new Set(findings.flatMap(({ app }) => (app === undefined ? [] : [app]))).size > 1;
  const lines = findings.flatMap((one) => linesOf(one, lang, manyApps));
  const total = Object.entries(counts).map(([status, count]) => `${status} ${count}`);
  return `${lines.join('\n')}\n\n${total.join('  ')}\n`;
}
