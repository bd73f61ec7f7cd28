import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

/** Every file that a fresh process loads for a program. */
async function loadedBy(program: string): Promise<string[]> {
  const loader = fileURLToPath(new URL('support/source-loader.js', import.meta.url));
  const script = `
    import { createRequire } from 'node:module';
    ${program}
    console.log(Object.keys(createRequire(process.cwd() + '/').cache).join('\\n'));
  `;
  const flags = ['--conditions=@kakao-login/source', `--import=${loader}`, '--input-type=module'];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, '-e', script]);
  return stdout.split('\n');
}

const heavy = (files: string[]) => files.filter((file) => /node_modules\/(axios|undici|lossless-json)\//.test(file));

test('importing the strategy and making one loads no HTTP client and no JSON parser', async () => {
  const files = await loadedBy(`
    const { KakaoStrategy } = await import('@kakao-login/passport');
    new KakaoStrategy({ clientID: 'a', clientSecret: 'ClientSecretFromTheKakaoConsole1', callbackURL: '/c' }, () => ({}));
  `);
  expect(files.some((file) => file.endsWith('packages/passport/src/strategy.ts'))).toBe(true);
  expect(files.some((file) => file.includes('node_modules/passport-oauth2/'))).toBe(true);
  expect(heavy(files)).toEqual([]);
});

test('the first login does, so the test above can fail', async () => {
  const files = await loadedBy(`
    const { KakaoClient } = await import('@kakao-login/client');
    const client = new KakaoClient({ clientId: 'a', hosts: 'http://127.0.0.1:1', retries: 0 });
    await client.oauth.exchangeCode({ code: 'c', redirectUri: 'http://127.0.0.1:1/' }).catch(() => {});
  `);
  expect(heavy(files)).not.toEqual([]);
});
