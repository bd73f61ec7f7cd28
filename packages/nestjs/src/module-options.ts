import type { ModuleMetadata, Type } from '@nestjs/common';
import type { KakaoId } from '@kakao-login/client';
import type {
  KakaoConsentOptions,
  KakaoSignupOptions,
  KakaoStrategyOptions,
  KakaoTokenStrategyOptions,
  LoginTicketsOptions,
} from '@kakao-login/passport';
import type { KakaoLoginHandler, KakaoTokenHandler } from './login-handler.js';
import type { KakaoModuleVault } from './vault.js';
import type { KakaoWebhooksOptions } from './webhooks/options.js';

/**
 * The values of a Kakao app: every option of `KakaoStrategy` (`clientID`, `clientSecret`, `callbackURL`, `adminKey`,
 * `scope`, `prompt`, `cookie`, `hosts`…) except `passReqToCallback`, which the module sets. For tokens of native apps,
 * also `appId`, `extract` and `cacheSeconds` of `KakaoTokenStrategy`.
 */
export type KakaoModuleOptions = Omit<KakaoStrategyOptions, 'passReqToCallback' | 'currentMember'> & {
  app?: never;
} & Pick<KakaoTokenStrategyOptions, 'appId' | 'extract' | 'cacheSeconds'> &
  Pick<KakaoConsentOptions, 'consents' | 'loginURL'> & {
    /**
     * Returns the Kakao user ID of the user who sent the request, for `KakaoConsentGuard`: from your session, your JWT
     * or a bearer token. `undefined` or `null`: nobody is logged in.
     */
    currentUser?(this: void, request: unknown): ReturnType<KakaoConsentOptions['currentUser']>;
    /**
     * Returns when the current user last logged in to Kakao, in Unix seconds, for `@KakaoRecentLogin()`:
     * `login.claims.auth_time` as you stored it. Default: what the vault has stored.
     */
    authTime?(this: void, request: unknown, userId: KakaoId): ReturnType<NonNullable<KakaoConsentOptions['authTime']>>;
    /** Options of `KakaoLoginTickets`: `lifetime`, and `store` if several instances redeem tickets. */
    tickets?: LoginTicketsOptions<unknown>;
    /**
     * Stores the tokens of users. Saves each login that the login handler accepts, and can be injected as `KakaoVault`.
     * `{}` stores them in memory. Use `{ store, keys }` if several processes share them, or pass your own `KakaoVault`.
     */
    vault?: KakaoModuleVault;
    /**
     * Receives Kakao's webhooks for methods with `@OnKakaoEvent()` and `@OnKakaoUnlink()`: `{ path: 'kakao/webhooks'
     * }`. Requires `appId`, and `adminKey` for unlink calls.
     */
    webhooks?: KakaoWebhooksOptions;
    /**
     * For apps with auto-link off: sends users who have not signed up yet (`has_signed_up: false`) to your signup page
     * instead of calling the login handler. Their tokens are saved in the vault, or by `save`. See `KakaoSignupGuard`
     * and `KakaoAccount.finishSignup`.
     */
    signup?: KakaoSignupOptions;
    /**
     * Returns your ID of the member who is logged in to your service. `undefined` or `null`: nobody is logged in.
     * Required for routes with `@KakaoAuthorize({ link: true })`, which link a Kakao Account to this member.
     *
     * @param request the request of your platform (Express `Request`, `FastifyRequest`); declare the type that you use
     */
    currentMember?(
      this: void,
      request: unknown,
    ): string | number | null | undefined | Promise<string | number | null | undefined>;
  };

/** The part of the options that belongs to one Kakao app. */
export type KakaoAppOptions = Pick<
  KakaoModuleOptions,
  | 'clientID'
  | 'clientSecret'
  | 'adminKey'
  | 'appId'
  | 'audiences'
  | 'callbackURLs'
  | 'logoutRedirectURL'
  | 'scope'
  | 'prompt'
  | 'serviceTerms'
  | 'channelPublicIds'
> & {
  /** Default: that of the module. */
  callbackURL?: string;
};

/** The options of a module whose Kakao app depends on the request. All apps share them. */
export type KakaoAppsModuleOptions = Omit<
  KakaoModuleOptions,
  'app' | 'clientID' | 'clientSecret' | 'adminKey' | 'appId' | 'audiences' | 'callbackURL' | 'client' | 'webhooks'
> & {
  /**
   * The Kakao app of a request: its keys, and what differs from the other options of the module. `undefined` or `null`
   * answers 404; throw an exception of yours for another answer. It runs once for each request that needs it.
   *
   * @param request the request of your platform (Express `Request`, `FastifyRequest`); declare the type that you use
   */
  app(this: void, request: unknown): KakaoAppOptions | null | undefined | Promise<KakaoAppOptions | null | undefined>;
  /** As for one app. A path such as `/auth/kakao/callback` fits all hosts. */
  callbackURL?: string;
};

/** The options of either kind of module. */
export type AnyModuleOptions = KakaoModuleOptions | KakaoAppsModuleOptions;

/** Options that Nest needs when the module is declared, before asynchronous values are available. */
export interface KakaoModuleExtras {
  /** Whether every module can inject the services without importing this one. Default `true`. */
  isGlobal?: boolean;
  /** The name of this Kakao app and its Passport strategy: `AuthGuard(name)`, `@InjectKakao(name)`. Default `'kakao'`. */
  name?: string;
  /** Your class that turns a login into a user. Nest creates it in `KakaoModule`. Default: the user is the `KakaoLogin`. */
  loginHandler?: Type<KakaoLoginHandler>;
  /** Your class that turns a native app's token into a user. Default: the user is the `KakaoTokenLogin`. */
  tokenHandler?: Type<KakaoTokenHandler>;
  /** Modules that export the dependencies of the handlers or `useFactory`. */
  imports?: ModuleMetadata['imports'];
}

/** The values that a factory or a class may return: all options but those of {@link KakaoModuleExtras}. */
export type KakaoModuleValues = AnyModuleOptions & { [Extra in keyof KakaoModuleExtras]?: never };

/** Injection token for the options of a `KakaoModule`. */
export const KAKAO_MODULE_OPTIONS = Symbol('KAKAO_MODULE_OPTIONS');

/** Injection token for the options as the application gives them, before an {@link OptionsChange}. */
export const GIVEN_OPTIONS = Symbol('KakaoModule options');

/** Injection token for an {@link OptionsChange}. Only `KakaoTestingModule` provides one. */
export const OPTIONS_CHANGE = Symbol('KakaoModule options change');

/** Changes the options of every `KakaoModule` before anything reads them. */
export abstract class OptionsChange {
  abstract changed(options: KakaoModuleOptions): KakaoModuleOptions;
}

/** Injection token for the name of a `KakaoModule`. */
export const KAKAO_MODULE_NAME = Symbol('KAKAO_MODULE_NAME');
