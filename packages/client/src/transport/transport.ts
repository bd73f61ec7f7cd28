import type { Axios } from 'axios';
import type { ResolvedOptions } from '../options.js';
import { createLeanAxios, createNodeAxios, sendByAxios } from './axios.js';
import { toConnectionError } from './connection-errors.js';
import type { HttpAnswer, HttpRequest } from './http.js';
import type { Connections } from './undici.js';

export interface Transport {
  send: (request: HttpRequest) => Promise<HttpAnswer>;
  /** Returns the axios instance. From now on, requests use it. */
  axios: () => Promise<Axios>;
  /** Prepares for requests that will follow soon. */
  warm: () => Promise<void>;
  /** Closes the connections, except those of the application's own axios instance. */
  close: () => Promise<void>;
}

/**
 * Requests use axios only if it makes a difference: with the application's own instance, or after the application has asked for ours.
 * Until then ours cannot have interceptors, so requests are sent without it. That saves loading axios and the time it takes for each
 * request. undici is loaded with the first request.
 */
export function createTransport(options: ResolvedOptions, runtime: object = process.versions): Transport {
  const { http: own, timeouts, maxResponseBytes } = options;
  // Bun replaces undici with a module of its own that has no dispatcher.
  if (own === undefined && 'bun' in runtime) return createNodeTransport(options);
  if (own !== undefined) {
    // Its connections belong to the application.
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

/** Sends requests with axios over `node:http`. The runtime manages the connections. */
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
