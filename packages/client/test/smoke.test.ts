import { expect, test } from '@jest/globals';
import { endpoints } from '@kakao-login/client/contract';

test('every endpoint path is absolute', () => {
  for (const row of Object.values(endpoints)) expect(row.path).toMatch(/^\//);
});
