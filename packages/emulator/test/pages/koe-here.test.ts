import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createKakaoEmulator, defaultSeed, type KakaoEmulator } from '@kakao-login/emulator';
import { Visitor, authorizePath } from '../visitor.js';

let emulator: KakaoEmulator;

beforeAll(async () => {
  emulator = await createKakaoEmulator();
});
afterEach(() => emulator.reset());
afterAll(() => emulator.close());

const unescaped = (text: string): string =>
  text
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
/** The text to type from the English help of a page, by the label above it. */
const typed = (page: string, label: string): string | undefined => {
  const found = new RegExp(`<dt>${label}</dt>\\s*<dd><code>([^<]*)</code>`).exec(page)?.[1];
  return found === undefined ? undefined : unescaped(found);
};
const read = async (path: string, visitor = new Visitor(emulator.url)): Promise<string> => {
  const answer = await visitor.request(path, { headers: { 'accept-language': 'en' } });
  return answer.text();
};
/** Runs a line as if a user had pasted it into a test. */
const run = (line = ''): Promise<unknown> =>
  // oxlint-disable-next-line typescript/no-implied-eval, typescript/no-unsafe-call -- that the line runs is what is tested
  (new Function('emulator', `return (async () => { ${line} })();`) as (it: KakaoEmulator) => Promise<unknown>)(
    emulator,
  );

const wholesale = defaultSeed.apps[1];
const ka = 'sdk/2.8.1 os/javascript lang/ko-KR device/Linux origin/http%3A%2F%2Flocalhost%3A4000';

describe('the page explains how to fix the error in the emulator, and the fix works:', () => {
  test.each<[code: string, why: string, before: () => Promise<void>, path: () => string]>([
    ['KOE004', 'Kakao Login is off', () => emulator.configure({ kakaoLogin: false }), () => authorizePath(emulator)],
    [
      'KOE006',
      'an unregistered redirect URI',
      () => Promise.resolve(),
      () => authorizePath(emulator, { redirect_uri: "http://localhost:4000/it's?a=b&c=%27" }),
    ],
    [
      'KOE006',
      'a redirect URI of the second app',
      () => Promise.resolve(),
      () => authorizePath(emulator, { client_id: wholesale.restApiKeys?.[0]?.key ?? '' }),
    ],
    [
      'KOE007',
      'an unregistered logout redirect URI',
      () => Promise.resolve(),
      () =>
        `/oauth/logout?${new URLSearchParams({
          client_id: emulator.app.restApiKey,
          logout_redirect_uri: 'http://localhost:4000/bye',
        }).toString()}`,
    ],
    [
      'KOE009',
      'a page with an unregistered origin',
      () => Promise.resolve(),
      () => authorizePath(emulator, { client_id: emulator.app.javascriptKey, ka }),
    ],
    [
      'KOE102',
      'a channel that is not linked',
      () => Promise.resolve(),
      () => authorizePath(emulator, { channel_public_id: '_mine' }),
    ],
    [
      'KOE123',
      'an app that is not a Biz app',
      () => emulator.configure({ business: false }),
      () => authorizePath(emulator, { scope: 'account_email' }),
    ],
    [
      'KOE124',
      'a missing permission',
      () => emulator.configure({ missingPermissions: ['name'] }),
      () => authorizePath(emulator, { scope: 'name' }),
    ],
    [
      'KOE205',
      'OpenID Connect is off',
      () => emulator.configure({ openIdConnect: false }),
      () => authorizePath(emulator, { scope: 'openid' }),
    ],
  ])('%s, %s', async (code, _why, before, path) => {
    await before();
    const page = await read(path());
    expect(page).toContain(`(${code})`);
    await run(typed(page, 'Test code'));
    expect(await read(path())).not.toContain(code);
  });

  test('KOE005, a user who is not a member of the test app', async () => {
    await emulator.configure({ kind: 'test' });
    const visitor = new Visitor(emulator.url);
    const log = (): Promise<Response> =>
      visitor.post('/login?lang=en', { person: '1003', continue: authorizePath(emulator), lang: 'en' });
    const page = await read(authorizePath(emulator), await log().then(() => visitor));
    expect(page).toContain('(KOE005)');
    await run(typed(page, 'Test code'));
    expect(await read(authorizePath(emulator), visitor)).not.toContain('KOE005');
  });

  test('KOE205, items that are not configured, with lines to paste into the seed', async () => {
    const page = await read(authorizePath(emulator, { scope: 'openid,plusfriends,account_ci' }));
    expect(typed(page, 'Seed file')).toBe('consentItems: { plusfriends: optional, account_ci: optional }');
  });
});

test('only the page of the first app shows the command, because its options are for that app', async () => {
  const query = { redirect_uri: 'http://localhost:4000/a b?c=d' };
  const page = await read(authorizePath(emulator, query));
  expect(typed(page, 'Command line')).toBe("kakao-emulator --redirect-uri 'http://localhost:4000/a b?c=d'");
  const second = await read(authorizePath(emulator, { ...query, client_id: wholesale.restApiKeys?.[0]?.key ?? '' }));
  expect(typed(second, 'Command line')).toBeUndefined();
  expect(typed(second, 'Test code')).toContain("{ app: '100002' }");
});

test('the page of an unknown key links to the known keys', async () => {
  expect(await read('/oauth/authorize?client_id=unknown')).toContain('<a href="/">');
});

test('a wrong request has no fix in the emulator', async () => {
  const page = await read('/oauth/authorize?client_id=');
  expect(page).toContain('(KOE207)');
  expect(page).not.toContain('Fix it in the emulator');
});

test('the page of a code that only a fault can cause links to the console', async () => {
  emulator.faults.add({ on: '/oauth/authorize', kind: 'error', code: 'KOE103' });
  expect(await read(authorizePath(emulator))).toContain('<a href="/_emulator/console">');
});
