import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KakaoVault } from '@kakao-login/nestjs';
import type { KakaoProfile } from '@kakao-login/nestjs';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { DATABASE, type Database } from '../../sample/src/database/database.js';
import { orders } from '../../sample/src/database/schema.js';
import { MembersService } from '../../sample/src/members/members.service.js';
import { type RunningShop, startShop } from '../../sample/src/start.js';
import { Visitor } from '../attacks/support/visitor.js';
import { Browser } from '../support/browser.js';
import { describeWithPostgres, describeWithRedis } from '../support/servers.js';
import { html, logIn, postFrom } from './visitor.js';

const anyPorts = { PORT: '0', KAKAO_EMULATOR_PORT: '0' };
const secret = { SESSION_SECRET: 's'.repeat(32) };

const profileOf = (id: string): KakaoProfile => ({
  provider: 'kakao',
  id,
  displayName: id,
  properties: {},
  missingConsents: [],
  _json: { id },
});

describe('after the login', () => {
  let shop: RunningShop;
  beforeAll(async () => {
    shop = await startShop(anyPorts);
  });
  afterAll(() => shop?.close());

  const vault = (): KakaoVault => shop.app.get(KakaoVault);
  const emulator = () => shop.emulated!.emulator;
  /** Makes the member's last login ten minutes old. */
  const growOld = async (id: string): Promise<void> => {
    const claims = { auth_time: Math.floor(Date.now() / 1000) - 600 };
    await vault().save({ id, tokens: await emulator().issueTokens(id), claims });
  };
  const post = (browser: Visitor, page: string, accept: string, path = page): Promise<Response> =>
    browser.open(path, { method: 'POST', headers: { accept, origin: shop.url, referer: shop.url + page } });

  test('an order uses an address of the member, and belongs to that member', async () => {
    const browser = await logIn(shop);
    const placed = await postFrom(browser, '/order', 'text/html', { item: 'cup', address_id: '6500001' });
    const path = placed.headers.get('location') ?? '';
    expect(path).toMatch(/^\/order\/\d+$/);
    const page = await (await browser.open(path, { headers: html })).text();
    expect(page).toContain('별무리 찻잔');
    expect(page).toContain('판교역로 166');
    const { member } = await shop.app.get(MembersService).signIn(profileOf('1002'));
    const rows = await shop.app.get<Database>(DATABASE).select().from(orders);
    expect(rows.map(({ item, price, memberId }) => [item, price, memberId === member.id])).toEqual([
      ['cup', 22_000, false],
    ]);
    expect((await browser.open('/order/999', { headers: html })).status).toBe(404);
  });

  test.each([
    ['an item that the shop does not have', { item: 'moon', address_id: '6500001' }, 404],
    ['no address', { item: 'cup' }, 400],
    ['an address ID that is not a number', { item: 'cup', address_id: '../1' }, 400],
  ])('an order for %s is refused', async (_, fields, status) => {
    const answer = await postFrom(await logIn(shop), '/order', 'application/json', fields);
    expect(answer.status).toBe(status);
  });

  test('the night job reports the state of each member, and shows no token', async () => {
    const browser = await logIn(shop);
    const members = shop.app.get(MembersService);
    for (const id of ['1003', ...Array.from({ length: 20 }, (_, index) => String(7000 + index))]) {
      await members.signIn(profileOf(id));
    }
    await vault().save({ id: '1003', tokens: await emulator().issueTokens('1003') });
    await vault().forUser('1003').scopes.revoke(['shipping_address']);
    const page = await (await postFrom(browser, '/owner/night-job')).text();
    let linked = 0;
    for await (const { kakaoId } of members.linked()) linked += kakaoId === '' ? 0 : 1;
    expect(page).toContain(`회원 ${linked}명의 기본 배송지`);
    expect(page).toContain('판교역로 166');
    expect(page).toContain('배송지 동의 필요');
    expect(page.match(/다시 로그인 필요/g)).toHaveLength(linked - 2);
    for (const id of ['1001', '1003']) expect(page).not.toContain(await vault().accessToken(id));
  });

  test('closing the account asks for the password again if the last login was more than five minutes ago', async () => {
    const { cookies } = await logIn(shop);
    const browser = new Browser();
    for (const [name, value] of cookies) browser.cookies(shop.url).set(name, value);
    expect((await browser.get(`${shop.url}/leave/unlink`)).status).toBe(200);
    await growOld('1001');
    const { status, location } = await browser.get(`${shop.url}/leave/unlink`);
    expect([status, new URL(location).searchParams.get('prompt')]).toEqual([302, 'login']);
    await browser.close();
  });

  test('after too long, a form redirects to its page and does nothing, and a script gets the reason as JSON', async () => {
    const browser = await logIn(shop);
    await growOld('1001');
    const sent = await post(browser, '/leave/unlink', 'text/html');
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/leave/unlink']);
    const script = await post(browser, '/leave/unlink', 'application/json');
    expect(script.status).toBe(401);
    expect(script.headers.get('content-type')).toContain('application/problem+json');
    expect(await script.json()).toMatchObject({ code: 'login_too_old', maxAge: 300 });
    expect(await vault().status('1001')).toBeDefined();
  });

  test('an account that Kakao failed to unlink stays until the member tries again', async () => {
    const browser = await logIn(shop);
    emulator().faults.add({ on: 'account.unlink', kind: 'error', code: -1, times: 3 });
    await post(browser, '/leave/unlink', 'text/html');
    emulator().faults.clear();
    expect((await browser.open('/welcome', { headers: html })).status).toBe(200);
    const done = await post(browser, '/leave/unlink', 'text/html');
    expect(done.headers.get('location')).toBe('/goodbye');
    expect(await vault().status('1001')).toBeUndefined();
  });
});

