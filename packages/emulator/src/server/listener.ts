import type { IncomingMessage, ServerResponse } from 'node:http';

import { endpoints } from '@kakao-login/client/contract/endpoints';
import type { EndpointName, EndpointSpec } from '@kakao-login/client/contract';

import { actorOf } from '../contract/actor.js';
import type { Context, Handler, Handlers, NamesAt } from '../contract/handlers.js';
import { incomingOf } from '../contract/incoming.js';
import { json, send, sendAndHangUp } from '../http/answer.js';
import type { Answer } from '../http/answer.js';
import { TooLarge, readCall } from '../http/call.js';
import type { Call } from '../http/call.js';
import { refused } from './refused.js';
import { wireJson } from '../contract/wire-json.js';

/** Something that answers a call. */
export type Route = (context: Context) => Answer | Promise<Answer>;

/** A path outside the contract. */
export interface RouteSpec {
  method: 'GET' | 'POST' | 'DELETE' | 'PUT';
  path: string;
  route: Route;
}

/** All paths below a prefix. */
export interface Folder {
  prefix: string;
  route: Route;
}

/** The handlers of each host, read when its first call comes. */
export interface HandlerSources {
  kauth: () => Handlers<NamesAt<'kauth'>> | Promise<Handlers<NamesAt<'kauth'>>>;
  kapi: () => Handlers<NamesAt<'kapi'>> | Promise<Handlers<NamesAt<'kapi'>>>;
}

/** The contract's row as a route: read the parameters, find out who calls, answer with exact ids. */
function contractRoute(name: EndpointName, load: () => Partial<Handlers> | Promise<Partial<Handlers>>): Route {
  const write = wireJson(name);
  return async (context) => {
    const handler = (await load())[name] as Handler<EndpointName> | undefined;
    if (!handler) throw new Error(`${name} has no handler`);
    const actor = actorOf(context.store, name, context.call);
    const incoming = incomingOf(name, context.call);
    return json(200, write(await handler(incoming, actor, context)));
  };
}

/** Every row of the contract; `/v2/user/me` answers a POST as well. */
export function contractRoutes(sources: HandlerSources): RouteSpec[] {
  return (Object.keys(endpoints) as EndpointName[]).flatMap((name): RouteSpec[] => {
    const { method, path, host }: EndpointSpec = endpoints[name];
    const route = contractRoute(name, sources[host]);
    const rows: RouteSpec[] = [{ method, path, route }];
    if (name === 'user.me') rows.push({ method: 'POST', path, route });
    return rows;
  });
}

/** What stands around every answer: the log, the faults, the headers for pages of other origins. */
export interface Surroundings {
  readonly url: string;
  readonly options: { remoteControl?: boolean };
  contextOf: (call: Call) => Context;
  /** May answer in the handler's place, or change how the answer is sent. */
  around: (call: Call, outgoing: ServerResponse, answer: () => Promise<Answer>) => Promise<Answer | undefined>;
}

/** Finds a route: by the whole path, by a pattern with `:name` parts, or by the folder that does its own finding. */
function router(routes: readonly RouteSpec[], folder: Folder): (method: string, path: string) => Route | undefined {
  const exact = new Map(routes.map(({ method, path, route }) => [`${method} ${path}`, route]));
  const patterns = routes
    .filter(({ path }) => path.includes('/:'))
    .map(({ method, path, route }) => ({
      pattern: new RegExp(`^${method} ${path.replaceAll(/\/:\w+/g, '/[^/]+')}$`),
      route,
    }));
  return (method, path) => {
    const wanted = `${method === 'HEAD' ? 'GET' : method} ${path}`;
    const found = exact.get(wanted) ?? patterns.find(({ pattern }) => pattern.test(wanted))?.route;
    return found ?? (`${path}/`.startsWith(`${folder.prefix}/`) ? folder.route : undefined);
  };
}

/** Answers requests of a `node:http` server. Every path is known beforehand, so a map finds the route. */
export function createListener(
  routes: readonly RouteSpec[],
  folder: Folder,
  surroundings: Surroundings,
): (incoming: IncomingMessage, outgoing: ServerResponse) => void {
  const find = router(routes, folder);
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    try {
      const call = await readCall(incoming, surroundings.url, surroundings.options.remoteControl);
      const route = find(call.method, call.path);
      const context = surroundings.contextOf(call);
      const answer = async (): Promise<Answer> => {
        try {
          return await (route ? route(context) : refused('not-found', context));
        } catch (error) {
          return refused(error, context);
        }
      };
      const given = await surroundings.around(call, outgoing, answer);
      if (given) send(outgoing, given);
    } catch (error) {
      // The other side may be gone in the middle of its request; then nobody is there to answer.
      if (incoming.destroyed && !incoming.complete) return;
      const answer = await refused(error, undefined);
      if (error instanceof TooLarge) sendAndHangUp(incoming, outgoing, answer);
      else send(outgoing, answer);
    }
  };
  return (incoming, outgoing) => void serve(incoming, outgoing);
}
