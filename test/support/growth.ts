/**
 * The factor by which the CPU time grows if the input is ten times as long: about 10 for linear work, about 100 for
 * quadratic work. As it measures CPU time, other work on the machine does not affect it.
 */
export function growth(work: (length: number) => void, length: number): number {
  return cpuTime(() => work(length * 10)) / cpuTime(() => work(length));
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
export const linear = 40;
