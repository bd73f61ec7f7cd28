import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { createKakaoEmulator, defaultSeed, type KakaoEmulator } from '@kakao-login/emulator';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from './chromium.js';

/** The code that follows every API call on Kakao's page. */
export const thenLog = `
  .then(function(response) {
    console.log(response);
  })
  .catch(function(error) {
    console.log(error);
  });`;

/** The user who logs in: the first person of the default seed. */
export const person = { id: 1001, loginId: 'moonlight@example.com', nickname: '달빛' };

/** The terms in Kakao's snippets, in addition to those of the default seed. */
export const snippetTerms = [
  { tag: 'tag1', title: '새 이용약관', required: true },
  { tag: 'tag2', title: '새 알림', required: false },
  { tag: 'test_tag1', title: '시험 약관 1', required: false },
  { tag: 'test_tag2', title: '시험 약관 2', required: false },
];

/**
 * A service's page in Chromium that has loaded the emulator's kakao.js. Every test of the `describe` that creates it
 * gets a new page.
 */
export class SnippetPage {
  emulator!: KakaoEmulator;
  context!: BrowserContext;
  page!: Page;
  origin = '';
  #service!: Server;
  #browser!: Browser;

  constructor() {
    beforeAll(() => this.#startAll());
    afterAll(() => this.#stopAll());
    beforeEach(() => this.start());
    afterEach(async () => {
      await this.context.close();
      this.emulator.reset();
    });
  }

  get redirectUri(): string {
    return `${this.origin}/callback`;
  }

  async #startAll(): Promise<void> {
    this.#service = createServer((request, response) => {
      const key = new URL(request.url ?? '/', 'http://localhost').searchParams.get('key');
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(
        key === null
          ? 'service'
          : `<!doctype html><title>service</title><body>
             <script>window.logged = []; console.log = (value) => window.logged.push(value);</script>
             <script src="${this.emulator.url}/sdk/kakao.js"></script>
             <script>Kakao.init('${key}');</script>`,
      );
    });
    await new Promise<void>((resolve) => this.#service.listen(0, resolve));
    this.origin = `http://localhost:${(this.#service.address() as AddressInfo).port}`;
    const domains = [this.origin];
    const [shop, ...others] = defaultSeed.apps;
    this.emulator = await createKakaoEmulator({
      redirectUris: [this.redirectUri],
      domains,
      apps: [
        { ...shop, terms: [...(shop.terms ?? []), ...snippetTerms] },
        ...others.map((app) => ({
          ...app,
          javascriptKeys: app.javascriptKeys?.map((key) => ({ ...key, domains })) ?? [],
        })),
      ],
    });
    this.#browser = await launchChromium();
  }

  async #stopAll(): Promise<void> {
    await this.#browser.close();
    await this.emulator.close();
    this.#service.closeAllConnections();
    await new Promise((resolve) => this.#service.close(resolve));
  }

  /** Opens a new browser context, with this user agent if given. */
  async start(userAgent?: string): Promise<void> {
    this.context = await this.#browser.newContext({ locale: 'ko-KR', ...(userAgent !== undefined && { userAgent }) });
    this.page = await this.context.newPage();
    await this.open();
  }

  async restartAs(userAgent: string): Promise<void> {
    await this.context.close();
    await this.start(userAgent);
  }

  async open(key = this.emulator.app.javascriptKey, origin = this.origin): Promise<void> {
    await this.page.goto(`${origin}/?key=${key}`);
  }

  /** Runs a snippet as a script of the page, with its `${…}` replaced. */
  async run(snippet: string, values: Record<string, string> = {}): Promise<void> {
    const all: Record<string, string> = { REDIRECT_URI: this.redirectUri, HINT: person.loginId, ...values };
    const content = snippet.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => all[name] ?? name);
    // A snippet that navigates can remove its own script element.
    await this.page.addScriptTag({ content }).catch(() => undefined);
  }

  /** Runs a snippet, and returns what it logged with console.log. */
  async logs(snippet: string, values?: Record<string, string>): Promise<unknown> {
    await this.run(snippet, values);
    return this.logged();
  }

  async logged(): Promise<unknown> {
    await this.page.waitForFunction('window.logged.length > 0');
    return this.page.evaluate('window.logged[0]');
  }

  /** Gives the page an access token, as the service does after a login. */
  async setToken(options: Parameters<KakaoEmulator['issueTokens']>[1] = {}): Promise<void> {
    const { access_token } = await this.emulator.issueTokens(person.loginId, options);
    await this.run("Kakao.Auth.setAccessToken('${ACCESS_TOKEN}');", { ACCESS_TOKEN: access_token });
  }

  /** Logs in to the Kakao Account in this browser. */
  async logInToAccount(): Promise<void> {
    await this.page.goto(`${this.emulator.url}/login?continue=/`);
    await this.page.locator('#saveSignedIn--4').check();
    await this.page.getByRole('button', { name: person.nickname }).click();
    await this.open();
  }

  /** Waits for the redirect URI, and returns its parameters. */
  async callback(): Promise<Record<string, string>> {
    await this.page.waitForURL((url) => url.href.startsWith(this.redirectUri));
    return Object.fromEntries(new URL(this.page.url()).searchParams);
  }

  /** The values of the checkboxes with this name on the consent page. */
  async boxes(name: 'scope' | 'terms'): Promise<(string | null)[]> {
    await this.page.locator('#consent').waitFor();
    const boxes = await this.page.locator(`#consent input[name=${name}]`).all();
    return Promise.all(boxes.map((box) => box.getAttribute('value')));
  }
}
