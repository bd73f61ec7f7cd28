import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { SeedError, createKakaoEmulator, defaultSeed, readSeedFile } from '@kakao-login/emulator';
import type { KakaoEmulatorOptions } from '@kakao-login/emulator';

import { get } from './visitor.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kakao-seed-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const yaml = `
apps:
  - appId: 7
    name: 별빛서점
    restApiKeys:
      - key: starlight
        redirectUris: [http://localhost:4000/callback]
    adminKeys: [{ key: starlight-admin }]
    consentItems:
      profile_nickname: required
      account_email: optional
people:
  - id: 1285016924429472463
    loginId: star@example.com
    nickname: 별빛
links:
  - { appId: 7, personId: 1285016924429472463, scopes: [profile_nickname] }
`;

describe('a seed file', () => {
  test('in YAML keeps IDs above 2^53 exactly, and its links exist from the start', async () => {
    const seed = await readSeedFile(await file('seed.yaml', yaml));
    const emulator = await createKakaoEmulator(seed);
    try {
      const { text } = await get(`${emulator.url}/v1/user/ids`, { authorization: 'KakaoAK starlight-admin' });
      expect(text).toContain('"elements":[1285016924429472463]');
      expect(emulator.app).toMatchObject({ appId: '7', restApiKey: 'starlight', clientSecret: '' });
    } finally {
      await emulator.close();
    }
  });

  test('keeps every digit of keys and birthdays without quotes', async () => {
    const text = yaml.replace('key: starlight\n', 'key: 01234567890123456789012345678901\n');
    const seed = await readSeedFile(
      await file('digits.yaml', text.replace('nickname: 별빛', 'nickname: 별\n    birthday: 0815')),
    );
    expect(seed.apps?.[0]?.restApiKeys?.[0]?.key).toBe('01234567890123456789012345678901');
    expect(seed.people?.[0]?.birthday).toBe('0815');
  });

  test('can be JSON', async () => {
    const seed = await readSeedFile(await file('seed.json', JSON.stringify(defaultSeed)));
    expect(seed).toEqual(JSON.parse(JSON.stringify(defaultSeed)));
  });

  test.each([
    ['apps: [{ appId: 1, name: x, redirectUri: y }]', 'apps[0].redirectUri is not known here'],
    ['apps: [{ name: x }]', 'apps[0].appId is missing'],
    ['people: [{ id: x, loginId: a, nickname: b }]', 'people[0].id'],
    ['apps: [{ appId: 1, name: x, consentItems: { name: must } }]', 'apps[0].consentItems.name: one of required'],
    ['apps: no', 'apps: a list is expected'],
    ['- apps', /bad\.yaml: an object is expected$/],
    ['just text', /bad\.yaml: an object is expected$/],
    [
      'apps: [{ appId: 1, name: x, terms: [{ tag: a, title: b, required: true }, { tag: a, title: c, required: true }] }]',
      /bad\.yaml: apps\[0\]\.terms\[1\]\.tag: this tag/,
    ],
    ['links: [{ appId: 100001, personId: 5 }]', /bad\.yaml: links\[0\]\.personId: there is no such person$/],
    ['redirectUris: [/callback]', /bad\.yaml: redirectUris\[0\]: an absolute URI/],
    ['a: [', 'bad.yaml'],
  ] as [string, string | RegExp][])('that reads %s is refused with the place', async (text, place) => {
    const reading = readSeedFile(await file('bad.yaml', text));
    await expect(reading).rejects.toThrow(SeedError);
    await expect(reading).rejects.toThrow(place);
  });

  test('from the documentation starts an emulator', async () => {
    const page = await readFile(new URL('../../docs/pages/en/emulator/seed.md', import.meta.url), 'utf8');
    const [, example = ''] = /```yaml\n(# yaml-language-server[\s\S]*?)```/.exec(page) ?? [];
    const emulator = await createKakaoEmulator(await readSeedFile(await file('documented.yaml', example)));
    expect(emulator.people[0]?.id).toBe('1285016924429472463');
    await emulator.close();
  });

  test('that does not exist is refused with its name', async () => {
    await expect(readSeedFile(join(folder, 'none.yaml'))).rejects.toThrow('none.yaml: this file cannot be read');
  });

  test('with a syntax error is refused with the place, and not quoted because it may contain secrets', async () => {
    const reading = readSeedFile(await file('torn.yaml', 'apps: [{ clientSecret: MoonlightSecret'));
    await expect(reading).rejects.toThrow(/^\S+torn\.yaml: .+ at line 1, column \d+$/);
  });
});

