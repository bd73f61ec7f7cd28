import type { ModuleMetadata, Type } from '@nestjs/common';
import type { KakaoStrategyOptions } from '@kakao-login/passport';
import type { KakaoLoginHandler } from './login-handler.js';

/**
 * The values of a Kakao app: everything `KakaoStrategy` takes (`clientID`, `clientSecret`, `callbackURL`, `adminKey`,
 * `scope`, `prompt`, `cookie`, `hosts`…), except how its verify function is called, which is the module's business.
 */
export type KakaoModuleOptions = Omit<KakaoStrategyOptions, 'passReqToCallback'>;

/** What Nest must know when the module is declared, so it stands beside the (possibly asynchronous) values. */
export interface KakaoModuleExtras {
  /** Whether services can be injected everywhere once the module is imported somewhere. Default `true`. */
  isGlobal?: boolean;
  /** Name of this Kakao app and of its Passport strategy: `AuthGuard(name)`, `@InjectKakao(name)`. Default `'kakao'`. */
  name?: string;
  /** Your class that turns a login into a user. Nest creates it inside `KakaoModule`. Default: the user is the `KakaoLogin`. */
  loginHandler?: Type<KakaoLoginHandler>;
  /** Modules that export what `loginHandler` (or `useFactory`) injects. */
  imports?: ModuleMetadata['imports'];
}

/** Injection token of the options of the `KakaoModule` that is asked. */
export const KAKAO_MODULE_OPTIONS = Symbol('KAKAO_MODULE_OPTIONS');

/** Injection token of the name of the `KakaoModule` that is asked. */
export const KAKAO_MODULE_NAME = Symbol('KAKAO_MODULE_NAME');
