import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { KakaoLoginError } from '@kakao-login/client';
import { createKakaoEmulator, type KakaoEmulator } from '@kakao-login/emulator';
import {
  KakaoStrategy,
  kakaoErrorHandler,
  type KakaoAuthenticateOptions,
  type KakaoLogin,
  type KakaoStrategyOptions,
} from '@kakao-login/passport';
import { parseCookie } from 'cookie';
import express, { type Express, type RequestHandler } from 'express';
import passport from 'passport';
import { Browser } from './support/browser.js';

const moon = '1001';
const big = '1004';

interface Member {
  id: string;
  kakaoId?: string | undefined;
}

/** Members who log in with a password and can link a Kakao Account. Here a cookie names the member. */
class Members {
  readonly all = new Map<string, Member>();

  constructor(...ids: string[]) {
    for (const id of ids) this.all.set(id, { id });
  }

  byKakaoId(kakaoId: string): Member | undefined {
    return [...this.all.values()].find((member) => member.kakaoId === kakaoId);
  }

  /** The recipe of the documentation. */
  logIn({ profile, link }: KakaoLogin): Member {
    const owner = this.byKakaoId(profile.id);
    if (link === undefined) return owner ?? this.add({ id: `member of ${profile.id}`, kakaoId: profile.id });
    if (owner !== undefined && owner.id !== link) throw new KakaoLoginError('link_conflict');
    const member = this.all.get(link)!;
    if (member.kakaoId !== undefined && member.kakaoId !== profile.id) throw new KakaoLoginError('link_exists');
    member.kakaoId = profile.id;
    return member;
  }

  private add(member: Member): Member {
    this.all.set(member.id, member);
    return member;
  }
}

let server: Server;
let app: Express;
let url: string;
let emulator: KakaoEmulator;
let members: Members;

beforeEach(async () => {
  app = express();
  server = createServer(app);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  emulator = await createKakaoEmulator({ redirectUris: [`${url}/auth/kakao/callback`] });
  members = new Members('ann', 'bea');
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => void server.close(resolve));
  await emulator.close();
});

/** Starts the service, and returns its strategy. */
function open(given: Partial<KakaoStrategyOptions> = {}, atCallback: KakaoAuthenticateOptions = {}): KakaoStrategy {
  const { restApiKey: clientID, clientSecret } = emulator.app;
  const strategy = new KakaoStrategy(
    {
      clientID,
      clientSecret,
      callbackURL: `${url}/auth/kakao/callback`,
      hosts: emulator.url,
      currentMember: (request) => parseCookie(request.headers.cookie ?? '')['member'],
      ...given,
    },
    (login: KakaoLogin) => ({ member: members.logIn(login), link: login.link }),
  );
  const authenticator = new passport.Passport();
  authenticator.use('kakao', strategy);
  const kakao = (options: KakaoAuthenticateOptions): RequestHandler =>
    authenticator.authenticate('kakao', { session: false, ...options }) as RequestHandler;
  app.get('/auth/kakao', kakao({}));
  app.get('/auth/kakao/link', kakao({ link: true }));
  app.get('/auth/kakao/callback', kakao(atCallback), (request, response) => void response.json(request.user));
  app.use(kakaoErrorHandler());
  return strategy;
}

/** The browser of a member, or one without a login. */
function browserOf(member?: string): Browser {
  const browser = new Browser(url, { accept: 'application/json', 'sec-fetch-mode': 'navigate' });
  if (member !== undefined) browser.cookies.set('member', member);
  return browser;
}

/** Opens a login route, and logs in at Kakao. Returns the URL to which Kakao sends the browser. */
async function comeBack(browser: Browser, person = moon, route = '/auth/kakao/link'): Promise<string> {
  const { authorize } = await browser.begin(route);
  const { callbackUrl } = await emulator.signIn(person, { authorizeUrl: authorize });
  return callbackUrl;
}

/** The status of a response, and the code of its error, if any. */
async function answerTo(browser: Browser, address: string, headers: Record<string, string> = {}): Promise<unknown[]> {
  const response = await browser.open(address, { headers });
  const text = await response.text();
  const { error } = (text.startsWith('{') ? JSON.parse(text) : {}) as { error?: string };
  return error === undefined ? [response.status] : [response.status, error];
}

const exchanges = (): number => emulator.requests.filter(({ endpoint }) => endpoint === 'oauth.token').length;

