import type { Engine } from '../engine.js';
import type { Fault } from '../faults.js';
import { json } from '../http/answer.js';
import { CONTROL_PREFIX } from '../http/call.js';
import { refused } from '../http/refused.js';
import type { Route } from '../http/server.js';
import type { Span } from '../clock.js';
import { checkAgainst, seedSchema } from '../seed/schema.js';
import type { PersonSeed } from '../seed/types.js';
import type { SignInOptions } from '../sign-in.js';
import { exportState, importState } from '../state.js';
import type { EmulatorState } from '../state.js';
import { emulatedApp } from '../view.js';
import type { AccountEvent, UnlinkReason } from '../webhooks/events.js';
import type { AccountEventInput } from '../webhooks/webhooks.js';
import { control } from './guard.js';
import { shapes } from './shapes.js';

type Body = Record<string, unknown>;

/** An id, or what somebody logs in with. Other languages may write an id as a number. */
function nameOf(value: unknown, member: string): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new TypeError(`${member}: text is expected`);
}

const personOf = (engine: Engine, { person }: Body): string => engine.person(nameOf(person, 'person')).id;
const appIdOf = (engine: Engine, { app }: Body): string =>
  engine.app(app === undefined ? undefined : nameOf(app, 'app')).appId;

function about(engine: Engine): object {
  return {
    url: engine.url,
    now: new Date(engine.clock.now()).toISOString(),
    apps: engine.store.apps.map(emulatedApp),
    people: [...engine.store.people.values()],
  };
}

function moveClock(engine: Engine, body: Body): object {
  checkAgainst(shapes.clock, body, '');
  return { now: new Date(engine.clock.advance(body['advance'] as Span)).toISOString() };
}

async function configureApp(engine: Engine, { app, ...changes }: Body): Promise<object> {
  const appId = appIdOf(engine, { app });
  await engine.configure(changes, appId);
  return emulatedApp(engine.app(appId));
}

function signedIn(engine: Engine, body: Body): [person: string, options: SignInOptions] {
  checkAgainst(shapes.signIn, body, '');
  const { person, app, ...options } = body;
  return [personOf(engine, { person }), { ...options, app: appIdOf(engine, { app }) }];
}

async function unlink(engine: Engine, body: Body): Promise<object> {
  checkAgainst(shapes.unlink, body, '');
  const reason = (body['reason'] ?? 'UNLINK_FROM_APPS') as UnlinkReason;
  return { delivery: (await engine.unlink(appIdOf(engine, body), personOf(engine, body), reason)) ?? null };
}

function eventOf(engine: Engine, body: Body): [event: AccountEvent, input: AccountEventInput] {
  checkAgainst(shapes.event, body, '');
  const { person, app, event, ...more } = body;
  const input = { ...more, appId: appIdOf(engine, { app }), personId: personOf(engine, { person }) };
  return [event as AccountEvent, input];
}

async function signEvent(engine: Engine, body: Body): Promise<object> {
  const [event, { appId, ...input }] = eventOf(engine, body);
  return { token: await engine.webhooks.securityEvent(engine.app(appId), event, input) };
}

/** `origin`: the address that the emulator was called by. */
type Run = (engine: Engine, body: Body, named: string, origin: string) => unknown;

/** `/_emulator/…`: what tests in any language steer the emulator with. `:name` is the last part of a path. */
const table: readonly [method: string, path: string, run: Run][] = [
  ['GET', '', about],
  ['GET', '/health', () => ({ status: 'ok' })],
  ['POST', '/reset', (engine) => engine.reset()],
  ['GET', '/clock', ({ clock }) => ({ now: new Date(clock.now()).toISOString() })],
  ['POST', '/clock', moveClock],
  ['GET', '/requests', ({ log }) => log.all()],
  ['DELETE', '/requests', ({ log }) => log.clear()],
  ['GET', '/faults', ({ faults }) => faults.list()],
  ['POST', '/faults', ({ faults }, body) => ({ id: faults.add(body as unknown as Fault) })],
  ['DELETE', '/faults', ({ faults }) => faults.clear()],
  ['DELETE', '/faults/:name', ({ faults }, _body, id) => faults.remove(Number(id))],
  ['POST', '/people', (engine, body) => engine.addPerson(body as unknown as PersonSeed)],
  ['PATCH', '/people/:name', (engine, body, person) => engine.updatePerson(person, body)],
  ['PATCH', '/apps/:name', (engine, body, appId) => configureApp(engine, { ...body, app: appId })],
  ['POST', '/configure', configureApp],
  ['POST', '/sign-in', (engine, body) => engine.signIn(...signedIn(engine, body))],
  ['POST', '/tokens', (engine, body, _, origin) => engine.issueTokens(...signedIn(engine, body), origin)],
  ['POST', '/keys/rotate', async ({ keys }) => ({ kid: await keys.rotate() })],
  ['GET', '/state', exportState],
  ['PUT', '/state', (engine, body) => importState(engine, body as unknown as EmulatorState)],
  ['POST', '/webhooks/unlink', unlink],
  [
    'POST',
    '/webhooks/events',
    async (engine, body) => ({ delivery: (await engine.event(...eventOf(engine, body))) ?? null }),
  ],
  ['POST', '/webhooks/sign', signEvent],
  ['GET', '/webhooks/deliveries', ({ webhooks }) => webhooks.deliveries],
  ['POST', '/webhooks/settle', ({ webhooks }) => webhooks.settled().then(() => webhooks.deliveries)],
  ['GET', '/seed.schema.json', () => seedSchema()],
];

const controls = table.map(([method, path, run]) => ({
  method,
  pattern: new RegExp(`^${CONTROL_PREFIX}${path.replace(':name', '([^/]+)')}$`),
  run,
}));

/** One of the controls, or 404. */
export const controlRoute: Route = (context) => {
  const { path, origin } = context.call;
  const method = context.call.method === 'HEAD' ? 'GET' : context.call.method;
  const found = controls.find((one) => one.method === method && one.pattern.test(path));
  if (!found) {
    // Somebody who typed an address into a browser.
    const isBrowser = /\btext\/html\b/.test(context.call.headers.accept ?? '');
    return isBrowser
      ? refused('not-found', context)
      : json(404, JSON.stringify({ error: `there is no ${method} ${path}` }));
  }
  return control(({ engine }, body) => {
    const [, named = ''] = found.pattern.exec(path) ?? [];
    return found.run(engine, body, decodeURIComponent(named), origin);
  })(context);
};
