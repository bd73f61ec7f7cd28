import { ContextIdFactory } from '@nestjs/core';
import type { ModuleRef } from '@nestjs/core';
import { KakaoStrategy } from '@kakao-login/passport';
import type { KakaoLogin } from '@kakao-login/passport';
import { KakaoLoginHandler } from './login-handler.js';
import type { KakaoModuleOptions } from './module-options.js';
import { rememberLogin } from './request-logins.js';

/**
 * What the strategy takes for the user: the user and the login they come from. A callback that arrives twice is verified
 * once, so `@KakaoLogin()` cannot count on the verify function having seen its request.
 */
class Accepted {
  constructor(
    readonly user: Express.User,
    readonly login: KakaoLogin,
  ) {}
}

class ModuleStrategy extends KakaoStrategy {
  override authenticate(...[request, options]: Parameters<KakaoStrategy['authenticate']>): void {
    // Passport makes `this` anew for each request, with a `success` of its own.
    const success = this.success.bind(this);
    this.success = (accepted, info) => {
      const { user, login } = accepted as unknown as Accepted;
      rememberLogin(request, login);
      success(user, info);
    };
    super.authenticate(request, options);
  }
}

/** The strategy of one module: who may log in is for the module's login handler to say. */
export function createStrategy(options: KakaoModuleOptions, modules: ModuleRef): KakaoStrategy {
  return new ModuleStrategy({ ...options, passReqToCallback: true }, async (request: object, login: KakaoLogin) => {
    const handler = await loginHandler(modules, request);
    const user = await handler.handle(login, request);
    return user ? new Accepted(user, login) : false;
  });
}

/** Resolved for each login, as a handler may be request-scoped; Nest answers at once with the one instance when it is not. */
function loginHandler(modules: ModuleRef, request: object): Promise<KakaoLoginHandler> {
  const contextId = ContextIdFactory.getByRequest(request);
  modules.registerRequestByContextId(request, contextId);
  return modules.resolve(KakaoLoginHandler, contextId, { strict: true });
}
