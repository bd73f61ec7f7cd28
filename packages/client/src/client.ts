import type { Axios } from 'axios';
import { KakaoAccountCalls } from './areas/account.js';
import { KakaoScopes } from './areas/scopes.js';
import { KakaoShipping } from './areas/shipping.js';
import { KakaoTerms } from './areas/terms.js';
import { KakaoUser } from './areas/user.js';
import type { Call } from './call.js';
import { usage, usageTexts } from './errors/usage.js';
import { KakaoOAuth } from './oauth.js';
import { KakaoOidc } from './oidc/oidc.js';
import { resolveOptions } from './options.js';
import type { KakaoClientOptions, KakaoHosts, ResolvedOptions } from './options.js';
import { createLazyCalls } from './transport/lazy-calls.js';
import type { LazyCalls } from './transport/lazy-calls.js';
import type { CallOptions } from './callers.js';

const allOptions = new WeakMap<KakaoClient, ResolvedOptions>();

/**
 * Calls the server APIs of Kakao Login.
 *
 * ```ts
 * const kakao = new KakaoClient({ clientId: '…', clientSecret: '…' });
 * const tokens = await kakao.oauth.exchangeCode({ code, redirectUri });
 * const me = await kakao.user.me({ accessToken: tokens.access_token });
 * ```
 */
export class KakaoClient {
  // Private, so that printing a client does not print its secrets.
  readonly #options: ResolvedOptions;
  readonly #calls: LazyCalls;
  readonly oauth: KakaoOAuth;
  readonly oidc: KakaoOidc;
  readonly user: KakaoUser;
  readonly scopes: KakaoScopes;
  readonly terms: KakaoTerms;
  readonly shipping: KakaoShipping;
  readonly account: KakaoAccountCalls;
  /** Calls an endpoint by name. All other methods use it. */
  readonly call: Call;

  /** @throws {KakaoUsageError} when an option is missing or malformed; the message says where to find it in Kakao's console */
  constructor(options: KakaoClientOptions) {
    this.#options = resolveOptions(options);
    allOptions.set(this, this.#options);
    this.#calls = createLazyCalls(this.#options);
    this.call = this.#calls.call;
    this.oauth = new KakaoOAuth(this.call, this.#options);
    this.oidc = new KakaoOidc(this.#calls, this.#options);
    this.user = new KakaoUser(this.call, this.#calls.pause);
    this.scopes = new KakaoScopes(this.call);
    this.terms = new KakaoTerms(this.call);
    this.shipping = new KakaoShipping(this.call);
    this.account = new KakaoAccountCalls(this.call);
  }

  /** The origins of Kakao's servers that this client calls, without a trailing slash. */
  get hosts(): KakaoHosts {
    return this.#options.hosts;
  }

  /**
   * Returns the axios instance of this client, so that you can add interceptors: your own `http`, or else one that this method
   * creates. Requests use that instance from the first call of this method on. Until then they do without axios, which saves loading
   * it and half of the CPU time of a request.
   *
   * ```ts
   * const http = await kakao.axios();
   * http.interceptors.request.use((config) => { config.headers.set('X-Trace', traceId()); return config; });
   * ```
   *
   * Bodies are text, and no HTTP status is an error. Interceptors see tokens and secrets: do not log them.
   */
  axios(): Promise<Axios> {
    return this.#calls.axios();
  }

  /**
   * Prepares for a login that is about to return: loads the HTTP client and opens a connection to each of Kakao's two servers
   * that has none, so that the user does not wait for the handshakes. `KakaoStrategy` calls it when it sends a user to Kakao.
   *
   * Returns at once, never throws, and does not keep the process alive. If a connection cannot be opened, the request itself tries
   * again. An unused connection is closed after 50 seconds. Does nothing with your own `http`.
   */
  warm(): void {
    this.#calls.warm();
  }

  /**
   * Checks whether one of Kakao's two servers answers, with any status. For health checks. Sends `GET /` without a key
   * or token, so it does not use up a quota.
   *
   * @throws {KakaoConnectionError} when there is no answer
   */
  reach(host: keyof KakaoHosts, options?: CallOptions): Promise<void> {
    return this.#calls.reach(host, options);
  }

  /**
   * Closes the client when a server or a test ends. `KakaoModule` of `@kakao-login/nestjs` calls it for the client it created.
   *
   * Waits until the calls in flight finish, each within `timeouts.response` (milliseconds), and then closes all connections and
   * timers. A call that is waiting to retry fails at once. Later calls are rejected with a `KakaoUsageError` whose `code` is
   * `client_closed` and whose `status` is 503. Can be called more than once. Does not close the connections of your own `http`.
   */
  close(): Promise<void> {
    return this.#calls.close();
  }
}

/**
 * The checked options of a client, including its secrets. They are not a property of the client, so that printing or serializing a
 * client does not show them. `undefined` for a client from another copy of this package.
 */
export const optionsOf = (client: KakaoClient): ResolvedOptions | undefined => allOptions.get(client);

/**
 * Like {@link optionsOf}, for an option `client` that has to be a client.
 *
 * @throws {KakaoUsageError} when it is missing, not a client, or a client from another copy of this package
 */
export function requireOptions(client: unknown): ResolvedOptions {
  const options = optionsOf(client as KakaoClient);
  if (options !== undefined) return options;
  if (client === undefined) throw usage('option_missing', 'client', usageTexts().client);
  throw usage('option_malformed', 'client', looksLikeClient(client) ? usageTexts().clientCopy : usageTexts().client);
}

const looksLikeClient = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && ['hosts', 'oauth', 'oidc'].every((name) => name in value);
