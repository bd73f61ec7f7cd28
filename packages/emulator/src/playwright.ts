import { createKakaoEmulator } from './create.js';
import type { KakaoEmulator } from './create.js';
import type { KakaoEmulatorOptions } from './seed/types.js';

/** Fixtures of one test. */
export interface KakaoFixtures {
  /** The worker's emulator, reset after each test. */
  kakao: KakaoEmulator;
}

/** Fixtures of a worker. */
export interface KakaoWorkerFixtures {
  /**
   * Options of `createKakaoEmulator`, for `use` in the configuration. Each worker has its own port unless they set one.
   */
  kakaoOptions: KakaoEmulatorOptions;
  kakaoServer: KakaoEmulator;
}

type Use<Value> = (value: Value) => Promise<void>;

/**
 * Fixtures for `test.extend` of `@playwright/test`, which this package does not need itself.
 *
 * @example
 * import { test as base } from '@playwright/test';
 * import { kakaoFixtures, logInAtKakao, type KakaoFixtures, type KakaoWorkerFixtures } from '@kakao-login/emulator/playwright';
 *
 * const test = base.extend<KakaoFixtures, KakaoWorkerFixtures>(kakaoFixtures);
 *
 * test('a user logs in', async ({ page, kakao }) => {
 *   await page.goto('/auth/kakao');
 *   await logInAtKakao(page, kakao.people[0]);
 *   await expect(page).toHaveURL('/me');
 * });
 */
export const kakaoFixtures: {
  kakaoOptions: [KakaoEmulatorOptions, { option: true; scope: 'worker' }];
  kakaoServer: [
    (fixtures: Pick<KakaoWorkerFixtures, 'kakaoOptions'>, use: Use<KakaoEmulator>) => Promise<void>,
    { scope: 'worker' },
  ];
  kakao: (fixtures: Pick<KakaoWorkerFixtures, 'kakaoServer'>, use: Use<KakaoEmulator>) => Promise<void>;
} = {
  kakaoOptions: [{}, { option: true, scope: 'worker' }],
  // Playwright reads the names of the fixtures that are needed from the pattern of the first parameter.
  kakaoServer: [
    async ({ kakaoOptions }, use) => {
      const emulator = await createKakaoEmulator(kakaoOptions);
      await use(emulator);
      await emulator.close();
    },
    { scope: 'worker' },
  ],
  kakao: async ({ kakaoServer }, use) => {
    await use(kakaoServer);
    kakaoServer.reset();
  },
};

/** The parts of Playwright's `Locator` that are used. */
interface Locator {
  click(): Promise<void>;
  fill(text: string): Promise<void>;
  all(): Promise<Locator[]>;
  getAttribute(name: string): Promise<string | null>;
  setChecked(checked: boolean): Promise<void>;
  waitFor(): Promise<void>;
}

/** The parts of Playwright's `Page` that are used. */
interface BrowserPage {
  locator(selector: string): Locator;
  url(): string;
  waitForURL(url: (url: URL) => boolean): Promise<void>;
}

/**
 * Logs a user in on the emulator's pages: fills in the login page that the browser is on, agrees on the consent page if
 * there is one, and waits until the browser is back at the service.
 *
 * @param page - Playwright's `Page`, on the login page of the emulator
 * @param person - one of `emulator.people`
 * @param options - `agree`: values of the consent items and tags of the terms to agree to besides the required ones.
 * Default: all
 */
export async function logInAtKakao(
  page: BrowserPage,
  { loginId, password }: { loginId: string; password: string },
  { agree }: { agree?: readonly string[] } = {},
): Promise<void> {
  const { origin } = new URL(page.url());
  const back = () => page.waitForURL((url) => url.origin !== origin);
  await page.locator('input[name=loginId]').fill(loginId);
  await page.locator('input[name=password]').fill(password);
  await page.locator('#loginForm button[type=submit]').click();

  // A user who has agreed before returns at once. The other promise rejects later, which is ignored.
  const consent = page.locator('#consent').waitFor();
  const asked = await Promise.any([consent.then(() => true), back().then(() => false)]);
  if (!asked) return;
  for (const box of await page.locator('#consent input[type=checkbox]:not(#agreeAll)').all()) {
    const isRequired = (await box.getAttribute('required')) !== null;
    await box.setChecked(isRequired || agree === undefined || agree.includes((await box.getAttribute('value')) ?? ''));
  }
  await page.locator('#consent button[value=accept]').click();
  await back();
}
