import type { Type } from '@nestjs/common';
import { DEFAULT_NAME } from './tokens.js';

/** The injected strategy of a guard. A symbol, because a class that extends the guard may have a property of any name. */
export const INJECTED = Symbol('strategy');

/**
 * Returns the guard of the Kakao app with a name, always the same class for the same name.
 *
 * @param guardOf creates the class
 */
export function namedGuards<Guard>(
  guardOf: (name: string) => Type<Guard>,
): (name: string, unnamed: Type<Guard>) => Type<Guard> {
  const guards = new Map<string, Type<Guard>>();
  return (name, unnamed) => {
    if (name === DEFAULT_NAME) return unnamed;
    const guard = guards.get(name) ?? guardOf(name);
    guards.set(name, guard);
    return guard;
  };
}
