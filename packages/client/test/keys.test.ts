import { describe, expect, test } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import * as fc from 'fast-check';
import { KakaoUnexpectedError } from '@kakao-login/client';
import type { Jwk, JwkSet, KakaoError } from '@kakao-login/client';
import { KeyCache } from '../src/oidc/keys.js';
import { rejection } from './support/server.js';

const { n = '', e = '' } = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });
const jwk = (kid: string): Jwk => ({ kid, kty: 'RSA', alg: 'RS256', use: 'sig', n, e });

/** Kakao, a cache of its keys, and a clock that moves only when a test says so. */
class World {
  #time = 0;
  readonly #timers: { at: number; ring: () => void }[] = [];
  readonly published = ['key-0'];
  readonly fetches: number[] = [];
  /** How long a fetch takes, in milliseconds. */
  duration = 0;
  down = false;
  /** How far the wall clock is ahead of the monotonic one, in milliseconds. */
  clockAhead = 0;
  readonly cache = new KeyCache({
    fetch: () => this.#fetch(),
    now: () => this.#time + this.clockAhead,
    monotonic: () => this.#time,
    pause: (ms) => this.#wait(ms),
  });

  get time(): number {
    return this.#time;
  }

  async advance(ms: number): Promise<void> {
    const end = this.#time + ms;
    for (;;) {
      await turn();
      const [first] = this.#timers.toSorted((a, b) => a.at - b.at);
      if (first === undefined || first.at > end) break;
      this.#timers.splice(this.#timers.indexOf(first), 1);
      this.#time = first.at;
      first.ring();
    }
    this.#time = end;
  }

  #wait(ms: number): Promise<void> {
    return new Promise((ring) => void this.#timers.push({ at: this.#time + ms, ring }));
  }

  async #fetch(): Promise<JwkSet> {
    this.fetches.push(this.#time);
    // The worst case: the response has the keys that were published when the request started.
    const [keys, fails] = [this.published.map(jwk), this.down];
    await this.#wait(this.duration);
    if (fails) throw new KakaoUnexpectedError('status', { kakaoStatus: 500, endpoint: 'oidc.jwks' });
    return { keys };
  }
}

interface Login {
  honest: boolean;
  at: number;
  settled?: { error: unknown; after: number };
}

const event = fc.record({
  after: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 8_000 })),
  kind: fc.oneof(
    { weight: 6, arbitrary: fc.constant('forged' as const) },
    { weight: 4, arbitrary: fc.constant('honest' as const) },
    { weight: 2, arbitrary: fc.constant('rotation' as const) },
    { weight: 1, arbitrary: fc.constant('outage' as const) },
  ),
  duration: fc.constantFrom(0, 50, 3_000),
  direct: fc.boolean(),
});

test('tokens in any order cause few fetches, and no valid one is refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 60 }), async (events) => {
      const world = new World();
      const logins: Login[] = [];
      let everDown = false;
      for (const [at, { after, kind, duration, direct }] of events.entries()) {
        await world.advance(after);
        world.duration = duration;
        if (kind === 'rotation') world.published.push(`key-${at + 1}`);
        else if (kind === 'outage') {
          world.down = !world.down;
          everDown = true;
        } else {
          const honest = kind === 'honest';
          const login: Login = { honest, at: world.time };
          logins.push(login);
          const settle = (error?: unknown): void => void (login.settled = { error, after: world.time - login.at });
          const kid = honest ? (world.published.at(-1) ?? '') : `forged-${at}`;
          void Promise.resolve(world.cache.get(kid, direct && honest)).then(() => settle(), settle);
        }
      }
      await world.advance(60_000);

      for (const { honest, settled } of logins) {
        // A fetch in progress, a wait of at most five seconds, and another fetch.
        expect(settled?.after).toBeLessThanOrEqual(5_000 + 2 * 3_000);
        const outcome = (settled?.error as KakaoError | undefined)?.code ?? 'verified';
        // `status` means that the fetch failed: an error of Kakao that can be retried.
        const allowed = honest ? ['verified', ...(everDown ? ['status'] : [])] : ['kid', 'status'];
        expect(allowed).toContain(outcome);
      }
      for (const start of world.fetches) {
        expect(world.fetches.filter((at) => at >= start && at < start + 60_000).length).toBeLessThanOrEqual(15);
      }
    }),
    { numRuns: 300 },
  );
});

