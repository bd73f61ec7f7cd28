import {
  kakaoFixtures,
  logInAtKakao,
  type KakaoFixtures,
  type KakaoWorkerFixtures,
} from '@kakao-login/emulator/playwright';
import { test as base, expect } from '@playwright/test';
import { startService } from '../service.js';

const test = base.extend<KakaoFixtures & { service: string }, KakaoWorkerFixtures>({
  ...kakaoFixtures,
  service: async ({ kakao }, use) => {
    const service = await startService(kakao.url, kakao.app);
    await kakao.configure({ redirectUris: [`${service.url}/callback`] });
    await use(service.url);
    service.close();
  },
});

test('a user logs in, and can log in again in the same browser', async ({ page, kakao, service }) => {
  const [moonlight] = kakao.people;
  await page.goto(`${service}/login`);
  await logInAtKakao(page, moonlight!);
  await expect(page.locator('body')).toHaveText('Hello 달빛, your e-mail is moonlight@example.com');

  await page.context().clearCookies();
  await page.goto(`${service}/login`);
  await logInAtKakao(page, moonlight!);
  await expect(page.locator('body')).toContainText('Hello 달빛');
});

test('a user shares only what the test chooses, and the previous test has no effect', async ({
  page,
  kakao,
  service,
}) => {
  expect(kakao.requests).toEqual([]);
  await page.goto(`${service}/login`);
  await logInAtKakao(page, kakao.people[0]!, { agree: ['profile_image'] });
  await expect(page.locator('body')).toHaveText('Hello 달빛, your e-mail is not shared');
});
