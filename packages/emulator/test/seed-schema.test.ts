import { readFile } from 'node:fs/promises';

import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import type { SchemaObject } from 'ajv';
import { parse } from 'yaml';

import { createKakaoEmulator, defaultSeed } from '@kakao-login/emulator';
import type { AppSeed, LinkSeed, PersonSeed, Seed } from '@kakao-login/emulator';

import { seedJsonSchema } from './seed-json-schema.js';

// oxlint-disable-next-line typescript/consistent-type-imports -- only the names are needed, the file is not loaded
type Published = typeof import('../seed.schema.json');

type Same<A, B> = [A, B] extends [B, A] ? true : { missing: Exclude<A, B> | Exclude<B, A> };

/** This file compiles only if the schema and the types have the same members. */
const complete: {
  seed: Same<Exclude<keyof Published['properties'], '$schema'>, keyof Seed>;
  app: Same<keyof Published['$defs']['app']['properties'], keyof AppSeed>;
  person: Same<keyof Published['$defs']['person']['properties'], keyof PersonSeed>;
  link: Same<keyof Published['$defs']['link']['properties'], keyof LinkSeed>;
} = { seed: true, app: true, person: true, link: true };

const read = (path: string): Promise<string> => readFile(new URL(path, import.meta.url), 'utf8');
const schema = JSON.parse(await read('../seed.schema.json')) as SchemaObject;
/** The schema as editors read it. In strict mode, an unknown or misplaced keyword throws. */
const fits = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true }).compile(schema);

/** The paths of members without a description. */
function silent(at: string, { properties = {}, ...rest }: SchemaObject): string[] {
  const members = Object.entries(properties as Record<string, SchemaObject>).flatMap(([name, member]) => [
    ...(member['description'] === undefined && member['$ref'] === undefined ? [`${at}.${name}`] : []),
    ...silent(`${at}.${name}`, member),
  ]);
  const inner = [rest['items'], rest['additionalProperties']].filter((one) => typeof one === 'object');
  const definitions = Object.entries((rest['$defs'] ?? {}) as Record<string, SchemaObject>);
  return [
    ...members,
    ...inner.flatMap((one) => silent(`${at}[]`, one as SchemaObject)),
    ...definitions.flatMap(([name, one]) => silent(name, one)),
  ];
}

describe('the published schema', () => {
  test('describes every option', () => {
    expect(Object.keys(complete)).toEqual(['seed', 'app', 'person', 'link']);
    expect(silent('', schema)).toEqual([]);
  });

  test('fits the default seed', () => {
    expect([fits(defaultSeed), fits.errors]).toEqual([true, null]);
  });

  test('fits the seed in the documentation', async () => {
    const [, example = ''] =
      /```yaml\n(# yaml-language-server[\s\S]*?)```/.exec(await read('../../docs/pages/en/emulator/seed.md')) ?? [];
    expect([fits(parse(example)), fits.errors]).toEqual([true, null]);
  });

  test('fits the state of an emulator', async () => {
    const emulator = await createKakaoEmulator();
    const { apps, people } = await emulator.exportState();
    await emulator.close();
    expect([fits({ apps, people }), fits.errors]).toEqual([true, null]);
  });
});

const [app] = defaultSeed.apps;
const [person] = defaultSeed.people;
describe('a typo in a seed', () => {
  test.each<[string, object]>([
    ['redirectUri is not known here; did you mean redirectUris?', { redirectUri: [] }],
    ['apps[0].openIDConnect is not known here', { apps: [{ ...app, openIDConnect: true }] }],
    ['apps[0].restApiKeys[0].secret is not', { apps: [{ ...app, restApiKeys: [{ key: 'k', secret: 's' }] }] }],
    [
      'apps[0].adminKeys[0].allowedApis[0]: one of logout',
      { apps: [{ ...app, adminKeys: [{ key: 'k', allowedApis: ['users'] }] }] },
    ],
    [
      'apps[0].consentItems.account_email: one of required, optional, in-use is expected; did you mean in-use?',
      { apps: [{ ...app, consentItems: { account_email: 'inuse' } }] },
    ],
    [
      'apps[0].terms[0].required: true or false is expected',
      { apps: [{ ...app, terms: [{ tag: 'a', title: 'b', required: 'yes' }] }] },
    ],
    [
      'apps[0].webhooks.unlink.url: an address is expected',
      { apps: [{ ...app, webhooks: { unlink: { url: '/unlink' } } }] },
    ],
    [
      'apps[0].webhooks.accountStatus.events[0]: one of',
      { apps: [{ ...app, webhooks: { accountStatus: { url: 'http://x', events: ['unlinked'] } } }] },
    ],
    ['people[0].nickName is not known here', { people: [{ ...person, nickName: 'x' }] }],
    ['people[0].birthyear: a year of four digits', { people: [{ ...person, birthyear: '94' }] }],
    ['people[0].birthday: a month and a day as MMDD', { people: [{ ...person, birthday: '9999' }] }],
    ['links[0].scope is not known here', { links: [{ appId: '100001', personId: '1001', scope: [] }] }],
    ['strictHeaders: true or false is expected', { strictHeaders: 'yes' }],
  ])('is refused with its place, and marked by editors: %s', async (message, seed) => {
    await expect(createKakaoEmulator(seed)).rejects.toThrow(message);
    expect(fits(seed)).toBe(false);
  });

  test.each<[string, object]>([
    [
      'apps[0].restApiKeys[0].allowedIps[1]: an IP address',
      { restApiKeys: [{ key: 'k', allowedIps: ['::1', 'home'] }] },
    ],
    ['apps[0].adminKeys[0].allowedIps[0]: an IP address', { adminKeys: [{ key: 'k', allowedIps: ['10.0.0.0/33'] }] }],
    [
      'apps[0].adminKeys[0].allowedIps[0]: an IP address',
      { adminKeys: [{ key: 'k', allowedIps: ['10.0.0.0/255.0.255.0'] }] },
    ],
  ])('is refused if only its meaning is wrong: %s', async (message, part) => {
    await expect(createKakaoEmulator({ apps: [{ ...app, ...part }] })).rejects.toThrow(message);
  });
});

test('seed.schema.json is what `node packages/emulator/test/write-seed-schema.js` writes', () => {
  expect(schema).toEqual(seedJsonSchema());
});
