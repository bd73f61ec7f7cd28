import type { Axios } from 'axios';
import type { Call } from '../call.js';
import type { ResolvedOptions } from '../options.js';
import type { Requests } from './request.js';

/** The one path of every request. Its machinery is loaded with the first of them: a service starts sooner without it. */
export function createCalls(options: ResolvedOptions): { call: Call; axios: () => Promise<Axios>; warm: () => void } {
  let loading: Promise<Requests> | undefined;
  let loaded: Requests | undefined;
  const load = (): Promise<Requests> =>
    (loading ??= import('./request.js').then(({ createRequests }) => (loaded = createRequests(options))));
  return {
    call: (name, request, caller, callOptions) =>
      loaded === undefined
        ? load().then(({ call }) => call(name, request, caller, callOptions))
        : loaded.call(name, request, caller, callOptions),
    axios: () => load().then(({ transport }) => transport.axios()),
    warm: () =>
      void load().then(
        ({ transport }) => transport.warm().catch(() => {}),
        () => {},
      ),
  };
}
