import type { ServerResponse } from 'node:http';

import { endpoints } from '@kakao-login/client/contract';
import type { EndpointName, EndpointSpec } from '@kakao-login/client/contract';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import type { Context as HonoContext } from 'hono';

import { actorOf } from '../kapi/actor.js';
import type { Context, Handler, Handlers } from '../kapi/handlers.js';
import { incomingOf } from '../kapi/incoming.js';
import { json } from './answer.js';
import type { Answer } from './answer.js';
import { readCall } from './call.js';
import type { Call } from './call.js';
import { refused } from './refused.js';
import { send } from './send.js';
import { wireJson } from './wire-json.js';

/** Something that answers a call. */
export type Route = (context: Context) => Answer | Promise<Answer>;

/** A path outside the contract. */
export interface RouteSpec {
  method: 'GET' | 'POST' | 'DELETE' | 'PUT';
  path: string;
  route: Route;
}

/** The contract's row as a route: read the parameters, find out who calls, answer with exact ids. */
function contractRoute<N extends EndpointName>(name: N, handler: Handler<N>): Route {
  const write = wireJson(name);
  return async (context) => {
    const actor = actorOf(context.store, name, context.call);
    const incoming = incomingOf(name, context.call);
    return json(200, write(await handler(incoming, actor, context)));
  };
}

/** Every row of the contract; `/v2/user/me` answers a POST as well. */
export function contractRoutes(handlers: Handlers): RouteSpec[] {
  return (Object.keys(endpoints) as EndpointName[]).flatMap((name): RouteSpec[] => {
    const { method, path }: EndpointSpec = endpoints[name];
    const route = contractRoute(name, handlers[name] as Handler<EndpointName>);
    const rows: RouteSpec[] = [{ method, path, route }];
    if (name === 'user.me') rows.push({ method: 'POST', path, route });
    return rows;
  });
}

type Env = { Bindings: HttpBindings };

/** What stands around every answer: the log, the faults, the headers for pages of other origins. */
export interface Surroundings {
  readonly url: string;
  contextOf: (call: Call) => Context;
  /** May answer in the handler's place, or change how the answer is sent. */
  around: (call: Call, outgoing: ServerResponse, answer: () => Promise<Answer>) => Promise<Answer | undefined>;
}

export function createApp(routes: readonly RouteSpec[], surroundings: Surroundings): Hono<Env> {
  const app = new Hono<Env>({ strict: false });
  const serve = async (c: HonoContext<Env>, route: Route | undefined): Promise<Response> => {
    const { incoming, outgoing } = c.env;
    try {
      const call = await readCall(incoming, surroundings.url);
      const context = surroundings.contextOf(call);
      const answer = async (): Promise<Answer> => {
        try {
          return route ? await route(context) : notFound(context);
        } catch (error) {
          return refused(error, context);
        }
      };
      const given = await surroundings.around(call, outgoing, answer);
      if (given) send(outgoing, given);
    } catch (error) {
      send(outgoing, refused(error, undefined));
    }
    return RESPONSE_ALREADY_SENT;
  };
  for (const { method, path, route } of routes) app.on(method, path, (c) => serve(c, route));
  app.notFound((c) => serve(c, undefined));
  return app;
}

function notFound(context: Context): Answer {
  return refused('not-found', context);
}
