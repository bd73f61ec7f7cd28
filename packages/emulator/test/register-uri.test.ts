import { request } from 'node:http';

import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';

import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';

import { Visitor, authorizePath, hidden, location } from './visitor.js';

let emulator: KakaoEmulator;
let visitor: Visitor;
beforeAll(async () => {
  emulator = await createKakaoEmulator();
});
afterEach(() => {
  emulator.reset();
});
afterAll(() => emulator.close());

const uri = 'http://localhost:4000/mine/callback?from=kakao';
const asking = (redirect_uri: string, more = {}): string =>
  authorizePath(emulator, { redirect_uri, state: 's', ...more });
async function page(redirect_uri = uri, more = {}): Promise<string> {
  visitor = new Visitor(emulator.url);
  return (await visitor.get(asking(redirect_uri, more))).text();
}
/** The headers of a browser after a click on the button. Those of `fetch` would reveal a script. */
const click = { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
const press = (
  token: string,
  headers: Record<string, string> = { ...click, origin: emulator.url },
): Promise<{ status: number; location: string }> =>
  new Promise((resolve, reject) => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    request(
      `${emulator.url}/oauth/authorize/redirect-uri`,
      { method: 'POST', headers: { ...form, ...headers } },
      (answer) => {
        answer.resume();
        resolve({ status: answer.statusCode ?? 0, location: answer.headers.location ?? '' });
      },
    )
      .on('error', reject)
      .end(new URLSearchParams({ registration: token }).toString());
  });
const registered = (): readonly string[] => emulator.app.redirectUris;

describe('KOE006', () => {
  test('has a button that registers the redirect URI, and the login continues', async () => {
    const answer = await press(hidden(await page(), 'registration'));
    expect(registered()).toContain(uri);
    expect(answer.location).toContain('/oauth/authorize?');
    const consent = await visitor.logIn(await visitor.get(answer.location), 'moonlight@example.com');
    expect(location(await visitor.accept(consent))).toMatch(
      /^http:\/\/localhost:4000\/mine\/callback\?from=kakao&code=.*&state=s$/,
    );
    emulator.reset();
    expect(registered()).not.toContain(uri);
  });

  test('registers once, and only the redirect URI of the page', async () => {
    const before = [...registered()];
    const token = hidden(await page(), 'registration');
    await press(token);
    expect((await press(token)).status).toBe(400);
    expect((await press('')).status).toBe(400);
    expect((await press('x'.repeat(32))).status).toBe(400);
    expect(registered()).toEqual([...before, uri]);
  });

  test.each<Record<string, string>>([
    {},
    { origin: 'http://evil.example' },
    { origin: 'http://localhost:3000' },
    { origin: 'null' },
    { origin: '<own>', 'sec-fetch-site': 'cross-site' },
    { origin: '<own>', 'sec-fetch-site': 'same-site' },
    { origin: '<own>', 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' },
    { origin: '<own>', 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
  ])('registers nothing for another origin or a script: %j', async ({ origin, ...more }) => {
    const token = hidden(await page(), 'registration');
    const own = origin === '<own>' ? emulator.url : origin;
    expect((await press(token, { ...more, ...(own !== undefined && { origin: own }) })).status).toBe(403);
    expect(registered()).not.toContain(uri);
  });

  test('registers for a browser that does not send the origin of the page', async () => {
    await press(hidden(await page(), 'registration'), { ...click, origin: 'null' });
    expect(registered()).toContain(uri);
  });

  test('registers nothing with GET', async () => {
    const token = hidden(await page(), 'registration');
    const answer = await visitor.get(`/oauth/authorize/redirect-uri?registration=${token}`);
    expect(answer.status).toBe(404);
    expect(registered()).not.toContain(uri);
  });

  test.each([
    'javascript:alert(1)',
    'JavaScript://localhost/%0aalert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'myapp://oauth',
    'kakao1://oauth',
    '/callback',
    'localhost:4000/cb',
    '//evil.example/cb',
    'http:/localhost/cb',
    'http:localhost/cb',
    'http:///cb',
    'http://',
    'http://user:pw@localhost/cb',
    'http://localhost\\@evil.example/cb',
    'http://local host/cb',
    'http://localhost/c b',
    'http://localhost/cb\n',
    'http://localhost/cb\u0000',
    'http://localhost/cb#x',
    'http://*.example.com/cb',
    'http://localhost:99999/cb',
    `http://localhost/${'x'.repeat(2000)}`,
  ])('has no button for %j', async (bad) => {
    const text = await page(bad);
    expect(text).toContain('KOE006');
    expect(hidden(text, 'registration')).toBe('');
  });

  test('has no button for callers that may not control the emulator', async () => {
    const answer = await fetch(emulator.url + asking(uri), { headers: { origin: 'http://evil.example' } });
    expect(hidden(await answer.text(), 'registration')).toBe('');
  });
});
