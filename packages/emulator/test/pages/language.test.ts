import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { koeCodes } from '@kakao-login/client/contract';
import { createKakaoEmulator, defaultSeed, type KakaoEmulator } from '@kakao-login/emulator';
import { Visitor, authorizePath, hidden } from '../visitor.js';
import { faultsOf } from './wording.js';

const page = { accept: 'text/html', 'accept-language': 'ko' };
const sdk = 'http://localhost:3000';

let emulator: KakaoEmulator;

beforeAll(async () => {
  emulator = await createKakaoEmulator();
  await emulator.addPerson({ id: '77', loginId: 'asleep@example.com', nickname: '잠', dormant: true });
  await emulator.configure({ under14: 'allow' });
});
afterAll(() => emulator.close());

const langOf = (text: string): string | undefined => /<html lang="(..)"/.exec(text)?.[1];
const titleOf = (text: string): string | undefined => /<title>([^<]*)/.exec(text)?.[1];

/** Uses the language switch of a page, as a browser would. */
async function switched(visitor: Visitor, text: string, lang: string): Promise<string> {
  const form = /<form\s+class="languages"\s+method="(\w+)"\s+action="([^"]*)"[^]*?<\/form>/.exec(text);
  if (!form) throw new Error(`no language switch: ${titleOf(text)}`);
  const [markup, method, action = ''] = form;
  const unescaped = (value = ''): string => value.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  const fields = [...markup.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
    ([, name, value]): [string, string] => [unescaped(name), unescaped(value)],
  );
  const sent: [string, string][] = [...fields, ['lang', lang]];
  const answer =
    method === 'post'
      ? await send(action, Object.fromEntries(sent))(visitor)
      : await get(`${action}?${new URLSearchParams(sent).toString()}`)(visitor);
  return answer.text();
}

/** The names of apps, people, terms and addresses in the seed. They are the same in both languages. */
const namesOf = (): string[] => [
  ...JSON.stringify([defaultSeed, emulator.people]).match(/(?<=")[^"]*[가-힣][^"]*(?=")/g)!,
  ...Object.values(koeCodes).flatMap(({ reason, remedy }) =>
    [reason.ko, remedy.ko].map((text) => text.replaceAll('>', '&gt;')),
  ),
];

type Reached = (visitor: Visitor) => Promise<Response>;

const get =
  (path: string): Reached =>
  (visitor) =>
    visitor.request(path, { headers: page });
const send =
  (path: string, form: Record<string, string> = {}, headers: Record<string, string> = {}): Reached =>
  (visitor) =>
    visitor.request(path, { method: 'POST', body: new URLSearchParams(form), headers: { ...page, ...headers } });
const authorize = (more: Record<string, string> = {}): string => authorizePath(emulator, more);
/** Logs in with one click on the way to `path`. */
const logIn = (visitor: Visitor, person: string, path: string): Promise<Response> =>
  send('/login', { person, continue: path })(visitor);
const picker = async (form: Record<string, string>, person = '1003'): Promise<Record<string, string>> => ({
  app_key: emulator.app.javascriptKey,
  access_token: (await emulator.issueTokens(person)).access_token,
  trans_id: 't'.repeat(60),
  ...form,
});
/** Accepts or cancels the consent page of a user. */
const consent = async (visitor: Visitor, person: string, path: string, action: string): Promise<Response> => {
  const text = await (await logIn(visitor, person, path)).text();
  return send('/oauth/authorize', { transaction: hidden(text, 'transaction'), action, agree_all: 'on' })(visitor);
};

