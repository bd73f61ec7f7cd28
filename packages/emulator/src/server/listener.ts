import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Context, Folder, Route, RouteSpec } from '../context.js';
import { send, sendAndHangUp } from '../http/answer.js';
import type { Answer } from '../http/answer.js';
import { CONTROL_PREFIX, TooLarge, readCall } from '../http/call.js';
import type { Call } from '../http/call.js';
import { isPreflight, preflightHeaders, withCors } from '../http/cors.js';
import { Refusal } from '../refusal.js';
import type { World } from '../world.js';
import { refused } from './refused.js';

/** Requests of the emulator's own pages and the control API are not logged. */
const isOurs = (path: string): boolean =>
  path === CONTROL_PREFIX || path.startsWith(`${CONTROL_PREFIX}/`) || path === '/favicon.ico';

/** Finds a route by the exact path, a pattern with `:name` parts, or the folder. */
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

/** Plays the fault for the call, if any, and logs the call. Undefined: the fault has handled the connection. */
async function answerInPublic(
  world: World,
  outgoing: ServerResponse,
  context: Context,
  answer: () => Promise<Answer>,
): Promise<Answer | undefined> {
  const { call } = context;
  if (isPreflight(call)) return { status: 204, headers: preflightHeaders(call), body: '' };
  if (world.store.waiting.size > 0) world.endUnfinishedSignups();
  const at = world.clock.now();
  const started = performance.now();
  const readable = async (): Promise<Answer> => withCors(call, await answer());
  const due = world.faults.take(call);
  let given: Answer | undefined;
  if (due) {
    const { play } = await import('../faults/play.js');
    const played = await play(due, outgoing, readable, context).catch((error: unknown) => refused(error, context));
    given = played && withCors(call, played);
  } else given = await readable();
  world.log.add({
    call,
    answer: given,
    at,
    milliseconds: Math.round(performance.now() - started),
    ...(due?.isPlayed && { fault: due.fault.kind }),
  });
  return given;
}

export function createListener(
  routes: readonly RouteSpec[],
  folder: Folder,
  world: World,
): (incoming: IncomingMessage, outgoing: ServerResponse) => void {
  const find = router(routes, folder);
  const respond = async (context: Context): Promise<Answer> => {
    try {
      const route = find(context.call.method, context.call.path);
      if (!route) throw Refusal.notFound();
      return await route(context);
    } catch (error) {
      return refused(error, context);
    }
  };
  const contextFor = (call: Call): Context => {
    const { store, keys, strictHeaders, webhooks, faults } = world;
    const context: Context = {
      store,
      keys,
      call,
      strictHeaders,
      webhooks,
      isFaultDue: (next) => faults.mayHit(next),
      answer: (next) => respond({ ...context, call: next }),
    };
    return context;
  };
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    try {
      const call = await readCall(incoming, { url: world.url, remoteControl: world.options.remoteControl ?? false });
      const context = contextFor(call);
      const answer = (): Promise<Answer> => respond(context);
      const given = await (isOurs(call.path) ? answer() : answerInPublic(world, outgoing, context, answer));
      if (given) send(outgoing, given);
    } catch (error) {
      // The client has disconnected during its request.
      if (incoming.destroyed && !incoming.complete) return;
      const answer = await refused(error, undefined);
      if (error instanceof TooLarge) sendAndHangUp(incoming, outgoing, answer);
      else send(outgoing, answer);
    }
  };
  return (incoming, outgoing) => void serve(incoming, outgoing);
}
