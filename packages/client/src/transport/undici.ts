import { Agent, buildConnector } from 'undici';
import type { ResolvedOptions } from '../options.js';
import { endpointUrl } from './endpoint-url.js';
import { exchange } from './exchange.js';
import type { Incoming, Outgoing } from './exchange.js';
import { SpareConnections } from './spare-connections.js';

/** Open connections to Kakao. */
export interface Connections {
  exchange: (request: Outgoing) => Promise<Incoming>;
  /** Opens a connection to each of Kakao's servers that does not have one. */
  warm: () => void;
  /** Waits for open requests and closes all connections. */
  close: () => Promise<void>;
}

/**
 * Keeps idle connections open for minutes. undici closes a connection one second before the server's `Keep-Alive` hint runs out, or
 * after four minutes without a hint. That is just under the idle limit of common load balancers and NAT gateways.
 */
const keepAlive = { keepAliveTimeout: 240_000, keepAliveMaxTimeout: 600_000, keepAliveTimeoutThreshold: 1_000 };

export function openConnections(options: ResolvedOptions): Connections {
  const spares = new SpareConnections(
    buildConnector({ timeout: options.timeouts.connect, keepAliveInitialDelay: 30_000, allowH2: false }),
  );
  const agent = new Agent({
    ...keepAlive,
    // The deadline of the exchange covers both. Unlike undici's timers, it also ends a response that arrives byte by byte.
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
      // A login calls these two.
      for (const name of ['oauth.token', 'user.me'] as const)
        spares.prepare(new URL(endpointUrl(options, name)).origin);
    },
  };
}
