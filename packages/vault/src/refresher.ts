import { setTimeout as timer } from 'node:timers/promises';
import { isKakaoError, KakaoConnectionError, KakaoLoginError } from '@kakao-login/client';
import { refreshChannel, traced } from '@kakao-login/client/internal';
import type { KakaoId, KakaoOAuth, KakaoRefreshMessage, TokenResponse } from '@kakao-login/client';
import type { Events } from './events.js';
import { Recent } from './recent.js';
import { randomText } from './records.js';
import type { Records } from './records.js';
import type { VaultRecord } from './store.js';
import { isAlive, isRecent, refreshed } from './tokens.js';
import type { Opened, Tokens } from './tokens.js';

/** In milliseconds. */
export interface RefreshTimes {
  /** How long before an access token expires it is refreshed. */
  early: number;
  /** How long to wait before refreshing a user's tokens again after a failure. */
  coolDown: number;
  /** How long one process may take to refresh before another one may try. */
  lease: number;
}

export interface RefreshTools {
  records: Records;
  oauth: Pick<KakaoOAuth, 'refresh'>;
  events: Events;
  times: RefreshTimes;
  now: () => number;
  /** Waits some milliseconds. Default: timers of Node. */
  wait?: ((milliseconds: number) => Promise<unknown>) | undefined;
}

/** One refresh, shared by all calls of this process that need it. */
interface Attempt {
  id: KakaoId;
  /** The owner of the lease. */
  owner: string;
  /** The access token that Kakao has just refused. */
  refused: string | undefined;
  message: KakaoRefreshMessage;
}

/** Tokens from Kakao that the store has not saved yet. */
interface Unsaved {
  id: KakaoId;
  tokens: Tokens;
  /** The record whose refresh token was used. */
  before: Opened;
  owner: string;
  /** Every attempt saves the same record, because an attempt that seemed to fail may have saved it. */
  record?: VaultRecord;
  saving?: Promise<Opened> | undefined;
  /** Whether the first attempt failed. The attempt that succeeds then releases the lease. */
  isLate?: boolean;
}

const firstPoll = 50;
const longestPoll = 1_000;
const firstRetry = 100;
const longestRetry = 30_000;

/**
 * Finds working tokens, and refreshes them if necessary. Only one refresh of a user runs at a time: calls of this
 * process share a promise, and processes use a lease in the store. A lease may expire during the request to Kakao, so
 * the new tokens replace only the version that was refreshed.
 */
export class Refresher {
  readonly #tools: RefreshTools;
  readonly #refreshing = new Map<string, Promise<Opened>>();
  readonly #failed = new Recent<{ error: unknown; at: number; until: number }>(10_000);
  readonly #unsaved = new Map<KakaoId, Unsaved>();

  constructor(tools: RefreshTools) {
    this.#tools = tools;
  }

