import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RequestListener } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { KakaoEmulator } from '@kakao-login/emulator';
import { Strategy, type StrategyOption } from '@kakao-login/passport';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { Passport, type Strategy as AnyStrategy } from 'passport';
import { Strategy as PassportKakao } from 'passport-kakao';
import ts from 'typescript';
import { Browser } from './clients/browser.js';
import { redirectStrategy } from './clients/kakao-hosts.js';
import { startSite } from './clients/site.js';
import { keyWithoutSecret, startMovingEmulator } from './moving/emulator.js';

/* Runs the projects in `moving/` with passport-kakao (or passport-kakao-login), and with our package instead. */

const here = fileURLToPath(new URL('.', import.meta.url));
const projects = join(here, 'moving/projects');

/** The package that each project was written for, and its answers. IDs are compared as strings. */
const answers: Record<string, { peer?: string; status?: number; body: unknown; others?: unknown }> = {
  'session-app': { body: { id: '1001', name: '달빛', email: 'moonlight@example.com' } },
  'custom-callback': { body: { displayName: '달빛', provider: 'kakao', birthday: '0815' } },
  'jwt-in-callback': { body: { sub: '1001', nickname: '달빛', authInfo: { kakao: true } } },
  'pass-request': { body: { from: '/callback', id: '1001', picture: 'string' } },
  refusals: { status: 401, body: { user: false, info: 'members only' }, others: { error: 'the database is down' } },
  'no-secret': { body: { id: '1001', name: '달빛' } },
  'default-import': {
    peer: 'passport-kakao-login',
    body: { id: '1001', name: '달빛', email: 'moonlight@example.com' },
  },
  'nest-three': { body: { id: '1001', email: 'moonlight@example.com' } },
  'nest-four': { body: { id: '1001', name: '달빛', token: true } },
  'nest-five': { body: { id: '1001', path: '/callback', nickname: '달빛' } },
};

let site: Awaited<ReturnType<typeof startSite>>;
let emulator: KakaoEmulator;
let callbackURL: string;
let folder: string;

beforeAll(async () => {
  site = await startSite();
  callbackURL = `${site.url}/callback`;
  emulator = await startMovingEmulator(callbackURL);
  folder = await mkdtemp(join(here, '../node_modules/.moving-'));
});
afterEach(() => emulator.reset());
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await emulator.close();
  await site.close();
});

const configOf = (name: string) => ({
  clientID: name === 'no-secret' ? keyWithoutSecret : emulator.app.restApiKey,
  clientSecret: emulator.app.clientSecret,
  callbackURL,
});

/** Loads the project with our package. */
async function moved(name: string): Promise<RequestListener> {
  process.env['KAKAO_CONFIG'] = JSON.stringify({ ...configOf(name), hosts: emulator.url });
  return ((await import(join(projects, `${name}.ts`))) as { app: RequestListener }).app;
}

/** Loads the project with the original package, which is redirected to the emulator. Only the import differs. */
async function before(name: string, peer: string): Promise<RequestListener> {
  process.env['KAKAO_CONFIG'] = JSON.stringify(configOf(name));
  const source = await readFile(join(projects, `${name}.ts`), 'utf8');
  expect(source.split('@kakao-login/passport')).toHaveLength(2);
  const compilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
  };
  const { outputText } = ts.transpileModule(source.replace('@kakao-login/passport', `../${peer}.js`), {
    compilerOptions,
  });
  const config = ts.transpileModule(await readFile(join(projects, '../config.ts'), 'utf8'), { compilerOptions });
  await mkdir(join(folder, 'projects'), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await writeFile(join(folder, 'config.js'), config.outputText);
  await writeFile(
    join(folder, `${peer}.js`),
    `import { Strategy as Original } from '${peer}';
     import { redirectStrategy } from '${join(here, 'clients/kakao-hosts.ts')}';
     export class Strategy extends Original {
       constructor(...given) {
         super(...given);
         redirectStrategy(this, '${emulator.url}');
       }
     }
     export default Strategy;`,
  );
  const file = join(folder, 'projects', `${name}.js`);
  await writeFile(file, outputText);
  return ((await import(file)) as { app: RequestListener }).app;
}

