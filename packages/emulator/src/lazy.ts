/**
 * Loads a module on first use, so that a test without pages starts without them. Keeps the module, because `import()`
 * of a loaded module still takes as long as a short response.
 */
export function lazy<M>(load: () => Promise<M>): () => M | Promise<M> {
  let module: M | undefined;
  return () => module ?? load().then((loaded) => (module = loaded));
}
