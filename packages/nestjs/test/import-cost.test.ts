import { expect, test } from '@jest/globals';
import { filesLoadedBy } from '../../../test/support/loaded-files.js';

const ofJose = (files: string[]) => files.filter((file) => file.includes('node_modules/jose/'));
const start = `
  const { KakaoModule, KakaoVault } = await import('@kakao-login/nestjs');
  const { NestFactory } = await import('@nestjs/core');
  const options = { clientID: 'a', clientSecret: 'ClientSecretFromTheKakaoConsole1', callbackURL: '/c', vault: {} };
  const app = await NestFactory.createApplicationContext(KakaoModule.forRoot(options), { logger: false });
`;

test('importing the module and starting an application with a vault does not load jose', async () => {
  const files = await filesLoadedBy(`${start}
    await app.close();
  `);
  expect(files.some((file) => file.endsWith('packages/nestjs/src/kakao.module.ts'))).toBe(true);
  expect(files.some((file) => file.endsWith('packages/vault/src/vault.ts'))).toBe(true);
  expect(ofJose(files)).toEqual([]);
});

test('saving the first login loads jose, so the test above can fail', async () => {
  const files = await filesLoadedBy(`${start}
    const tokens = { token_type: 'bearer', access_token: 'a', expires_in: 1 };
    await app.get(KakaoVault).save({ id: '1', tokens });
    await app.close();
  `);
  expect(ofJose(files)).not.toEqual([]);
});
