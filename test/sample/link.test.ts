import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KakaoVault } from '@kakao-login/nestjs';
import { eq } from 'drizzle-orm';
import type { Browser } from 'playwright-core';
import { DATABASE, type Database } from '../../sample/src/database/database.js';
import { type Member, members, passwords } from '../../sample/src/database/schema.js';
import { MembersService } from '../../sample/src/members/members.service.js';
import { type RunningShop, startShop } from '../../sample/src/start.js';
import { Visitor } from '../attacks/support/visitor.js';
import { describeInBrowser, launchChromium } from '../support/chromium.js';
import { callbackOf, html, logIn, postFrom } from './visitor.js';
import { Walker } from './walker.js';

const anyPorts = { PORT: '0', KAKAO_EMULATOR_PORT: '0' };
const password = 'full moon 2026';
const accountPages = [
  '/me',
  '/me/properties',
  '/shipping',
  '/shipping/picker',
  '/consents',
  '/terms',
  '/tokens',
  '/order?item=lamp',
  '/welcome',
  '/leave/unlink',
];

const databaseOf = (shop: RunningShop): Database => shop.app.get<Database>(DATABASE);

async function memberOf(shop: RunningShop, loginId: string): Promise<Member | undefined> {
  const [row] = await databaseOf(shop)
    .select()
    .from(members)
    .innerJoin(passwords, eq(passwords.memberId, members.id))
    .where(eq(passwords.loginId, loginId));
  return row?.members;
}