async function logIn(app: RequestListener, loginId = 'moonlight@example.com') {
  site.serve(app);
  const { status, html } = await new Browser().logIn(`${site.url}/login`, { loginId, password: 'kakao1234!' });
  const body = JSON.parse(html) as { id?: unknown };
  return { status, body: typeof body.id === 'number' ? { ...body, id: String(body.id) } : body };
}

describe.each(Object.entries(answers))('%s', (name, { peer = 'passport-kakao', status = 200, body, others }) => {
  let warned: ReturnType<typeof jest.spyOn>;
  beforeEach(() => {
    warned = jest.spyOn(process, 'emitWarning').mockReturnValue();
  });
  afterEach(() => {
    warned.mockRestore();
  });

  test.each([true, false])(
    'gives the same answers before and after the move, OpenID Connect: %p',
    async (openIdConnect) => {
      for (const load of [() => before(name, peer), () => moved(name)]) {
        const app = await load();
        for (const appId of ['100001', '200001']) await emulator.configure({ openIdConnect }, { app: appId });
        expect(await logIn(app)).toEqual({ status, body });
        const second = others === undefined ? undefined : (await logIn(app, 'many.homes@example.com')).body;
        expect(second).toEqual(others);
        emulator.reset();
      }
    },
  );
});

test('all of them compile in strict mode', async () => {
  const files = (await readdir(projects)).map((name) => join(projects, name));
  expect(files.map((file) => file.slice(projects.length + 1, -3)).toSorted()).toEqual(Object.keys(answers).toSorted());
  const path = join(here, '../tsconfig.json');
  const { config } = ts.readConfigFile(path, (file) => ts.sys.readFile(file)) as { config: object };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, join(here, '..'));
  const program = ts.createProgram(files, options);
  const found = files.flatMap((file) => program.getSemanticDiagnostics(program.getSourceFile(file)));
  expect(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
});

