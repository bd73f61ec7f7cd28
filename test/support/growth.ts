/** How many times as long the long input is. */
const factor = 100;

/**
 * How much more CPU time the work takes for one input of `factor` times the length than for `factor` inputs of that
 * length: at most a few times as much for linear work, and about `factor` times as much for quadratic work.
 */
export function growth(work: (length: number) => void, length: number): number {
  const short = cpuTime(() => {
    for (let count = 0; count < factor; count += 1) work(length);
  });
  return cpuTime(() => work(length * factor)) / short;
}

/** The minimum of several attempts, because disturbances can only increase the time. */
function cpuTime(work: () => void): number {
  const times = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  });
  return Math.max(1, Math.min(...times));
}

/** A limit for {@link growth} that separates linear from quadratic work. */
export const linear = 20;
