import { readFile } from 'node:fs/promises';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';

import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';

import { faultSchema } from '../src/faults/order.js';
import { optionShapes } from '../src/seed/option-shapes.js';

interface Operation {
  requestBody?: { content: { 'application/json': { example?: object } } };
  responses: Record<string, { content: Record<string, { schema?: object }> }>;
}
interface Description {
  info: { version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { properties: object; required?: string[] }> };
}

const file = async (name: string): Promise<string> => readFile(new URL(`../${name}`, import.meta.url), 'utf8');
const description = JSON.parse(await file('openapi.json')) as Description;
const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
);

let emulator: KakaoEmulator;
const ask = async (method: string, path: string, body?: object) => {
  const answer = await fetch(`${emulator.url}${path}`, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

beforeAll(async () => {
  emulator = await createKakaoEmulator();
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

test('openapi.json has exactly the paths of the control API', async () => {
  const { body } = await ask('GET', '/_emulator/help');
  expect(operations.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(
    [...(body['controls'] as string[])].sort(),
  );
});

test('openapi.json has the version of the package', async () => {
  const { version } = JSON.parse(await file('package.json')) as { version: string };
  expect(description.info.version).toBe(version);
});

describe('openapi.json has the same members of a body as the emulator', () => {
  const { bodies } = optionShapes();
  const faults = faultSchema().options.flatMap(({ entries }) => Object.keys(entries));
  test.each([
    ['Clock', Object.keys(bodies.clock.entries)],
    ['ExpireToken', Object.keys(bodies.expireToken.entries)],
    ['SignIn', Object.keys(bodies.signIn.entries)],
    ['SignInAt', Object.keys(bodies.signInAt.entries)],
    ['Unlink', Object.keys(bodies.unlink.entries)],
    ['Event', Object.keys(bodies.event.entries)],
    ['Fault', [...new Set(faults)]],
  ])('%s', (name, members) => {
    expect(Object.keys(description.components.schemas[name]?.properties ?? {}).sort()).toEqual(members.sort());
  });
});

describe('the responses of the emulator match openapi.json', () => {
  const json = operations.filter(({ path }) => path !== '/_emulator/console');

  test.each(json)('$method $path', async ({ method, path, operation }) => {
    const ids: Record<string, string> = { apps: emulator.app.appId, people: '1001' };
    ids['faults'] = String(emulator.faults.add({ on: 'user.me', kind: 'error', code: -10 }));
    const named = path.replace(/(\w+)\/\{id\}/, (_, kind: string) => `${kind}/${ids[kind]}`);
    const content = operation.requestBody?.content['application/json'];
    const { access_token } = await emulator.issueTokens('1001');
    // The file cannot contain two of the bodies: a whole state, and a valid token.
    const body = content && (content.example ?? (await emulator.exportState()));
    const sent = body && 'token' in body ? { ...body, token: access_token } : body;

    const answer = await ask(method, named, sent);
    const schema = operation.responses['200']?.content['application/json']?.schema;
    const check = new Ajv2020({ strict: false, validateFormats: false }).compile({
      ...schema,
      components: description.components,
    });
    expect(answer).toMatchObject({ status: 200 });
    expect([check(answer.body), check.errors]).toEqual([true, null]);
  });

  test('a wrong body gets the error that openapi.json describes', async () => {
    const { status, body } = await ask('POST', '/_emulator/clock', { advanc: 1 });
    expect(status).toBe(400);
    expect(Object.keys(body)).toEqual(description.components.schemas['Error']?.required);
  });
});
