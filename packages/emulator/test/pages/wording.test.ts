import { koeCodes } from '@kakao-login/client/contract';
import { describe, expect, test } from '@jest/globals';
import { koePage } from '../../src/pages/index.js';
import type { Lang } from '../../src/pages/index.js';
import { here, namesIn, samples } from './samples.js';
import { faultsOf } from './wording.js';

const koe = Object.keys(koeCodes)
  .filter((code) => /^KOE[0-2]/.test(code))
  .map((code): [string, (lang: Lang) => string] => [
    code,
    (lang) => koePage({ lang, here, code, appName: '달빛상점', app: { appId: '1', isFirst: true } }),
  ]);
/** The contract's texts about codes. The client also shows them, and tests them. */
const ofContract = Object.values(koeCodes).flatMap(({ reason, remedy }) => [reason.ko, remedy.ko]);

describe.each([...Object.entries(samples), ...koe])('the text of %s', (_name, page) => {
  test('is Korean, in one speech level, for Korean readers', () => {
    expect(faultsOf(page('ko'), 'ko', [...namesIn, ...ofContract.map((text) => text.replaceAll('>', '&gt;'))])).toEqual(
      [],
    );
  });

  test('has no Korean for English readers', () => {
    expect(faultsOf(page('en'), 'en', namesIn)).toEqual([]);
  });
});

test.each([
  ['다시 시도해요.', 1],
  ['계속할까요?', 1],
  ['계정을 골랐다.', 1],
  ['동의해 주세요. 로그인합니다.', 0],
  ['<dt>registered</dt>', 1],
  ['<dt>redirect_uri</dt><p>REST API 키</p>', 0],
  ['<input placeholder="Search" />', 1],
  ['<p><code>any code</code> 값을 확인해 주세요.</p>', 0],
])('the check itself: %s', (html, count) => {
  expect(faultsOf(html, 'ko', [])).toHaveLength(count);
});
