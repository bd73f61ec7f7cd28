import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { InferInput } from 'valibot';

import { createKakaoEmulator, defaultSeed } from '@kakao-login/emulator';
import type {
  AppSeed,
  EmulatorState,
  Fault,
  KakaoEmulator,
  KakaoEmulatorOptions,
  LinkSeed,
  PersonSeed,
  Seed,
} from '@kakao-login/emulator';

import type { faultSchema } from '../src/faults/order.js';
import type { seedSchemas } from '../src/seed/schema.js';
import type { stateShape } from '../src/state/shape.js';

type Plain<T> = T extends (...given: never[]) => unknown
  ? T
  : T extends readonly (infer One)[]
    ? Plain<One>[]
    : T extends object
      ? { [Name in keyof T]-?: Plain<T[Name]> }
      : T;
/** Whether each accepts everything that the other accepts. */
type Same<A, B> = [Plain<A>, Plain<B>] extends [Plain<B>, Plain<A>] ? true : [A, 'is not', B];
type Schemas = ReturnType<typeof seedSchemas>;
type Of<Name extends keyof Schemas> = InferInput<Schemas[Name]>;
/** This file compiles only if the schemas match the types that users see. */
const agreement: {
  app: Same<AppSeed, Of<'app'>>;
  person: Same<PersonSeed, Of<'person'>>;
  link: Same<LinkSeed, Of<'link'>>;
  seed: Same<keyof Seed, Exclude<keyof Of<'seed'>, '$schema'>>;
  options: Same<keyof KakaoEmulatorOptions, Exclude<keyof Of<'options'>, '$schema'>>;
  fault: Same<Omit<Fault, 'on'>, Omit<InferInput<ReturnType<typeof faultSchema>>, 'on'>>;
  state: Same<keyof EmulatorState, keyof InferInput<ReturnType<typeof stateShape>>>;
} = { app: true, person: true, link: true, seed: true, options: true, fault: true, state: true };

const [app] = defaultSeed.apps;
const [person] = defaultSeed.people;
const link = { appId: '100001', personId: '1001' };
const inApp = (part: object): object => ({ apps: [{ ...app, ...part }] });
const inPerson = (part: object): object => ({ people: [{ ...person, ...part }] });
const inLink = (part: object): object => ({ links: [{ ...link, ...part }] });
/** A value that no message may contain. */
const secret = 'MoonlightShopClientSecret0000001';

test('types and schemas have the same members', () => {
  expect(Object.values(agreement)).not.toContain(false);
});

let emulator: KakaoEmulator;
beforeAll(async () => {
  emulator = await createKakaoEmulator();
});
afterEach(() => emulator.reset());
afterAll(() => emulator.close());