describe('a seed in code', () => {
  const app = { appId: '1', name: 'x', restApiKeys: [{ key: 'k' }] };
  const link = { appId: '100001', personId: '1001' };
  const term = { tag: 'a', title: 'x', required: true };
  const person = { id: '1', loginId: 'a', nickname: 'b' };
  const home = { id: '1', is_default: true };
  test.each<[KakaoEmulatorOptions, string]>([
    [{ apps: [] }, 'apps: at least one app is needed'],
    [{ apps: [{ ...app, appId: 2 ** 53 }] }, 'apps[0].appId: write an id above 2^53 as text'],
    [{ apps: [app, { ...app, appId: '2' }] }, 'this key is used twice'],
    [{ people: [{ id: 'one', loginId: 'a', nickname: 'b' }] }, 'people[0].id: an id is 1 to 19 decimal digits'],
    [{ people: [{ id: '1', loginId: '', nickname: 'b' }] }, 'people[0].loginId: text is missing'],
    [{ apps: [{ ...app, restApiKeys: [{ key: 'k', redirectUris: ['/relative'] }] }] }, 'an absolute URI is expected'],
    ...['localhost:3000', 'http://localhost:3000/path', 'ws://localhost:3000', 'http://a@localhost:3000'].map(
      (domain): [KakaoEmulatorOptions, string] => [{ domains: [domain] }, 'domains[0]: an origin is expected'],
    ),
    [{ links: [{ appId: '100001', personId: '1001', terms: 'x' as never }] }, 'links[0].terms: a list is expected'],
    [{ links: [{ appId: '100001', personId: '5' }] }, 'links[0].personId: there is no such person'],
    [{ links: [{ ...link, terms: ['service_20260101', 'nope'] }] }, 'links[0].terms[1]: the app has no such term'],
    [{ links: [{ ...link, properties: { nope: 'x' } }] }, 'links[0].properties.nope: the app has no such property key'],
    [{ links: [link, { ...link, appId: 100001 }] }, 'links[1]: this link is there twice'],
    [{ apps: [{ ...app, terms: [term, { ...term, title: 'y' }] }] }, 'apps[0].terms[1].tag: this tag is used twice'],
    [{ apps: [{ ...app, members: ['1001', 77] }] }, 'apps[0].members[1]: there is no such person'],
    [{ people: [{ ...person, addresses: [home, home] }] }, 'people[0].addresses[1].id: this id is used twice'],
    [
      { people: [{ ...person, addresses: [home, { ...home, id: '2' }] }] },
      'people[0].addresses[1].is_default: another address is the default already',
    ],
  ])('%j is refused: %s', async (options, message) => {
    await expect(createKakaoEmulator(options)).rejects.toThrow(message);
  });

  test('can have the origin of a page with a trailing slash', async () => {
    const emulator = await createKakaoEmulator({ domains: ['http://LOCALHOST:3000/'] });
    expect(emulator.app.javascriptKeys[0]?.domains).toContain('http://localhost:3000');
    await emulator.close();
  });

  test.each(['nobody01012345678@naver.com', '010-1234-5678@naver.com', 'a +82 10-1234-5678'])(
    'does not find a user by the digits of a phone number in %s',
    async (loginId) => {
      const emulator = await createKakaoEmulator();
      expect(emulator.people[0]?.phoneNumber).toBe('+82 10-1234-5678');
      await expect(emulator.signIn(loginId)).rejects.toThrow('nobody in the emulator has the id or login id');
      await expect(emulator.signIn('(010) 1234-5678')).resolves.toHaveProperty('code');
      await emulator.close();
    },
  );

  test('keeps each redirect URI once, even if it is given again', async () => {
    const callback = 'http://localhost:3000/auth/kakao/callback';
    const other = 'http://localhost:1/x';
    const emulator = await createKakaoEmulator({ redirectUris: [callback, other, other] });
    const [app] = emulator.apps;
    await emulator.close();
    const [key] = app?.restApiKeys ?? [];
    expect(key?.redirectUris).toEqual([callback, 'http://127.0.0.1:3000/auth/kakao/callback', other]);
  });

  test('is not changed by the emulator', async () => {
    const before = JSON.stringify(defaultSeed);
    const emulator = await createKakaoEmulator({ redirectUris: ['http://localhost:1/x'] });
    await emulator.signIn('1001', { redirectUri: 'http://localhost:1/x' });
    await emulator.close();
    expect(JSON.stringify(defaultSeed)).toBe(before);
  });
});