describe('a member who links a Kakao Account', () => {
  test('is passed to the verify callback, and can then log in with Kakao', async () => {
    open();
    const browser = browserOf('ann');
    const linked = await browser.open(await comeBack(browser));
    expect(await linked.json()).toEqual({ member: { id: 'ann', kakaoId: moon }, link: 'ann' });
    const elsewhere = browserOf();
    const login = await elsewhere.open(await comeBack(elsewhere, moon, '/auth/kakao'));
    expect(await login.json()).toEqual({ member: { id: 'ann', kakaoId: moon } });
  });

  test('can be identified by a number', async () => {
    members = new Members('7');
    open({ currentMember: () => Promise.resolve(7) });
    const browser = browserOf();
    expect(await (await browser.open(await comeBack(browser))).json()).toMatchObject({ link: '7' });
  });

  test('has to be logged in', async () => {
    open();
    expect(await answerTo(browserOf(), '/auth/kakao/link')).toEqual([401, 'not_logged_in']);
  });

  test('gets the same response twice for a double click', async () => {
    open();
    const browser = browserOf('ann');
    const callback = await comeBack(browser);
    const answers = await Promise.all([answerTo(browser, callback), answerTo(browser, callback)]);
    expect(answers).toEqual([[200], [200]]);
    expect(exchanges()).toBe(1);
  });

  test('links once, even if the token response was lost and the login restarts', async () => {
    open();
    const browser = browserOf('ann');
    const callback = await comeBack(browser);
    emulator.faults.add({ on: 'oauth.token', kind: 'cut' });
    const again = await browser.begin(callback);
    expect(again.query.get('prompt')).toBe('none');
    const { callbackUrl } = await emulator.signIn(moon, { authorizeUrl: again.authorize });
    expect(await (await browser.open(callbackUrl)).json()).toMatchObject({ link: 'ann' });
  });

  test('links nothing if another member is logged in at the second attempt', async () => {
    open();
    const browser = browserOf('ann');
    const callback = await comeBack(browser);
    emulator.faults.add({ on: 'oauth.token', kind: 'cut' });
    const { authorize } = await browser.begin(callback);
    const { callbackUrl } = await emulator.signIn(moon, { authorizeUrl: authorize });
    browser.cookies.set('member', 'bea');
    expect(await answerTo(browser, callbackUrl)).toEqual([403, 'link_member_changed']);
  });
});

test('an ordinary login links nothing, even with a logged-in member and any query', async () => {
  open();
  const browser = browserOf('ann');
  const answer = await browser.open(await comeBack(browser, moon, '/auth/kakao?link=true'));
  expect(await answer.json()).toEqual({ member: { id: `member of ${moon}`, kakaoId: moon } });
  expect(members.all.get('ann')).toEqual({ id: 'ann' });
});

describe('conflicts', () => {
  test('a Kakao Account of another member is not moved: 409', async () => {
    open();
    members.all.get('bea')!.kakaoId = moon;
    const browser = browserOf('ann');
    expect(await answerTo(browser, await comeBack(browser))).toEqual([409, 'link_conflict']);
    expect(members.byKakaoId(moon)?.id).toBe('bea');
  });

  test('a member with another Kakao Account keeps it: 409', async () => {
    open();
    members.all.get('ann')!.kakaoId = big;
    const browser = browserOf('ann');
    expect(await answerTo(browser, await comeBack(browser))).toEqual([409, 'link_exists']);
    expect(members.all.get('ann')?.kakaoId).toBe(big);
  });

  test('a Kakao Account that the member already has can be linked again', async () => {
    open();
    members.all.get('ann')!.kakaoId = moon;
    const browser = browserOf('ann');
    expect(await answerTo(browser, await comeBack(browser))).toEqual([200]);
  });

  test('failureRedirect is followed with the code of the conflict', async () => {
    open({}, { failureRedirect: '/settings' });
    members.all.get('bea')!.kakaoId = moon;
    const browser = browserOf('ann');
    const answer = await browser.open(await comeBack(browser));
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/settings?error=link_conflict']);
  });

  test('a page in the language of the browser explains it', async () => {
    open();
    members.all.get('bea')!.kakaoId = moon;
    const browser = new Browser(url, { accept: 'text/html', 'accept-language': 'ko', 'sec-fetch-mode': 'navigate' });
    browser.cookies.set('member', 'ann');
    const page = await (await browser.open(await comeBack(browser))).text();
    expect(page).toContain('이미 다른 회원에게 연결되어 있습니다');
  });
});

