import 'reflect-metadata';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createKakaoEmulator, type KakaoEmulator } from '@kakao-login/emulator';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Browser } from './clients/browser.js';
import { startSite } from './clients/site.js';

const artifacts = new URL('artifacts/', import.meta.url);
const written: URL[] = [];
let site: Awaited<ReturnType<typeof startSite>>;
let emulator: KakaoEmulator;

beforeAll(async () => {
  site = await startSite();
  emulator = await createKakaoEmulator({ redirectUris: [`${site.url}/auth/kakao/callback`] });
  process.env['KAKAO_CLIENT_ID'] = emulator.app.restApiKey;
  process.env['KAKAO_CLIENT_SECRET'] = emulator.app.clientSecret;
  await mkdir(artifacts, { recursive: true });
});
afterAll(async () => {
  delete process.env['KAKAO_CLIENT_ID'];
  delete process.env['KAKAO_CLIENT_SECRET'];
  await Promise.all(written.map((file) => rm(file)));
  await emulator.close();
  await site.close();
});

/** The block of the README under a heading (`''`: the first), with the emulator for Kakao and our port for 3000. */
async function run(
  heading: string,
  change: (code: string) => string = (code) => code,
): Promise<Record<string, unknown>> {
  const text = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const [, code = ''] = /```ts\n([\s\S]*?)```/.exec(text.slice(text.indexOf(`\n${heading}`))) ?? [];
  const adapted = change(code)
    .replace('clientID:', `hosts: '${emulator.url}', clientID:`)
    .replaceAll('http://localhost:3000', site.url);
  const file = new URL(`readme-${written.length}.ts`, artifacts);
  written.push(file);
  await writeFile(file, adapted);
  return (await import(file.href)) as Record<string, unknown>;
}

const person = () => {
  const [first] = emulator.people;
  if (first === undefined) throw new Error('the seed has nobody');
  return first;
};

test('the ten lines at the top of the README log a person in', async () => {
  const { AppModule } = await run('');
  const app = await NestFactory.create(AppModule as Type, { logger: false });
  await app.init();
  site.serve(app.getHttpAdapter().getInstance() as RequestListener);
  try {
    const page = await new Browser().logIn(`${site.url}/auth/kakao`, person());
    expect({ status: page.status, text: page.html }).toEqual({ status: 200, text: 'Hello 달빛, member 1001' });
  } finally {
    await app.close();
  }
});

test('so does its block for Express', async () => {
  emulator.reset();
  const { server } = await run('## Express', (code) => code.replace('server.listen(3000)', 'export { server }'));
  site.serve(server as RequestListener);
  const page = await new Browser().logIn(`${site.url}/auth/kakao`, person());
  expect({ status: page.status, json: JSON.parse(page.html) as unknown }).toEqual({
    status: 200,
    json: { id: '1001', name: '달빛' },
  });
});

test('the block about the emulator runs from top to bottom', async () => {
  const lines: unknown[] = [];
  const own: { emulator?: KakaoEmulator } = {};
  const { log } = console;
  console.log = (line: unknown) => lines.push(line);
  Object.assign(globalThis, { readme: own });
  try {
    // The block closes its emulator itself, unless it fails before.
    await run('## Tests with the emulator', (code) =>
      code.replace('const [person]', 'Object.assign(Reflect.get(globalThis, "readme"), { emulator });\nconst [person]'),
    );
  } finally {
    console.log = log;
    Reflect.deleteProperty(globalThis, 'readme');
    await own.emulator?.close();
  }
  expect(lines).toMatchObject([{ id: '1001', kakao_account: { profile: { nickname: '달빛' } } }]);
});
