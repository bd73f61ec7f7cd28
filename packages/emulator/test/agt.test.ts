import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';

import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';

import { Visitor, authorizePath, hidden, location, post } from './visitor.js';

let emulator: KakaoEmulator;
/** A browser without a login. */
let visitor: Visitor;
beforeAll(async () => {
  emulator = await createKakaoEmulator({ now: () => 1_790_000_000_000 });
});
afterEach(() => {
  emulator.reset();
});
afterAll(() => emulator.close());

/** Where an SDK sends the browser with a grant of a user who has not agreed to the e-mail address yet. */
async function withGrant(more: Record<string, string> = {}, person = '1001'): Promise<string> {
  visitor = new Visitor(emulator.url);
  const { access_token } = await emulator.issueTokens(person, { agree: [] });
  const { body } = await post(`${emulator.url}/api/agt`, { client_id: emulator.app.restApiKey, access_token });
  return authorizePath(emulator, { scope: 'account_email', agt: String(body['agt']), ...more });
}
const agreed = async (person = '1001'): Promise<string[]> => {
  const { links } = await emulator.exportState();
  return Object.keys(links.find(({ personId }) => personId === person)?.scopes ?? {}).sort();
};
const grants = async (): Promise<number> => Object.keys((await emulator.exportState()).grants).length;

describe('a login by agt', () => {
  test('survives a reload and a change of language, and ends with the code', async () => {
    const path = await withGrant();
    expect((await visitor.get(path)).status).toBe(200);
    const english = await visitor.get(`${path}&lang=en`);
    expect(english.status).toBe(200);
    const page = await visitor.get(path);
    expect(location(await visitor.accept(page))).toContain('?code=');
    expect(await agreed()).toEqual(['account_email', 'profile_nickname']);
    expect(location(await visitor.get(path))).toContain('/login');
  });

  test.each([
    ['is cancelled', {}],
    ['is refused', { prompt: 'none' }],
    ['is refused in a popup that polls', { prompt: 'none', auth_tran_id: 't'.repeat(60), is_popup: 'true' }],
  ])('also ends when it %s', async (_how, more: Record<string, string>) => {
    const path = await withGrant(more);
    const answer = await visitor.get(path);
    if (!('prompt' in more)) {
      const transaction = hidden(await answer.text(), 'transaction');
      await visitor.post('/oauth/authorize', { transaction, action: 'cancel' });
    }
    expect(await grants()).toBe(0);
  });

  test('continues after a step that the account requires', async () => {
    const path = await withGrant();
    await emulator.updatePerson('1001', { accountTermsDue: true });
    const step = await (await visitor.get(path)).text();
    const href = /href="([^"]*account\?step[^"]*)"/.exec(step)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const page = await visitor.get(location(await visitor.get(href)));
    expect(location(await visitor.accept(page))).toContain('?code=');
    expect(emulator.people.find(({ id }) => id === '1001')?.accountTermsDue).toBe(false);
  });

  test('logs in the user of the grant, even if another user is logged in in the browser', async () => {
    const path = await withGrant();
    await visitor.logIn(await visitor.get(authorizePath(emulator)), 'many.homes@example.com');
    emulator.clock.advance({ minutes: 1 });
    const end = await visitor.accept(await visitor.get(path));
    expect(location(end)).toContain('?code=');
    expect(await agreed()).toContain('account_email');
    const { codes } = await emulator.exportState();
    expect(Object.values(codes).at(-1)).toMatchObject({ personId: '1001', authTime: emulator.clock.now() });
  });

  test('logs in another user with prompt=login', async () => {
    const path = await withGrant({ prompt: 'login' });
    const page = await visitor.logIn(await visitor.get(path), 'many.homes@example.com');
    expect(page.status).toBe(200);
    expect(location(await visitor.accept(page))).toContain('?code=');
    expect(await agreed('1003')).toContain('account_email');
  });
});
