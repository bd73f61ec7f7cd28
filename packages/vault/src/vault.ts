import { endpoints, isKakaoError, KakaoConnectionError, KakaoLoginError, toKakaoId } from '@kakao-login/client';
import type { Call, Caller, CallOptions, EndpointName, KakaoClient, KakaoId, KakaoIdInput } from '@kakao-login/client';
import type { EndpointSpec } from '@kakao-login/client/contract';
import { requireOptions, signalOf } from '@kakao-login/client/internal';
import type { ResolvedOptions } from '@kakao-login/client/internal';
import { VaultAccount } from './account.js';
import type { LeaveOptions, LeaveResult } from './account.js';
import { newsIn, newsInError, withNews } from './consent.js';
import type { ConsentNews } from './consent.js';
import { Events } from './events.js';
import type { VaultEventName, VaultListener } from './events.js';
import { Areas, KakaoVaultUser, VaultCaller } from './for-user.js';
import type { VaultKey } from './keys.js';
import { MemoryVaultStore } from './memory-store.js';
import { Records } from './records.js';
import { Refresher } from './refresher.js';
import { kidOf } from './sealer.js';
import type { VaultStore } from './store.js';
import { isLaterLogin, readLogin } from './tokens.js';
import type { Tokens, VaultLogin } from './tokens.js';
import { usage, usageTexts } from './usage.js';
import { withCause } from './with-cause.js';

/** Options of {@link KakaoVault}. */
export interface KakaoVaultOptions {
  /** Makes the calls and refreshes the tokens. With a `KakaoStrategy`, pass `strategy.client`. */
  client: KakaoClient;
  /** Where to store the records. Default: `new MemoryVaultStore()`, whose records are lost when the process ends. */
  store?: VaultStore | undefined;
  /**
   * Encryption keys: the first one encrypts, and all of them decrypt. Required if the store is shared. Otherwise the
   * default is a random key. Create a key with `node -p "crypto.randomBytes(32).toString('base64url')"`.
   */
  keys?: readonly VaultKey[] | undefined;
  /** How long before an access token expires to refresh it, in milliseconds. Default 300,000 (5 minutes). */
  refreshEarly?: number | undefined;
  /**
   * How long to wait before refreshing a user's tokens again after a temporary failure, in milliseconds. Default
   * 30,000.
   */
  coolDown?: number | undefined;
  /**
   * How long the store may take for one call, in milliseconds. After that the call fails with `store_failed`. Refreshed
   * tokens that were not saved in time are saved later. Default 5,000.
   */
  storeTimeout?: number | undefined;
  /**
   * How long one process may take to refresh before another one tries, in milliseconds. Default: the longest time that
   * the client's `timeouts` allow, plus `storeTimeout`.
   */
  lease?: number | undefined;
  /** Returns the current time, in milliseconds since 1970. Default: the client's clock. For tests. */
  now?: (() => number) | undefined;
  /** Waits some milliseconds. Default: a timer of Node. For tests. */
  wait?: ((milliseconds: number) => Promise<unknown>) | undefined;
}

/** What the vault knows about a user, without the tokens. Times are in milliseconds since 1970, except `authTime`. */
export interface VaultStatus {
  id: KakaoId;
  /** Name of the key that the stored record is encrypted with. */
  kid: string;
  /**
   * Consent items that the user agreed to: those of the login, updated with Kakao's responses to calls of `forUser`.
   * Missing when Kakao did not send them at the login.
   */
  scopes?: readonly string[];
  /** When the vault last learned that the user has revoked a consent item or service terms, since the login. */
  revokedAt?: number;
  /** When the user last logged in to Kakao, in seconds since 1970: `auth_time` of the ID token. */
  authTime?: number;
  savedAt: number;
  refreshedAt?: number;
  accessTokenExpiresAt: number;
  refreshTokenExpiresAt?: number;
  /** Whether Kakao has refused the refresh token. The user then has to log in again. */
  reconnectRequired: boolean;
}

/** Options of {@link KakaoVault.forget}. */
export interface ForgetOptions {
  /**
   * When the user was unlinked, in seconds since 1970: `occurredAt` of a webhook. If the user has logged in after that
   * second, nothing is deleted. Default: everything is deleted.
   */
  occurredAt?: number | undefined;
}

/** The result of {@link KakaoVault.reencrypt}. */
export interface ReencryptResult {
  /** How many records were checked. */
  checked: number;
  /** How many records were encrypted with the first key. */
  reencrypted: number;
  /** How many records no key decrypts. Their users have to log in again. */
  unreadable: number;
}

/**
 * Stores the Kakao tokens of users, encrypted, and refreshes them when a call needs it.
 *
 * ```ts
 * const vault = new KakaoVault({ client });
 * await vault.save(login); // after a login
 * const { shipping_addresses } = await vault.forUser(id).shipping.list(); // any time later
 * ```
 */
