/**
 * By what the CPU time of a piece of work grows when its input becomes ten times as long: about 10 where every character is looked
 * at once, about 100 where it is looked at once for every other. A busy machine changes neither, for CPU time is not
 * wall-clock time.
 */
export function growth(work: (length: number) => void, length: number): number {
  return cpuTime(() => work(length * 10)) / cpuTime(() => work(length));
}

/** The least of several attempts: what disturbs one of them only adds to it. */
function cpuTime(work: () => void): number {
  const times = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  });
  return Math.max(1, Math.min(...times));
}

/** {@link growth} that tells the square from the line. */
export const linear = 40;
