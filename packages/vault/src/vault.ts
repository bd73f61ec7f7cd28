import { endpoints, isKakaoError, KakaoConnectionError, toKakaoId } from '@kakao-login/client';
import type { Call, Caller, CallOptions, EndpointName, KakaoClient, KakaoId, KakaoIdInput } from '@kakao-login/client';
import type { EndpointSpec } from '@kakao-login/client/contract';
import { optionsOf } from '@kakao-login/client/internal';
import type { ResolvedOptions } from '@kakao-login/client/internal';
import { VaultAccount } from './account.js';
import type { LeaveOptions, LeaveResult } from './account.js';
import { Events } from './events.js';
import type { VaultEventName, VaultListener } from './events.js';
import { Areas, KakaoVaultUser, VaultCaller } from './for-user.js';
import type { VaultKey } from './keys.js';
import { MemoryVaultStore } from './memory-store.js';
import { Records } from './records.js';
import { Refresher } from './refresher.js';
import type { VaultStore } from './store.js';
import { readLogin } from './tokens.js';
import type { Tokens, VaultLogin } from './tokens.js';
import { usage, usageTexts } from './usage.js';

/** What {@link KakaoVault} is made from; only `client` is required. */
export interface KakaoVaultOptions {
  /** Makes the calls and refreshes the tokens. A `KakaoStrategy` has one: `strategy.client`. */
  client: KakaoClient;
  /** Where the records are kept. Default: `new MemoryVaultStore()`, which is gone when the process ends. */
  store?: VaultStore | undefined;
  /**
   * The first key encrypts, all of them decrypt. Required for a store that processes share; otherwise the default is a key
   * of this process. Make one with `node -p "crypto.randomBytes(32).toString('base64url')"`.
   */
  keys?: readonly VaultKey[] | undefined;
  /** How long before its end an access token is refreshed, in milliseconds. Default 300,000 (5 minutes). */
  refreshEarly?: number | undefined;
  /** How long a user's tokens are not refreshed after a refresh failed for a passing reason, in milliseconds. Default 30,000. */
  coolDown?: number | undefined;
  /**
   * How long the store may take for one call, in milliseconds. Then the call fails with `store_failed`. Refreshed tokens that were not
   * saved in time are kept and saved later. Default 5,000.
   */
  storeTimeout?: number | undefined;
  /**
   * How long one process may take for a refresh before another one tries, in milliseconds. Default: as long as the
   * client may take by its `timeouts`, plus `storeTimeout`.
   */
  lease?: number | undefined;
  /** The present, in milliseconds since 1970. Default: the client's clock. For tests. */
  now?: (() => number) | undefined;
  /** Waits some milliseconds. Default: a timer of Node. For tests. */
  wait?: ((milliseconds: number) => Promise<unknown>) | undefined;
}

/** What the vault knows about a user, without the tokens. Times are milliseconds since 1970 unless said otherwise. */
export interface VaultStatus {
  id: KakaoId;
  /** Consent items that the login was given; undefined if Kakao did not say. */
  scopes?: readonly string[];
  /** When the user last proved who they are to Kakao: `auth_time` of the ID token, in seconds since 1970. */
  authTime?: number;
  savedAt: number;
  refreshedAt?: number;
  accessTokenExpiresAt: number;
  refreshTokenExpiresAt?: number;
  /** True once Kakao has refused the refresh token: the user has to log in again. */
  reconnectRequired: boolean;
}

/** What {@link KakaoVault.reencrypt} did. */
export interface ReencryptResult {
  /** Records that were looked at. */
  checked: number;
  /** Records that are now encrypted with the first key. */
  reencrypted: number;
  /** Records that no key opens. Their users have to log in again. */
  unreadable: number;
}

