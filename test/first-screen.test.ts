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
  await mkdir(artifacts, { recursive: true });
});
afterAll(async () => {
  await Promise.all(written.map((file) => rm(file)));
  await emulator.close();
  await site.close();
});

/** Runs the first block under a heading (`''`: of the file), with the URLs of this test's emulator and site. */
async function run(
  path: string,
  heading: string,
  change: (code: string) => string = (code) => code,
): Promise<Record<string, unknown>> {
  const text = await readFile(new URL(`../${path}`, import.meta.url), 'utf8');
  const [, code = ''] = /```ts\n([\s\S]*?)```/.exec(text.slice(text.indexOf(`\n${heading}`))) ?? [];
  const adapted = change(code)
    .replaceAll('http://localhost:8787', emulator.url)
    .replaceAll('http://localhost:3000', site.url);
  const file = new URL(`readme-${written.length}.ts`, artifacts);
  written.push(file);
  await writeFile(file, adapted);
  return (await import(file.href)) as Record<string, unknown>;
}

/** Runs a block that starts and closes its own emulator, and returns what it logged. */
async function log(path: string, heading: string): Promise<unknown[]> {
  const lines: unknown[][] = [];
  const own: { emulator?: KakaoEmulator } = {};
  const { log: original } = console;
  console.log = (...line: unknown[]) => lines.push(line);
  Object.assign(globalThis, { readme: own });
  try {
    await run(path, heading, (code) =>
      code.replace(/const emulator = .*;\n/, '$&Object.assign(Reflect.get(globalThis, "readme"), { emulator });\n'),
    );
  } finally {
    console.log = original;
    Reflect.deleteProperty(globalThis, 'readme');
    // Already closed, unless the block failed.
    await own.emulator?.close();
  }
  expect(own.emulator).toBeDefined();
  return lines;
}

const person = () => {
  const [first] = emulator.people;
  if (first === undefined) throw new Error('the seed has no people');
  return first;
};

test.each([
  { path: 'README.md', page: 'Hello 달빛, member 1001' },
  { path: 'packages/nestjs/README.md', page: '안녕하세요, 달빛 님' },
])('the first block of $path logs a user in', async ({ path, page }) => {
  emulator.reset();
  const { AppModule } = await run(path, '');
  const app = await NestFactory.create(AppModule as Type, { logger: false });
  await app.init();
  site.serve(app.getHttpAdapter().getInstance() as RequestListener);
  try {
    const { status, html } = await new Browser().logIn(`${site.url}/auth/kakao`, person());
    expect({ status, html }).toEqual({ status: 200, html: page });
  } finally {
    await app.close();
  }
});

test('the first block of packages/passport/README.md logs a user in', async () => {
  emulator.reset();
  const { server } = await run('packages/passport/README.md', '', (code) =>
    code.replace('server.listen(3000)', 'export { server }'),
  );
  site.serve(server as RequestListener);
  const page = await new Browser().logIn(`${site.url}/auth/kakao`, person());
  expect({ status: page.status, json: JSON.parse(page.html) as unknown }).toEqual({
    status: 200,
    json: { id: '1001', name: '달빛' },
  });
});

test('the first block of packages/client/README.md reads a user', async () => {
  expect(await log('packages/client/README.md', '')).toEqual([['1001', '달빛']]);
});

test('the first block of packages/emulator/README.md runs from top to bottom', async () => {
  expect(await log('packages/emulator/README.md', '')).toEqual([]);
});