describe('what differs', () => {
  type Options = Record<string, unknown>;

  /** Serves a small site with one of the strategies, and returns what its callbacks received. */
  function shop(kind: 'passport-kakao' | 'ours', options: Options = {}, login: Options = {}) {
    const seen: { profile: Record<string, unknown>; query: unknown; authInfo: unknown }[] = [];
    const passport = new Passport();
    const given = { ...configOf(''), ...options, hosts: emulator.url } as StrategyOption;
    const verify = (_a: string, _r: string, profile: { id: unknown }, done: (error: unknown, user: object) => void) =>
      done(null, profile);
    const strategy: AnyStrategy =
      kind === 'ours'
        ? new Strategy(given, verify)
        : redirectStrategy(new PassportKakao(given as never, verify), emulator.url);
    passport.use('kakao', strategy);
    const app = express();
    app.get('/login', passport.authenticate('kakao', { session: false, ...login }) as RequestHandler);
    app.get('/callback', passport.authenticate('kakao', { session: false }) as RequestHandler, (request, response) => {
      seen.push({ profile: request.user as never, query: request.query, authInfo: request.authInfo });
      response.json({});
    });
    const failed: ErrorRequestHandler = (error: { name: string; status?: number }, _request, response, _next) =>
      void response.status(error.status ?? 500).json({ name: error.name });
    app.use(failed);
    site.serve(app);
    return seen;
  }

  async function sentBy(kind: 'passport-kakao' | 'ours', login: Options): Promise<Record<string, string>> {
    shop(kind, {}, login);
    const response = await fetch(`${site.url}/login`, { redirect: 'manual', headers: { accept: 'text/html' } });
    return Object.fromEntries(new URL(response.headers.get('location') ?? '').searchParams);
  }

  const visit = async (press?: '취소') =>
    new Browser().logIn(
      `${site.url}/login`,
      { loginId: emulator.people[0]!.loginId, password: 'kakao1234!' },
      undefined,
      press,
    );

  test('both send `scope` lists in the same way', async () => {
    for (const kind of ['passport-kakao', 'ours'] as const)
      expect((await sentBy(kind, { scope: ['account_email', 'openid'] }))['scope']).toBe('account_email,openid');
  });

  test('`state` is the OAuth parameter with passport-kakao, and the application’s own value with ours', async () => {
    expect((await sentBy('passport-kakao', { state: 'mine' }))['state']).toBe('mine');
    expect((await sentBy('ours', { state: 'mine' }))['state']).toMatch(/^[\w-]{44}$/);

    const theirs = shop('passport-kakao', {}, { state: 'mine' });
    await visit();
    expect(theirs[0]).toMatchObject({ query: { state: 'mine' }, authInfo: {} });
    const ours = shop('ours', {}, { state: 'mine' });
    await visit();
    expect(ours[0]).toMatchObject({ query: { state: expect.not.stringMatching('mine') }, authInfo: { state: 'mine' } });
  });

  test('only ours sends `prompt`, login hint, service terms and nonce', async () => {
    const both = { prompt: 'login', nonce: 'n', loginHint: 'a@example.com', login_hint: 'a@example.com' };
    const login = { ...both, serviceTerms: ['a'], service_terms: 'a' };
    const names = ['prompt', 'nonce', 'login_hint', 'service_terms', 'code_challenge'];
    const theirs = await sentBy('passport-kakao', login);
    expect(names.filter((name) => name in theirs)).toEqual([]);
    expect(await sentBy('ours', login)).toMatchObject({
      prompt: 'login',
      nonce: 'n',
      login_hint: 'a@example.com',
      service_terms: 'a',
    });
  });

  test('IDs are numbers with passport-kakao, and strings with ours', async () => {
    for (const [kind, id] of [
      ['passport-kakao', 1001],
      ['ours', '1001'],
    ] as const) {
      const seen = shop(kind);
      await visit();
      const { profile } = seen[0]!;
      expect([
        profile['id'],
        (profile['_json'] as { id: unknown }).id,
        (JSON.parse(String(profile['_raw'])) as { id: unknown }).id,
      ]).toEqual([id, id, id]);
    }
  });

  test('a user without a nickname gets a placeholder name with passport-kakao, and none with ours', async () => {
    for (const [kind, names] of [
      ['passport-kakao', ['미연동 계정', '미연동 계정']],
      ['ours', [undefined, '']],
    ] as const) {
      await emulator.configure({ consentItems: { account_email: 'optional' } });
      const seen = shop(kind);
      await visit();
      expect([seen[0]?.profile['username'], seen[0]?.profile['displayName']]).toEqual(names);
      emulator.reset();
    }
  });

  test('ours rejects a blank client secret, which passport-kakao sends, and accepts an empty one', () => {
    const warned = jest.spyOn(process, 'emitWarning').mockReturnValue();
    expect(() => shop('passport-kakao', { clientSecret: ' ' })).not.toThrow();
    expect(() => shop('ours', { clientSecret: ' ' })).toThrow(/clientSecret/);
    expect(() => shop('ours', { clientSecret: '' })).not.toThrow();
    warned.mockRestore();
  });

  test('errors are a plain 401 or a 500 with passport-kakao, and typed with their own status with ours', async () => {
    const wrong = { clientSecret: 'x'.repeat(32) };
    const results: unknown[] = [];
    for (const kind of ['passport-kakao', 'ours'] as const) {
      shop(kind);
      const denied = await visit('취소');
      shop(kind, wrong);
      const refused = await visit();
      const name = (html: string) => (html.startsWith('{') ? (JSON.parse(html) as { name: string }).name : html);
      results.push([denied.status, name(denied.html), refused.status, name(refused.html)]);
      emulator.reset();
    }
    expect(results).toEqual([
      [401, 'Unauthorized', 500, 'TokenError'],
      [403, 'KakaoLoginError', 502, 'KakaoAuthError'],
    ]);
  });

  test('a forged callback logs the user in with passport-kakao, and is refused by ours', async () => {
    for (const [kind, status] of [
      ['passport-kakao', 200],
      ['ours', 403],
    ] as const) {
      shop(kind);
      const { code } = await emulator.signIn('moonlight@example.com', { redirectUri: callbackURL });
      expect((await new Browser().open(`${callbackURL}?code=${code}`)).status).toBe(status);
    }
  });
});
