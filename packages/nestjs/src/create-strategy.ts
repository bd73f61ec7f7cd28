import type { Abstract } from '@nestjs/common';
import { ContextIdFactory } from '@nestjs/core';
import type { ModuleRef } from '@nestjs/core';
import type { KakaoClient } from '@kakao-login/client';
import { KakaoStrategy, KakaoTokenStrategy } from '@kakao-login/passport';
import type { KakaoLogin, KakaoTokenLogin } from '@kakao-login/passport';
import type { KakaoVault } from '@kakao-login/vault';
import { KakaoLoginHandler, KakaoTokenHandler } from './login-handler.js';
import type { KakaoModuleOptions } from './module-options.js';
import { rememberLogin, rememberUser } from './request-logins.js';
import { withVault } from './vault.js';

/**
 * What the strategy treats as the user: the user together with the login. A callback that arrives twice is verified only
 * once, so the verify function cannot keep the login on every request for `@KakaoLogin()`.
 */
class Accepted {
  constructor(
    readonly user: Express.User,
    readonly login: KakaoLogin,
  ) {}
}

/**
 * Passport's own ways to answer a failure. A guard answers itself, and with these options it would lose the error and
 * `failureRedirect`.
 */
const notForGuards = { failureFlash: false, failureMessage: false, failWithError: false } as const;

class ModuleStrategy extends KakaoStrategy {
  override authenticate(...[request, options]: Parameters<KakaoStrategy['authenticate']>): void {
    // Passport creates a new `this` for each request, with its own `success`.
    const success = this.success.bind(this);
    this.success = (accepted, info) => {
      const { user, login } = accepted as unknown as Accepted;
      rememberLogin(request, login);
      rememberUser(request, user);
      success(user, info);
    };
    super.authenticate(request, { ...options, ...notForGuards });
  }
}

/** The strategy of one module. Its login handler decides who may log in. */
export function createStrategy(
  options: KakaoModuleOptions,
  modules: ModuleRef,
  vault: () => KakaoVault,
): KakaoStrategy {
  const { signup, ...others } = options;
  const save = (login: KakaoLogin): Promise<void> => vault().save(login);
  const given = {
    ...others,
    ...(signup && { signup: { ...signup, save: signup.save ?? save } }),
    passReqToCallback: true,
  } as const;
  const handlerFor = handlersOf(KakaoLoginHandler, modules);
  return new ModuleStrategy(given, async (request: object, login: KakaoLogin) => {
    const handler = await handlerFor(request);
    const user = await handler.handle(login, request);
    if (!user) return false;
    // The handler has accepted the login, so the tokens are saved before the user is let in.
    await withVault(vault(), (one) => one.save(login));
    return new Accepted(user, login);
  });
}

/** The strategy for tokens of native apps. It shares the client with its connections and Kakao's public keys. */
export function createTokenStrategy(
  { clientID, appId, extract, cacheSeconds, propertyKeys, verifyTimeout }: KakaoModuleOptions,
  modules: ModuleRef,
  client: KakaoClient,
): KakaoTokenStrategy {
  const common = { clientID, appId, extract, cacheSeconds, propertyKeys, client } as const;
  const options = {
    ...common,
    ...(verifyTimeout !== undefined && { verifyTimeout }),
    passReqToCallback: true,
  } as const;
  const handlerFor = handlersOf(KakaoTokenHandler, modules);
  return new KakaoTokenStrategy(options, (request: object, login: KakaoTokenLogin) => {
    const user = andThen(handlerFor(request), (handler) => handler.handle(login, request));
    return andThen(user, (answer) => {
      rememberUser(request, answer || undefined);
      return answer as Express.User | false | null;
    });
  });
}

/** Takes the step at once unless the value is a promise: a guard runs for every request, and every `await` costs time. */
const andThen = <T, R>(value: T | PromiseLike<T>, step: (value: T) => R | PromiseLike<R>): R | Promise<R> =>
  isPromise(value) ? Promise.resolve(value).then(step) : (step(value) as R);

const isPromise = <T>(value: T | PromiseLike<T>): value is PromiseLike<T> =>
  typeof (value as Partial<PromiseLike<T>> | null | undefined)?.then === 'function';

type Handlers<T> = (request: object) => T | Promise<T>;

/** Looks the handler up at the first request, when the whole module has been created. */
function handlersOf<T>(type: Abstract<T>, modules: ModuleRef): Handlers<T> {
  let found: Handlers<T> | undefined;
  return (request) => (found ??= findHandlers(type, modules))(request);
}

/** Returns the one handler, or one for each request if the handler or a dependency is request-scoped. */
function findHandlers<T>(type: Abstract<T>, modules: ModuleRef): Handlers<T> {
  try {
    const only = modules.get<T>(type, { strict: true });
    return () => only;
  } catch {
    // Nest only resolves a request-scoped provider for a request. If anything else is wrong, it throws then.
    return (request) => {
      const contextId = ContextIdFactory.getByRequest(request);
      modules.registerRequestByContextId(request, contextId);
      return modules.resolve<T>(type, contextId, { strict: true });
    };
  }
}
