import type { Axios } from 'axios';
import type { ResolvedOptions } from '../options.js';
import { createLeanAxios, createNodeAxios, sendByAxios } from './axios.js';
import { toConnectionError } from './connection-errors.js';
import type { HttpAnswer, HttpRequest } from './http.js';
import type { Connections } from './undici.js';

export interface Transport {
  send: (request: HttpRequest) => Promise<HttpAnswer>;
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
  if (own === undefined && 'bun' in runtime) return createNodeTransport(options);
  if (own !== undefined) {
    // Its connections belong to the user.
    const nothing = (): Promise<void> => Promise.resolve();
    return {
      send: (request) => sendByAxios(own, options, request),
      axios: () => Promise.resolve(own as Axios),
      warm: nothing,
      close: nothing,
    };
  }

  let connections: Connections | undefined;
  let opening: Promise<Connections> | undefined;
  const open = (): Promise<Connections> =>
    (opening ??= import('./undici.js').then(({ openConnections }) => (connections = openConnections(options))));

  async function sendByUndici({ name, url, method, headers, body, signal }: HttpRequest): Promise<HttpAnswer> {
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
      throw toConnectionError(name, error, signal);
    }
  }

  let instance: Promise<Axios> | undefined;
  return {
    send: (request) =>
      instance === undefined ? sendByUndici(request) : instance.then((http) => sendByAxios(http, options, request)),
    axios: () => (instance ??= createLeanAxios(async (request) => (await open()).exchange(request))),
    warm: async () => (await open()).warm(),
    close: async () => opening?.then((opened) => opened.close()),
  };
}

/** axios over `node:http`, with connections of the runtime's. */
function createNodeTransport(options: ResolvedOptions): Transport {
  let instance: Promise<Axios> | undefined;
  const axios = (): Promise<Axios> => (instance ??= createNodeAxios());
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    send: async (request) => sendByAxios(await axios(), options, request),
    axios,
    warm: nothing,
    close: nothing,
  };
}
