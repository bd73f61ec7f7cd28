import { expect, test } from '@jest/globals';
import { filesLoadedBy } from '../../../test/support/loaded-files.js';

const ofJose = (files: string[]) => files.filter((file) => file.includes('node_modules/jose/'));
const make = `
  const { KakaoClient } = await import('@kakao-login/client');
  const { KakaoVault } = await import('@kakao-login/vault');
  const vault = new KakaoVault({ client: new KakaoClient({ clientId: 'a' }) });
`;

test('importing and creating a vault does not load jose', async () => {
  const files = await filesLoadedBy(make);
  expect(files.some((file) => file.endsWith('packages/vault/src/vault.ts'))).toBe(true);
  expect(ofJose(files)).toEqual([]);
});

test('saving the first login loads jose, so the test above can fail', async () => {
  const files = await filesLoadedBy(`${make}
    await vault.save({ id: '1', tokens: { token_type: 'bearer', access_token: 'a', expires_in: 1 } });
  `);
  expect(ofJose(files)).not.toEqual([]);
});
