/** Adds a cause to an error. The cause is not enumerable, so logging the error as JSON does not include it. */
export function withCause<E extends Error>(error: E, cause: unknown): E {
  return Object.defineProperty(error, 'cause', { value: cause, configurable: true, writable: true });
}
