/**
 * Closes everything, even if something fails.
 *
 * @throws what one of them throws, or an `AggregateError` of what several throw
 */
export async function closeAll(closers: readonly (() => Promise<void>)[]): Promise<void> {
  const results = await Promise.allSettled(closers.map(async (close) => close()));
  const errors: unknown[] = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors, `${errors.length} of ${closers.length} could not be closed`);
}
