import type { Axios } from 'axios';
import { KakaoAccountCalls } from './areas/account.js';
import { KakaoScopes } from './areas/scopes.js';
import { KakaoShipping } from './areas/shipping.js';
import { KakaoTerms } from './areas/terms.js';
import { KakaoUser } from './areas/user.js';
import type { Call } from './call.js';
import { KakaoOAuth } from './oauth.js';
import { KakaoOidc } from './oidc/oidc.js';
import { resolveOptions } from './options.js';
import type { KakaoClientOptions, KakaoHosts, ResolvedOptions } from './options.js';
import { createLazyCalls } from './transport/lazy-calls.js';

const allOptions = new WeakMap<KakaoClient, ResolvedOptions>();

/**
 * Everything that a server can ask of Kakao Login.
 *
 * ```ts
 * const kakao = new KakaoClient({ clientId: '…', clientSecret: '…' });
 * const tokens = await kakao.oauth.exchangeCode({ code, redirectUri });
 * const me = await kakao.user.me({ accessToken: tokens.access_token });
 * ```
 */
export class KakaoClient {
  // Private, so that printing a client prints no secret.
  readonly #options: ResolvedOptions;
  readonly #axios: () => Promise<Axios>;
  readonly #warm: () => void;
  readonly #close: () => Promise<void>;
  readonly oauth: KakaoOAuth;
  readonly oidc: KakaoOidc;
  readonly user: KakaoUser;
  readonly scopes: KakaoScopes;
  readonly terms: KakaoTerms;
  readonly shipping: KakaoShipping;
  readonly account: KakaoAccountCalls;
  /** The one path that every call takes, for endpoints by name. */
  readonly call: Call;

  /** @throws {KakaoUsageError} for a missing or malformed option; the message says where in Kakao's console it is found */
  constructor(options: KakaoClientOptions) {
    this.#options = resolveOptions(options);
    allOptions.set(this, this.#options);
    const { call, keysAt, axios, warm, pause, close } = createLazyCalls(this.#options);
    this.call = call;
    this.#axios = axios;
    this.#warm = warm;
    this.#close = close;
    this.oauth = new KakaoOAuth(this.call, this.#options);
    this.oidc = new KakaoOidc(this.call, this.#options, pause, keysAt);
    this.user = new KakaoUser(this.call, pause);
    this.scopes = new KakaoScopes(this.call);
    this.terms = new KakaoTerms(this.call);
    this.shipping = new KakaoShipping(this.call);
    this.account = new KakaoAccountCalls(this.call);
  }

  /** Origins in use, without a slash at the end. */
  get hosts(): KakaoHosts {
    return this.#options.hosts;
  }

  /**
   * The axios instance that requests go through, for its interceptors: your own `http`, or one of ours. Ours is made when
   * it is first asked for; until then nothing can be hooked into it, and requests go out without axios, which spares
   * loading it and half of the CPU of a call. Requests that are made from then on go through it.
   *
   * ```ts
   * const http = await kakao.axios();
   * http.interceptors.request.use((config) => { config.headers.set('X-Trace', traceId()); return config; });
   * ```
   *
   * Bodies pass it as text, and every status as an answer. Interceptors see the tokens and secrets in them: log neither.
   */
  axios(): Promise<Axios> {
    return this.#axios();
  }

  /**
   * Gets ready for a login that is about to come back: loads what sends requests, and opens a connection to each of
   * Kakao's two servers if there is none, so that nobody waits for the handshakes. `KakaoStrategy` calls it whenever it sends
   * a user to Kakao.
   *
   * Returns at once, never throws, and keeps no process alive; what fails here is tried again by the request itself. A
   * connection that nobody used is closed after 50 seconds. Does nothing with your own `http`.
   */
  warm(): void {
    this.#warm();
  }

  /**
   * Closes the client: for the end of a server or a test. `KakaoModule` of `@kakao-login/nestjs` calls it for the client it made.
   *
   * Calls in flight finish first, each within `timeouts.response` (milliseconds); waits between two attempts end at once. Then
   * all connections and timers are gone. Later calls are rejected with a `KakaoUsageError` whose `code` is `client_closed` and
   * whose `status` is 503. May be called more than once. Connections of your own `http` are yours to close.
   */
  close(): Promise<void> {
    return this.#close();
  }
}

/**
 * The options that a client was made from, checked and complete, with its secrets. They are not a property of the client, so that
 * nothing that prints or serializes a client shows them. `undefined` for a client of another copy of this package.
 */
export const optionsOf = (client: KakaoClient): ResolvedOptions | undefined => allOptions.get(client);
