import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import axe from 'axe-core';
import type { AxeResults } from 'axe-core';
import { getKakaoToken, KakaoVault } from '@kakao-login/nestjs';
import { MembersService } from '../../sample/src/members/members.service.js';
import { SessionsService } from '../../sample/src/visit/sessions.service.js';
import { WHOLESALE } from '../../sample/src/wholesale/wholesale-kakao.js';
import type { RunningShop } from '../../sample/src/start.js';

export const sessionSecret = 'a secret that only the test and the shop know';
/** The documentation site shows them. */
const screenshots = new URL('../artifacts/screenshots/', import.meta.url).pathname;
const widths = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } };

/** A user with their own browser, who can fill in Kakao's pages. */
export class Walker {
  /** Errors in the browser: script errors, and what the content security policy blocked. */
  readonly complaints: string[] = [];

  private constructor(
    readonly shop: RunningShop,
    readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      // The shop's error pages have an error status, which Chromium reports as an error.
      const status = message.text().startsWith('Failed to load resource: the server responded with a status of 4');
      if (message.type() === 'error' && !status) this.complaints.push(message.text());
    });
  }

  static async meet(browser: Browser, shop: RunningShop, options: BrowserContextOptions = {}): Promise<Walker> {
    const context = await browser.newContext({ viewport: widths.desktop, locale: 'ko-KR', ...options });
    return new Walker(shop, context, await context.newPage());
  }

  async open(path: string): Promise<void> {
    await this.page.goto(this.shop.url + path);
  }

  path(): string {
    return new URL(this.page.url()).pathname;
  }

  onShop(): boolean {
    return this.page.url().startsWith(this.shop.url);
  }

  async reads(): Promise<string> {
    return this.page.locator('main').innerText();
  }

  heading(): Promise<string> {
    return this.page.locator('h1').first().innerText();
  }

  async notice(): Promise<string> {
    return this.page.locator('.notice').innerText();
  }

  /** Kakao's answer to a call, as the page shows it, parsed. */
  async answerOf(call: string): Promise<unknown> {
    const section = this.page.locator('.call', { has: this.page.locator('h3', { hasText: call }) }).first();
    return JSON.parse(await section.locator('pre.answer').innerText());
  }

  /** On Kakao's login page: chooses one of the emulator's people. */
  async beAs(nickname: string): Promise<void> {
    await this.page.locator('button.person', { hasText: nickname }).click();
  }

  /** On Kakao's login page: types the ID and password. */
  async type(loginId: string | undefined, password: string, { save = false } = {}): Promise<void> {
    if (loginId !== undefined) await this.page.fill('#loginId--1', loginId);
    await this.page.fill('#password--2', password);
    if (save) await this.page.check('#saveSignedIn--4');
    await this.page.locator('#loginForm button[type=submit]').click();
  }

  /** On Kakao's consent page: agrees to these items and terms and all required ones, or to everything. */
  async agree(items: 'everything' | readonly string[]): Promise<void> {
    const boxes = this.page.locator('#consent input[type=checkbox]:not(#agreeAll)');
    for (const box of await boxes.all()) {
      const wanted = items === 'everything' || items.includes((await box.getAttribute('value')) ?? '');
      await box.setChecked(wanted || (await box.getAttribute('required')) !== null);
    }
    await this.page.locator('#consent button[value=accept]').click();
  }

  /** On Kakao's consent page: the consent items that it asks for. */
  async asked(): Promise<(string | null)[]> {
    const boxes = await this.page.locator('#consent input[name=scope]').all();
    return Promise.all(boxes.map((box) => box.getAttribute('value')));
  }

  async refuse(): Promise<void> {
    await this.page.locator('#consent button[value=cancel]').click();
  }

  async waitForPath(path: string): Promise<void> {
    await this.page.waitForURL((url) => url.href.startsWith(this.shop.url) && url.pathname === path);
  }

  /** On the login page: shows the other ways to log in. */
  async moreWays(): Promise<void> {
    await this.page.locator('.more-ways > summary').click();
  }

  /** On the login page: chooses one of the other ways. */
  async logInBy(way: string): Promise<void> {
    await this.moreWays();
    await this.page.locator(`#${way} button.button`).click();
  }

  /** The tokens in the session and in the vaults, which no page may show. */
  async tokens(): Promise<string[]> {
    const cookie = (await this.context.cookies(this.shop.url)).find(({ name }) => name === 'moonlight_session');
    if (cookie === undefined) return [];
    const { app } = this.shop;
    const session = (await app.get(SessionsService, { strict: false }).find(cookie.value)) ?? {};
    const { memberId, wholesaleId, idToken } = session;
    const member = memberId === undefined ? undefined : await app.get(MembersService).find(memberId);
    const ofVault = (name: string | undefined, id: string | null | undefined): Promise<string | undefined> =>
      app
        .get<KakaoVault>(getKakaoToken(KakaoVault, name), { strict: false })
        .accessToken(id ?? '0')
        .catch(() => undefined);
    const tokens = [idToken, await ofVault(undefined, member?.kakaoId), await ofVault(WHOLESALE, wholesaleId)];
    return tokens.filter((token) => token !== undefined);
  }

  /** Accessibility problems that axe finds: WCAG 2.2 AA and best practices. */
  private async barriers(): Promise<string[]> {
    if (!(await this.page.evaluate('"axe" in window'))) await this.page.evaluate(axe.source);
    const { violations } = await this.page.evaluate<AxeResults>(`axe.run({ resultTypes: ['violations'] })`);
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
  }

  /**
   * Checks the page on a phone and on a desktop, and takes a screenshot of the latter. Fails if the page is too wide,
   * has accessibility problems, or shows a token.
   */
  async snap(name: string): Promise<void> {
    const source = await this.page.content();
    const leaked = (await this.tokens()).filter((token) => source.includes(token) || this.page.url().includes(token));
    if (leaked.length > 0) throw new Error(`${name} shows a token.`);
    for (const [device, viewport] of Object.entries(widths)) {
      await this.page.setViewportSize(viewport);
      const barriers = await this.barriers();
      if (barriers.length > 0) throw new Error(`${name} on a ${device}:\n${barriers.join('\n')}`);
      const wide = await this.page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      if (Number(wide) > 0) throw new Error(`${name} is ${String(wide)} px too wide for a ${device}.`);
    }
    // The last width is that of the desktop.
    await this.page.screenshot({ path: `${screenshots}${name}.png`, fullPage: true });
  }
}
