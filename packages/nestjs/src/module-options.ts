import type { ModuleMetadata, Type } from '@nestjs/common';
import type { KakaoStrategyOptions, KakaoTokenStrategyOptions, LoginTicketsOptions } from '@kakao-login/passport';
import type { KakaoLoginHandler, KakaoTokenHandler } from './login-handler.js';
import type { KakaoModuleVault } from './vault.js';

/**
 * The values of a Kakao app: everything `KakaoStrategy` takes (`clientID`, `clientSecret`, `callbackURL`, `adminKey`,
 * `scope`, `prompt`, `cookie`, `hosts`…), except how its verify function is called, which is the module's business. And for
 * tokens of native apps `appId`, `extract` and `cacheSeconds` of `KakaoTokenStrategy`.
 */
export type KakaoModuleOptions = Omit<KakaoStrategyOptions, 'passReqToCallback' | 'currentMember'> &
  Pick<KakaoTokenStrategyOptions, 'appId' | 'extract' | 'cacheSeconds'> & {
    /** Of `KakaoLoginTickets`: `store` where several instances redeem them, `lifetime`. */
    tickets?: LoginTicketsOptions<unknown>;
    /**
     * Keeps the tokens of users: saves each login that the login handler accepts, and can be injected as `KakaoVault`. `{}` keeps
     * them in memory; `{ store, keys }` where several processes share them; or a `KakaoVault` of your own.
     */
    vault?: KakaoModuleVault;
    /**
     * Who is logged in to your service, by an id of yours; `undefined` or `null` if nobody is. Needed for routes with
     * `@KakaoAuthorize({ link: true })`, which link a Kakao Account to this member.
     *
     * @param request the request of your platform (Express `Request`, `FastifyRequest`); declare the type that you use
     */
    currentMember?(request: unknown): string | number | null | undefined | Promise<string | number | null | undefined>;
  };

/** What Nest must know when the module is declared, so it stands beside the (possibly asynchronous) values. */
export interface KakaoModuleExtras {
  /** Whether services can be injected everywhere once the module is imported somewhere. Default `true`. */
  isGlobal?: boolean;
  /** Name of this Kakao app and of its Passport strategy: `AuthGuard(name)`, `@InjectKakao(name)`. Default `'kakao'`. */
  name?: string;
  /** Your class that turns a login into a user. Nest creates it inside `KakaoModule`. Default: the user is the `KakaoLogin`. */
  loginHandler?: Type<KakaoLoginHandler>;
  /** Your class that turns a token of a native app into a user. Default: the user is the `KakaoTokenLogin`. */
  tokenHandler?: Type<KakaoTokenHandler>;
  /** Modules that export what the handlers (or `useFactory`) injects. */
  imports?: ModuleMetadata['imports'];
}

/** The values as a factory or a class returns them: what stands beside these would be lost there. */
export type KakaoModuleValues = KakaoModuleOptions & { [Extra in keyof KakaoModuleExtras]?: never };

/** Injection token of the options of the `KakaoModule` that is asked. */
export const KAKAO_MODULE_OPTIONS = Symbol('KAKAO_MODULE_OPTIONS');

/** Injection token of the name of the `KakaoModule` that is asked. */
export const KAKAO_MODULE_NAME = Symbol('KAKAO_MODULE_NAME');
