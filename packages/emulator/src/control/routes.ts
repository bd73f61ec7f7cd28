import type { Route } from '../context.js';
import { mayControl } from '../http/access.js';
import type { World } from '../world.js';
import type { Fault } from '../faults/fault.js';
import type { PlannedFault } from '../faults/plan.js';
import { json } from '../http/answer.js';
import { CONTROL_PREFIX } from '../http/call.js';
import { Refusal } from '../refusal.js';
import type { Span } from '../store/clock.js';
import { packageFile } from '../package-file.js';
import { checkBody } from '../seed/option-shapes.js';
import type { PersonSeed } from '../seed/types.js';
import type { SentBack, SignInAtOptions, SignInOptions } from '../kauth/sign-in.js';
import { exportState, importState } from '../state/save.js';
import type { EmulatorState } from '../state/save.js';
import { emulatedApp } from '../store/view.js';
import type { AccountEvent, UnlinkReason } from '../webhooks/events.js';
import type { AccountEventInput } from '../webhooks/webhooks.js';
import { instead, quoted } from '../nearest.js';
import { control, refuseControl } from './guard.js';

type Body = Record<string, unknown>;

const personOf = (world: World, { person }: Body): string => world.person(person as string).id;
const appIdOf = (world: World, { app }: Body): string => world.app(app as string | undefined).appId;

function about(world: World): object {
  return {
    url: world.url,
    now: new Date(world.clock.now()).toISOString(),
    apps: world.store.apps.map(emulatedApp),
    people: [...world.store.people.values()],
  };
}

function moveClock(world: World, body: Body): object {
  checkBody('clock', body);
  return { now: new Date(world.clock.advance(body['advance'] as Span)).toISOString() };
}

function expireToken(world: World, body: Body): void {
  checkBody('expireToken', body);
  world.expireToken(body['token'] as string, body['after'] as Span | undefined);
}

async function changeApp(world: World, appId: string, changes: Body): Promise<object> {
  await world.configure(changes, appId);
  return emulatedApp(world.app(appId));
}

const configureApp = (world: World, { app, ...changes }: Body): Promise<object> =>
  changeApp(world, appIdOf(world, { app }), changes);

function signedIn(world: World, body: Body): [person: string, options: SignInOptions] {
  checkBody('signIn', body);
  const { person, app, ...options } = body;
  return [personOf(world, { person }), { ...options, app: appIdOf(world, { app }) }];
}

function sentBack(world: World, body: Body): Promise<SentBack> {
  checkBody('signInAt', body);
  const { person, ...options } = body;
  return world.signInAt(personOf(world, { person }), options as unknown as SignInAtOptions);
}

async function unlink(world: World, body: Body): Promise<object> {
  checkBody('unlink', body);
  const reason = (body['reason'] ?? 'UNLINK_FROM_APPS') as UnlinkReason;
  return { delivery: (await world.unlink(appIdOf(world, body), personOf(world, body), reason)) ?? null };
}

function eventInput(world: World, body: Body): [event: AccountEvent, input: AccountEventInput] {
  checkBody('event', body);
  const { person, app, event, ...more } = body;
  const input = { ...more, appId: appIdOf(world, { app }), personId: personOf(world, { person }) };
  return [event as AccountEvent, input];
}

const signEvent = async (world: World, body: Body): Promise<object> => ({
  token: await world.signEvent(...eventInput(world, body)),
});

/** @throws {TypeError} when there is no such fault. */
function faultOf(faults: World['faults'], id: string): PlannedFault {
  const found = faults.list().find((fault) => String(fault.id) === id);
  if (found) return found;
  throw new TypeError(
    `there is no fault ${quoted(id)}${instead(
      id,
      faults.list().map((fault) => String(fault.id)),
    )}`,
  );
}

/** `origin`: the origin that the request used. */
type Run = (world: World, body: Body, named: string, origin: string) => unknown;

/** A control without a body. Members would have no effect, so they are refused. */
const bare =
  (run: (world: World, named: string) => unknown): Run =>
  (world, body, named) => {
    if (Object.keys(body).length > 0) checkBody('nothing', body);
    return run(world, named);
  };