export class KakaoVault {
  readonly #client: KakaoClient;
  readonly #now: () => number;
  readonly #events = new Events();
  readonly #records: Records;
  readonly #refresher: Refresher;
  readonly #areas: Areas;
  readonly #account: VaultAccount;

  /** @throws {KakaoUsageError} when an option is missing or malformed, or the store is shared and `keys` is missing */
  constructor(options: KakaoVaultOptions) {
    const { client, clientOptions, store = new MemoryVaultStore(), keys, wait } = checkOptions(options);
    const { now = clientOptions.now, refreshEarly = 300_000, coolDown = 30_000, storeTimeout = 5_000 } = options;
    const { connect, response } = clientOptions.timeouts;
    const { lease = connect + 2 * response + storeTimeout } = options;
    this.#client = client;
    this.#now = now;
    this.#records = new Records(store, storeTimeout, clientOptions.clientId, keys);
    const times = { early: refreshEarly, coolDown, lease };
    const { oauth } = client;
    this.#refresher = new Refresher({ records: this.#records, oauth, events: this.#events, times, now, wait });
    this.#areas = new Areas(this.#call as Call, clientOptions);
    this.#account = new VaultAccount({
      client,
      adminKey: clientOptions.adminKey,
      forUser: (id) => this.forUser(id),
      forget: (id) => this.forget(id),
    });
  }

  /**
   * Saves the tokens of a login. Replaces what the vault has stored for the user.
   *
   * @param login the `KakaoLogin` of your login handler or verify callback, or `{ id, tokens }`. `claims` must be
   * verified
   * @throws {KakaoUsageError} `argument_malformed` when it is not a login, or its tokens are longer than a record may be
   * @throws {KakaoConnectionError} `store_failed` when the store does not save it, `key_failed` when a function in
   * `keys` fails. The tokens are not kept then
   */
  async save(login: VaultLogin): Promise<void> {
    const { id, tokens } = readLogin(login, this.#now());
    const record = await this.#records.seal(id, tokens);
    this.#refresher.drop(id);
    await this.#records.write(id, record);
    this.#events.emit('saved', id);
  }

  /**
   * Returns the Kakao calls of one user, with their token filled in. Makes no request itself.
   *
   * Each call may reject with a `KakaoLoginError` `reconnect_required`: the vault has no working tokens of this user,
   * who has to log in again.
   *
   * @throws {KakaoUsageError} when the ID is malformed
   */
  forUser(id: KakaoIdInput): KakaoVaultUser {
    const user = toKakaoId(id, 'id');
    return new KakaoVaultUser(user, this.#areas, (options) => this.accessToken(user, options));
  }

  /**
   * Returns an access token that is valid for some minutes, for calls that this library does not have. Do not store it.
   *
   * @throws {KakaoLoginError} `reconnect_required` when the user has to log in again
   * @throws {KakaoConnectionError} when the token has expired and Kakao or the store cannot be reached
   */
  async accessToken(id: KakaoIdInput, options: CallOptions = {}): Promise<string> {
    return (await this.#tokens(toKakaoId(id, 'id'), options)).accessToken;
  }

  /** Returns what the vault knows about a user, without a request to Kakao; `undefined` when it knows nothing. */
  async status(id: KakaoIdInput): Promise<VaultStatus | undefined> {
    const user = toKakaoId(id, 'id');
    const opened = await this.#refresher.read(user);
    if (opened === undefined) return undefined;
    const {
      scopes,
      revokedAt,
      authTime,
      savedAt,
      refreshedAt,
      accessTokenExpiresAt,
      refreshTokenExpiresAt,
      isRefused = false,
    } = opened.tokens;
    return {
      id: user,
      kid: kidOf(opened.sealed) as string,
      ...(scopes !== undefined && { scopes: [...scopes] }),
      ...(revokedAt !== undefined && { revokedAt }),
      ...(authTime !== undefined && { authTime }),
      savedAt,
      ...(refreshedAt !== undefined && { refreshedAt }),
      accessTokenExpiresAt,
      ...(refreshTokenExpiresAt !== undefined && { refreshTokenExpiresAt }),
      reconnectRequired: isRefused,
    };
  }

  /**
   * Deletes everything that the vault has stored for a user, and drops refreshes in progress. Does not change anything
   * at Kakao.
   *
   * For a webhook, pass its `occurredAt`. It may arrive or be handled again after the user has come back, and the tokens
   * of the new login are then kept.
   *
   * @throws {KakaoUsageError} when the ID or an option is malformed
   * @throws {KakaoConnectionError} `store_failed` when the store does not delete it
   */
  async forget(id: KakaoIdInput, { occurredAt }: ForgetOptions = {}): Promise<void> {
    const user = toKakaoId(id, 'id');
    if (occurredAt !== undefined) {
      if (!Number.isFinite(occurredAt)) throw usage('option_malformed', 'occurredAt', usageTexts().occurredAt);
      // Until the end of the second, because webhooks have no milliseconds.
      const time = occurredAt * 1000 + 999;
      return this.#forgetUnless(user, (tokens) => isLaterLogin(tokens, time));
    }
    await this.#records.delete(user);
    this.#noteForgotten(user);
  }

  /**
   * Unlinks the user from the app and forgets them. Uses the user's token, or the admin key if there is no working
   * token. Succeeds if the user is already unlinked, so you can call it again after a failure. Does not ask the user:
   * confirm it with them first.
   *
   * `forUser(id).account.unlink()` makes Kakao's call without these additions.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#unlink
   * @throws {KakaoUsageError} `admin_key_missing` when there is no working token and the client has no `adminKey`
   * @throws {KakaoConnectionError} when Kakao or the store cannot be reached
   */
  async unlink(id: KakaoIdInput, options?: CallOptions): Promise<void> {
    return this.#account.unlink(toKakaoId(id, 'id'), options);
  }

  /**
   * Does everything that is needed when a user deletes their account: {@link unlink}, then `others` in their order,
   * even if one of them fails. Call it again until `finished` is true, and keep until then what it needs (such as the
   * ID).
   *
   * ```ts
   * const { finished } = await vault.leave(member.kakaoId, { others: { apple: () => apple.revoke(member) } });
   * if (finished) await members.delete(member.id);
   * ```
   *
   * @returns which steps succeeded and which failed. Does not reject when Kakao, the store or a step fails
   * @throws {KakaoUsageError} when the ID is malformed, or `others` is not an object of functions
   */
  async leave(id: KakaoIdInput, options?: LeaveOptions): Promise<LeaveResult> {
    return this.#account.leave(toKakaoId(id, 'id'), options);
  }

  /**
   * Ends the user's tokens at Kakao and forgets the user. Succeeds if the tokens have already ended. Does not end your
   * own session, the session of the Kakao Account, or tokens of other devices that are not in this vault.
   *
   * @param options `everywhere: true` ends every token that the user has for the app, with the admin key
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#logout
   * @throws {KakaoUsageError} `admin_key_missing` for `everywhere` without an `adminKey`
   * @throws {KakaoConnectionError} when Kakao or the store cannot be reached
   */
  async logout(id: KakaoIdInput, options?: CallOptions & { everywhere?: boolean | undefined }): Promise<void> {
    return this.#account.logout(toKakaoId(id, 'id'), options);
  }

  /**
   * Finishes the signup of a user, for apps with auto-link off. If the user has already signed up, only saves the
   * properties, so you can call it again after a failure.
   *
   * Kakao unlinks users who do not sign up within 24 hours of their login. The call then fails with
   * `reconnect_required`.
   *
   * @param options `properties`: user properties, with keys that are registered in Kakao's console
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#signup
   * @throws {KakaoLoginError} `reconnect_required` when the user has to log in again
   * @throws {KakaoApiError} -201 when a property key is not registered
   */
  async signup(
    id: KakaoIdInput,
    options?: CallOptions & { properties?: Record<string, string> | undefined },
  ): Promise<void> {
    return this.#account.signup(toKakaoId(id, 'id'), options);
  }

  /**
   * Encrypts all records with the first key that do not use it yet. Run it after adding a new first key and before
   * removing the old one. You can run it while the vault is in use, and repeatedly.
   */
  async reencrypt(): Promise<ReencryptResult> {
    const result = { checked: 0, reencrypted: 0, unreadable: 0 };
    for await (const id of this.#records.ids()) {
      result.checked += 1;
      try {
        if (await this.#records.reseal(id)) result.reencrypted += 1;
      } catch (error) {
        if (!isKakaoError(error) || error.kind !== 'usage') throw error;
        result.unreadable += 1;
      }
    }
    return result;
  }

  /**
   * Checks that the store answers. For health checks.
   *
   * @throws {KakaoConnectionError} `store_failed` when it does not
   */
  ping(): Promise<void> {
    return this.#records.ping();
  }

  /** Adds a listener, which is called after each event of this name. Listeners cannot delay or fail a call. */
  on(event: VaultEventName, listener: VaultListener): this {
    this.#events.on(event, listener);
    return this;
  }

  /** Removes a listener. */
  off(event: VaultEventName, listener: VaultListener): this {
    this.#events.off(event, listener);
    return this;
  }

  /**
   * Waits for refreshes in progress, and tries once more to save tokens that the store has not saved. Call it before
   * the process ends, and then close the client and the store yourself. `KakaoModule` calls it for a vault that it
   * created.
   */
  async close(): Promise<void> {
    await this.#refresher.settle();
  }

  async #forgetUnless(id: KakaoId, isKept: (tokens: Tokens) => boolean): Promise<void> {
    if (await this.#records.deleteUnless(id, isKept)) this.#noteForgotten(id);
  }

  #noteForgotten(id: KakaoId): void {
    this.#refresher.drop(id);
    this.#events.emit('forgotten', id);
  }

  readonly #call = async (
    name: EndpointName,
    request: never,
    caller: Caller,
    options?: CallOptions,
  ): Promise<unknown> => {
    const { callers }: EndpointSpec = endpoints[name];
    const given: unknown = caller;
    if (!(given instanceof VaultCaller) || !callers.includes('user')) {
      throw usage('caller_refused', 'forUser', usageTexts().notForUsers);
    }
    const { id } = given;
    const asked = this.#now();
    let used: Tokens | undefined;
    const note = async (news: ConsentNews | undefined): Promise<void> => {
      // Most often Kakao lists what the record says already, and the record need not be read again.
      if (news === undefined || (used && withNews(used, news, asked) === undefined)) return;
      await this.#records.change(id, (tokens) => withNews(tokens, news, asked));
    };
    let answer: unknown;
    try {
      answer = await this.#callAs(id, options, (tokens) => {
        used = tokens;
        const { accessToken } = tokens;
        return this.#client.call<'user.me'>(name as 'user.me', request, { accessToken }, options);
      });
    } catch (error) {
      await note(newsInError(error)).catch(() => {});
      throw error;
    }
    if (name === 'account.logout' || name === 'account.unlink') {
      // Not a login that was saved meanwhile. Compared for equality, because the clocks of processes differ.
      await this.#forgetUnless(id, ({ savedAt }) => savedAt !== used?.savedAt);
    }
    const noting = note(newsIn(name, answer));
    // What only reads has its answer, whether or not the record can be changed.
    await (endpoints[name].method === 'GET' ? noting.catch(() => {}) : noting);
    return answer;
  };

  /** Makes a call with the user's token. If Kakao refuses the token, repeats the call with a new one. */
  async #callAs<T>(id: KakaoId, options: CallOptions | undefined, call: (tokens: Tokens) => Promise<T>): Promise<T> {
    const tokens = await this.#tokens(id, options);
    let refusal: unknown;
    try {
      return await call(tokens);
    } catch (error) {
      if (!isRefused(error)) throw error;
      refusal = error;
    }
    const next = await this.#tokens(id, options, tokens.accessToken);
    try {
      if (next.accessToken !== tokens.accessToken) return await call(next);
    } catch (error) {
      if (!isRefused(error)) throw error;
      refusal = error;
    }
    // A token that is less than a minute old: Kakao has ended it. The record is kept, and the next refresh shows whether it is of any use.
    throw withCause(new KakaoLoginError('reconnect_required'), refusal);
  }

  async #tokens(id: KakaoId, options?: CallOptions, refused?: string): Promise<Tokens> {
    return unlessAborted(() => this.#refresher.tokens(id, refused), signalOf(options));
  }
}

