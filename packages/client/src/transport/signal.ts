import type { CallOptions } from '../callers.js';
import { checkObject, usage, usageTexts } from '../errors/usage.js';

/**
 * Reads the signal from the options of a call. Any object of its shape will do, because another realm or a polyfill has
 * a class of its own.
 *
 * @throws {KakaoUsageError} `argument_malformed`
 */
export function signalOf(options: CallOptions = {}): AbortSignal | undefined {
  const { signal } = checkObject('options', options);
  if (signal === undefined || isSignal(signal)) return signal;
  throw usage('argument_malformed', 'signal', usageTexts().signal);
}

const isSignal = (signal: unknown): boolean =>
  typeof signal === 'object' && signal !== null && 'aborted' in signal && 'addEventListener' in signal;
