import { expect, test } from '@jest/globals';
import { KakaoUsageError, usageCodes } from '@kakao-login/client';
import type {
  KakaoApiError,
  KakaoAuthError,
  KakaoConnectionError,
  KakaoError,
  KakaoLoginError,
  KakaoTokenError,
  KakaoUnexpectedError,
  KakaoWebhookError,
  LoginCode,
  UsageCode,
} from '@kakao-login/client';
import type { connectionTable, tokenTable, unexpectedTable, webhookTable } from '@kakao-login/client/internal';
import { usageTexts } from '../src/errors/usage.js';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
type Of<Kind extends KakaoError['kind']> = Extract<KakaoError, { kind: Kind }>;
/** Compiles only if both types are the same. */
const same = <A, B>(answer: Same<A, B>): void => expect(answer).toBe(true);

test('the kinds of errors are a closed list, each with its own class and codes', () => {
  same<KakaoError['kind'], 'api' | 'auth' | 'connection' | 'unexpected' | 'token' | 'webhook' | 'login' | 'usage'>(
    true,
  );
  same<Of<'api'>, KakaoApiError>(true);
  same<Of<'auth'>, KakaoAuthError>(true);
  same<Of<'connection'>, KakaoConnectionError>(true);
  same<Of<'unexpected'>, KakaoUnexpectedError>(true);
  same<Of<'token'>, KakaoTokenError>(true);
  same<Of<'webhook'>, KakaoWebhookError>(true);
  same<Of<'login'>, KakaoLoginError>(true);
  same<Of<'usage'>, KakaoUsageError>(true);

  same<Of<'api'>['code'], number>(true);
  same<Of<'auth'>['code'], string>(true);
  same<Of<'connection'>['code'], keyof ReturnType<typeof connectionTable>>(true);
  same<Of<'unexpected'>['code'], keyof ReturnType<typeof unexpectedTable>>(true);
  same<Of<'token'>['code'], keyof ReturnType<typeof tokenTable>>(true);
  same<Of<'webhook'>['code'], keyof ReturnType<typeof webhookTable>>(true);
  same<Of<'login'>['code'], LoginCode>(true);
  same<Of<'usage'>['code'], keyof typeof usageCodes>(true);
  // @ts-expect-error -- two different types, to test the check itself
  same<Of<'api'>['code'], string>(true);
  // @ts-expect-error -- not a code in the table
  expect(new KakaoUsageError('no_such_code', { ...usageTexts().closed() }).status).toBeUndefined();
});

test.each(Object.entries(usageCodes))('%s has the status %i', (code, status) => {
  expect(new KakaoUsageError(code as UsageCode, { ...usageTexts().closed() }).status).toBe(status);
});

test.each(Object.entries(usageTexts()))('the text %s exists in Korean and English', (_, text) => {
  const made = text('clientId' as never);
  const { reason, remedy } = typeof made === 'function' ? made('retries') : made;
  for (const { ko, en } of [reason, remedy]) {
    expect(ko).toMatch(/[가-힣].*니다\.$|세요(?:\(.*\))?\.$/);
    expect(en).toMatch(/^[^가-힣]+\.$/);
    expect(ko + en).not.toContain('undefined');
  }
});
