import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { DATABASE, type Database } from '../../sample/src/database/database.js';
import { type RunningShop, startShop } from '../../sample/src/start.js';
import { Visitor } from '../attacks/support/visitor.js';
import { html, logIn, postFrom } from './visitor.js';

describe('a session of the shop', () => {
  let shop: RunningShop;
  let browser: Visitor;
  let thief: Visitor;

  beforeAll(async () => {
    shop = await startShop({ PORT: '0', KAKAO_EMULATOR_PORT: '0' });
  });
  afterAll(() => shop?.close());
  beforeEach(async () => {
    browser = await logIn(shop);
    thief = copyOf(browser);
  });

  const copyOf = (other: Visitor): Visitor => {
    const copy = new Visitor(other.origin);
    for (const [name, value] of other.cookies) copy.cookies.set(name, value);
    return copy;
  };
  const opens = async (visitor: Visitor, path: string): Promise<boolean> => {
    const { status, headers } = await visitor.open(path, { headers: html });
    if (status === 303) expect(headers.get('location')).toMatch(/^\/login\?/);
    return status === 200;
  };

  test.each(['/leave/logout', '/leave/logout-everywhere', '/leave/unlink'])(
    'ends on the server after %s, also for copies of its cookie',
    async (path) => {
      expect(await opens(thief, '/owner')).toBe(true);
      expect((await postFrom(browser, path)).status).toBe(303);
      for (const page of ['/owner', '/me', '/tokens', '/welcome']) expect(await opens(thief, page)).toBe(false);
      expect((await postFrom(thief, '/shipping/picker/access-token', 'application/json')).status).toBe(401);
    },
  );

  test.each(['/leave/logout-everywhere', '/leave/unlink'])('ends in all browsers after %s', async (path) => {
    const phone = await logIn(shop);
    await postFrom(browser, path);
    expect(await opens(phone, '/owner')).toBe(false);
  });

  test('continues in other browsers after a logout in this one', async () => {
    const phone = await logIn(shop);
    await postFrom(browser, '/leave/logout');
    expect(await opens(phone, '/owner')).toBe(true);
  });

  test('gets a new identifier at every login, and the old one no longer works', async () => {
    const before = browser.cookies.get('moonlight_session');
    await logIn(shop, '/auth/kakao', browser);
    expect(browser.cookies.get('moonlight_session')).not.toBe(before);
    expect(await opens(browser, '/owner')).toBe(true);
    expect(await opens(thief, '/owner')).toBe(false);
  });

  test('expires after two weeks', async () => {
    const database = shop.app.get<Database>(DATABASE);
    const { rows } = await database.execute<{ days: number }>(
      sql`select round(extract(epoch from max(expires_at) - now()) / 86400)::int as days from sessions`,
    );
    expect(rows[0]?.days).toBe(14);
    await database.execute(sql`update sessions set expires_at = now() - interval '1 second'`);
    expect(await opens(browser, '/owner')).toBe(false);
  });

  test('is stored without a readable identifier or Kakao token', async () => {
    const { rows } = await shop.app.get<Database>(DATABASE).execute(sql`select * from sessions`);
    const stored = JSON.stringify(rows);
    const answer = await postFrom(browser, '/shipping/picker/access-token', 'application/json');
    const { accessToken } = (await answer.json()) as { accessToken: string };
    expect(accessToken).not.toBe('');
    for (const secret of [accessToken, browser.cookies.get('moonlight_session')!]) expect(stored).not.toContain(secret);
  });

  test('of the wholesale shop also ends after its logout', async () => {
    await logIn(shop, '/auth/kakao-wholesale', browser);
    const copy = copyOf(browser);
    const shows = async (): Promise<string> => (await copy.open('/wholesale', { headers: html })).text();
    expect(await shows()).toContain('/wholesale/signup');
    await postFrom(browser, '/wholesale/logout');
    expect(await shows()).not.toContain('/wholesale/signup');
  });

  test('that has ended is given as the reason on the login page', async () => {
    await postFrom(browser, '/leave/logout');
    const { headers } = await thief.open('/me', { headers: html });
    const page = await (await thief.open(headers.get('location') ?? '', { headers: html })).text();
    expect(page).toContain('로그인이 끝났어요');
  });
});

describe('sessions on one database', () => {
  const secret = { SESSION_SECRET: 's'.repeat(32) };

  test('survive a restart, and can be ended after it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'moonlight-'));
    const env = { PORT: '0', KAKAO_EMULATOR_PORT: '0', PGLITE_DIR: folder, ...secret };
    let shop = await startShop(env);
    try {
      const browser = await logIn(shop);
      await shop.close();
      shop = await startShop(env);
      const later = new Visitor(shop.url);
      for (const [name, value] of browser.cookies) later.cookies.set(name, value);
      expect((await later.open('/welcome', { headers: html })).status).toBe(200);
      await postFrom(later, '/leave/logout-everywhere');
      const copy = new Visitor(shop.url);
      for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
      expect((await copy.open('/welcome', { headers: html })).status).toBe(303);
    } finally {
      await shop.close();
      await rm(folder, { recursive: true });
    }
  });
});
