import { Agent, buildConnector } from 'undici';
import type { ResolvedOptions } from '../options.js';
import { endpointUrl } from './endpoint-url.js';
import { exchange } from './exchange.js';
import type { Incoming, Outgoing } from './exchange.js';
import { SpareConnections } from './spare-connections.js';

/** Open connections to Kakao. */
export interface Connections {
  exchange: (request: Outgoing) => Promise<Incoming>;
  /** Opens a connection to each of Kakao's servers that has none. */
  warm: () => void;
  /** Lets requests on their way finish and closes all connections. */
  close: () => Promise<void>;
}

/**
 * Connections that outlive quiet minutes. undici closes one a second before the server's own `Keep-Alive` hint runs
 * out; without a hint after four minutes, just under the idle limit of common load balancers and NAT gateways.
 */
const keepAlive = { keepAliveTimeout: 240_000, keepAliveMaxTimeout: 600_000, keepAliveTimeoutThreshold: 1_000 };

export function openConnections(options: ResolvedOptions): Connections {
  const spares = new SpareConnections(
    buildConnector({ timeout: options.timeouts.connect, keepAliveInitialDelay: 30_000, allowH2: false }),
  );
  const agent = new Agent({
    ...keepAlive,
    // The deadline of the exchange covers both, and slow drips too, which undici's own timers do not.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: spares.connect,
  });
  spares.watch(agent);
  return {
    exchange: (request) => exchange(agent, request),
    close: async () => {
      spares.close();
      await agent.close();
    },
    warm: () => {
      // The two that a login calls.
      for (const name of ['oauth.token', 'user.me'] as const)
        spares.prepare(new URL(endpointUrl(options, name)).origin);
    },
  };
}
