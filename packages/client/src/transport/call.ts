import type { Call } from '../call.js';
import type { ResolvedOptions } from '../options.js';
export function createCall(_options: ResolvedOptions): Call {
  throw new Error('soon');
}