describeWithRedis('the shop on Redis', (redis) => {
  test('keeps its members’ tokens there, encrypted, after a restart', async () => {
    const env = { ...anyPorts, ...secret, REDIS_URL: redis.url };
    let shop = await startShop(env);
    const client = new Redis(redis.url);
    try {
      await logIn(shop, '/auth/kakao-wholesale', await logIn(shop));
      const keys = (await client.keys('kakao-vault:*')).sort();
      expect(keys).toHaveLength(2);
      const stored = JSON.stringify(await Promise.all(keys.map((key) => client.hgetall(key))));
      expect(stored).not.toContain(await shop.app.get(KakaoVault).accessToken('1001'));
      await shop.close();
      shop = await startShop(env);
      expect(await shop.app.get(KakaoVault).status('1001')).toMatchObject({ id: '1001', reconnectRequired: false });
    } finally {
      client.disconnect();
      await shop.close();
    }
  });
});

describeWithPostgres('the shop on PostgreSQL', (postgres) => {
  test('keeps members, sessions and encrypted tokens there after a restart', async () => {
    const key = Buffer.alloc(32, 1).toString('base64url');
    const env = { ...anyPorts, ...secret, DATABASE_URL: postgres.url, VAULT_KEYS: `2026-11:${key}` };
    let shop = await startShop(env);
    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    try {
      const browser = await logIn(shop);
      const { rows } = await client.query<{ sealed: string }>('select sealed from kakao_vault');
      expect(rows).toHaveLength(1);
      const header = JSON.parse(Buffer.from(rows[0]!.sealed.split('.')[0]!, 'base64url').toString()) as object;
      expect(header).toMatchObject({ kid: '2026-11', enc: 'A256GCM' });
      await shop.close();
      const older = `2026-12:${Buffer.alloc(32, 2).toString('base64url')},${env.VAULT_KEYS}`;
      shop = await startShop({ ...env, VAULT_KEYS: older });
      expect(await shop.app.get(KakaoVault).status('1001')).toMatchObject({ id: '1001' });
      const later = new Visitor(shop.url);
      for (const [name, value] of browser.cookies) later.cookies.set(name, value);
      expect((await later.open('/welcome', { headers: html })).status).toBe(200);
    } finally {
      await client.end();
      await shop.close();
    }
  });
});

test('without a secret, tokens are not stored in a database that outlives the process', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'moonlight-'));
  const shop = await startShop({ ...anyPorts, PGLITE_DIR: folder });
  try {
    await logIn(shop);
    expect(await shop.app.get(KakaoVault).status('1001')).toBeDefined();
    const { rows } = await shop.app.get<Database>(DATABASE).execute('select * from kakao_vault');
    expect(rows).toEqual([]);
  } finally {
    await shop.close();
    await rm(folder, { recursive: true });
  }
});
