import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, posix } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse } from 'yaml';

import { blocksOf } from '../../../test/support/markdown.js';
import { linkOthers, root } from '../../../test/support/packages.js';
import { start, type Run } from './command.js';

/** Works without Docker: the test runs each line of the Dockerfile, with a folder for each image. */
interface Stage {
  image: string;
  name: string;
  folder: string;
  /** `WORKDIR`. */
  cwd: string;
  settings: Map<string, string>;
}

let folder: string;
let stages: Stage[];
const last = (): Stage => stages.at(-1)!;
const setting = (name: string): string => last().settings.get(name) ?? '';
const list = (name: string): string[] => JSON.parse(setting(name)) as string[];
/** The path of a file of an image in its folder. */
const inside = (stage: Stage, path: string): string => join(stage.folder, posix.resolve(stage.cwd, path));

async function copy(stage: Stage, args: string[]): Promise<void> {
  const from = args[0]?.startsWith('--from=') === true ? args.shift()?.slice('--from='.length) : undefined;
  const source = from === undefined ? undefined : stages.find(({ name }) => name === from);
  if (from !== undefined && source === undefined) throw new Error(`COPY --from=${from}: no stage has this name`);
  const to = args.pop() ?? '';
  for (const path of args) {
    const file = source === undefined ? join(root, path) : inside(source, path);
    const isFolder = !to.endsWith('/');
    // The same as in `Dockerfile.dockerignore`.
    const filter = (path: string): boolean => !/\/(node_modules|dist)$/.test(path);
    await cp(file, isFolder ? inside(stage, to) : join(inside(stage, to), basename(path)), { recursive: true, filter });
  }
}

async function run(stage: Stage, [program = '', ...args]: string[]): Promise<void> {
  const cwd = inside(stage, '.');
  if (program === 'npm') {
    expect(args).toEqual(expect.arrayContaining(['ci', '--ignore-scripts', '--workspace', 'packages/emulator']));
    const modules = join(cwd, 'node_modules');
    await linkOthers(modules);
    for (const name of ['client', 'emulator']) {
      await symlink(join(cwd, 'packages', name), join(modules, '@kakao-login', name));
    }
    return;
  }
  expect(program).toBe('node');
  const local = args.map((arg) => (arg.startsWith('/') ? inside(stage, arg) : arg));
  execFileSync(process.execPath, local, { cwd, stdio: 'pipe' });
}

async function follow(instruction: string, text: string): Promise<void> {
  const args = text.split(/\s+/);
  if (instruction === 'FROM') {
    const [image = '', , name = ''] = args;
    const place = join(folder, String(stages.length));
    await mkdir(place);
    stages.push({ image, name, folder: place, cwd: '/', settings: new Map() });
  } else if (instruction === 'WORKDIR') {
    last().cwd = posix.resolve(last().cwd, text);
  } else if (instruction === 'COPY') {
    await copy(last(), args);
  } else if (instruction === 'RUN') {
    await run(last(), args);
  } else if (['USER', 'EXPOSE', 'HEALTHCHECK', 'ENTRYPOINT'].includes(instruction)) {
    last().settings.set(instruction, text);
  } else {
    throw new Error(`${instruction}: this test does not know it`);
  }
}

const emulatorWith = (...args: string[]): Run => {
  const [program = '', file = '', ...options] = list('ENTRYPOINT');
  expect(program).toBe('node');
  // Other machines must not reach this emulator, unlike one in a container. The last `--host` counts.
  const env = { KAKAO_EMULATOR_PORT: '0' };
  return start(process.execPath, [inside(last(), file), ...options, '--host', '127.0.0.1', ...args], env);
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kakao-emulator-image-'));
  stages = [];
  const file = await readFile(join(root, 'packages/emulator/Dockerfile'), 'utf8');
  const lines = file.replaceAll(/^#.*\n/gm, '').replaceAll(/\\\n\s*/g, '');
  for (const [, instruction = '', text = ''] of lines.matchAll(/^([A-Z]+) (.+)$/gm)) await follow(instruction, text);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the image has a supported Node, and does not run as root', () => {
  expect(stages.map(({ image }) => image)).toEqual(['node:24-slim', 'node:24-alpine']);
  expect(setting('USER')).toBe('node');
});

test('the image ignores the files of earlier builds in the repository', async () => {
  const ignored = await readFile(join(root, 'packages/emulator/Dockerfile.dockerignore'), 'utf8');
  expect(ignored.split('\n')).toEqual(expect.arrayContaining(['**/node_modules', '**/dist']));
});

test('the image listens on every address, on the port that it exposes', async () => {
  const help = emulatorWith('--help');
  expect(await help.ended).toBe(0);
  expect(list('ENTRYPOINT').slice(2)).toEqual(['--host', '0.0.0.0']);
  expect(help.output()).toContain(`default ${setting('EXPOSE')}`);
});

test('the emulator of the image accepts a seed, is healthy, and stops on SIGTERM', async () => {
  const seed = join(dirname(last().folder), 'kakao.yaml');
  await writeFile(seed, 'people: [{ id: 7001, loginId: spring@example.com, nickname: 봄 }]');
  const emulator = emulatorWith('--seed', seed);
  await emulator.printed('Control API');
  expect(emulator.output()).toContain('spring@example.com');
  const [, variable, path = ''] =
    /^.*CMD wget .*"http:\/\/127\.0\.0\.1:\$\{(\w+):-8787\}(\S+)"$/.exec(setting('HEALTHCHECK')) ?? [];
  expect(variable).toBe('KAKAO_EMULATOR_PORT');
  expect(await (await fetch(emulator.url() + path)).json()).toEqual({ status: 'ok' });
  emulator.stop('SIGTERM');
  expect(await emulator.ended).toBe(0);
});

interface Compose {
  services: Record<string, { build: { dockerfile?: string }; command: string[]; ports: string[]; volumes: string[] }>;
}

test('the compose.yaml of the documentation fits this image', async () => {
  const page = 'packages/docs/pages/en/recipes/other-languages.md';
  const block = blocksOf(page).find(({ file }) => file === 'compose.yaml');
  const { kakao } = (parse(block?.code ?? '') as Compose).services;
  expect(kakao?.build.dockerfile).toBe('packages/emulator/Dockerfile');
  expect(kakao?.ports).toEqual([`127.0.0.1:8787:${setting('EXPOSE')}`]);
  expect(kakao?.volumes).toEqual([expect.stringContaining(`:${kakao?.command[1] ?? ''}:`)]);
  const help = emulatorWith('--help');
  await help.ended;
  const options = kakao?.command.filter((word) => word.startsWith('--')) ?? [];
  expect(options).toContain('--seed');
  expect(options.filter((option) => !help.output().includes(`  ${option} `))).toEqual([]);
});
