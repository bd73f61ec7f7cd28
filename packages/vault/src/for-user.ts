import { KakaoAccountCalls, KakaoOidc, KakaoScopes, KakaoShipping, KakaoTerms, KakaoUser } from '@kakao-login/client';
import type { Call, Caller, CallOptions, KakaoId, UserCaller } from '@kakao-login/client';
import type { ResolvedOptions } from '@kakao-login/client/internal';
import { usage, usageTexts } from './usage.js';

/** The methods of a client area that accept a user's access token, without their first parameter, the caller. */
export type ForUser<Area> = {
  readonly [
    Method in keyof Area as Area[Method] extends (caller: infer C, ...rest: never) => unknown
      ? [UserCaller, C] extends [C, Caller]
        ? Method
        : never
      : never
  ]: Area[Method] extends (caller: never, ...rest: infer Rest) => infer Answer ? (...rest: Rest) => Answer : never;
};

/** A user of the vault as the caller. The areas pass it to the vault's own {@link Call}. */
export class VaultCaller {
  constructor(readonly id: KakaoId) {}
}

type AnyMethod = (this: unknown, ...given: unknown[]) => unknown;

/** Returns a function that creates objects with the methods of an area, with the caller filled in. */
function binder<Area extends object>(area: Area): (caller: VaultCaller) => ForUser<Area> {
  class Bound {
    readonly #caller: VaultCaller;

    constructor(caller: VaultCaller) {
      this.#caller = caller;
    }

    static bind(name: string, method: AnyMethod): void {
      const value = function (this: Bound, ...rest: unknown[]): unknown {
        return method.call(area, this.#caller, ...rest);
      };
      Object.defineProperty(Bound.prototype, name, { value, writable: true, configurable: true });
    }
  }
  const prototype = Object.getPrototypeOf(area) as object;
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (name !== 'constructor' && typeof value === 'function') Bound.bind(name, value as AnyMethod);
  }
  return (caller) => new Bound(caller);
}

/** Only lists of all users and verifying tokens wait or fetch keys. Neither needs a user's token. */
const notForUsers = (): Promise<never> => Promise.reject(usage('caller_refused', 'forUser', usageTexts().notForUsers));

/** Creates the areas of the client for users of the vault. Their calls go through the vault. */
export class Areas {
  readonly user: (caller: VaultCaller) => ForUser<KakaoUser>;
  readonly scopes: (caller: VaultCaller) => ForUser<KakaoScopes>;
  readonly terms: (caller: VaultCaller) => ForUser<KakaoTerms>;
  readonly shipping: (caller: VaultCaller) => ForUser<KakaoShipping>;
  readonly account: (caller: VaultCaller) => ForUser<KakaoAccountCalls>;
  readonly oidc: (caller: VaultCaller) => ForUser<KakaoOidc>;

  constructor(call: Call, options: ResolvedOptions) {
    this.user = binder(new KakaoUser(call, notForUsers));
    this.scopes = binder(new KakaoScopes(call));
    this.terms = binder(new KakaoTerms(call));
    this.shipping = binder(new KakaoShipping(call));
    this.account = binder(new KakaoAccountCalls(call));
    this.oidc = binder(new KakaoOidc({ call, keysAt: notForUsers, pause: notForUsers }, options));
  }
}

/** The Kakao calls of one user. Each call uses the user's token from the vault, which refreshes it if necessary. */
export class KakaoVaultUser {
  /** The user's ID at Kakao, as digits. */
  readonly id: KakaoId;
  /** The user's data: `me`, `updateProfile`, `accessTokenInfo`. */
  readonly user: ForUser<KakaoUser>;
  /** The user's consents: `list`, `revoke`. */
  readonly scopes: ForUser<KakaoScopes>;
  /** Service terms: `list`, `revoke`, `agree`. */
  readonly terms: ForUser<KakaoTerms>;
  /** Shipping addresses: `list`, `all`, `get`. */
  readonly shipping: ForUser<KakaoShipping>;
  /** The link to the app: `signup`, `logout`, `unlink`. The vault forgets the user after `logout` and `unlink`. */
  readonly account: ForUser<KakaoAccountCalls>;
  /** OpenID Connect: `userInfo`. */
  readonly oidc: ForUser<KakaoOidc>;
  readonly #accessToken: (options?: CallOptions) => Promise<string>;

  constructor(id: KakaoId, areas: Areas, accessToken: (options?: CallOptions) => Promise<string>) {
    const caller = new VaultCaller(id);
    this.id = id;
    this.user = areas.user(caller);
    this.scopes = areas.scopes(caller);
    this.terms = areas.terms(caller);
    this.shipping = areas.shipping(caller);
    this.account = areas.account(caller);
    this.oidc = areas.oidc(caller);
    this.#accessToken = accessToken;
  }

  /**
   * Returns an access token that is valid for some minutes, for calls that this library does not have. Do not store it.
   */
  accessToken(options?: CallOptions): Promise<string> {
    return this.#accessToken(options);
  }
}
