// @ts-check
/**
 * Tells the parent that this server listens, and answers its questions about processor time and memory.
 * @param {object} about
 */
export function ready(about) {
  process.send?.(about);
  process.on('message', () => {
    globalThis.gc?.();
    const { user, system } = process.cpuUsage();
    process.send?.({ cpu: (user + system) / 1000, heap: process.memoryUsage().heapUsed });
  });
}