/**
 * Keeps the Kakao tokens of users encrypted, and refreshes them when a call needs it.
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

  /** @throws {KakaoUsageError} for a missing or malformed option, and for a shared store without `keys` */
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
   * Saves the tokens of a login, in place of what the vault had of this user.
   *
   * @param login the `KakaoLogin` that a login handler or verify function gets, or `{ id, tokens }`. `claims` have to be verified.
   * @throws {KakaoConnectionError} `store_failed` if the store does not take it; the tokens are not kept then
   */
  async save(login: VaultLogin): Promise<void> {
    const { id, tokens } = readLogin(login, this.#now());
    const record = await this.#records.seal(id, tokens);
    this.#refresher.drop(id);
    await this.#records.write(id, record);
    this.#events.emit('saved', id);
  }

  /**
   * The Kakao calls of one user, with their token filled in. Nothing is asked before a call is made.
   *
   * Each call may reject with a `KakaoLoginError` whose code is `reconnect_required`: the vault has no tokens of this user that
   * work, and the user has to log in again.
   *
   * @throws {KakaoUsageError} if the id is malformed
   */
  forUser(id: KakaoIdInput): KakaoVaultUser {
    const user = toKakaoId(id, 'id');
    return new KakaoVaultUser(user, this.#areas, (options) => this.accessToken(user, options));
  }

  /**
   * An access token that is valid for some minutes, for calls that this library does not have. Do not keep it.
   *
   * @throws {KakaoLoginError} `reconnect_required` if the user has to log in again
   * @throws {KakaoConnectionError} if the token has expired and Kakao or the store cannot be reached
   */
  async accessToken(id: KakaoIdInput, options: CallOptions = {}): Promise<string> {
    return (await this.#tokens(toKakaoId(id, 'id'), options)).accessToken;
  }

  /** What the vault knows about a user, without asking Kakao; undefined if it has nothing. */
  async status(id: KakaoIdInput): Promise<VaultStatus | undefined> {
    const user = toKakaoId(id, 'id');
    const tokens = (await this.#refresher.read(user))?.tokens;
    if (tokens === undefined) return undefined;
    const { scopes, authTime, savedAt, refreshedAt, accessTokenExpiresAt, refreshTokenExpiresAt, refused } = tokens;
    return {
      id: user,
      ...(scopes !== undefined && { scopes: [...scopes] }),
      ...(authTime !== undefined && { authTime }),
      savedAt,
      ...(refreshedAt !== undefined && { refreshedAt }),
      accessTokenExpiresAt,
      ...(refreshTokenExpiresAt !== undefined && { refreshTokenExpiresAt }),
      reconnectRequired: refused !== undefined,
    };
  }

  /** Deletes what the vault has of a user, and drops refreshes under way. At Kakao nothing changes. */
  async forget(id: KakaoIdInput): Promise<void> {
    const user = toKakaoId(id, 'id');
    this.#refresher.drop(user);
    await this.#records.delete(user);
    this.#events.emit('forgotten', user);
  }

  /**
   * Unlinks a user from the app and forgets them, for services that have asked for it already: a user who is not linked (any more)
   * is no error. With the user's token; or with the admin key, if there is no token that works. A call that failed can be made again.
   *
   * `forUser(id).account.unlink()` is Kakao's call as it is.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#unlink
   * @throws {KakaoUsageError} `admin_key_missing` if there is no token that works and the client has no `adminKey`
   * @throws {KakaoConnectionError} if Kakao or the store cannot be reached
   */
  async unlink(id: KakaoIdInput, options?: CallOptions): Promise<void> {
    return this.#account.unlink(toKakaoId(id, 'id'), options);
  }

  /**
   * All that a service does when a user deletes their account: {@link unlink}, then `others` in their order. One that fails keeps
   * none of the rest from running. Call it again until `finished` is true; delete what you need for that (the id) only then.
   *
   * ```ts
   * const { finished } = await vault.leave(member.kakaoId, { others: { apple: () => apple.revoke(member) } });
   * if (finished) await members.delete(member.id);
   * ```
   *
   * @returns what is done and what is left; it does not reject for what Kakao, the store or a step says
   * @throws {KakaoUsageError} if the id is malformed, or `others` is not an object of functions
   */
  async leave(id: KakaoIdInput, options?: LeaveOptions): Promise<LeaveResult> {
    return this.#account.leave(toKakaoId(id, 'id'), options);
  }

  /**
   * Ends the user's tokens at Kakao and forgets them. Tokens that have ended already are no error. Your own session, other devices'
   * tokens that are not in this vault, and the login to the Kakao Account go on.
   *
   * @param options `everywhere: true`: every token that the user has for the app, by admin key
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#logout
   * @throws {KakaoUsageError} `admin_key_missing` for `everywhere` without an `adminKey`
   * @throws {KakaoConnectionError} if Kakao or the store cannot be reached
   */
  async logout(id: KakaoIdInput, options?: CallOptions & { everywhere?: boolean | undefined }): Promise<void> {
    return this.#account.logout(toKakaoId(id, 'id'), options);
  }

  /**
   * Finishes the signup of a user, for apps with auto-link off. A user who has signed up already is no error: the properties
   * are saved, so a call that failed can be made again.
   *
   * Kakao gives a user 24 hours from the login to the signup, and then unlinks them: `reconnect_required`.
   *
   * @param options `properties`: user properties, with keys that are registered in Kakao's console
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#signup
   * @throws {KakaoLoginError} `reconnect_required` if the user has to log in again
   * @throws {KakaoApiError} -201 for a property key that is not registered
   */
  async signup(
    id: KakaoIdInput,
    options?: CallOptions & { properties?: Record<string, string> | undefined },
  ): Promise<void> {
    return this.#account.signup(toKakaoId(id, 'id'), options);
  }

  /**
   * Encrypts every record anew that the first key has not encrypted. Run it after a new key has come first, before the old one
   * is removed. It may run while the vault is in use, and more than once.
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
   * Asks the store for nothing in particular: for a health check.
   *
   * @throws {KakaoConnectionError} `store_failed` if it does not answer as it should
   */
  ping(): Promise<void> {
    return this.#records.ping();
  }

  /** Calls a function after each event of that name. Listeners cannot delay or fail a call. */
  on(event: VaultEventName, listener: VaultListener): this {
    this.#events.on(event, listener);
    return this;
  }

  /** Ends what {@link on} began. */
  off(event: VaultEventName, listener: VaultListener): this {
    this.#events.off(event, listener);
    return this;
  }

  /**
   * For the end of a process: waits for refreshes under way, and tries once more to save tokens that the store did not take.
   * The client and the store are yours to close, after this. `KakaoModule` calls it for its vault.
   */
  async close(): Promise<void> {
    await this.#refresher.settle();
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
      throw usage('caller_refused', 'forUser', usageTexts.notForUsers());
    }
    const { id } = given;
    const answer = await this.#callAs(id, options, (accessToken) =>
      this.#client.call<'user.me'>(name as 'user.me', request, { accessToken }, options),
    );
    if (name === 'account.logout' || name === 'account.unlink') await this.forget(id);
    return answer;
  };

  /** Makes a call with the user's token, and once more with a new one if Kakao refuses it. */
  async #callAs<T>(
    id: KakaoId,
    options: CallOptions | undefined,
    call: (accessToken: string) => Promise<T>,
  ): Promise<T> {
    const { accessToken } = await this.#tokens(id, options);
    try {
      return await call(accessToken);
    } catch (error) {
      if (!isKakaoError(error) || error.kind !== 'api' || error.code !== -401) throw error;
      const next = await this.#tokens(id, options, accessToken);
      if (next.accessToken === accessToken) throw error;
      return call(next.accessToken);
    }
  }

  #tokens(id: KakaoId, options?: CallOptions, refused?: string): Promise<Tokens> {
    return unlessAborted(this.#refresher.tokens(id, refused), options?.signal);
  }
}