/** `/_emulator/…`: the control API, for tests in any language. */
const table: readonly [method: string, path: string, run: Run][] = [
  ['GET', '', about],
  ['GET', '/help', () => ({ controls: controlsList })],
  ['GET', '/health', () => ({ status: 'ok' })],
  ['POST', '/reset', bare((world) => world.reset())],
  ['GET', '/clock', ({ clock }) => ({ now: new Date(clock.now()).toISOString() })],
  ['POST', '/clock', moveClock],
  ['GET', '/requests', ({ log }) => log.all()],
  ['DELETE', '/requests', bare(({ log }) => log.clear())],
  ['GET', '/apps', ({ store }) => store.apps.map(emulatedApp)],
  ['GET', '/apps/:name', (world, _body, appId) => emulatedApp(world.app(appId))],
  ['GET', '/people', ({ store }) => [...store.people.values()]],
  ['GET', '/people/:name', (world, _body, person) => world.person(person)],
  ['DELETE', '/people/:name', bare((world, person) => world.store.removePerson(world.person(person).id))],
  ['GET', '/faults', ({ faults }) => faults.list()],
  ['POST', '/faults', ({ faults }, body) => ({ id: faults.add(body as unknown as Fault) })],
  ['DELETE', '/faults', bare(({ faults }) => faults.clear())],
  ['GET', '/faults/:name', ({ faults }, _body, id) => faultOf(faults, id)],
  ['DELETE', '/faults/:name', bare(({ faults }, id) => faults.remove(faultOf(faults, id).id))],
  ['POST', '/people', (world, body) => world.addPerson(body as unknown as PersonSeed)],
  ['PATCH', '/people/:name', (world, body, person) => world.updatePerson(person, body)],
  ['PATCH', '/apps/:name', (world, body, appId) => changeApp(world, appId, body)],
  ['POST', '/configure', configureApp],
  [
    'POST',
    '/sign-in',
    (world, body) => ('authorizeUrl' in body ? sentBack(world, body) : world.signIn(...signedIn(world, body))),
  ],
  ['POST', '/tokens', (world, body, _, origin) => world.issueTokens(...signedIn(world, body), origin)],
  ['GET', '/tokens', ({ store }) => Object.fromEntries(store.tokenCounts)],
  ['POST', '/tokens/expire', expireToken],
  ['POST', '/keys/rotate', bare(async ({ keys }) => ({ kid: await keys.rotate() }))],
  ['GET', '/state', exportState],
  ['POST', '/state', (world, body) => importState(world, body as unknown as EmulatorState)],
  ['PUT', '/state', (world, body) => importState(world, body as unknown as EmulatorState)],
  ['POST', '/webhooks/unlink', unlink],
  [
    'POST',
    '/webhooks/events',
    async (world, body) => ({ delivery: (await world.orderEvent(...eventInput(world, body))) ?? null }),
  ],
  ['POST', '/webhooks/sign', signEvent],
  ['GET', '/webhooks/deliveries', ({ webhooks }) => webhooks.deliveries],
  ['DELETE', '/webhooks/deliveries', bare(({ webhooks }) => webhooks.clear())],
  ['POST', '/webhooks/settle', bare(({ webhooks }) => webhooks.settled().then(() => webhooks.deliveries))],
  ['GET', '/seed.schema.json', () => JSON.parse(packageFile('seed.schema.json')) as unknown],
];

const controls = table.map(([method, path, run]) => ({
  method,
  path: CONTROL_PREFIX + path.replace(':name', '{id}'),
  pattern: new RegExp(`^${CONTROL_PREFIX}${path.replace(':name', '([^/]+)')}$`),
  run,
}));

/** Listed for a request to an unknown path. */
const controlsList = [...controls.map(({ method, path }) => `${method} ${path}`), `GET ${CONTROL_PREFIX}/console`].sort(
  (one, other) => one.slice(one.indexOf('/')).localeCompare(other.slice(other.indexOf('/'))),
);

/** Unknown paths get 404, other methods 405, each with the list of controls. */
export const controlRoute =
  (world: World): Route =>
  (context) => {
    const { path, origin } = context.call;
    const method = context.call.method === 'HEAD' ? 'GET' : context.call.method;
    const here = controls.filter(({ pattern }) => pattern.test(path));
    const found = here.find((one) => one.method === method);
    if (!found) {
      if (!mayControl(context.call)) return refuseControl();
      // A browser gets a page.
      if (/\btext\/html\b/.test(context.call.headers.accept ?? '')) throw Refusal.notFound();
      const allow = here.map((one) => one.method).join(', ');
      const error = `there is no ${method} ${path}${here.length > 0 ? `; this path takes ${allow}` : ''}`;
      const headers: Record<string, string> = here.length > 0 ? { allow } : {};
      return json(here.length > 0 ? 405 : 404, JSON.stringify({ error, controls: controlsList }), headers);
    }
    return control((body) => {
      const [, named = ''] = found.pattern.exec(path) ?? [];
      return found.run(world, body, decodeURIComponent(named), origin);
    })(context);
  };