const pages: Record<string, Reached> = {
  'the home page': get('/'),
  'the console': get('/_emulator/console'),
  'an unknown page': get('/nowhere?x=1'),
  'an unknown page of the console': get('/_emulator/console/apps'),
  'a form for an unknown path': send('/nowhere'),
  'an unknown page of kauth': get('/oauth/nowhere'),
  'the login page': get('/login?continue=/'),
  'a failed login': send('/login', { loginId: 'nobody', password: 'x', continue: '/' }),
  'the account chooser': get('/login/simple?continue=/'),
  'the page for a new account': get('/weblogin/create_account?continue=/'),
  'a failed new account': send('/weblogin/create_account', { continue: '/' }),
  'a page that the emulator does not imitate': get('/qr_login'),
  'connected services': async (visitor) => {
    await logIn(visitor, '1001', '/');
    return get('/connected/app/list')(visitor);
  },
  'a form for connected services from another site': async (visitor) => {
    await logIn(visitor, '1001', '/');
    const form = { app_id: '100001', action: 'unlink' };
    return send('/connected/app/list', form, { 'sec-fetch-site': 'cross-site' })(visitor);
  },
  consent: (visitor) => logIn(visitor, '1001', authorize()),
  'an expired consent': send('/oauth/authorize', { transaction: 'old', action: 'accept' }),
  'a guardian’s consent': (visitor) => consent(visitor, '1006', authorize(), 'accept'),
  'a step that the account requires': (visitor) => logIn(visitor, '77', authorize()),
  'a KOE page': get('/oauth/authorize?client_id=x'),
  'a KOE page after a login': (visitor) => logIn(visitor, '1001', authorize({ scope: 'talk_calendar' })),
  'a KOE page after a form': async (visitor) => {
    const text = await (await logIn(visitor, '1001', authorize())).text();
    emulator.faults.add({ on: '/oauth/authorize', kind: 'error', code: 'KOE203' });
    return send('/oauth/authorize', { transaction: hidden(text, 'transaction'), action: 'accept' })(visitor);
  },
  'a finished popup': (visitor) =>
    consent(visitor, '1001', authorize({ is_popup: 'true', auth_tran_id: 't'.repeat(60) }), 'cancel'),
  'the logout page': async (visitor) => {
    await logIn(visitor, '1001', '/');
    const query = { client_id: emulator.app.restApiKey, logout_redirect_uri: `${sdk}/` };
    return get(`/oauth/logout?${new URLSearchParams(query).toString()}`)(visitor);
  },
  'an expired logout': send('/oauth/logout', { stsc: 'old' }),
  'the address picker': async (visitor) => send('/user/address', await picker({}), { origin: sdk })(visitor),
  'a new address': async (visitor) => send('/user/create/address', await picker({}), { origin: sdk })(visitor),
  'a selected address': async (visitor) => {
    const text = await (await send('/user/address', await picker({}), { origin: sdk })(visitor)).text();
    const [, id = ''] = /name="address_id"\s+value="(\d+)"/.exec(text) ?? [];
    return send('/user/address/choose', { transaction: hidden(text, 'transaction'), address_id: id })(visitor);
  },
  'a refused address': async (visitor) =>
    send('/user/address', await picker({ app_key: 'unknown' }), { origin: sdk })(visitor),
  'an expired address picker': send('/user/address/choose', { transaction: 'old' }),
};

test.each(Object.keys(pages))('%s can be read in the other language', async (name) => {
  const visitor = new Visitor(emulator.url);
  const first = await (await pages[name]!(visitor)).text();
  expect(langOf(first)).toBe('ko');
  const english = await switched(visitor, first, 'en');
  const korean = await switched(visitor, english, 'ko');
  expect([langOf(english), langOf(korean), titleOf(korean)]).toEqual([
    'en',
    'ko',
    titleOf(first)?.replace('오류: ', ''),
  ]);
  expect(titleOf(english)).not.toBe(titleOf(first));
  expect({ ko: faultsOf(korean, 'ko', namesOf()), en: faultsOf(english, 'en', namesOf()) }).toEqual({ ko: [], en: [] });
});

test('the language switch of a failed form does not send it again', async () => {
  const visitor = new Visitor(emulator.url);
  await emulator.signIn('1001');
  await logIn(visitor, '1001', '/');
  const form = { app_id: '100001', action: 'unlink' };
  const refused = await send('/connected/app/list', form, { 'sec-fetch-site': 'cross-site' })(visitor);
  await switched(visitor, await refused.text(), 'en');
  expect(await (await get('/connected/app/list')(visitor)).text()).toContain('name="app_id" value="100001"');
});

test('an unknown path of the control API returns JSON to programs', async () => {
  const answer = await fetch(`${emulator.url}/_emulator/nowhere`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/json;charset=UTF-8']);
});

describe('the language of a page', () => {
  test.each([
    [undefined, 'ko'],
    ['', 'ko'],
    ['*', 'ko'],
    ['fr', 'ko'],
    ['en', 'en'],
    ['en-US,en;q=0.9', 'en'],
    ['EN-gb', 'en'],
    ['ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7', 'ko'],
    ['en-US,en;q=0.9,ko;q=0.8', 'en'],
    ['fr-FR,fr;q=0.9,en;q=0.8', 'en'],
    ['de, ja;q=0.9, ko;q=0.5, en;q=0.4', 'ko'],
    ['ko;q=0.3, en;q=0.7', 'en'],
    ['en;q=0, ko', 'ko'],
    ['en;q=0', 'ko'],
    ['enm', 'ko'],
    ['en;q=nonsense', 'en'],
    [';;,,=', 'ko'],
  ])('for Accept-Language %j is %s', async (accepted, lang) => {
    const headers: Record<string, string> = accepted === undefined ? {} : { 'accept-language': accepted };
    for (const path of ['/', '/login', '/oauth/authorize', '/nowhere', '/_emulator/console']) {
      expect(langOf(await (await fetch(emulator.url + path, { headers })).text())).toBe(lang);
    }
  });

  test('is the selected one, even if the browser prefers another', async () => {
    const visitor = new Visitor(emulator.url);
    await visitor.get('/?lang=en');
    expect(langOf(await (await get('/login')(visitor)).text())).toBe('en');
    expect(langOf(await (await get('/login?lang=ko')(visitor)).text())).toBe('ko');
  });
});
