import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningShop, startShop } from '../../sample/src/start.js';
import { Visitor } from '../attacks/support/visitor.js';
import { callbackOf, html, logIn, postFrom } from './visitor.js';

type Language = 'ko' | 'en';

let shop: RunningShop;
beforeAll(async () => {
  shop = await startShop({ PORT: '0', KAKAO_EMULATOR_PORT: '0' });
});
afterAll(() => shop?.close());

const forVisitors = [
  '/',
  '/login',
  '/login/password',
  '/login?returnTo=/me',
  '/login?reason=session',
  '/goodbye',
  '/wholesale',
];
const forMembers = [
  '/',
  '/welcome',
  '/me',
  '/me?key=kakao_account.email',
  '/me/properties',
  '/shipping',
  '/shipping/6500001',
  '/shipping/picker',
  '/consents',
  '/consents?only=gender',
  '/terms',
  '/terms?result=agreed',
  '/tokens',
  '/order?item=lamp',
  '/link',
  '/leave',
  '/leave/unlink',
  '/wholesale',
  '/owner',
  '/owner/1001',
];
const failures = [
  '/nowhere',
  '/auth/kakao/callback',
  '/auth/kakao/callback?code=x&state=y',
  '/auth/kakao-wholesale/callback?code=x&state=y',
];

/** Every page of the shop in one language, including the notices after submitting forms. */
async function allPages(language: Language): Promise<Map<string, string>> {
  const pages = new Map<string, string>();
  const headers = { ...html, 'accept-language': language === 'ko' ? 'ko-KR,ko;q=0.9,en;q=0.8' : 'en-GB,en;q=0.9' };
  const read = async (browser: Visitor, path: string, name = path): Promise<void> => {
    pages.set(name, await (await browser.open(path, { headers })).text());
  };
  const visitor = new Visitor(shop.url);
  for (const path of [...forVisitors, ...failures]) await read(visitor, path);

  const member = await logIn(shop);
  await read(member, '/me', 'after the login');
  for (const path of forMembers) await read(member, path, `${path} as a member`);
  await logIn(shop, '/auth/kakao-wholesale', member);
  await read(member, '/wholesale', 'the wholesale signup');
  const forms: [path: string, fields: Record<string, string>][] = [
    ['/me/properties', { memo: 'x' }],
    ['/me/properties', { extraKey: 'shoe_size' }],
    ['/tokens/refresh', {}],
    ['/consents/revoke', { scope: 'gender' }],
    ['/consents/revoke', { scope: 'profile_nickname' }],
    ['/terms/agree', { tag: 'marketing_20260101' }],
    ['/terms/revoke', { tag: 'marketing_20260101' }],
    ['/terms/revoke', { tag: 'service_20260101' }],
    ['/wholesale/signup', { company_name: 'Starlight' }],
    ['/wholesale/signup', { company_name: 'Starlight' }],
    ['/wholesale/leave', {}],
    ['/order', { item: 'socks', address_id: '6500001' }],
    ['/leave/logout', {}],
  ];
  for (const [path, fields] of forms) {
    const { headers: answer } = await postFrom(member, path, 'text/html', fields);
    await read(member, answer.get('location') ?? '', `after POST ${path} ${JSON.stringify(fields)}`);
  }
  const unlinked = new Visitor(shop.url);
  const newMember = { login_id: `moon-${language}`, password: 'full moon 2026' };
  const joined = await postFrom(unlinked, '/login/password/join', 'text/html', newMember);
  await read(unlinked, joined.headers.get('location') ?? '', 'after signing up without Kakao');
  await postFrom(unlinked, '/login/password/join', 'text/html', newMember);
  await read(unlinked, '/login/password', 'a login ID that is taken');
  await postFrom(unlinked, '/login/password', 'text/html', { ...newMember, password: 'wrong' });
  await read(unlinked, '/login/password', 'a wrong password');
  for (const path of ['/link?returnTo=%2Fme', '/leave']) await read(unlinked, path, `${path} without Kakao`);
  const conflict = await callbackOf(shop.emulated?.emulator.url ?? '', unlinked, '/link/kakao');
  await read(unlinked, conflict, 'a Kakao Account of another member');
  const owner = await logIn(shop);
  pages.set(
    'the night job',
    await (await owner.open('/owner/night-job', { method: 'POST', headers: { ...headers, origin: shop.url } })).text(),
  );
  const unlucky = await logIn(shop);
  await unlucky.open('/', { headers }); // removes the greeting notice
  shop.emulated?.emulator.faults.add({ on: 'user.me', kind: 'answer', status: 500, body: 'x', times: 4 });
  await read(unlucky, '/me', 'when Kakao is broken');
  shop.emulated?.emulator.faults.clear();
  shop.emulated?.emulator.faults.add({ on: 'user.me', kind: 'error', code: -401 });
  shop.emulated?.emulator.faults.add({ on: 'oauth.token', kind: 'error', code: 'KOE322' });
  await read(unlucky, '/me', 'when the tokens have ended');
  shop.emulated?.emulator.faults.clear();
  return pages;
}