describeInBrowser('the link page of the shop in a browser', () => {
  let shop: RunningShop;
  let browser: Browser;
  beforeAll(async () => {
    [shop, browser] = await Promise.all([startShop(anyPorts), launchChromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.close();
  });

  const fillIn = async ({ page }: Walker, loginId: string, typed = password): Promise<void> => {
    await page.fill('input[name=login_id]', loginId);
    await page.fill('input[name=password]', typed);
  };
  const join = async (walker: Walker, loginId: string): Promise<void> => {
    await fillIn(walker, loginId);
    await walker.page.locator('button[formaction="/login/password/join"]').click();
  };
  const pressLink = ({ page }: Walker): Promise<void> => page.locator('a[href^="/link/kakao"]').click();

  describe.each([
    {
      language: 'ko',
      options: { locale: 'ko-KR' },
      person: '달빛',
      kakaoId: '1001',
      texts: {
        needed: '‘내 정보’ 화면은 카카오계정을 연결해야 볼 수 있어요.',
        taken: '이미 사용 중인 아이디예요.',
        wrong: '아이디나 비밀번호가 맞지 않아요.',
        linked: '카카오계정을 연결했어요.',
        conflict: '카카오계정을 연결하지 못했습니다',
        unlinked: '카카오계정 연결을 끊었어요.',
        onlyKakao: '카카오가 유일한 로그인 방법이라',
      },
    },
    {
      language: 'en',
      options: { locale: 'en-US', colorScheme: 'dark' },
      person: '여러집',
      kakaoId: '1003',
      texts: {
        needed: 'Link your Kakao Account to see “My information”.',
        taken: 'Somebody has this login ID already.',
        wrong: 'The login ID or the password is wrong.',
        linked: 'Your Kakao Account is linked.',
        conflict: 'Your Kakao Account could not be linked',
        unlinked: 'Your Kakao Account is unlinked.',
        onlyKakao: 'Kakao is your only way to log in',
      },
    },
  ] as const)('in $language', ({ language, options, person, kakaoId, texts }) => {
    const loginId = `moon-${language}`;
    let me: Walker;
    beforeAll(async () => {
      me = await Walker.meet(browser, shop, options);
    });
    afterAll(() => me?.context.close());

    test('a member who signs up without Kakao is sent from /me to the link page', async () => {
      await me.open('/me');
      await me.page.locator('.login-main a.quiet').click();
      await me.snap(`48-password-${language}`);
      await fillIn(me, loginId);
      await me.page.locator('.card button.primary').click();
      expect(await me.page.locator('.notice.bad').innerText()).toContain(texts.wrong);
      await join(me, loginId);
      await me.waitForPath('/link');
      expect(await me.reads()).toContain(texts.needed);
      await me.snap(`49-link-needed-${language}`);
    });

    test('links a Kakao Account, and continues to the page that needed it', async () => {
      await pressLink(me);
      await me.beAs(person);
      await me.agree('everything');
      await me.waitForPath('/me');
      expect(await me.notice()).toContain(texts.linked);
      expect(await memberOf(shop, loginId)).toMatchObject({ kakaoId, nickname: person, loginCount: 1 });
      await me.open('/link');
      await me.snap(`50-linked-${language}`);
    });

    test('refuses another member’s Kakao Account, and lets the user choose another one', async () => {
      const other = await Walker.meet(browser, shop, options);
      await other.open('/login/password');
      await join(other, loginId);
      expect(await other.page.locator('.notice.bad').innerText()).toBe(texts.taken);
      await join(other, `${loginId}-2`);
      await pressLink(other);
      await other.beAs(person);
      await other.waitForPath('/auth/kakao/callback');
      expect(await other.heading()).toBe(texts.conflict);
      expect(await other.reads()).toContain('link_conflict');
      await other.snap(`51-link-conflict-${language}`);
      expect(await memberOf(shop, `${loginId}-2`)).toMatchObject({ kakaoId: null });
      expect(await memberOf(shop, loginId)).toMatchObject({ kakaoId });

      await other.page.locator('.error-card a.button').click();
      expect(other.path()).toBe('/link');
      await pressLink(other);
      expect(other.onShop()).toBe(false);
      expect(other.complaints).toEqual([]);
      await other.context.close();
    });

    test('unlinks the Kakao Account, and the member can log in with the password', async () => {
      const before = await memberOf(shop, loginId);
      await me.page.locator('form[action="/link/unlink"] button').click();
      await me.waitForPath('/link');
      expect(await me.notice()).toContain(texts.unlinked);
      await me.snap(`52-unlinked-${language}`);
      expect(await memberOf(shop, loginId)).toMatchObject({
        id: before?.id,
        kakaoId: null,
        nickname: loginId,
        email: null,
      });
      expect(await shop.app.get(KakaoVault).status(kakaoId)).toBeUndefined();

      await me.open('/leave');
      await me.snap(`53-leave-unlinked-${language}`);
      await me.page.locator('form[action="/leave/logout"] button').click();
      await me.waitForPath('/');
      await me.open('/login/password');
      await fillIn(me, loginId);
      await me.page.locator('.card button.primary').click();
      await me.waitForPath('/link');
      expect(me.complaints).toEqual([]);
    });

    test('has no unlink button for a member who can log in only with Kakao', async () => {
      const member = await Walker.meet(browser, shop, options);
      await member.open('/auth/kakao');
      await member.beAs(person);
      await member.agree('everything');
      await member.waitForPath('/welcome');
      await member.open('/link');
      expect(await member.reads()).toContain(texts.onlyKakao);
      expect(await member.page.locator('form[action="/link/unlink"]').count()).toBe(0);
      await member.snap(`54-only-kakao-${language}`);
      expect(member.complaints).toEqual([]);
      await member.context.close();
    });
  });
});

describe('a member without Kakao', () => {
  let shop: RunningShop;
  beforeAll(async () => {
    shop = await startShop(anyPorts);
  });
  afterAll(() => shop?.close());

  const join = async (loginId: string): Promise<Visitor> => {
    const visitor = new Visitor(shop.url);
    const joined = await postFrom(visitor, '/login/password/join', 'text/html', { login_id: loginId, password });
    expect(joined.headers.get('location')).toBe('/link');
    return visitor;
  };

  test('is redirected to the link page by every page that needs Kakao, and a script gets a 403', async () => {
    const visitor = await join('no-kakao');
    for (const path of accountPages) {
      const { status, headers } = await visitor.open(path, { headers: html });
      expect([path, status, headers.get('location')]).toEqual([
        path,
        303,
        `/link?${new URLSearchParams({ returnTo: path }).toString()}`,
      ]);
    }
    const script = await postFrom(visitor, '/shipping/picker/access-token', 'application/json');
    expect([script.status, await script.json()]).toEqual([403, { error: 403, message: 'Link a Kakao Account first.' }]);
  });

  test.each([
    ['Upper', password],
    ['ab', password],
    ['a b c', password],
    ['moonrise', 'seven 7'],
  ])('cannot sign up as %j with the password %j', async (loginId, typed) => {
    const visitor = new Visitor(shop.url);
    const fields = { login_id: loginId, password: typed };
    const { headers } = await postFrom(visitor, '/login/password/join', 'text/html', fields);
    expect(headers.get('location')).toBe('/login/password');
    expect(await memberOf(shop, loginId)).toBeUndefined();
  });

  test('only one of two users who sign up with the same login ID at the same time becomes a member', async () => {
    const before = (await shop.app.get(MembersService).all()).length;
    const fields = { login_id: 'twins', password };
    const answers = await Promise.all(
      [0, 1].map(() => postFrom(new Visitor(shop.url), '/login/password/join', 'text/html', fields)),
    );
    const pages = new Set(answers.map(({ headers }) => headers.get('location')));
    expect(pages).toEqual(new Set(['/link', '/login/password']));
    expect((await shop.app.get(MembersService).all()).length).toBe(before + 1);
  });

  test('can log out, in this browser or everywhere, without Kakao', async () => {
    for (const path of ['/leave/logout', '/leave/logout-everywhere']) {
      const visitor = await join(path.slice(7));
      const { headers } = await postFrom(visitor, path);
      expect(headers.get('location')).toBe('/');
      expect(await (await visitor.open('/', { headers: html })).text()).toContain('로그아웃했어요.');
      expect((await visitor.open('/link', { headers: html })).headers.get('location')).toMatch(/^\/login/);
    }
  });

  test('can close the account only with the right password', async () => {
    const visitor = await join('goodbye');
    const before = await memberOf(shop, 'goodbye');
    const wrong = await postFrom(visitor, '/leave/close', 'text/html', { password: `${password}!` });
    expect(wrong.headers.get('location')).toBe('/leave');
    expect(await memberOf(shop, 'goodbye')).toEqual(before);
    const right = await postFrom(visitor, '/leave/close', 'text/html', { password });
    expect(right.headers.get('location')).toBe('/goodbye');
    expect(await memberOf(shop, 'goodbye')).toBeUndefined();
    const left = await shop.app.get(MembersService).find(before?.id ?? 0);
    expect(left).toMatchObject({ nickname: null, leftAt: expect.any(Date) });
  });

  test('stays linked if Kakao fails to unlink, and can try again', async () => {
    const visitor = await join('linked');
    const { emulator } = shop.emulated!;
    await visitor.open(await callbackOf(emulator.url, visitor, '/link/kakao'), { headers: html });
    expect(await memberOf(shop, 'linked')).toMatchObject({ kakaoId: '1001' });
    emulator.faults.add({ on: 'account.unlink', kind: 'error', code: -1, times: 3 });
    await postFrom(visitor, '/link/unlink');
    emulator.faults.clear();
    expect(await memberOf(shop, 'linked')).toMatchObject({ kakaoId: '1001' });
    await postFrom(visitor, '/link/unlink');
    expect(await memberOf(shop, 'linked')).toMatchObject({ kakaoId: null });
  });

  test('has to unlink Kakao to close an account that is linked', async () => {
    const visitor = await logIn(shop);
    const { headers } = await postFrom(visitor, '/leave/close', 'text/html', { password: '' });
    expect(headers.get('location')).toBe('/leave/unlink');
  });

  test('cannot unlink Kakao if it is the only way to log in', async () => {
    const kakaoOnly = await logIn(shop);
    await postFrom(kakaoOnly, '/link/unlink');
    expect(await (await kakaoOnly.open('/link', { headers: html })).text()).toContain(
      '카카오 말고는 로그인할 방법이 없어요.',
    );
    expect(await shop.app.get(KakaoVault).status('1001')).toBeDefined();
  });
});
