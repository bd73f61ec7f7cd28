/**
 * An object of a class whose methods and properties throw an error that names the option to change.
 *
 * @param properties those that the constructor would create
 */
export function standIn<T extends object>(
  type: abstract new (...given: never[]) => T,
  error: () => Error,
  properties: readonly string[] = [],
): T {
  const made = Object.create(type.prototype as object) as T;
  const fail = (): never => {
    throw error();
  };
  for (const name of properties) Object.defineProperty(made, name, { get: fail, configurable: true });
  for (const [name, { value }] of membersOf(type.prototype as object)) {
    const how = typeof value === 'function' ? { value: fail, writable: true } : { get: fail };
    Object.defineProperty(made, name, { ...how, configurable: true });
  }
  return made;
}

/** With those that a class inherits. */
function membersOf(prototype: object): [name: string, member: PropertyDescriptor][] {
  if (prototype === Object.prototype) return [];
  const inherited = membersOf(Object.getPrototypeOf(prototype) as object);
  const own = Object.entries(Object.getOwnPropertyDescriptors(prototype)).filter(([name]) => name !== 'constructor');
  return [...inherited, ...own];
}
