import type { CallerFor, CallOptions } from './callers.js';
import type { EndpointName, RequestOf, ResponseOf } from './contract/endpoints.js';

/** Calls an endpoint by name. Every request of a client takes this path. */
export type Call = <N extends EndpointName>(
  name: N,
  request: RequestOf<N>,
  caller: CallerFor<N>,
  options?: CallOptions,
) => Promise<ResponseOf<N>>;
