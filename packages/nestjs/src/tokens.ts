import { Inject } from '@nestjs/common';
import type { Abstract, Type } from '@nestjs/common';
import { KakaoClient } from '@kakao-login/client';

/** The name of the Kakao app of a `KakaoModule` without `name`, and of its Passport strategy. */
export const DEFAULT_NAME = 'kakao';

/** The name of the Passport strategy for tokens of native apps. */
export const tokenStrategyName = (name: string): string => `${name}-token`;

type Injectable = Type | Abstract<unknown>;

/** Returns the injection token of a class for one Kakao app. */
export type NamedToken = (type: Injectable) => Injectable | symbol;

/** Keyed by class and not by class name, which a bundler may shorten. */
const tokens = new WeakMap<Injectable, Map<string, symbol>>();

/**
 * The injection token of a class that `KakaoModule` provides for one Kakao app.
 *
 * With one app the class is its own token, and you do not need this. Further apps (with a `name`) use the same classes, so
 * their tokens include the name: `app.get(getKakaoToken(KakaoUserService, 'wholesale'))`. The class alone never refers to a
 * named app, not even in that app's login handler.
 *
 * @param type a service of this package, `KakaoClient` or `KakaoStrategy`
 * @param name the `name` given to `KakaoModule`
 */
export function getKakaoToken<T extends Injectable>(type: T, name: string = DEFAULT_NAME): T | symbol {
  if (name === DEFAULT_NAME) return type;
  const known = tokens.get(type) ?? new Map<string, symbol>();
  const token = known.get(name) ?? Symbol(`${type.name} of ${name}`);
  tokens.set(type, known.set(name, token));
  return token;
}

/**
 * Injects a class that `KakaoModule` provides for the Kakao app with this name. Default: the client.
 *
 * @example
 * constructor(
 *   @InjectKakao('wholesale') private readonly kakao: KakaoClient,
 *   @InjectKakao('wholesale', KakaoUserService) private readonly users: KakaoUserService,
 * ) {}
 */
export function InjectKakao(name?: string, type: Injectable = KakaoClient): PropertyDecorator & ParameterDecorator {
  return Inject(getKakaoToken(type, name));
}
