import { apiCodes, koeCodes, loginCodes, usageCodes } from '@kakao-login/client';
import type { CodeEntry } from '@kakao-login/client';
import { kaeCodes } from '@kakao-login/client/contract';
import {
  connectionTable,
  docsAddress,
  oauthTable,
  tokenTable,
  unexpectedTable,
  webhookTable,
} from '@kakao-login/client/internal';
import type { Language } from './site.js';
import { usageCodeTexts } from './usage-codes.js';

interface Table {
  kind: string;
  title: Record<Language, string>;
  codes: Readonly<Record<string, CodeEntry>>;
}

const usage = Object.entries(usageCodes).map(([code, status]): [string, CodeEntry] => [
  code,
  { ...usageCodeTexts[code as keyof typeof usageCodes], status, retryable: false },
]);

const tables: readonly Table[] = [
  { kind: 'auth', title: { ko: '카카오 인증 서버 (KOE)', en: 'Kakao’s authorization server (KOE)' }, codes: koeCodes },
  { kind: 'api', title: { ko: '카카오 API', en: 'Kakao’s APIs' }, codes: apiCodes },
  { kind: 'login', title: { ko: '로그인', en: 'Logins' }, codes: loginCodes },
  { kind: 'token', title: { ko: 'ID 토큰', en: 'ID tokens' }, codes: tokenTable() },
  { kind: 'connection', title: { ko: '연결', en: 'Connections' }, codes: connectionTable() },
  { kind: 'unexpected', title: { ko: '예상과 다른 응답', en: 'Unexpected responses' }, codes: unexpectedTable() },
  { kind: 'usage', title: { ko: '옵션과 인자', en: 'Options and arguments' }, codes: Object.fromEntries(usage) },
  { kind: 'webhook', title: { ko: '웹훅', en: 'Webhooks' }, codes: webhookTable() },
  { kind: 'kae', title: { ko: '배송지 피커 (KAE)', en: 'The address picker (KAE)' }, codes: kaeCodes },
];

const words = {
  ko: { remedy: '할 일', status: '응답 상태', kakao: '카카오', retry: '다시 시도할 수 있음' },
  en: { remedy: 'What to do', status: 'Status', kakao: 'Kakao', retry: 'can be retried' },
};

/** The part of `error.docs` behind `#`. */
export const anchorOf = (kind: string, code: string): string =>
  docsAddress(kind, kind === 'api' ? Number(code) : code).split('#')[1] ?? '';

/** Outside of `code`, `<` and `{{` would be tags and expressions to Vue. */
const prose = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : part.replaceAll('<', '&lt;').replaceAll('{{', '&#123;&#123;')))
    .join('');

function section(kind: string, code: string, entry: CodeEntry, language: Language): string {
  const { remedy, status, kakao, retry } = words[language];
  // Kakao sends the same names from the token endpoint, as errors of another kind.
  const alias =
    kind === 'login' && Object.hasOwn(oauthTable(), code) ? `<a id="${anchorOf('auth', code)}"></a>\n\n` : '';
  const answer = [entry.kakaoStatus, entry.error && `\`${entry.error}\``].filter(Boolean).join(' ');
  const facts = [
    `${status} ${entry.status}`,
    ...(answer === '' ? [] : [`${kakao} ${answer}`]),
    ...(entry.retryable ? [retry] : []),
  ];
  return `${alias}### \`${code}\` {#${anchorOf(kind, code)}}

${prose(entry.reason[language])}

**${remedy}:** ${prose(entry.remedy[language])}

<small>${facts.map((fact) => fact.replaceAll(/`(.*?)`/g, '<code>$1</code>')).join(' · ')}</small>
`;
}

/** Every code that an error of this library can have, from the tables that the errors are made from. */
export const errorsPage = (language: Language): string =>
  tables
    .map(({ kind, title, codes }) => {
      const sections = Object.entries(codes).map(([code, entry]) => section(kind, code, entry, language));
      return `## ${title[language]} {#${kind}}\n\n${sections.join('\n')}`;
    })
    .join('\n');

/** Every anchor that `error.docs` can lead to. */
export const anchors = tables.flatMap(({ kind, codes }) => Object.keys(codes).map((code) => anchorOf(kind, code)));