/** The text and labels of a page, line by line, without code and without text from users. */
function sentencesOf(page: string): string[] {
  const people = (shop.emulated?.emulator.people ?? []).map(({ nickname }) => nickname).join('|');
  const labels = [...page.matchAll(/ (?:aria-label|placeholder|alt|data-waiting|data-failed)="([^"]*)"/g)];
  const text = page
    .replace(/<(pre|code|style|script|option|time)\b[^>]*>.*?<\/\1>/gs, ' ')
    .replace(/<(\w+)[^>]* translate="no"[^>]*>.*?<\/\1>/gs, ' ')
    .replace(/<(button)[^>]* lang="[^"]*"[^>]*>.*?<\/\1>/gs, ' ')
    .replace(/<\/(?:p|h\d|li|dd|dt|div|summary|button|a|label|legend|th|td|strong|title)>|<br>/g, '\n')
    .replace(/<[^>]*>/g, '');
  return [text, ...labels.map(([, label]) => label ?? '')]
    .join('\n')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(new RegExp(people, 'g'), '')
    .split(/\n|(?<=[.!?])\s/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** English words that Korean developers use. */
const loanWords =
  /@kakao-login|https?:\/\/\S+|moonlight@example\.com|JavaScript|SDK|API|ID|OIDC|CI|RS256|JWE|KakaoLoginHandler|state|PKCE|nonce|picker\.js|M-\d+|moon-ko|\([SML]\)|shoe_size|members/g;

/** Removes the details for developers on error pages, which use the style of Kakao's documents. */
const withoutDetails = (page: string): string =>
  page.includes('class="error-card"') ? page.replace(/<details>.*?<\/details>/gs, ' ') : page;

describe('the words of the shop', () => {
  let korean: Map<string, string>;
  let english: Map<string, string>;
  beforeAll(async () => {
    korean = await allPages('ko');
    english = await allPages('en');
  });

  const offending = (pages: Map<string, string>, wrong: (sentence: string) => boolean): string[] =>
    [...pages].flatMap(([name, page]) =>
      sentencesOf(withoutDetails(page))
        .filter(wrong)
        .map((sentence) => `${name}: ${sentence}`),
    );

  test('are in the language that the browser prefers', () => {
    for (const page of korean.values()) expect(page).toContain('<html lang="ko"');
    for (const page of english.values()) expect(page).toContain('<html lang="en"');
    expect(english.size).toBe(korean.size);
  });

  const isFailure = (page: string): boolean => page.includes('class="error-card"');
  const ofKind = (failures: boolean): Map<string, string> =>
    new Map([...korean].filter(([, page]) => isFailure(page) === failures));
  const ends = (sentence: string): boolean => /[.!?]$/.test(sentence);

  test('use 해요체 in the shop: every sentence ends in 요', () => {
    const formal = /(?:[가-힣]다|니까|시오)$/;
    expect(
      offending(ofKind(false), (sentence) => (ends(sentence) ? !/요[.!?]$/.test(sentence) : formal.test(sentence))),
    ).toEqual([]);
  });

  test('use 합니다체 on error pages: statements end in 니다, requests in 세요', () => {
    const polite = /(?:니다|세요)[.!?]?$/;
    expect(
      offending(ofKind(true), (sentence) =>
        ends(sentence) ? !polite.test(sentence) : sentence.endsWith('요') && !polite.test(sentence),
      ),
    ).toEqual([]);
  });

  test('contain no English in Korean, except for technical terms', () => {
    expect(offending(korean, (sentence) => /[A-Za-z]{2}/.test(sentence.replace(loanWords, '')))).toEqual([]);
  });

  test('contain no Korean in English', () => {
    expect(offending(english, (sentence) => /[가-힣]/.test(sentence))).toEqual([]);
  });

  test('on an error page include exactly one next step', () => {
    const pages = [...korean, ...english].filter(([, page]) => page.includes('class="error-card"'));
    expect(pages.length).toBeGreaterThanOrEqual(10);
    for (const [name, page] of pages) {
      const [, card = ''] = /class="error-card"(.*?)<\/section>/s.exec(page) ?? [];
      expect([name, card.match(/class="(?:button primary|kakao-button)"/g)?.length]).toEqual([name, 1]);
    }
  });
});

test.each([
  ['ko', 'ko-KR,ko;q=0.9,en-US;q=0.8', undefined],
  ['en', 'en-US,en;q=0.9,ko;q=0.8', undefined],
  ['en', 'ja,fr;q=0.8', undefined],
  ['ko', 'fr,ko;q=0.5,en;q=0.4', undefined],
  ['ko', undefined, undefined],
  ['ko', '*', undefined],
  ['en', 'ko-KR', 'en'],
  ['ko', 'en-US', 'ko'],
  ['en', 'en-US', 'xx'],
] as const)('a page is in %s for Accept-Language: %s and the choice %s', async (language, accepted, chosen) => {
  const headers = {
    ...html,
    ...(accepted !== undefined && { 'accept-language': accepted }),
    ...(chosen !== undefined && { cookie: `language=${chosen}` }),
  };
  for (const path of ['/', '/login', '/nowhere', '/%E0%A4%A']) {
    const response = await new Visitor(shop.url).open(path, { headers });
    expect(response.headers.get('vary')).toMatch(/accept-language/i);
    expect(await response.text()).toContain(`<html lang="${language}"`);
  }
});

test('switching the language stays on the page and keeps its query', async () => {
  const visitor = new Visitor(shop.url);
  const path = '/login?returnTo=%2Fme%2Fproperties&reason=session';
  const page = await (await visitor.open(path, { headers: html })).text();
  const [, returnTo = ''] = /name="returnTo" value="([^"]*)"/.exec(page) ?? [];
  const answer = await postFrom(visitor, '/preferences', 'text/html', {
    language: 'en',
    returnTo: returnTo.replaceAll('&amp;', '&'),
  });
  expect(answer.headers.get('location')).toBe(path);
  expect(await (await visitor.open(path, { headers: html })).text()).toContain('Your session has ended.');
});

test.each(['/me', '/owner', '/shipping/12', '/me/properties'])(
  '%s asks a visitor to log in, says why, and is the page after the login',
  async (path) => {
    const visitor = new Visitor(shop.url);
    const { status, headers } = await visitor.open(path, { headers: html });
    expect(status).toBe(303);
    const location = headers.get('location') ?? '';
    expect(location).toBe(`/login?returnTo=${encodeURIComponent(path)}`);
    const page = await (await visitor.open(location, { headers: html })).text();
    expect(page).toMatch(/role="status">‘[^’]+’ 화면은 로그인한 회원만 볼 수 있어요\./);
    expect(page).toContain(`/auth/kakao?returnTo=${encodeURIComponent(path)}`);
  },
);
