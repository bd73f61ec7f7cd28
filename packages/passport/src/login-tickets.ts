import { createHash, randomBytes } from 'node:crypto';
import { codeChallenge } from './pending-login.js';
import { checkFunction, checkObject, usage, usageTexts } from './usage.js';

/** What a store keeps for each ticket. */
export interface LoginTicketEntry<Value> {
  value: Value;
  /** The SHA-256 hash, in base64url, of the verifier that is needed to redeem the ticket. */
  challenge?: string;
  /** Unix time in ms. */
  until: number;
}

/** Stores tickets for services with more than one instance. With Redis, use `SET … EX` and `GETDEL`. */
export interface LoginTicketStore<Value> {
  /** @param key hash of the ticket, so that tickets cannot be read from the store */
  put(key: string, entry: LoginTicketEntry<Value>, seconds: number): unknown;
  /** Returns the entry and deletes it, atomically. Otherwise a ticket could be redeemed twice. */
  take(key: string): LoginTicketEntry<Value> | null | undefined | Promise<LoginTicketEntry<Value> | null | undefined>;
}

/** Options of {@link createLoginTickets}. */
export interface LoginTicketsOptions<Value> {
  /** How many seconds a ticket is valid. Default 60. */
  lifetime?: number;
  /** How many tickets to keep in memory. The oldest is dropped first. Default 10000. */
  maxTickets?: number;
  /** Default: the memory of this process, so only the instance that issued a ticket can redeem it. */
  store?: LoginTicketStore<Value>;
  /** Returns the current time, in ms since 1970. For tests. */
  now?: () => number;
}

/** One-time tickets, from {@link createLoginTickets}. */
export interface LoginTickets<Value> {
  /**
   * Issues a ticket for a value.
   *
   * @param options `challenge`: the SHA-256 hash, in base64url, of a random string that the front end keeps, as in PKCE with S256
   * @throws {KakaoUsageError} `challenge_malformed` when the challenge is not such a hash
   */
  issue(value: Value, options?: { challenge?: string }): Promise<string>;
  /**
   * Returns the value of a ticket, once. Returns `undefined` if the ticket was already redeemed, has expired or does not exist. A ticket
   * with a challenge needs its verifier, and one without accepts no verifier (RFC 9700, 2.1.1). A wrong verifier uses up the ticket.
   * Both arguments can be passed directly from a request.
   */
  redeem(ticket: unknown, verifier?: unknown): Promise<Value | undefined>;
}

/**
 * Passes the result of a login to a single-page app without a token in a URL: the callback redirects to the front end with a ticket,
 * and the front end posts the ticket to get the value, once and within a minute.
 *
 * Anybody who has a ticket can redeem it, or make somebody else redeem it. To prevent this, let the front end send a challenge when the
 * login starts, and the verifier with the ticket.
 *
 * @example
 * const tickets = createLoginTickets<Express.User>();
 * const ticket = await tickets.issue(request.user); // in the callback: redirect to `https://app.example/done#ticket=${ticket}`
 * const user = await tickets.redeem(request.body.ticket, request.body.verifier);
 * @throws {KakaoUsageError} when an option is malformed
 */
export function createLoginTickets<Value>(options: LoginTicketsOptions<Value> = {}): LoginTickets<Value> {
  checkObject('options', options);
  const { lifetime = 60, maxTickets = 10_000, now = Date.now } = options;
  for (const [name, value] of Object.entries({ lifetime, maxTickets })) {
    if (!(Number.isFinite(value) && value > 0)) throw usage('option_malformed', name, usageTexts().positive);
  }
  checkFunction('now', now);
  const { store = memoryStore<Value>(maxTickets) } = options;
  for (const method of ['put', 'take'] as const) {
    const { [method]: implemented } = (store ?? {}) as Partial<LoginTicketStore<Value>>;
    if (typeof implemented !== 'function') throw usage('option_malformed', 'store', usageTexts().ticketStore);
  }
  return {
    async issue(value, issueOptions = {}) {
      checkObject('options', issueOptions);
      const { challenge } = issueOptions;
      if (challenge !== undefined && !isHash(challenge))
        throw usage('challenge_malformed', 'challenge', usageTexts().challenge);
      const ticket = randomBytes(32).toString('base64url');
      const until = now() + lifetime * 1000;
      await store.put(ticketKey(ticket), { value, until, ...(challenge !== undefined && { challenge }) }, lifetime);
      return ticket;
    },
    async redeem(ticket, verifier) {
      if (!isHash(ticket)) return undefined;
      // Looked up by hash, so the time it takes does not reveal anything about tickets.
      const entry = await store.take(ticketKey(ticket));
      if (!entry || now() >= entry.until) return undefined;
      const { challenge, value } = entry;
      if (challenge === undefined) return verifier === undefined ? value : undefined;
      // Hashes are compared, so the time it takes does not reveal how close a guess is.
      return typeof verifier === 'string' && codeChallenge(verifier) === challenge ? value : undefined;
    },
  };
}

/** Whether a value is 256 bits in base64url: a ticket or a SHA-256 hash. */
const isHash = (value: unknown): value is string => typeof value === 'string' && /^[\w-]{43}$/.test(value);

const ticketKey = (ticket: string): string => createHash('sha256').update(ticket).digest('base64url');

function memoryStore<Value>(maxTickets: number): LoginTicketStore<Value> {
  const entries = new Map<string, LoginTicketEntry<Value>>();
  return {
    put(key, entry, seconds) {
      entries.set(key, entry);
      const [oldest = key] = entries.keys();
      if (entries.size > maxTickets) entries.delete(oldest);
      // A value can contain tokens, so it is deleted when the ticket expires.
      setTimeout(() => entries.delete(key), Math.min(seconds * 1000, 2 ** 31 - 1)).unref();
    },
    take(key) {
      const entry = entries.get(key);
      entries.delete(key);
      return entry;
    },
  };
}
