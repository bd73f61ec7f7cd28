import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { KakaoClient } from '@kakao-login/client';
import { KakaoVault } from '@kakao-login/nestjs';
import { desc, eq } from 'drizzle-orm';
import type { Browser } from 'playwright-core';
import { DATABASE, type Database } from '../sample/src/database/database.js';
import { members, type Member, wholesaleCustomers } from '../sample/src/database/schema.js';
import { type RunningShop, startShop } from '../sample/src/start.js';
import { sessionSecret, Walker } from './sample/walker.js';
import { describeInBrowser, launchChromium, pressToClose } from './support/chromium.js';

/** Walks through the whole shop as a user. Each test continues where the previous one ended. */
describeInBrowser('the sample shop in a browser', () => {
  let shop: RunningShop;
  let browser: Browser;
  let me: Walker;

  beforeAll(async () => {
    [shop, browser] = await Promise.all([
      startShop({ PORT: '0', KAKAO_EMULATOR_PORT: '0', SESSION_SECRET: sessionSecret }),
      launchChromium(),
    ]);
    me = await Walker.meet(browser, shop);
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.close();
  });

  const database = (): Database => shop.app.get<Database>(DATABASE);
  /** Logs the user out with the admin key, which ends all of their tokens. */
  const endTokens = async (targetId: string): Promise<void> => {
    const { emulator, kakao } = shop.emulated ?? {};
    const client = new KakaoClient({
      clientId: kakao?.clientId ?? '',
      adminKey: kakao?.adminKey ?? '',
      hosts: emulator?.url ?? '',
    });
    await client.account.logout({ admin: true, targetId });
  };
  const newestMember = async (): Promise<Member | undefined> =>
    (await database().select().from(members).orderBy(desc(members.id)).limit(1))[0];

  test('shows a visitor the shop, with a Kakao button that follows the design guide', async () => {
    await me.open('/');
    const button = me.page.locator('.kakao-button').first();
    expect(await button.innerText()).toBe('카카오로 시작하기');
    const style = `getComputedStyle(document.querySelector('.kakao-button'))`;
    expect(await me.page.evaluate(`${style}.backgroundColor`)).toBe('rgb(254, 229, 0)');
    expect(await me.page.evaluate(`${style}.borderRadius`)).toBe('12px');
    await me.snap('01-home');
    await me.open('/login');
    await me.snap('02-login');
  });

  test('asks a visitor to log in before the account pages, and explains an auto-login without a Kakao session', async () => {
    await me.open('/shipping');
    expect(me.path()).toBe('/login');
    await me.logInBy('silent');
    await me.waitForPath('/auth/kakao/callback');
    expect(await me.reads()).toContain('login_required');
    await me.snap('03-error-login-required');
  });

  test('signs up a new user at the first login, with the terms of Kakao Sync', async () => {
    await me.open('/login');
    await me.page.getByRole('link', { name: '카카오로 시작하기' }).click();
    await me.type('moonlight@example.com', 'kakao1234!', { save: true });
    await me.agree(['account_email', 'phone_number']);
    await me.waitForPath('/welcome');
    expect(await me.heading()).toContain('달빛');
    expect(await me.reads()).toContain('새 회원');
    await me.snap('04-welcome');
    const member = await newestMember();
    expect(member).toMatchObject({
      kakaoId: '1001',
      nickname: '달빛',
      email: 'moonlight@example.com',
      phoneNumber: '+821012345678',
      loginCount: 1,
    });
  });

  test('shows developers each login as a timeline', async () => {
    await me.open('/login');
    await me.page.getByRole('link', { name: '로그인 과정' }).click();
    expect(me.path()).toBe('/kakao/xray');
    const [last, first] = await me.page.locator('article').allInnerTexts();
    expect(last).toContain('로그인 완료');
    expect(last).toContain('GET kapi /v2/user/me 200');
    expect(first).toContain('login_required');
    await me.snap('45-xray');
    for (const summary of await me.page.locator('summary').all()) await summary.click();
    await me.snap('46-xray-parameters');
    const english = await Walker.meet(browser, shop, { locale: 'en-US', colorScheme: 'dark' });
    await english.open('/kakao/xray');
    expect(await english.heading()).toBe('Kakao Login X-ray');
    await english.snap('47-xray-english-dark');
    expect(english.complaints).toEqual([]);
    await english.context.close();
  });

  test('shows the user information, and only the chosen properties', async () => {
    await me.open('/me');
    expect(await me.answerOf('GET /v2/user/me')).toMatchObject({
      id: '1001',
      kakao_account: { email: 'moonlight@example.com' },
    });
    await me.snap('05-me');
    await me.page.locator('input[value="kakao_account.email"]').check();
    await me.page.getByRole('button', { name: '선택한 것만 조회' }).click();
    const answer = (await me.answerOf('property_keys')) as { kakao_account: object };
    expect(answer.kakao_account).toHaveProperty('email');
    expect(answer.kakao_account).not.toHaveProperty('profile');
    await me.snap('06-me-chosen');
  });

  test('stores properties, and explains a key that is not registered', async () => {
    await me.open('/me/properties');
    await me.page.selectOption('select[name=clothing_size]', 'small');
    await me.page.fill('input[name=favorite_color]', '남색');
    await me.page.getByRole('button', { name: '저장' }).click();
    expect(await me.notice()).toContain('저장했어요');
    expect(await me.answerOf('GET /v2/user/me')).toMatchObject({
      properties: { clothing_size: 'small', favorite_color: '남색' },
    });
    await me.snap('07-properties');
    await me.page.getByText('등록되지 않은 키를 보내 보기').click();
    await me.page.fill('input[name=extraKey]', 'shoe_size');
    await me.page.getByRole('button', { name: '저장' }).click();
    expect(await me.notice()).toContain('-201');
    await me.snap('08-properties-refused');
  });

  test('asks for additional consent, but not for items that the user has agreed to', async () => {
    await me.open('/consents');
    await me.snap('09-consents');
    await me.page.locator('#more input[value=gender]').check();
    await me.page.locator('#more input[value=birthday]').check();
    await me.page.getByRole('button', { name: '카카오에서 동의하기' }).click();
    expect(await me.asked()).toEqual(['gender', 'birthday']);
    await me.agree('everything');
    await me.waitForPath('/consents');
    expect(await me.answerOf('GET /v2/user/scopes')).toMatchObject({
      scopes: expect.arrayContaining([expect.objectContaining({ id: 'gender', agreed: true })]),
    });
  });

  test('shows an error page if the user refuses additional consent', async () => {
    await me.page.locator('#more input[value=name]').check();
    await me.page.getByRole('button', { name: '카카오에서 동의하기' }).click();
    await me.refuse();
    await me.waitForPath('/auth/kakao/callback');
    expect(await me.reads()).toContain('access_denied');
    await me.snap('10-error-access-denied');
  });

  test('lists chosen consent items, revokes one, and has no button to revoke a required one', async () => {
    await me.open('/consents?only=account_email&only=gender');
    const { scopes } = (await me.answerOf('GET /v2/user/scopes')) as { scopes: { id: string }[] };
    expect(scopes.map((scope) => scope.id).sort()).toEqual(['account_email', 'gender']);
    await me.open('/consents');
    await me.page.locator('button[value=gender]').click();
    expect(await me.notice()).toContain('철회했어요');
    await me.snap('11-consent-revoked');
    expect(await me.page.locator('button[value=profile_nickname]').count()).toBe(0);
  });

  test('lists service terms, revokes one, agrees to it again, and asks for chosen terms at Kakao', async () => {
    await me.open('/terms');
    await me.snap('13-terms');
    await me.page.locator('button[value=marketing_20260101]').click();
    expect(await me.notice()).toContain('동의했어요');
    await me.page.locator('button[value=marketing_20260101]').click();
    expect(await me.notice()).toContain('철회했어요');
    await me.snap('14-terms-revoked');
    expect(await me.page.locator('button[value=service_20260101]').count()).toBe(0);
    await me.open('/terms?result=agreed');
    const { service_terms } = (await me.answerOf('agreed_service_terms')) as { service_terms: { tag: string }[] };
    expect(service_terms.map((term) => term.tag).sort()).toEqual(['privacy_20260101', 'service_20260101']);
    await me.page.getByRole('button', { name: '동의 화면으로 가기' }).click();
    await me.agree('everything');
    await me.waitForPath('/terms');
    expect(await me.answerOf('app_service_terms')).toMatchObject({
      service_terms: expect.arrayContaining([expect.objectContaining({ tag: 'marketing_20260101', agreed: true })]),
    });
  });

  test('shows the list of shipping addresses and one of them after consent', async () => {
    await me.open('/shipping');
    await me.snap('15-shipping-consent');
    await me.page.getByRole('link', { name: '배송지 제공 동의하기' }).click();
    await me.agree('everything');
    await me.waitForPath('/shipping');
    await me.snap('16-shipping');
    await me.page.getByRole('link', { name: '자세히 집' }).click();
    expect(await me.reads()).toContain('판교역로 166');
    await me.snap('17-shipping-one');
  });

  test('chooses an address in the JavaScript SDK’s picker', async () => {
    await me.open('/shipping/picker');
    await me.snap('18-picker');
    const popup = me.page.waitForEvent('popup');
    await me.page.getByRole('button', { name: '카카오 배송지 열기' }).click();
    const picker = await popup;
    await picker.locator('input[name=address_id]').first().check();
    await pressToClose(picker.locator('button.submit'));
    await me.waitForPath('/shipping/6500001');
    expect(await me.reads()).toContain('판교역로 166');
  });

  test('shows the vault’s encrypted record without tokens, and refreshes tokens that have expired', async () => {
    await me.open('/tokens');
    expect(await me.reads()).toContain('RS256 확인됨');
    await me.snap('19-tokens');
    expect(await me.answerOf('KakaoVault')).toMatchObject({ id: '1001', reconnectRequired: false });
    expect(await me.reads()).toMatch(/A256GCM[^]*session-secret-[0-9a-f]{8}[^]*eyJhbGci/);
    const refresh = me.page.getByRole('button', { name: '필요하면 갱신하기' });
    await refresh.click();
    expect(await me.notice()).toContain('새로 받지 않았어요');
    shop.emulated?.emulator.expireToken(await shop.app.get(KakaoVault).accessToken('1001'));
    await refresh.click();
    expect(await me.notice()).toContain('토큰이 만료되어 새로 받았어요');
    const session = (await me.context.cookies(shop.url)).find((cookie) => cookie.name === 'moonlight_session');
    expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
    expect(session?.value.length).toBeLessThan(3000);
  });

  test('explains that Kakao has ended the tokens, and works again after the next login', async () => {
    // Kakao's session still exists, so the login shows no page and returns new tokens.
    await me.open('/auth/kakao');
    await me.waitForPath('/me');
    await endTokens('1001');
    await me.open('/me');
    expect(await me.reads()).toContain('reconnect_required');
    await me.snap('20-error-expired');
    await me.page.getByRole('link', { name: '카카오로 시작하기' }).click();
    await me.waitForPath('/me');
  });

  test('logs in again with the password, in the account chooser, silently, and with a hint', async () => {
    await me.open('/login');
    await me.logInBy('again');
    expect(me.onShop()).toBe(false);
    await me.type('moonlight@example.com', 'kakao1234!', { save: true });
    await me.waitForPath('/me');

    await me.open('/login');
    await me.logInBy('choose');
    await me.page.locator('a.wrap_profile', { hasText: '달빛' }).click();
    await me.waitForPath('/me');

    await me.open('/login?returnTo=%2Fconsents');
    await me.logInBy('silent');
    await me.waitForPath('/consents');

    await me.open('/login');
    await me.moreWays();
    await me.page.fill('#hint input[name=hint]', 'moonlight@example.com');
    await me.page.locator('#hint input[value=none]').check();
    await me.page.locator('#hint button').click();
    await me.waitForPath('/me');

    await me.open('/login');
    await me.logInBy('combine');
    await me.page.locator('a.wrap_profile', { hasText: '달빛' }).click();
    await me.waitForPath('/me');
    expect((await newestMember())?.loginCount).toBeGreaterThan(5);
  });

  test('starts Simple Login from the page with the JavaScript SDK', async () => {
    await me.open('/login');
    await me.logInBy('simple');
    await me.waitForPath('/me');
    expect(await me.notice()).toContain('간편로그인');

    await me.open('/login');
    await me.moreWays();
    await me.page.locator('#simple select').selectOption({ label: `prompt: 'none'` });
    await me.page.locator('#simple button.button').click();
    await me.waitForPath('/auth/kakao/callback');
    expect(await me.reads()).toContain('auto_login');
  });

  test('logs out of the shop, then logs in without a password', async () => {
    await me.open('/leave');
    await me.snap('21-leave');
    await me.page.getByRole('button', { name: '로그아웃', exact: true }).click();
    await me.waitForPath('/');
    expect(await me.notice()).toContain('로그아웃했어요');
    await me.snap('22-logged-out');
    await me.page.locator('.hero .kakao-button').click();
    await me.waitForPath('/me');
  });

  test('also logs out of the Kakao Account', async () => {
    await me.open('/leave');
    await me.page.getByRole('button', { name: '모든 곳에서 로그아웃' }).click();
    await me.page.locator('button[name=logout_with_kakao][value=true]').click();
    await me.waitForPath('/');
    expect(await me.notice()).toContain('모든 기기에서 로그아웃했어요');
    await me.open('/me');
    expect(me.path()).toBe('/login');
    await me.logInBy('silent');
    await me.waitForPath('/auth/kakao/callback');
    expect(await me.reads()).toContain('login_required');
  });

  test('fills in the ID of a login hint, and says so if the account is not linked yet', async () => {
    const other = await Walker.meet(browser, shop);
    await other.open('/login');
    await other.moreWays();
    await other.page.fill('#hint input[name=hint]', 'many.homes@example.com');
    await other.page.locator('#hint button').click();
    expect(await other.page.inputValue('#loginId--1')).toBe('many.homes@example.com');
    await other.type(undefined, 'kakao1234!');
    await other.refuse();
    await other.waitForPath('/auth/kakao/callback');
    await other.open('/login');
    await other.logInBy('silent');
    await other.waitForPath('/auth/kakao/callback');
    expect(await other.heading()).toBe('아직 달빛상점과 연결되지 않은 계정입니다');
    await other.snap('23-error-consent-required');
    await other.page.getByRole('link', { name: '카카오로 시작하기' }).click();
    await other.agree('everything');
    await other.waitForPath('/welcome');

    await other.open('/shipping');
    await other.snap('24-shipping-many');
    await other.page.getByRole('link', { name: '더 보기' }).click();
    await other.page.getByRole('link', { name: '더 보기' }).click();
    await other.snap('25-shipping-last');
    expect(other.complaints).toEqual([]);
    await other.context.close();
  });

  test('logs members in on the front page inside KakaoTalk, and leaves other visitors on their page', async () => {
    const talk = await Walker.meet(browser, shop, { userAgent: 'Mozilla/5.0 (Linux; Android 15) KAKAOTALK 26.1.0' });
    await talk.open('/');
    await talk.open('/');
    expect(talk.path()).toBe('/');
    expect(await talk.page.locator('.who').innerText()).toBe('로그인');

    await talk.page.locator('.hero .kakao-button').click();
    await talk.beAs('여러집');
    await talk.waitForPath('/me');
    // As on a visit another day: only Kakao's session is left.
    const ofKakao = (await talk.context.cookies()).filter(
      (cookie) => !/moonlight|kakao_login|kakao_auto/.test(cookie.name),
    );
    await talk.context.clearCookies();
    await talk.context.addCookies(ofKakao);
    await talk.open('/');
    await talk.open('/');
    expect(talk.path()).toBe('/');
    expect(await talk.page.locator('.who').innerText()).toContain('여러집님');

    // Members can log out even if their tokens have ended.
    await endTokens('1003');
    await talk.open('/leave');
    await talk.page.getByRole('button', { name: '로그아웃', exact: true }).click();
    expect(await talk.notice()).toContain('로그아웃했어요');
    expect(await talk.page.locator('.who').innerText()).toBe('로그인');
    await talk.context.close();
  });

  test('asks for the address when the order needs it, and for no other item', async () => {
    const buyer = await Walker.meet(browser, shop);
    await buyer.open('/auth/kakao');
    await buyer.beAs('큰숫자');
    await buyer.agree([]);
    await buyer.waitForPath('/welcome');

    await buyer.open('/');
    await buyer.page.getByRole('link', { name: '초승달 무드등 주문하기' }).click();
    expect(await buyer.asked()).toEqual(['shipping_address']);
    await buyer.refuse();
    await buyer.waitForPath('/auth/kakao/callback');
    expect(await buyer.heading()).toBe('동의하지 않아 진행할 수 없습니다');
    await buyer.snap('37-order-refused');

    // The next visit asks again.
    await buyer.open('/order?item=lamp');
    await buyer.agree('everything');
    await buyer.waitForPath('/order');
    expect(await buyer.notice()).toContain('카카오에서 확인을 마쳤어요');
    expect(await buyer.reads()).toContain('38,000원');
    await buyer.snap('38-order');
    expect(buyer.complaints).toEqual([]);
    await buyer.context.close();
  });

  test('creates a Kakao Account during the login', async () => {
    const other = await Walker.meet(browser, shop);
    await other.open('/login');
    await other.logInBy('new-account');
    await other.page.fill('#loginId', 'new.moon@example.com');
    await other.page.fill('#password', 'kakao1234!');
    await other.page.fill('#nickname', '그믐');
    await other.page.locator('button.submit').click();
    await other.agree('everything');
    await other.waitForPath('/welcome');
    expect(await newestMember()).toMatchObject({ nickname: '그믐', loginCount: 1 });
    await other.context.close();
  });

  test('links a wholesale customer with manual signup', async () => {
    await me.open('/wholesale');
    await me.snap('26-wholesale');
    await me.page.locator('.kakao-button').click();
    await me.beAs('달빛');
    await me.agree('everything');
    await me.waitForPath('/wholesale');
    expect(await me.reads()).toContain('has_signed_up: false');
    await me.snap('27-wholesale-signup');
    await me.page.fill('input[name=company_name]', '별빛문구');
    await me.page.fill('input[name=business_number]', '123-45-67890');
    await me.page.getByRole('button', { name: '가입하고 연결하기' }).click();
    expect(await me.notice()).toContain('도매 회원이 되었어요');
    expect(await me.reads()).toContain('has_signed_up: true');
    await me.snap('28-wholesale-customer');
    const [customer] = await database().select().from(wholesaleCustomers);
    expect(customer).toMatchObject({ businessName: '별빛문구' });
    await me.page.getByRole('button', { name: '한 번 더 가입해 보기' }).click();
    expect(await me.notice()).toContain('-102');
    await me.page.getByRole('button', { name: '도매 탈퇴' }).click();
    expect(await me.notice()).toContain('탈퇴했어요');
    expect(await database().select().from(wholesaleCustomers)).toEqual([]);
  });

  test('shows the owner all users who are linked', async () => {
    await me.open('/owner');
    await me.page.locator('.login-main .kakao-button').click();
    await me.waitForPath('/owner');
    expect(await me.answerOf('GET /v1/user/ids')).toMatchObject({ elements: expect.arrayContaining(['1001', '1003']) });
    await me.snap('29-owner');
    await me.page.getByRole('button', { name: '야간 작업 실행' }).click();
    expect(await me.reads()).toMatch(/달빛[^]*판교역로 166/);
    expect(await me.reads()).toMatch(/여러집[^]*다시 로그인 필요/);
    await me.snap('39-night-job');
    await me.open('/owner');
    await me.page.getByRole('link', { name: '1003' }).click();
    expect(await me.heading()).toBe('여러집');
    await me.snap('30-owner-person');
  });

  test('has an English and a dark version', async () => {
    await me.open('/');
    await me.page.getByRole('button', { name: 'English' }).click();
    await me.page.getByRole('button', { name: 'Dark' }).click();
    expect(await me.heading()).toBe('A gentler night');
    await me.snap('31-home-english-dark');
    await me.open('/login');
    await me.snap('32-login-english-dark');
    await me.open('/tokens');
    await me.snap('33-tokens-english-dark');
    await me.open('/consents');
    await me.snap('34-consents-english-dark');
    await me.open('/order?item=cup');
    await me.snap('40-order-english-dark');
    await me.page.getByRole('button', { name: 'Order', exact: true }).click();
    expect(await me.heading()).toBe('Thank you for your order');
    await me.snap('41-ordered-english-dark');
    await me.open('/leave/unlink');
    await me.snap('42-close-english-dark');
    await me.open('/owner');
    await me.snap('43-owner-english-dark');
    await me.page.getByRole('button', { name: '한국어' }).click();
    await me.page.getByRole('button', { name: '자동' }).click();
  });

  test('closes the account: unlinked at Kakao, anonymous in the table', async () => {
    // As if the last login was ten minutes ago.
    const tokens = await shop.emulated!.emulator.issueTokens('1001');
    const claims = { auth_time: Math.floor(Date.now() / 1000) - 600 };
    await shop.app.get(KakaoVault).save({ id: '1001', tokens, claims });
    await me.open('/leave');
    await me.page.getByRole('link', { name: '탈퇴하기' }).click();
    expect(me.onShop()).toBe(false);
    await me.type('moonlight@example.com', 'kakao1234!', { save: true });
    await me.waitForPath('/leave/unlink');
    await me.snap('44-close');
    await me.page.getByRole('button', { name: '탈퇴하기' }).click();
    await me.waitForPath('/goodbye');
    expect(await me.notice()).toContain('탈퇴했어요');
    await me.page.locator('.notice summary').click();
    await me.snap('35-goodbye');
    const rows = await database().select().from(members).where(eq(members.kakaoId, '1001'));
    expect(rows).toEqual([]);
    const [row] = await database().select().from(members).orderBy(members.id).limit(1);
    expect(row).toMatchObject({ kakaoId: null, nickname: null, email: null, phoneNumber: null });
    expect(row?.leftAt).toBeInstanceOf(Date);
    await me.open('/login');
    await me.logInBy('silent');
    await me.waitForPath('/auth/kakao/callback');
    expect(await me.reads()).toContain('consent_required');
  });

  test('refreshes expired tokens without the user noticing', async () => {
    const other = await Walker.meet(browser, shop);
    await other.open('/auth/kakao');
    await other.beAs('큰숫자');
    await other.waitForPath('/me');
    shop.emulated?.emulator.clock.advance({ hours: 7 });
    await other.open('/me');
    expect(await other.reads()).toContain('1285016924429472463');
    await other.context.close();
  });

  test('has a page for missing URLs, and caused no errors in the browser during the walk', async () => {
    expect(me.complaints).toEqual([]);
    await me.open('/nowhere');
    expect(await me.reads()).toContain('404');
    await me.snap('36-not-found');
  });
});
