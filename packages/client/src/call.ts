import type { CallerFor, CallOptions } from './callers.js';
import type { EndpointName, RequestOf, ResponseOf } from './contract/endpoints.js';

/** The one path that every request takes: look up the row, encode, send, decide. */
export type Call = <N extends EndpointName>(
  name: N,
  request: RequestOf<N>,
  caller: CallerFor<N>,
  options?: CallOptions,
) => Promise<ResponseOf<N>>;
