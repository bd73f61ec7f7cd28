import { expect, test } from '@jest/globals';
import { filesLoadedBy } from '../../../test/support/loaded-files.js';

const heavy = (files: string[]) => files.filter((file) => /node_modules\/(axios|undici|lossless-json)\//.test(file));

test('importing and creating the strategy loads no HTTP client and no JSON parser', async () => {
  const files = await filesLoadedBy(`
    const { KakaoStrategy } = await import('@kakao-login/passport');
    new KakaoStrategy({ clientID: 'a', clientSecret: 'ClientSecretFromTheKakaoConsole1', callbackURL: '/c' }, () => ({}));
  `);
  expect(files.some((file) => file.endsWith('packages/passport/src/strategy.ts'))).toBe(true);
  expect(files.some((file) => file.includes('node_modules/passport-oauth2/'))).toBe(true);
  expect(heavy(files)).toEqual([]);
});

test('the first login loads them, so the test above can fail', async () => {
  const files = await filesLoadedBy(`
    const { KakaoClient } = await import('@kakao-login/client');
    const client = new KakaoClient({ clientId: 'a', hosts: 'http://127.0.0.1:1', retries: 0 });
    await client.oauth.exchangeCode({ code: 'c', redirectUri: 'http://127.0.0.1:1/' }).catch(() => {});
  `);
  expect(heavy(files)).not.toEqual([]);
});
