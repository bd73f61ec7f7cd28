import { Inject } from '@nestjs/common';
import type { Abstract, Type } from '@nestjs/common';
import { KakaoClient } from '@kakao-login/client';

/** Name of the Kakao app that a `KakaoModule` without `name` stands for, and of its Passport strategy. */
export const DEFAULT_NAME = 'kakao';

/** Name of the Passport strategy that takes the tokens of native apps. */
export const tokenStrategyName = (name: string): string => `${name}-token`;

type Injectable = Type | Abstract<unknown>;

/** The token of a class for the Kakao app of one module. */
export type NamedToken = (type: Injectable) => Injectable | symbol;

/** By class, not by its name, which a bundler may shorten. */
const tokens = new WeakMap<Injectable, Map<string, symbol>>();

/**
 * The injection token of a class that `KakaoModule` provides for one Kakao app.
 *
 * With one app the class is its own token, and you do not need this. Further apps (`name`) share the classes, so theirs
 * are told apart by name: `app.get(getKakaoToken(KakaoUserService, 'wholesale'))`. The class alone never means one of them,
 * not even in their own login handler.
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
 * Injects what `KakaoModule` provides for the Kakao app of that name; the client, unless a class is given.
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