/** Whether Kakao does not take the token. */
const isRefused = (error: unknown): boolean => isKakaoError(error) && error.kind === 'api' && error.code === -401;

/** Several calls may share a refresh, so aborting one call does not stop the refresh. */
async function unlessAborted<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal?.aborted === true) throw new KakaoConnectionError('aborted');
  if (signal === undefined) return work();
  let abort = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(new KakaoConnectionError('aborted'));
    signal.addEventListener('abort', abort);
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

const storeMethods = ['get', 'set', 'delete', 'lease', 'release', 'keys'] as const;

/** The options that are a number of milliseconds, and the least of each. */
const durations = { refreshEarly: 0, coolDown: 0, storeTimeout: 1, lease: 0 } as const;

function checkOptions(options: KakaoVaultOptions): KakaoVaultOptions & { clientOptions: ResolvedOptions } {
  const given = options as Partial<KakaoVaultOptions> | null | undefined;
  const { client, store, keys } = given ?? {};
  const clientOptions = requireOptions(client);
  if (
    store !== undefined &&
    !storeMethods.every((method) => typeof (store as VaultStore | null)?.[method] === 'function')
  ) {
    throw usage('option_malformed', 'store', usageTexts().store);
  }
  if (store?.shared === true && keys === undefined) throw usage('option_missing', 'keys', usageTexts().keysMissing);
  for (const [name, least] of Object.entries(durations)) {
    const value = options[name as keyof typeof durations];
    if (value === undefined || (Number.isFinite(value) && value >= least && value < 2 ** 31)) continue;
    throw usage('option_malformed', name, usageTexts().milliseconds(name, least));
  }
  for (const name of ['now', 'wait'] as const) {
    if (options[name] === undefined || typeof options[name] === 'function') continue;
    throw usage('option_malformed', name, usageTexts().function(name));
  }
  return { ...options, clientOptions };
}