  /**
   * @param refused an access token that Kakao has just refused. Returns another one, or the same one if it is too new
   * to refresh
   * @throws {KakaoLoginError} `reconnect_required` when there are no working tokens
   */
  async tokens(id: KakaoId, refused?: string): Promise<Tokens> {
    const opened = await this.read(id);
    const usable = this.#usable(opened, refused);
    if (usable !== undefined) return usable.tokens;
    try {
      return (await this.#refreshOnce(id, refused)).tokens;
    } catch (error) {
      const isFinal = isKakaoError(error) && error.kind === 'login';
      if (opened !== undefined && !isFinal && this.#canGoOn(opened, refused)) return opened.tokens;
      throw error;
    }
  }

  /** Returns the stored tokens, or newer ones that are not saved yet. */
  async read(id: KakaoId): Promise<Opened | undefined> {
    const unsaved = this.#unsaved.get(id);
    if (unsaved === undefined) return this.#tools.records.read(id);
    try {
      return await this.#save(unsaved);
    } catch (error) {
      if (isKakaoError(error) && error.kind === 'login') return undefined;
      return { ...unsaved.before, tokens: unsaved.tokens };
    }
  }

  /** Drops unsaved tokens and the last failure of a user who has logged in again or was forgotten. */
  drop(id: KakaoId): void {
    this.#unsaved.delete(id);
    this.#failed.delete(id);
  }

  /** Waits for refreshes in progress, and tries once more to save tokens that are not saved yet. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#refreshing.values());
    await Promise.allSettled([...this.#unsaved.values()].map((unsaved) => this.#save(unsaved)));
  }

  /**
   * @returns `undefined` when a refresh is needed
   * @throws {KakaoLoginError} `reconnect_required` when there is no refresh token
   */
  #usable(opened: Opened | undefined, refused: string | undefined): Opened | undefined {
    if (opened === undefined) throw reconnectRequired();
    const { tokens } = opened;
    const now = this.#tools.now();
    if (isRecent(tokens, now)) return opened;
    if (tokens.accessToken !== refused && tokens.accessTokenExpiresAt - this.#tools.times.early > now) return opened;
    if (tokens.refreshToken !== undefined) return undefined;
    if (this.#canGoOn(opened, refused)) return opened;
    throw reconnectRequired();
  }

  #canGoOn({ tokens }: Opened, refused: string | undefined): boolean {
    return tokens.accessToken !== refused && isAlive(tokens, this.#tools.now());
  }

  #refreshOnce(id: KakaoId, refused: string | undefined): Promise<Opened> {
    // A call whose token was refused cannot share a refresh that may return the same token.
    const key = refused === undefined ? id : `${id} ${refused}`;
    let refreshing = this.#refreshing.get(key);
    if (refreshing === undefined) {
      refreshing = this.#begin(id, refused).finally(() => this.#refreshing.delete(key));
      this.#refreshing.set(key, refreshing);
    }
    return refreshing;
  }

  #begin(id: KakaoId, refused: string | undefined): Promise<Opened> {
    const message: KakaoRefreshMessage = { why: refused === undefined ? 'expiring' : 'refused', asked: false };
    const attempt = { id, owner: randomText(), refused, message };
    if (!refreshChannel.hasSubscribers) return this.#refresh(attempt);
    return traced(refreshChannel, message, () => this.#refresh(attempt));
  }

  async #refresh(attempt: Attempt): Promise<Opened> {
    const { id, owner, refused } = attempt;
    const { records, times, now, wait = timer } = this.#tools;
    const failed = this.#failed.get(id);
    // Setting the clock back must not make the wait longer.
    if (failed !== undefined && failed.at <= now() && now() < failed.until) throw failed.error;
    let waited = 0;
    for (let delay = firstPoll; ; delay = Math.min(delay * 2, longestPoll)) {
      if (await records.lease(id, owner, times.lease)) return this.#refreshWithLease(attempt);
      const opened = await this.read(id);
      const usable = this.#usable(opened, refused);
      if (usable !== undefined) return usable;
      // Another process is refreshing, and this token is still valid.
      if (this.#canGoOn(opened as Opened, refused)) return opened as Opened;
      if (waited >= times.lease) throw new KakaoConnectionError('refresh_busy');
      await wait(delay);
      waited += delay;
    }
  }

  async #refreshWithLease(attempt: Attempt): Promise<Opened> {
    const { id, owner, refused } = attempt;
    const { records } = this.#tools;
    try {
      await records.prepare();
      const opened = await this.read(id);
      return this.#usable(opened, refused) ?? (await this.#askKakao(attempt, opened as Opened));
    } finally {
      // As long as the new tokens are not saved, the lease keeps other processes from refreshing with the old ones.
      if (this.#unsaved.get(id)?.owner !== owner) await records.release(id, owner);
    }
  }

  async #askKakao(attempt: Attempt, before: Opened): Promise<Opened> {
    const { id, owner } = attempt;
    const { oauth, events, now } = this.#tools;
    if (this.#unsaved.has(id)) throw new KakaoConnectionError('store_failed');
    const asked = now();
    attempt.message.asked = true;
    let answer: TokenResponse;
    try {
      answer = await oauth.refresh({ refreshToken: before.tokens.refreshToken as string });
    } catch (error) {
      // Not only with a KOE code: for a refresh, `invalid_grant` always means that the refresh token is invalid (RFC
      // 6749, 5.2).
      if (isKakaoError(error) && error.kind === 'auth' && error.error === 'invalid_grant') {
        return this.#noteRefusal(attempt, before);
      }
      this.#coolDown(id, error);
      throw error;
    }
    this.#failed.delete(id);
    const unsaved: Unsaved = { id, tokens: refreshed(before.tokens, answer, asked), before, owner };
    this.#unsaved.set(id, unsaved);
    try {
      return await this.#save(unsaved);
    } catch (error) {
      if (isKakaoError(error) && error.kind === 'login') throw error;
      unsaved.isLate = true;
      void this.#keepTrying(unsaved);
      return { ...unsaved.before, tokens: unsaved.tokens };
    } finally {
      events.emit('refreshed', id);
    }
  }

  /** Stores that Kakao refused the refresh token, so that every process knows, unless there is a newer record. */
  async #noteRefusal(attempt: Attempt, before: Opened): Promise<Opened> {
    const { id, refused } = attempt;
    const { records, events } = this.#tools;
    const tokens: Tokens = { ...before.tokens, isRefused: true };
    delete tokens.refreshToken;
    delete tokens.refreshTokenExpiresAt;
    if (tokens.accessToken === refused) tokens.accessTokenExpiresAt = 0;
    let isNoted: boolean;
    try {
      const record = await records.seal(id, tokens);
      isNoted = await records.write(id, record, before.version);
    } catch {
      const error = reconnectRequired();
      this.#coolDown(id, error);
      throw error;
    }
    if (isNoted) events.emit('reconnect_required', id);
    const stored = await records.read(id);
    return this.#usable(stored, refused) ?? this.#askKakao(attempt, stored as Opened);
  }

  #coolDown(id: KakaoId, error: unknown): void {
    if (isKakaoError(error) && error.kind === 'usage') return;
    const { times, now } = this.#tools;
    const retryAfter = isKakaoError(error) ? (error.retryAfter ?? 0) * 1000 : 0;
    const at = now();
    this.#failed.set(id, { error, at, until: at + Math.max(times.coolDown, retryAfter) });
  }

