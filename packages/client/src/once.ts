/**
 * Returns a function that creates a value when it is called first, and returns the same one from then on. For texts of errors: Node
 * compiles a function when it is called, so that those who import the package do not wait for texts that few need.
 */
export function once<T>(create: () => T): () => T {
  let value: T | undefined;
  return () => (value ??= create());
}
