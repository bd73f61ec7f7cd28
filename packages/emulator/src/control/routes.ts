import { kaeCodes } from '@kakao-login/client/contract';

import type { Engine } from '../engine.js';
import type { Fault } from '../faults.js';
import { json } from '../http/answer.js';
import type { Route } from '../http/server.js';
import { documented } from '../play-fault.js';
import { checkSeed, seedSchema } from '../seed/schema.js';
import { readPerson } from '../seed/read.js';
import type { PersonSeed } from '../seed/types.js';
import type { SignInOptions } from '../sign-in.js';
import { exportState, importState } from '../state.js';
import type { EmulatorState } from '../state.js';
import { emulatedApp } from '../view.js';
import { isAccountEvent, unlinkReasons } from '../webhooks/events.js';
import type { UnlinkReason } from '../webhooks/events.js';
import type { AccountEventInput } from '../webhooks/webhooks.js';
import { control } from './guard.js';

const PREFIX = '/_emulator';

type Body = Record<string, unknown>;

function text(body: Body, name: string): string {
  const value = body[name];
  if (typeof value !== 'string' || value === '') throw new TypeError(`${name}: text is missing`);
  return value;
}

const personOf = (engine: Engine, body: Body): string => engine.person(text(body, 'person')).id;
const appIdOf = (engine: Engine, body: Body): string =>
  engine.app(body['app'] === undefined ? undefined : text(body, 'app')).appId;

function about(engine: Engine): object {
  return {
    url: engine.url,
    now: new Date(engine.clock.now()).toISOString(),
    apps: engine.store.apps.map(emulatedApp),
    people: [...engine.store.people.values()],
  };
}

function moveClock(engine: Engine, body: Body): object {
  const { advance } = body;
  if (typeof advance !== 'number' && (typeof advance !== 'object' || advance === null)) {
    throw new TypeError('advance: milliseconds, or an object such as { "hours": 6 }, is expected');
  }
  return { now: new Date(engine.clock.advance(advance)).toISOString() };
}

function addPerson(engine: Engine, body: Body): object {
  checkSeed({ people: [body] });
  const person = readPerson(body as unknown as PersonSeed, 'person');
  if (engine.store.people.has(person.id)) throw new TypeError('person: this id is taken');
  engine.store.people.set(person.id, person);
  return person;
}

function configureApp(engine: Engine, { app, ...changes }: Body): Promise<void> {
  return engine.configure(changes, app === undefined ? undefined : text({ app }, 'app'));
}

async function unlink(engine: Engine, body: Body): Promise<object> {
  const reason = body['reason'] ?? 'UNLINK_FROM_APPS';
  if (typeof reason !== 'string' || !unlinkReasons.includes(reason)) {
    throw new TypeError(`reason: one of ${unlinkReasons.join(', ')} is expected`);
  }
  const delivery = await engine.unlink(appIdOf(engine, body), personOf(engine, body), reason as UnlinkReason);
  return { delivery: delivery ?? null };
}

async function sendEvent(engine: Engine, body: Body): Promise<object> {
  const event = text(body, 'event');
  if (!isAccountEvent(event)) throw new TypeError('event: there is no such kind');
  const { person: _person, app: _app, event: _event, ...more } = body;
  const input = { ...more, appId: appIdOf(engine, body), personId: personOf(engine, body) } as AccountEventInput;
  return { delivery: (await engine.event(event, input)) ?? null };
}

function addFault(engine: Engine, body: Body): object {
  const fault = body as unknown as Fault;
  if (fault.kind === 'error' && String(fault.code).startsWith('KAE') && !Object.hasOwn(kaeCodes, fault.code)) {
    throw new TypeError(`faults: there is no documented code ${fault.code}`);
  }
  if (fault.kind === 'error' && /^(?:KOE|-)/.test(String(fault.code))) documented(fault.code);
  return { id: engine.faults.add(fault) };
}

/** `/_emulator/…`: what tests in any language steer the emulator with. */
const controls = new Map<string, Route>(
  (
    [
      ['GET', '', ({ engine }) => about(engine)],
      ['GET', '/health', () => ({ status: 'ok' })],
      ['POST', '/reset', ({ engine }) => engine.reset()],
      ['GET', '/clock', ({ engine }) => ({ now: new Date(engine.clock.now()).toISOString() })],
      ['POST', '/clock', ({ engine }, body) => moveClock(engine, body)],
      ['GET', '/requests', ({ engine }) => engine.log.all()],
      ['DELETE', '/requests', ({ engine }) => engine.log.clear()],
      ['GET', '/faults', ({ engine }) => engine.faults.list()],
      ['POST', '/faults', ({ engine }, body) => addFault(engine, body)],
      ['DELETE', '/faults', ({ engine }) => engine.faults.clear()],
      ['POST', '/people', ({ engine }, body) => addPerson(engine, body)],
      ['POST', '/configure', ({ engine }, body) => configureApp(engine, body)],
      ['POST', '/sign-in', ({ engine }, body) => engine.signIn(personOf(engine, body), body as SignInOptions)],
      ['POST', '/tokens', ({ engine }, body) => engine.issueTokens(personOf(engine, body), body as SignInOptions)],
      ['POST', '/keys/rotate', async ({ engine }) => ({ kid: await engine.keys.rotate() })],
      ['GET', '/state', ({ engine }) => exportState(engine)],
      ['PUT', '/state', ({ engine }, body) => importState(engine, body as unknown as EmulatorState)],
      ['POST', '/webhooks/unlink', ({ engine }, body) => unlink(engine, body)],
      ['POST', '/webhooks/events', ({ engine }, body) => sendEvent(engine, body)],
      ['GET', '/webhooks/deliveries', ({ engine }) => engine.webhooks.deliveries],
      ['GET', '/seed.schema.json', () => seedSchema()],
    ] satisfies [string, string, Parameters<typeof control>[0]][]
  ).map(([method, path, run]) => [`${method} ${path}`, control(run)]),
);

/** One of the controls, or 404. */
export const controlRoute: Route = (context) => {
  const { method, path } = context.call;
  const found = controls.get(`${method} ${path.slice(PREFIX.length)}`);
  return found ? found(context) : json(404, JSON.stringify({ error: `there is no ${method} ${path}` }));
};