  #save(unsaved: Unsaved): Promise<Opened> {
    unsaved.saving ??= this.#trySaving(unsaved).finally(() => (unsaved.saving = undefined));
    return unsaved.saving;
  }

  async #trySaving(unsaved: Unsaved): Promise<Opened> {
    const { records } = this.#tools;
    const { id, owner } = unsaved;
    for (let attempts = 0; ; attempts += 1) {
      const record = (unsaved.record ??= await records.seal(id, unsaved.tokens));
      const isSaved = await records.write(id, record, unsaved.before.version);
      const stored = isSaved ? { ...record, tokens: unsaved.tokens } : await records.read(id);
      // Still the old tokens: encrypted anew, with other consent, or marked by a process that came too late with the old refresh token
      // and was refused because this refresh had ended it.
      if (stored?.tokens.accessToken === unsaved.before.tokens.accessToken && attempts < 2) {
        const { scopes, revokedAt } = stored.tokens;
        unsaved.tokens = { ...unsaved.tokens, scopes, revokedAt };
        unsaved.before = stored;
        delete unsaved.record;
        continue;
      }
      if (this.#unsaved.get(id) === unsaved) this.#unsaved.delete(id);
      if (stored === undefined) throw reconnectRequired();
      if (unsaved.isLate === true) await records.release(id, owner);
      return stored;
    }
  }

  async #keepTrying(unsaved: Unsaved): Promise<void> {
    const { wait = quietTimer } = this.#tools;
    for (let delay = firstRetry; this.#unsaved.get(unsaved.id) === unsaved; delay = Math.min(delay * 2, longestRetry)) {
      await wait(delay);
      if (this.#unsaved.get(unsaved.id) !== unsaved) return;
      await this.#save(unsaved).catch(() => {});
    }
  }
}

/** Does not keep the process running. `close()` of the vault saves the tokens before the process ends. */
const quietTimer = (milliseconds: number): Promise<void> => timer(milliseconds, undefined, { ref: false });

const reconnectRequired = (): KakaoLoginError => new KakaoLoginError('reconnect_required');
