import type { Axios } from 'axios';
import type { Call } from '../call.js';
import type { ResolvedOptions } from '../options.js';
import { Lifetime } from './lifetime.js';
import type { CallAndTransport } from './create-call.js';

/** The functions behind a client. Their code is loaded when it is first used. */
export interface LazyCalls {
  call: Call;
  keysAt: CallAndTransport['keysAt'];
  reach: CallAndTransport['reach'];
  axios: () => Promise<Axios>;
  warm: () => void;
  /** Waits. `close` and the signal end the wait. */
  pause: Lifetime['pause'];
  close: () => Promise<void>;
}

/** Loads the code for requests with the first request, so that a service starts faster. */
export function createLazyCalls(options: ResolvedOptions): LazyCalls {
  const lifetime = new Lifetime();
  const pause: Lifetime['pause'] = (ms, signal, endpoint) => lifetime.pause(ms, signal, endpoint);
  let loading: Promise<CallAndTransport> | undefined;
  let loaded: CallAndTransport | undefined;
  const load = (): Promise<CallAndTransport> =>
    (loading ??= import('./create-call.js').then(({ createCall }) => (loaded = createCall(options, pause))));
  return {
    call: (name, request, caller, callOptions) =>
      lifetime.run(async () => (loaded ?? (await load())).call(name, request, caller, callOptions)),
    keysAt: (url) => lifetime.run(async () => (loaded ?? (await load())).keysAt(url)),
    reach: (host, callOptions) => lifetime.run(async () => (loaded ?? (await load())).reach(host, callOptions)),
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
