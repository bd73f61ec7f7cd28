import { expect, test } from '@jest/globals';
import type { VaultStore } from '@kakao-login/vault';
import { vaultStoreTests, type VaultStoreTestsOptions } from '@kakao-login/vault/testing';

/** A test for each of the suite that users run as well. */
export const testStore = (createStore: () => VaultStore, options?: VaultStoreTestsOptions): void =>
  test.each(vaultStoreTests(createStore, options))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined();
  });