/** The message of the error, which must not contain a secret or anything like a regular expression. */
async function refusal(act: () => unknown): Promise<string> {
  const message = await (async () => act())().then(
    () => 'this was taken',
    (error: unknown) => (error as Error).message,
  );
  expect(message).not.toMatch(/\[0-9\]|\^|\\d|\(\?/);
  expect(message).not.toContain(secret);
  return message;
}

async function posted(path: string, body: unknown, method = 'POST'): Promise<string> {
  const answer = await fetch(`${emulator.url}/_emulator${path}`, { method, body: JSON.stringify(body) });
  const { error } = (await answer.json()) as { error: string };
  expect(answer.status).toBe(400);
  expect(error).not.toContain(secret);
  return error;
}

describe('a mistake in the options of an emulator', () => {
  test.each<[unknown, string]>([
    [{ prot: 1 }, 'prot is not known here; did you mean port?'],
    [{ redirectUri: [] }, 'redirectUri is not known here; did you mean redirectUris?'],
    [{ Host: 'x' }, 'Host is not known here; did you mean host?'],
    [{ [secret]: 1 }, '… is not known here; known are $schema, apps, people,'],
    [{ port: 'x' }, 'port: a port from 0 to 65535 is expected'],
    [{ port: -1 }, 'port: a port from 0 to 65535 is expected'],
    [{ port: 65_536 }, 'port: a port from 0 to 65535 is expected'],
    [{ port: 1.5 }, 'port: a port from 0 to 65535 is expected'],
    [{ host: 5 }, 'host: text is expected'],
    [{ host: '' }, 'host: text is missing'],
    [{ url: 'localhost' }, 'url: an origin is expected, such as http://localhost:3000'],
    [{ now: 5 }, 'now: a function that returns milliseconds is expected'],
    [{ logSize: '5' }, 'logSize: a whole number from 0 is expected'],
    [{ logSize: -5 }, 'logSize: a whole number from 0 is expected'],
    [{ remoteControl: 'yes' }, 'remoteControl: true or false is expected'],
    [{ strictHeaders: 1 }, 'strictHeaders: true or false is expected'],
    [{ redirectUris: 'http://localhost:3000/' }, 'redirectUris: a list is expected'],
    [{ redirectUris: ['/callback'] }, 'redirectUris[0]: an absolute URI is expected'],
    [{ domains: ['http://localhost:3000/x'] }, 'domains[0]: an origin is expected'],
    [{ apps: {} }, 'apps: a list is expected'],
    [{ apps: [[]] }, 'apps[0]: an object is expected'],
    [null, 'an object is expected'],
    ['x', 'an object is expected'],
    [[], 'an object is expected'],
    [5, 'an object is expected'],
  ])('%j is refused: %s', async (options, message) => {
    expect(await refusal(() => createKakaoEmulator(options as KakaoEmulatorOptions))).toContain(message);
  });
});

describe('a mistake in a seed', () => {
  test.each<[object, string]>([
    [
      inApp({ consentItems: { profile_nick: 'required' } }),
      'apps[0].consentItems.profile_nick is not known here; did you mean profile_nickname?',
    ],
    [
      inApp({ consentItems: { email: 'optional' } }),
      'consentItems.email is not known here; did you mean account_email?',
    ],
    [
      inApp({ consentItems: { name: 'inuse' } }),
      'apps[0].consentItems.name: one of required, optional, in-use is expected; did you mean in-use?',
    ],
    [inApp({ consentItems: ['name'] }), 'apps[0].consentItems: an object is expected'],
    [{ apps: [{ apId: 1, name: 'x' }] }, 'apps[0].apId is not known here; did you mean appId?'],
    [{ apps: [{ appId: 1 }] }, 'apps[0].name is missing'],
    [{ apps: [{ appId: 0, name: 'x' }] }, 'apps[0].appId: an id is 1 to 19 decimal digits'],
    [inApp({ kind: 'tset' }), 'apps[0].kind: one of normal, test is expected; did you mean test?'],
    [inApp({ under14: true }), 'apps[0].under14: one of allow, deny is expected'],
    [inApp({ monthlyCalls: 0 }), 'apps[0].monthlyCalls: a whole number from 1 is expected'],
    [inApp({ missingPermissions: ['nickname'] }), 'apps[0].missingPermissions[0]: one of '],
    [inApp({ missingPermissions: ['nickname'] }), 'did you mean profile_nickname?'],
    [
      inApp({ restApiKeys: [{ key: 'k', clientSecrt: secret }] }),
      'restApiKeys[0].clientSecrt is not known here; did you mean',
    ],
    [
      inApp({ restApiKeys: [{ key: 'k', clientSecret: [secret] }] }),
      'apps[0].restApiKeys[0].clientSecret: text is expected',
    ],
    [inApp({ restApiKeys: [secret] }), 'apps[0].restApiKeys[0]: an object is expected'],
    [inApp({ restApiKeys: [{ key: 12_345 }] }), 'apps[0].restApiKeys[0].key: text is expected; put it in quotes'],
    [
      inApp({ adminKeys: [{ key: 'k', allowedApis: ['users'] }] }),
      'allowedApis[0]: one of logout, unlink, user, scopes,',
    ],
    [inApp({ adminKeys: [{ key: 'k', allowedIps: ['home'] }] }), 'adminKeys[0].allowedIps[0]: an IP address'],
    [inApp({ terms: [{ tag: 'a', title: 'b' }] }), 'apps[0].terms[0].required is missing'],
    [inApp({ channels: [{ id: 'x', nme: 'y' }] }), 'apps[0].channels[0].nme is not known here; did you mean name?'],
    [inApp({ webhooks: [] }), 'apps[0].webhooks: an object is expected'],
    [inApp({ webhooks: { unlink: { url: '/x' } } }), 'apps[0].webhooks.unlink.url: an address is expected, such as'],
    [
      inApp({ webhooks: { accountStatus: { url: 'http://x/', events: ['user-unlink'] } } }),
      'webhooks.accountStatus.events[0]: one of',
    ],
    [inPerson({ birthday: '0230' }), 'people[0].birthday: there is no such day; a month and a day as MMDD'],
    [inPerson({ birthday: '0431', birthdayType: 'SOLAR' }), 'people[0].birthday: there is no such day'],
    [inPerson({ birthday: '0131', birthdayType: 'LUNAR' }), 'people[0].birthday: there is no such day'],
    [inPerson({ birthday: '0229', birthyear: '1999' }), 'people[0].birthday: there is no such day'],
    [inPerson({ birthday: '1301' }), 'people[0].birthday: a month and a day as MMDD are expected, such as 0815'],
    [inPerson({ birthday: 815 }), 'people[0].birthday: a month and a day as MMDD are expected, such as 0815'],
    [inPerson({ birthyear: '94' }), 'people[0].birthyear: a year of four digits is expected, such as 1994'],
    [inPerson({ legalBirthDate: '19990230' }), 'people[0].legalBirthDate: there is no such day'],
    [inPerson({ ciAuthenticatedAt: '2026-02-30T00:00:00Z' }), 'people[0].ciAuthenticatedAt: an instant in RFC 3339'],
    [inPerson({ accountCreationDate: 'yesterday' }), 'people[0].accountCreationDate: an instant in RFC 3339'],
    [inPerson({ gender: 'Female' }), 'people[0].gender: one of female, male is expected; did you mean female?'],
    [
      inPerson({ birthdayType: 'lunar' }),
      'people[0].birthdayType: one of SOLAR, LUNAR is expected; did you mean LUNAR?',
    ],
    [inPerson({ ageRange: '20-29' }), 'people[0].ageRange: one of '],
    [inPerson({ nickName: 'x' }), 'people[0].nickName is not known here; did you mean nickname?'],
    [inPerson({ accountId: 'one' }), 'people[0].accountId: an id is 1 to 19 decimal digits'],
    [
      inPerson({ addresses: [{ id: 1, is_defualt: true }] }),
      'addresses[0].is_defualt is not known here; did you mean is_default?',
    ],
    [
      inPerson({ addresses: [{ id: 1, is_default: true, type: 'new' }] }),
      'addresses[0].type: one of OLD, NEW is expected; did',
    ],
    [inLink({ scopes: ['profile_nick'] }), 'links[0].scopes[0]: one of '],
    [inLink({ scopes: ['profile_nick'] }), 'did you mean profile_nickname?'],
    [
      inLink({ terms: ['service_2026010'] }),
      'links[0].terms[0]: the app has no such term; did you mean service_20260101?',
    ],
    [
      inLink({ properties: { memmo: 'x' } }),
      'links[0].properties.memmo: the app has no such property key; did you mean memo?',
    ],
    [inLink({ properties: { [secret]: 'x' } }), 'links[0].properties.…: the app has no such property key; known are'],
    [inLink({ properties: [] }), 'links[0].properties: an object is expected'],
    [inLink({ connectedAt: '2026-01-01' }), 'links[0].connectedAt: an instant in RFC 3339 is expected, such as'],
    [inLink({ appId: '10001' }), 'links[0].appId: there is no such app; did you mean 100001?'],
    [inLink({ personId: '1002' }), 'links[0].personId: there is no such person; did you mean 1001?'],
    [inLink({ register: true }), 'links[0].register is not known here; did you mean registered?'],
  ])('%j is refused: %s', async (seed, message) => {
    expect(await refusal(() => createKakaoEmulator(seed))).toContain(message);
  });

  test.each([
    inPerson({ birthday: '0229', birthyear: undefined }),
    inPerson({ birthday: '0229', birthyear: '2000' }),
    inPerson({ birthday: '0230', birthdayType: 'LUNAR' }),
    inPerson({
      id: 9_007_199_254_740_993n,
      legalBirthDate: '20000229',
      accountCreationDate: '2026-01-31T09:00:00.5+09:00',
    }),
    inLink({ appId: 100_001, scopes: ['profile_nickname'], connectedAt: '2026-01-31T09:00:00Z' }),
    { port: 0, host: undefined, apps: undefined },
  ])('is not reported for a valid seed: %#', async (seed) => {
    const one = await createKakaoEmulator(seed);
    expect(one.url).toMatch(/^http:/);
    await one.close();
  });
});

describe('a mistake in the body of a control', () => {
  test.each<[string, string, unknown, string]>([
    ['POST', '/clock', { advance: { hour: 6 } }, 'advance.hour is not known here; did you mean hours?'],
    ['POST', '/clock', { advance: { hours: '6' } }, 'advance.hours: a number is expected'],
    ['POST', '/clock', { advance: '6h' }, 'advance: milliseconds, or a span such as { "hours": 6 }, are expected'],
    ['POST', '/clock', { advanced: 5 }, 'advanced is not known here; did you mean advance?'],
    ['POST', '/clock', {}, 'advance is missing'],
    ['POST', '/configure', { consentItems: { nickname: 'required' } }, 'did you mean profile_nickname?'],
    ['POST', '/configure', { redirectUri: ['x'] }, 'redirectUri is not known here; did you mean redirectUris?'],
    ['POST', '/configure', { openIdConect: true }, 'openIdConect is not known here; did you mean openIdConnect?'],
    ['POST', '/configure', { name: null }, 'name is missing'],
    ['PATCH', '/apps/100001', { app: '100002' }, 'app is not known here'],
    [
      'PATCH',
      '/apps/100001',
      { restApiKeys: [{ kye: secret }] },
      'restApiKeys[0].kye is not known here; did you mean key?',
    ],
    ['PATCH', '/people/1001', { birthday: '0230' }, 'birthday: there is no such day'],
    ['PATCH', '/people/1001', { nicknme: 'x' }, 'nicknme is not known here; did you mean nickname?'],
    ['POST', '/people', { id: 5, loginID: 'a', nickname: 'b' }, 'loginID is not known here; did you mean loginId?'],
    [
      'POST',
      '/sign-in',
      { person: '1001', redirect_uri: 'x' },
      'redirect_uri is not known here; did you mean redirectUri?',
    ],
    ['POST', '/sign-in', { persn: '1001' }, 'persn is not known here; did you mean person?'],
    [
      'POST',
      '/sign-in',
      { person: '1001', agree: ['profile_nick'] },
      'agree[0]: the app has no such consent item; did you mean profile_nickname?',
    ],
    ['POST', '/tokens', { person: '1001', scope: 5 }, 'scope: text is expected'],
    ['POST', '/tokens', { person: '1001', scope: [5] }, 'scope[0]: text is expected'],
    ['POST', '/webhooks/unlink', { person: '1001', reason: 'UNLINK_FROM_APP' }, 'did you mean UNLINK_FROM_APPS?'],
    ['POST', '/webhooks/events', { person: '1001', event: 'user-unlink' }, 'event: one of '],
    [
      'POST',
      '/webhooks/sign',
      { person: '1001', event: 'user-linked', mroe: {} },
      'mroe is not known here; did you mean more?',
    ],
    ['POST', '/reset', { people: true }, 'people is not known here'],
    ['DELETE', '/faults', { id: 5 }, 'id is not known here'],
    ['POST', '/keys/rotate', { kid: secret }, 'kid is not known here'],
    ['POST', '/faults', { on: '*', kind: 'latancy' }, 'faults: kind: one of '],
    ['POST', '/faults', { on: '*', kind: 'latancy' }, 'did you mean latency?'],
    ['POST', '/faults', { on: '*' }, 'faults: kind: one of '],
    ['POST', '/faults', { on: 'oauth.tokens', kind: 'hang' }, 'or * is expected; did you mean oauth.token?'],
    ['POST', '/faults', { on: '*', kind: 'hang', time: 2 }, 'faults: time is not known here; did you mean times?'],
    [
      'POST',
      '/faults',
      { on: '*', kind: 'latency', ms: 5 },
      'faults: ms is not known here; known are on, times, rate, kind, milliseconds',
    ],
    ['POST', '/faults', { on: '*', kind: 'id-token', flaw: 'nonse' }, 'did you mean nonce?'],
    ['POST', '/faults', { on: '*', kind: 'error', code: 'acess_denied' }, 'did you mean access_denied?'],
    [
      'POST',
      '/faults',
      { on: '*', kind: 'error', code: secret },
      'code: there is no documented code a text of 32 characters',
    ],
    [
      'POST',
      '/faults',
      { on: '*', kind: 'error', code: -402, requiredScopes: ['email'] },
      'did you mean account_email?',
    ],
    [
      'POST',
      '/faults',
      { on: '*', kind: 'answer', status: 99 },
      'faults: status: a whole number from 200 to 599 is expected',
    ],
    [
      'POST',
      '/faults',
      { on: '*', kind: 'answer', status: 200, headers: { 'x-a': 'é' } },
      'headers.x-a: an ASCII text is expected',
    ],
    ['POST', '/faults', { on: '*', kind: 'hang', rate: 2 }, 'faults: rate: a number from 0 to 1 is expected'],
  ])('%s %s %j is refused: %s', async (method, path, body, message) => {
    expect(await posted(path, body, method)).toContain(message);
  });
});

describe('a mistake in the options of a method', () => {
  test.each<[string, () => unknown]>([
    [
      'signIn: redirect_uri is not known here; did you mean redirectUri?',
      () => emulator.signIn('1001', { redirect_uri: 'x' } as object),
    ],
    [
      'signIn: agree[0]: the app has no such consent item; did you mean gender?',
      () => emulator.signIn('1001', { agree: ['gendre'] }),
    ],
    ['configure: ap is not known here; did you mean app?', () => emulator.configure({}, { ap: '100002' } as object)],
    ['clock.advance: hour is not known here; did you mean hours?', () => emulator.clock.advance({ hour: 1 } as object)],
    ['clock.advance: milliseconds, or a span', () => emulator.clock.advance('6h' as never)],
    [
      'unlink: reson is not known here; did you mean reason?',
      () => emulator.webhooks.unlink('1001', { reson: 'x' } as object),
    ],
    ['event: event: one of ', () => emulator.webhooks.send('user-unlink' as never, '1001')],
    ['faults: an object is expected', () => emulator.faults.add(null as never)],
    ['faults: on: an endpoint such as user.me', () => emulator.faults.add({ kind: 'hang', on: 5 } as never)],
    ['people: a list is expected', () => createKakaoEmulator({ people: null as never })],
    ['birthday: there is no such day', () => emulator.updatePerson('1001', { birthday: '0931' })],
    [
      'nickName is not known here; did you mean nickname?',
      () => emulator.updatePerson('1001', { nickName: 'x' } as object),
    ],
    ['an object is expected', () => emulator.addPerson(null as never)],
  ])('is refused: %s', async (message, act) => {
    expect(await refusal(act)).toContain(message);
  });
});

describe('a mistake in a saved state', () => {
  test.each<[string, (state: EmulatorState) => unknown]>([
    [
      'state: sesions is not known here; did you mean sessions?',
      ({ sessions, ...rest }) => ({ ...rest, sesions: sessions }),
    ],
    [
      'state: links[0].scope is not known here; did you mean scopes?',
      (state) => ({ ...state, links: [{ ...state.links[0], scope: {} }] }),
    ],
    [
      'state: links[0].terms.x.by: one of KAUTH, KAPI is expected; did you mean KAPI?',
      (state) => ({
        ...state,
        links: [{ ...state.links[0], terms: { x: { at: 1, by: 'kapi' } } }],
      }),
    ],
    ['state: codes[].appId: text is expected', (state) => ({ ...state, codes: { [secret]: { appId: 5 } } })],
    ['state: codes[]: an object is expected', (state) => ({ ...state, codes: { [secret]: [] } })],
    [
      'state: logins[0].accessTokens[]: a number is expected',
      (state) => ({
        ...state,
        logins: [{ ...state.logins[0], accessTokens: { [secret]: 'x' } }],
      }),
    ],
    [
      'state: transactions[].kind: one of consent, guardian, logout, address is expected',
      (state) => ({
        ...state,
        transactions: { [secret]: { kind: 'consnt' } },
      }),
    ],
    [
      'state: deliveries[0].outcome: one of delivered,',
      (state) => ({
        ...state,
        deliveries: [
          {
            number: 1,
            at: '',
            webhook: 'unlink',
            ...link,
            event: '',
            method: 'GET',
            url: '',
            outcome: 'lost',
            milliseconds: 1,
          },
        ],
      }),
    ],
    [
      'state: people[0].birthday: there is no such day',
      (state) => ({
        ...state,
        people: [{ ...state.people[0], birthday: '0230' }, ...state.people.slice(1)],
      }),
    ],
  ])('is refused: %s', async (message, spoil) => {
    await emulator.issueTokens('1001');
    const state = spoil(await emulator.exportState()) as EmulatorState;
    expect(await refusal(() => emulator.importState(state))).toContain(message);
  });
});
