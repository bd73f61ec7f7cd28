import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLoginTickets, type KakaoLogin, type LoginTicketEntry } from '@kakao-login/passport';
import express from 'express';
import { person, startKakao, type Kakao } from './support/kakao.js';
import { openShop, type Shop } from './support/shop.js';

const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url');

describe('a ticket', () => {
  test('returns its value once, to one of many concurrent requests', async () => {
    const tickets = createLoginTickets<string>();
    const ticket = await tickets.issue('gildong');
    const answers = await Promise.all(Array.from({ length: 10 }, () => tickets.redeem(ticket)));
    expect(answers.filter((answer) => answer === 'gildong')).toHaveLength(1);
    expect(await tickets.redeem(ticket)).toBeUndefined();
  });

  test('expires after its lifetime', async () => {
    let now = 0;
    const tickets = createLoginTickets<string>({ lifetime: 10, now: () => now });
    const [early, late] = [await tickets.issue('early'), await tickets.issue('late')];
    now = 9_999;
    expect(await tickets.redeem(early)).toBe('early');
    now = 10_000;
    expect(await tickets.redeem(late)).toBeUndefined();
  });

  test.each([undefined, null, '', 'x'.repeat(43), 'x'.repeat(100_000), ['a'], {}, '__proto__', 42])(
    'is not %p',
    async (forged) => {
      const tickets = createLoginTickets<string>();
      await tickets.issue('gildong');
      expect(await tickets.redeem(forged)).toBeUndefined();
    },
  );

  test('is dropped if there are too many, the oldest first', async () => {
    const tickets = createLoginTickets<number>({ maxTickets: 2 });
    const issued = [await tickets.issue(1), await tickets.issue(2), await tickets.issue(3)];
    expect(await Promise.all(issued.map((ticket) => tickets.redeem(ticket)))).toEqual([undefined, 2, 3]);
  });

  test('with a challenge needs its verifier, and a wrong one uses it up', async () => {
    const tickets = createLoginTickets<string>();
    const verifier = randomUUID();
    const issue = () => tickets.issue('gildong', { challenge: hashOf(verifier) });
    expect(await tickets.redeem(await issue(), verifier)).toBe('gildong');
    for (const wrong of [undefined, '', 'other', [verifier], hashOf(verifier)]) {
      const ticket = await issue();
      expect(await tickets.redeem(ticket, wrong)).toBeUndefined();
      expect(await tickets.redeem(ticket, verifier)).toBeUndefined();
    }
  });

  test('without a challenge is refused if the front end sends a verifier (downgrade)', async () => {
    const tickets = createLoginTickets<string>();
    expect(await tickets.redeem(await tickets.issue('attacker'), 'of the victim')).toBeUndefined();
  });

  test.each(['', 'short', 'ü'.repeat(43)])('is not issued with the challenge %j', async (challenge) => {
    const issued = createLoginTickets<string>().issue('gildong', { challenge });
    await expect(issued).rejects.toMatchObject({ code: 'challenge_malformed', status: 400 });
  });

  test('can be kept in a store of the application, which never sees it', async () => {
    const kept = new Map<string, { entry: LoginTicketEntry<string>; seconds: number }>();
    const store = {
      put: async (key: string, entry: LoginTicketEntry<string>, seconds: number) => kept.set(key, { entry, seconds }),
      take: async (key: string) => {
        const found = kept.get(key);
        kept.delete(key);
        return found?.entry ?? null;
      },
    };
    const [one, other] = [createLoginTickets({ store, lifetime: 30 }), createLoginTickets({ store })];
    const ticket = await one.issue('gildong');
    expect([...kept.keys()]).toEqual([hashOf(ticket)]);
    expect([...kept.values()]).toMatchObject([{ seconds: 30 }]);
    expect([await other.redeem(ticket), await one.redeem(ticket)]).toEqual(['gildong', undefined]);
  });

  test.each([{ lifetime: 0 }, { lifetime: Number.NaN }, { maxTickets: -1 }])(
    'cannot be configured with %j',
    (options) => {
      expect(() => createLoginTickets(options)).toThrow(Object.keys(options)[0]);
    },
  );
});

describe('a login of a single-page app', () => {
  const app = 'https://app.example/done';
  const tickets = createLoginTickets<{ id: string }>();
  let kakao: Kakao;
  let shop: Shop;

  beforeAll(async () => {
    kakao = await startKakao();
    shop = await openShop({
      kakao,
      strategy: { callbackURL: '/auth/kakao/app/callback' },
      routes: (routes, authenticate) => {
        routes.get('/auth/kakao/app', (request, response, next) => {
          authenticate({ state: { challenge: request.query['challenge'] } })(request, response, next);
        });
        routes.get('/auth/kakao/app/callback', authenticate({}), async (request, response) => {
          const { login } = request.user as { login: KakaoLogin<{ challenge: string }> };
          const ticket = await tickets.issue({ id: login.profile.id }, login.state);
          response.redirect(`${app}#ticket=${ticket}`);
        });
        routes.post('/auth/ticket', express.json(), async (request, response) => {
          const { ticket, verifier } = (request.body ?? {}) as Record<string, unknown>;
          const user = await tickets.redeem(ticket, verifier);
          response.status(user === undefined ? 401 : 200).json(user ?? { error: 'ticket' });
        });
      },
    });
  });
  afterAll(async () => {
    await shop.close();
    await kakao.close();
  });

  const redeem = (body: object) =>
    shop.browser().open('/auth/ticket', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  test('ends with a ticket in the URL, without a token, code or name', async () => {
    const browser = shop.browser();
    const verifier = randomUUID();
    const back = await browser.comeBack(`/auth/kakao/app?challenge=${hashOf(verifier)}`);
    const location = (await browser.open(back)).headers.get('location')!;
    expect(location).toMatch(/^https:\/\/app\.example\/done#ticket=[\w-]{43}$/);

    const ticket = location.split('=')[1];
    const response = await redeem({ ticket, verifier });
    expect([response.status, await response.json()]).toEqual([200, { id: person.id }]);
    expect((await redeem({ ticket, verifier })).status).toBe(401);
  });

  test('is not finished by an empty POST', async () => {
    expect((await shop.browser().open('/auth/ticket', { method: 'POST' })).status).toBe(401);
  });

  test('cannot be finished with a ticket of an attacker (login CSRF)', async () => {
    const attacker = shop.browser();
    const back = await attacker.comeBack(`/auth/kakao/app?challenge=${hashOf('of the attacker')}`);
    const ticket = (await attacker.open(back)).headers.get('location')!.split('=')[1];
    expect((await redeem({ ticket, verifier: 'of the victim' })).status).toBe(401);
  });
});