/** A refresh is for everybody who waits for it: who aborts leaves, and the refresh goes on. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!(signal instanceof AbortSignal)) return promise;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new KakaoConnectionError('aborted'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

const storeMethods = ['get', 'set', 'delete', 'lease', 'release', 'keys'] as const;

/** The options that are a number of milliseconds, and the least of each. */
const durations = { refreshEarly: 0, coolDown: 0, storeTimeout: 1, lease: 0 } as const;

function checkOptions(options: KakaoVaultOptions): KakaoVaultOptions & { clientOptions: ResolvedOptions } {
  const given = options as Partial<KakaoVaultOptions> | null | undefined;
  const { client, store, keys } = given ?? {};
  const clientOptions = optionsOf(client as KakaoClient);
  if (clientOptions === undefined) throw usage('option_missing', 'client', usageTexts.client());
  if (
    store !== undefined &&
    !storeMethods.every((method) => typeof (store as VaultStore | null)?.[method] === 'function')
  ) {
    throw usage('option_malformed', 'store', usageTexts.store());
  }
  if (store?.shared === true && keys === undefined) throw usage('option_missing', 'keys', usageTexts.keysMissing());
  for (const [name, least] of Object.entries(durations)) {
    const value = given?.[name as keyof typeof durations];
    if (value === undefined || (Number.isFinite(value) && value >= least && value < 2 ** 31)) continue;
    throw usage('option_malformed', name, usageTexts.milliseconds(name, least));
  }
  for (const name of ['now', 'wait'] as const) {
    if (given?.[name] === undefined || typeof given[name] === 'function') continue;
    throw usage('option_malformed', name, usageTexts.function(name));
  }
  return { ...options, clientOptions };
}
