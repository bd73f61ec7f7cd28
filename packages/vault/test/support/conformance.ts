import { expect, test } from '@jest/globals';
import type { VaultStore } from '@kakao-login/vault';
import { vaultStoreTests, type VaultStoreTestsOptions } from '@kakao-login/vault/testing';

/** Runs each test of the suite that users also run. */
export const testStore = (createStore: () => VaultStore, options?: VaultStoreTestsOptions): void =>
  test.each(vaultStoreTests(createStore, options))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined();
  });
