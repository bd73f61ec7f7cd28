import type { Call } from '../call.js';
import type { ResolvedOptions } from '../options.js';

/** The one path of every request. Its machinery is loaded with the first of them: a service starts sooner without it. */
export function createCall(options: ResolvedOptions): Call {
  let ready: Promise<Call> | undefined;
  return async (name, request, caller, callOptions) => {
    ready ??= import('./request.js').then(({ createRequest }) => createRequest(options));
    const call = await ready;
    return call(name, request, caller, callOptions);
  };
}
