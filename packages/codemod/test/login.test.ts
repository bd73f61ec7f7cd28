import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import * as client from '@kakao-login/client';
import type { KakaoEmulator } from '@kakao-login/emulator';
import * as ours from '@kakao-login/passport';
import express from 'express';
import passport from 'passport';
import ts from 'typescript';
import { Browser } from '../../../test/clients/browser.js';
import { startSite } from '../../../test/clients/site.js';
import { keyWithoutSecret, startMovingEmulator } from '../../../test/moving/emulator.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const projects = fileURLToPath(new URL('projects/', import.meta.url));

/** Projects that need no manual changes, and their responses after 달빛 has logged in. */
const answers: Record<string, unknown> = {
  'axios-instances': { id: '1001' },
  commonjs: { id: '1001', name: '달빛' },
  'custom-callback': { id: '1001', displayName: '달빛', provider: 'kakao' },
  'express-axios': { id: '1001', nickname: '달빛' },
  'exported-again': { id: '1001', email: 'moonlight@example.com' },
  'express-routes': { id: '1001', nickname: '달빛', lengths: [1] },
  'express-typescript': { id: '1001', name: '달빛' },
  'jwt-in-callback': { sub: '1001', name: '달빛' },
  'nest-axios': { provider: 'kakao', providerId: '1001', email: 'moonlight@example.com', nickname: '달빛' },
  'nest-five': { kakaoId: 1001, expiresIn: 'number' },
  'nest-four': { id: '1001', email: 'moonlight@example.com' },
  'nest-three': { providerId: '1001', name: '달빛' },
  'no-secret': { id: '1001', name: '달빛' },
  'pass-request': { path: '/callback', id: '1001', knowsState: true },
  'passport-kakao-login': { id: '1001', email: 'moonlight@example.com' },
  'two-strategies': { id: '1001', name: '달빛', knowsState: true },
  'session-app': { id: 'kakao:1001', name: '달빛', email: 'moonlight@example.com' },
};
/** Projects in which a comment asks for manual changes. */
const unfinished = ['nest-http-service'];

let site: Awaited<ReturnType<typeof startSite>>;
let emulator: KakaoEmulator;
let folder: string;

beforeAll(async () => {
  site = await startSite();
  emulator = await startMovingEmulator(`${site.url}/callback`);
  folder = await mkdtemp(join(root, 'node_modules/.codemod-'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await writeFile(
    join(folder, 'ours.js'),
    `import { Strategy as Original } from '@kakao-login/passport';
     export class Strategy extends Original {
       constructor(options, verify) {
         super({ ...options, hosts: '${emulator.url}' }, verify);
       }
     }
     export default Strategy;`,
  );
});
afterEach(() => emulator.reset());
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await emulator.close();
  await site.close();
});

const sourcesOf = async (name: string): Promise<string[]> => {
  const entries = await readdir(join(projects, name, 'after'), { recursive: true });
  return entries.filter((path) => /\.[jt]s$/.test(path));
};

/** Compiles TypeScript with ES modules, and uses a strategy that sends its requests to the emulator. */
async function loadModules(name: string): Promise<RequestListener> {
  for (const path of await sourcesOf(name)) {
    const to = join(folder, name, path.replace(/\.ts$/, '.js'));
    await mkdir(dirname(to), { recursive: true });
    const { outputText } = ts.transpileModule(await readFile(join(projects, name, 'after', path), 'utf8'), {
      compilerOptions: {
        target: ts.ScriptTarget.ES2023,
        module: ts.ModuleKind.ESNext,
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
      },
    });
    await writeFile(to, outputText.replace("'@kakao-login/passport'", `'${join(folder, 'ours.js')}'`));
  }
  return ((await import(join(folder, name, 'src/app.js'))) as { app: RequestListener }).app;
}

/** Loads CommonJS, with the same result as Node's `require` of an ES module. */
async function loadCommonJs(name: string): Promise<RequestListener> {
  const { Strategy } = (await import(join(folder, 'ours.js'))) as { Strategy: typeof ours.Strategy };
  const installed: Record<string, unknown> = {
    express,
    passport,
    '@kakao-login/client': client,
    '@kakao-login/passport': { ...ours, Strategy },
  };
  const texts = new Map<string, string>();
  for (const path of await sourcesOf(name)) {
    texts.set(`./${path.replace(/\.js$/, '')}`, await readFile(join(projects, name, 'after', path), 'utf8'));
  }
  const load = (file: string): unknown => {
    const text = texts.get(file);
    if (text === undefined) return installed[file];
    const module = { exports: {} };
    const run = compileFunction(text, ['require', 'module', 'exports', 'process']) as (...given: unknown[]) => void;
    run(load, module, module.exports, process);
    return module.exports;
  };
  return load('./app') as RequestListener;
}

test.each(Object.entries(answers))('%s logs a user in after the migration', async (name, answer) => {
  const warned = jest.spyOn(process, 'emitWarning').mockReturnValue();
  Object.assign(process.env, {
    KAKAO_CLIENT_ID: name === 'no-secret' ? keyWithoutSecret : emulator.app.restApiKey,
    KAKAO_CLIENT_SECRET: emulator.app.clientSecret,
    KAKAO_CALLBACK_URL: `${site.url}/callback`,
    KAKAO_HOSTS: emulator.url,
  });
  const isCommonJs = (await sourcesOf(name)).some((path) => path.endsWith('.js'));
  site.serve(await (isCommonJs ? loadCommonJs(name) : loadModules(name)));
  const user = { loginId: 'moonlight@example.com', password: 'kakao1234!' };
  const { status, html } = await new Browser().logIn(`${site.url}/login`, user);
  expect({ status, body: JSON.parse(html) as unknown }).toEqual({ status: 200, body: answer });
  warned.mockRestore();
});

test('every project is run, and those in TypeScript compile in strict mode', async () => {
  const names = (await readdir(projects)).toSorted();
  expect(names).toEqual([...Object.keys(answers), ...unfinished].toSorted());
  const files: string[] = [];
  for (const name of names.filter((name) => !unfinished.includes(name))) {
    for (const path of await sourcesOf(name)) files.push(join(projects, name, 'after', path));
  }
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (file) => ts.sys.readFile(file)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root);
  const typed = files.filter((file) => file.endsWith('.ts'));
  const program = ts.createProgram(typed, { ...options, verbatimModuleSyntax: false, esModuleInterop: true });
  const found = typed.flatMap((file) => program.getSemanticDiagnostics(program.getSourceFile(file)));
  const texts = found.map(
    ({ file, start, messageText }) =>
      `${file?.fileName.slice(projects.length)}:${file?.getLineAndCharacterOfPosition(start ?? 0).line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
  );
  expect(typed.length).toBeGreaterThan(10);
  expect(texts).toEqual([]);
});
