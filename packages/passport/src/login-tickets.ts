import { createHash, randomBytes } from 'node:crypto';
import { codeChallenge } from './pending-login.js';
import { checkFunction, checkObject, usage, usageTexts } from './usage.js';

/** What a ticket stands for, as a store keeps it. */
export interface LoginTicketEntry<Value> {
  value: Value;
  /** Base64url of the SHA-256 of what whoever redeems the ticket has to know. */
  challenge?: string;
  /** Unix time in ms. */
  until: number;
}

/** Where tickets wait, when more than one instance redeems them: with Redis `SET … EX` and `GETDEL`. */
export interface LoginTicketStore<Value> {
  /** @param key hash of the ticket: who reads the store cannot redeem any */
  put(key: string, entry: LoginTicketEntry<Value>, seconds: number): unknown;
  /** Returns the entry and forgets it, in one step; otherwise a ticket could be redeemed twice. */
  take(key: string): LoginTicketEntry<Value> | null | undefined | Promise<LoginTicketEntry<Value> | null | undefined>;
}

/** Options of {@link createLoginTickets}. */
export interface LoginTicketsOptions<Value> {
  /** For how many seconds a ticket can be redeemed. Default 60. */
  lifetime?: number;
  /** How many the memory holds; the oldest give way. Default 10000. */
  maxTickets?: number;
  /** Default: the memory of this process, so the instance that issued a ticket has to redeem it. */
  store?: LoginTicketStore<Value>;
  /** The present, in ms since 1970. For tests. */
  now?: () => number;
}

/** One-time tickets; see {@link createLoginTickets}. */
export interface LoginTickets<Value> {
  /**
   * @param options `challenge`: base64url of the SHA-256 of a random text that the front end keeps, as in PKCE with S256
   * @throws KakaoUsageError `challenge_malformed`
   */
  issue(value: Value, options?: { challenge?: string }): Promise<string>;
  /**
   * Returns the value of a ticket, once: `undefined` for one that was redeemed before, has expired or is none. A ticket with a
   * challenge needs its verifier, and one without takes none (RFC 9700, 2.1.1); a wrong one spends the ticket. Both may come from
   * a request as they are.
   */
  redeem(ticket: unknown, verifier?: unknown): Promise<Value | undefined>;
}

/**
 * Hands the outcome of a login to a single-page app without a token in any address: the callback redirects to the front end with
 * a ticket, and the front end posts it to get the value, once and within a minute.
 *
 * Whoever has a ticket can redeem it, and could make somebody else redeem it. So let the front end send a challenge when the login
 * begins, and the verifier with the ticket.
 *
 * @example
 * const tickets = createLoginTickets<Express.User>();
 * const ticket = await tickets.issue(request.user); // in the callback: redirect to `https://app.example/done#ticket=${ticket}`
 * const user = await tickets.redeem(request.body.ticket, request.body.verifier);
 */
export function createLoginTickets<Value>(options: LoginTicketsOptions<Value> = {}): LoginTickets<Value> {
  checkObject('options', options);
  const { lifetime = 60, maxTickets = 10_000, now = Date.now } = options;
  for (const [name, value] of Object.entries({ lifetime, maxTickets })) {
    if (!(Number.isFinite(value) && value > 0)) throw usage('option_malformed', name, usageTexts.positive);
  }
  checkFunction('now', now);
  const { store = memoryStore<Value>(maxTickets) } = options;
  for (const method of ['put', 'take'] as const) {
    const { [method]: implemented } = (store ?? {}) as Partial<LoginTicketStore<Value>>;
    if (typeof implemented !== 'function') throw usage('option_malformed', 'store', usageTexts.ticketStore);
  }
  return {
    async issue(value, issueOptions = {}) {
      checkObject('options', issueOptions);
      const { challenge } = issueOptions;
      if (challenge !== undefined && !isHash(challenge))
        throw usage('challenge_malformed', 'challenge', usageTexts.challenge);
      const ticket = randomBytes(32).toString('base64url');
      const until = now() + lifetime * 1000;
      await store.put(keyOf(ticket), { value, until, ...(challenge !== undefined && { challenge }) }, lifetime);
      return ticket;
    },
    async redeem(ticket, verifier) {
      if (!isHash(ticket)) return undefined;
      // Found by its hash, so how long it takes says nothing about tickets.
      const entry = await store.take(keyOf(ticket));
      if (!entry || now() >= entry.until) return undefined;
      const { challenge, value } = entry;
      if (challenge === undefined) return verifier === undefined ? value : undefined;
      // What is compared is a hash again: a guess that is nearly right looks like any other.
      return typeof verifier === 'string' && codeChallenge(verifier) === challenge ? value : undefined;
    },
  };
}

/** 256 bits as base64url: a ticket, or a SHA-256. */
const isHash = (value: unknown): value is string => typeof value === 'string' && /^[\w-]{43}$/.test(value);

const keyOf = (ticket: string): string => createHash('sha256').update(ticket).digest('base64url');

function memoryStore<Value>(maxTickets: number): LoginTicketStore<Value> {
  const entries = new Map<string, LoginTicketEntry<Value>>();
  return {
    put(key, entry, seconds) {
      entries.set(key, entry);
      const [oldest = key] = entries.keys();
      if (entries.size > maxTickets) entries.delete(oldest);
      // A value may hold tokens: it goes when it is of no use any more.
      setTimeout(() => entries.delete(key), Math.min(seconds * 1000, 2 ** 31 - 1)).unref();
    },
    take(key) {
      const entry = entries.get(key);
      entries.delete(key);
      return entry;
    },
  };
}
