// @ts-check
/**
 * Tells the parent process that this server listens, and responds to its requests for processor time and memory.
 * @param {object} about
 */
export function ready(about) {
  process.send?.(about);
  process.on('message', (what) => {
    if (what === 'heap') {
      globalThis.gc?.();
      process.send?.(process.memoryUsage().heapUsed);
    } else {
      const { user, system } = process.cpuUsage();
      process.send?.((user + system) / 1000);
    }
  });
}
