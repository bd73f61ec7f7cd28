import { ContextIdFactory } from '@nestjs/core';
import type { ModuleRef } from '@nestjs/core';
import { KakaoStrategy } from '@kakao-login/passport';
import type { KakaoLogin } from '@kakao-login/passport';
import { KakaoLoginHandler } from './login-handler.js';
import type { KakaoModuleOptions } from './module-options.js';
import { rememberLogin } from './request-logins.js';

/** The strategy of one module: its verify function asks the module's login handler. */
export function createStrategy(options: KakaoModuleOptions, modules: ModuleRef): KakaoStrategy {
  return new KakaoStrategy({ ...options, passReqToCallback: true }, async (request: object, login: KakaoLogin) => {
    const handler = await loginHandler(modules, request);
    const user = await handler.handle(login, request);
    if (user) rememberLogin(request, login);
    return user;
  });
}

/** Resolved for each login, as a handler may be request-scoped; Nest answers at once with the one instance when it is not. */
function loginHandler(modules: ModuleRef, request: object): Promise<KakaoLoginHandler> {
  const contextId = ContextIdFactory.getByRequest(request);
  modules.registerRequestByContextId(request, contextId);
  return modules.resolve(KakaoLoginHandler, contextId, { strict: true });
}