test('an attack that lasts hours causes twelve fetches a minute, and a key rotated in the meantime is found', async () => {
  const world = new World();
  world.duration = 100;
  for (let second = 0; second < 600; second += 1) {
    for (let one = 0; one < 5; one += 1) {
      void Promise.resolve(world.cache.get(`forged-${second}-${one}`)).catch(() => {});
    }
    await world.advance(1_000);
  }
  expect(world.fetches.length).toBeLessThanOrEqual(3 + 120);
  world.published.push('key-1');
  const honest = Promise.resolve(world.cache.get('key-1'));
  await world.advance(6_000);
  expect((await honest).type).toBe('public');
});

test('a known key is returned synchronously during an attack', async () => {
  const world = new World();
  void world.cache.get('key-0');
  await world.advance(0);
  for (let one = 0; one < 100; one += 1) void Promise.resolve(world.cache.get(`forged-${one}`)).catch(() => {});
  expect(world.cache.get('key-0')).not.toBeInstanceOf(Promise);
  await world.advance(10_000);
});

test('if a thousand tokens are waiting, the next is refused, and one from the token endpoint still waits', async () => {
  const world = new World();
  const forged = async (kid: string): Promise<unknown> => await rejection(Promise.resolve(world.cache.get(kid)));
  for (let time = 0; time < 3; time += 1) {
    const one = forged(`first-${time}`);
    await world.advance(0);
    await one;
  }
  const waiting = Array.from({ length: 1_000 }, (_, at) => forged(`forged-${at}`));
  world.published.push('key-1');
  const refused = await rejection(Promise.resolve(world.cache.get('key-1')));
  expect(refused).toMatchObject({
    kind: 'connection',
    code: 'keys_busy',
    status: 503,
    retryable: true,
    retryAfter: 5,
    endpoint: 'oidc.jwks',
  });
  const direct = Promise.resolve(world.cache.get('key-1', true));
  await world.advance(5_000);
  expect((await direct).type).toBe('public');
  expect(await Promise.all(waiting)).toEqual(waiting.map(() => expect.objectContaining({ code: 'kid' })));
  expect(world.cache.get('key-1')).not.toBeInstanceOf(Promise);
});

describe('after a day', () => {
  const day = 24 * 60 * 60_000;

  /** A world whose cache has keys that were fetched just now. */
  async function loaded(): Promise<World> {
    const world = new World();
    const ready = world.cache.ready();
    await world.advance(0);
    await ready;
    return world;
  }

  test('but not earlier, the next token fetches the keys again', async () => {
    const world = await loaded();
    await world.advance(day - 1);
    expect(world.cache.get('key-0')).not.toBeInstanceOf(Promise);
    await world.advance(1);
    const key = Promise.resolve(world.cache.get('key-0'));
    await world.advance(0);
    expect((await key).type).toBe('public');
    expect(world.fetches).toEqual([0, day]);
  });

  test('other tokens use the old keys while they are fetched', async () => {
    const world = await loaded();
    await world.advance(day);
    world.duration = 3_000;
    const first = Promise.resolve(world.cache.get('key-0'));
    // Both before the fetch starts, and while it runs.
    expect((await world.cache.get('key-0')).type).toBe('public');
    await world.advance(1_000);
    expect((await world.cache.get('key-0')).type).toBe('public');
    await world.advance(3_000);
    await first;
    expect(world.fetches).toHaveLength(2);
  });

  test('or after a jump of the clock, no token waits until the limit allows a fetch', async () => {
    const world = await loaded();
    // With the first fetch, these are as many as the limit allows at once.
    for (let one = 0; one < 2; one += 1) {
      const forged = rejection(Promise.resolve(world.cache.get(`forged-${one}`)));
      await world.advance(0);
      await forged;
    }
    const { length } = world.fetches;
    world.clockAhead = day;
    expect((await world.cache.get('key-0')).type).toBe('public');
    expect(world.fetches).toHaveLength(length);
  });
});

test('a token that arrives during a fetch waits for it, and causes no other if it returns the key', async () => {
  const world = new World();
  world.duration = 3_000;
  const first = Promise.resolve(world.cache.get('key-0'));
  await world.advance(1_000);
  const second = Promise.resolve(world.cache.get('key-0'));
  await world.advance(2_000);
  expect((await first).type).toBe('public');
  expect((await second).type).toBe('public');
  expect(world.fetches).toEqual([0]);
});
