/**
 * Calls a function that gets a callback, such as a method of a subclass, and returns what the callback gets. The function can also be
 * async. If it throws or rejects, it will never call back, so that is the error.
 */
export const calledBack = <Given extends unknown[]>(
  call: (done: (...given: Given) => void) => unknown,
): Promise<Given> =>
  new Promise((resolve, reject) => {
    Promise.resolve(call((...given) => resolve(given))).catch(reject);
  });
