/**
 * A module that is read when first asked for, so that a test that needs no page starts without the pages. Kept, because
 * `import()` of a module that is there already still takes as long as a short answer.
 */
export function lazy<M>(load: () => Promise<M>): () => M | Promise<M> {
  let module: M | undefined;
  return () => module ?? load().then((loaded) => (module = loaded));
}