describe('attacks', () => {
  test('a callback of another browser’s login is refused, even with a member logged in', async () => {
    open();
    const callback = await comeBack(browserOf('bea'), big);
    for (const victim of [browserOf('ann'), browserOf('bea'), browserOf()]) {
      expect(await answerTo(victim, callback)).toEqual([403, 'state_missing']);
    }
    expect(exchanges()).toBe(0);
  });

  test('a callback with a cookie planted in the browser of another member is refused', async () => {
    open();
    const attacker = browserOf('bea');
    const callback = await comeBack(attacker, big);
    const victim = browserOf('ann');
    for (const [name, value] of attacker.cookies) if (name !== 'member') victim.cookies.set(name, value);
    expect(await answerTo(victim, callback)).toEqual([403, 'link_member_changed']);
    expect(exchanges()).toBe(0);
    expect(members.all.get('ann')).toEqual({ id: 'ann' });
  });

  test.each([
    ['logs out', undefined],
    ['changes', 'bea'],
  ])('nothing is linked if the member %s between the legs, and the code is not used', async (_how, next) => {
    open();
    const browser = browserOf('ann');
    const callback = await comeBack(browser);
    browser.cookies.delete('member');
    if (next !== undefined) browser.cookies.set('member', next);
    expect(await answerTo(browser, callback)).toEqual([403, 'link_member_changed']);
    expect(exchanges()).toBe(0);
    browser.cookies.set('member', 'ann');
    expect(await answerTo(browser, callback)).toEqual([403, 'state_replayed']);
    expect([...members.all.values()]).toEqual([{ id: 'ann' }, { id: 'bea' }]);
  });

  test('going back to the callback does not link an account again that was unlinked in the meantime', async () => {
    open();
    const browser = browserOf('ann');
    const callback = await comeBack(browser);
    expect(await answerTo(browser, callback)).toEqual([200]);
    members.all.get('ann')!.kakaoId = undefined;
    expect(await answerTo(browser, callback.replace(/code=[^&]*/, 'code=another'))).toEqual([403, 'state_replayed']);
    expect(members.all.get('ann')?.kakaoId).toBeUndefined();
  });

  test('a page of another site cannot start it', async () => {
    open();
    const evil = { 'sec-fetch-site': 'cross-site', referer: 'https://evil.example/' };
    expect(await answerTo(browserOf('ann'), '/auth/kakao/link', evil)).toEqual([403, 'link_cross_site']);
    const hidden = { 'sec-fetch-site': 'cross-site' };
    expect(await answerTo(browserOf('ann'), '/auth/kakao/link', hidden)).toEqual([403, 'link_cross_site']);
  });

  test.each(['same-origin', 'same-site', 'none'])('a page of the service can start it: %s', async (site) => {
    open();
    expect(await answerTo(browserOf('ann'), '/auth/kakao/link', { 'sec-fetch-site': site })).toEqual([302]);
  });

  test('a front end on another domain can start it if logins may return there', async () => {
    open({ returnTo: ['https://shop.example'] });
    const from = (referer: string) => ({ 'sec-fetch-site': 'cross-site', referer });
    expect(await answerTo(browserOf('ann'), '/auth/kakao/link', from('https://shop.example/settings'))).toEqual([302]);
    const lookalike = from('https://shop.example.evil.example/');
    expect(await answerTo(browserOf('ann'), '/auth/kakao/link', lookalike)).toEqual([403, 'link_cross_site']);
  });
});

describe('mistakes', () => {
  test('link without the option currentMember names the missing option', async () => {
    open({ currentMember: undefined as never });
    expect(await answerTo(browserOf('ann'), '/auth/kakao/link')).toEqual([500, 'option_missing']);
  });

  test('currentMember has to be a function', () => {
    expect(() => open({ currentMember: 'ann' as never })).toThrow(expect.objectContaining({ option: 'currentMember' }));
  });

  test.each([[true], [{}], [''], [1.5], ['x'.repeat(201)]])('%j is not accepted as a member', async (member) => {
    open({ currentMember: () => member as never });
    expect(await answerTo(browserOf('ann'), '/auth/kakao/link')).toEqual([500, 'option_malformed']);
  });

  test('nothing is linked if the member cannot be stored', async () => {
    open({ state: false });
    expect(await answerTo(browserOf('ann'), '/auth/kakao/link')).toEqual([500, 'store_cannot_keep']);
  });
});
