import { endpoints } from '@kakao-login/client/contract/endpoints';
import type { EndpointName, EndpointSpec } from '@kakao-login/client/contract';

import type { Route, RouteSpec } from '../context.js';
import { json } from '../http/answer.js';
import { actorOf } from './actor.js';
import type { Handler, Handlers, NamesAt } from './handlers.js';
import { incomingOf } from './incoming.js';
import { wireJson } from './wire-json.js';

/** The handlers of each host, loaded at its first call. */
export interface HandlerSources {
  kauth: () => Handlers<NamesAt<'kauth'>> | Promise<Handlers<NamesAt<'kauth'>>>;
  kapi: () => Handlers<NamesAt<'kapi'>> | Promise<Handlers<NamesAt<'kapi'>>>;
}

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

/** The routes of all endpoints. `/v2/user/me` also accepts a POST. */
export function contractRoutes(sources: HandlerSources): RouteSpec[] {
  return (Object.keys(endpoints) as EndpointName[]).flatMap((name): RouteSpec[] => {
    const { method, path, host }: EndpointSpec = endpoints[name];
    const route = contractRoute(name, sources[host]);
    const rows: RouteSpec[] = [{ method, path, route }];
    if (name === 'user.me') rows.push({ method: 'POST', path, route });
    return rows;
  });
}
