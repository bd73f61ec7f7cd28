import type { Axios } from 'axios';
import type { Call } from '../call.js';
import type { ResolvedOptions } from '../options.js';
import { Lifetime } from './lifetime.js';
import type { Requests } from './request.js';

/** What a client is made of. */
export interface Calls {
  call: Call;
  axios: () => Promise<Axios>;
  warm: () => void;
  /** Waits; `close` and the signal end it. */
  pause: Lifetime['pause'];
  close: () => Promise<void>;
}

/** The one path of every request. Its code is loaded with the first request, so that a service starts sooner. */
export function createCalls(options: ResolvedOptions): Calls {
  const lifetime = new Lifetime();
  const pause: Lifetime['pause'] = (ms, signal, endpoint) => lifetime.pause(ms, signal, endpoint);
  let loading: Promise<Requests> | undefined;
  let loaded: Requests | undefined;
  const load = (): Promise<Requests> =>
    (loading ??= import('./request.js').then(({ createRequests }) => (loaded = createRequests(options, pause))));
  return {
    call: (name, request, caller, callOptions) =>
      lifetime.run(async () => (loaded ?? (await load())).call(name, request, caller, callOptions)),
    axios: () => load().then(({ transport }) => transport.axios()),
    warm: () => {
      if (lifetime.closed) return;
      void load().then(
        ({ transport }) => (lifetime.closed ? undefined : transport.warm().catch(() => {})),
        () => {},
      );
    },
    pause,
    close: () => lifetime.close(async () => loading?.then(({ transport }) => transport.close())),
  };
}
