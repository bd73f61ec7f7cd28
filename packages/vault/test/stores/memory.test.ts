import { describe } from '@jest/globals';
import { MemoryVaultStore } from '@kakao-login/vault';
import { testStore } from '../support/conformance.js';

describe('the memory store', () => {
  testStore(() => new MemoryVaultStore());
});
