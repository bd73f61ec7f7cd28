import type { Axios } from 'axios';
import type { EndpointName } from '../contract/endpoints.js';
import type { ResolvedOptions } from '../options.js';
import { leanAxios, nodeAxios, sendThrough } from './axios.js';
import type { HttpAnswer } from './decide.js';
import { failure } from './failure.js';
import type { Connections } from './undici.js';

export interface HttpRequest {
  name: EndpointName;
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
  signal: AbortSignal | undefined;
}

export type Send = (request: HttpRequest) => Promise<HttpAnswer>;

export interface Transport {
  send: Send;
  /** The instance that requests go through, from now on if they did not before. */
  axios: () => Promise<Axios>;
  /** Gets ready for requests that are about to come. */
  warm: () => Promise<void>;
  /** Closes the connections. With the user's own instance there are none of ours. */
  close: () => Promise<void>;
}

/**
 * Requests go through axios where somebody can see it: through the user's own instance, or through ours once it was asked
 * for. Before that it can have no interceptors, and a request goes straight to the exchange that is under it, which
 * spares axios's share of the time and its loading. undici is loaded with the first request.
 */
export function createTransport(options: ResolvedOptions, runtime: object = process.versions): Transport {
  const { http: own, timeouts, maxResponseBytes } = options;
  // Bun puts a module of its own in the place of undici, and that has no dispatcher.
  if (own === undefined && 'bun' in runtime) return throughNodeHttp(options);
  if (own !== undefined) {
    // Its connections belong to the user.
    const nothing = (): Promise<void> => Promise.resolve();
    return {
      send: (request) => sendThrough(own, options, request),
      axios: () => Promise.resolve(own as Axios),
      warm: nothing,
      close: nothing,
    };
  }

  let connections: Connections | undefined;
  let opening: Promise<Connections> | undefined;
  const open = (): Promise<Connections> =>
    (opening ??= import('./undici.js').then(({ openConnections }) => (connections = openConnections(options))));

  async function sendDirectly({ name, url, method, headers, body, signal }: HttpRequest): Promise<HttpAnswer> {
    try {
      const { exchange } = connections ?? (await open());
      const timeout = timeouts.response;
      const answer = await exchange({ url, method, headers, body, timeout, maxBytes: maxResponseBytes, signal });
      const retryAfter = answer.headers['retry-after'];
      return {
        status: answer.status,
        body: answer.body,
        retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
      };
    } catch (error) {
      throw failure(name, error, signal);
    }
  }

  let instance: Promise<Axios> | undefined;
  return {
    send: (request) =>
      instance === undefined ? sendDirectly(request) : instance.then((http) => sendThrough(http, options, request)),
    axios: () => (instance ??= leanAxios(async (request) => (await open()).exchange(request))),
    warm: async () => (await open()).warm(),
    close: async () => opening?.then((opened) => opened.close()),
  };
}

/** axios over `node:http`, with connections of the runtime's. */
function throughNodeHttp(options: ResolvedOptions): Transport {
  let instance: Promise<Axios> | undefined;
  const axios = (): Promise<Axios> => (instance ??= nodeAxios());
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    send: async (request) => sendThrough(await axios(), options, request),
    axios,
    warm: nothing,
    close: nothing,
  };
}
