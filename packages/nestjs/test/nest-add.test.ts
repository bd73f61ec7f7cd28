import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { format } from 'prettier';
import { version } from '../src/schematics/version.js';
import { add, filesOf, freshProjects, variants, withPackages, type Files } from './support/nest-add.js';

const fresh = filesOf('nest-12-esm');
const written = [
  'src/kakao-login/kakao-login.controller.ts',
  'src/kakao-login/kakao-login.handler.ts',
  'src/kakao-login/kakao-login.module.ts',
  'test/kakao-login.e2e-spec.ts',
  'test/kakao-login.env.ts',
];
const withModule = (text: string): Files => ({ ...fresh, 'src/app.module.ts': text });
const packageFileOf = ({ 'package.json': text = '' }: Files) => JSON.parse(text) as Record<string, object>;

describe.each(freshProjects)('In a fresh project (%s)', (project) => {
  const before = filesOf(project);
  const settings = project === 'nest-12-esm' ? 'vitest.config.e2e.ts' : 'test/jest-e2e.json';

  test('it adds the login and its test, registers the module and changes the settings of the tests', async () => {
    const { files, changed } = await add(before);
    expect(changed).toEqual(['.env.example', 'package.json', 'src/app.module.ts', settings, ...written].toSorted());
    const extension = project === 'nest-12-esm' ? '.js' : '';
    const module = before['src/app.module.ts'] ?? '';
    expect(files['src/app.module.ts']).toBe(
      module
        .replace(
          /(import .* '\.\/app\.service.*\n)/,
          `$1import { KakaoLoginModule } from './kakao-login/kakao-login.module${extension}';\n`,
        )
        .replace('imports: []', 'imports: [KakaoLoginModule]'),
    );
  });

  test('it adds matching packages, in the order of npm, and keeps the others', async () => {
    const { files } = await add(before);
    const nest = project === 'nest-11' ? '^11.0.0' : '^12.0.0';
    const swc = project === 'nest-11' ? { '@swc/core': '^1.10.0', '@swc/jest': '^0.2.37' } : {};
    const was = packageFileOf(before);
    const is = packageFileOf(files);
    expect(is).toMatchObject({ scripts: was['scripts'] });
    expect(is['dependencies']).toEqual({
      ...was['dependencies'],
      '@kakao-login/nestjs': `^${version}`,
      '@nestjs/passport': nest,
      passport: '^0.7.0',
    });
    expect(is['devDependencies']).toEqual({
      ...was['devDependencies'],
      '@kakao-login/emulator': `^${version}`,
      ...swc,
    });
    expect(Object.keys(is['dependencies'] ?? {})).toEqual(Object.keys(is['dependencies'] ?? {}).toSorted());
  });

  test('a second run changes nothing', async () => {
    const { files } = await add(before);
    const again = await add(files);
    expect(again.changed).toEqual([]);
    expect(again.tasks).toEqual([]);
    expect(again.messages.join()).toContain('kakao-login.module.ts exists already, so nothing was changed');
  });
});

test.each([['a fresh project', fresh], ...Object.entries(variants)])(
  'in %s, the new code has the format of the project',
  async (_name, before) => {
    const { files } = await add(before);
    for (const path of written) {
      const text = files[path] ?? '';
      expect(text).toBe(await format(text, { parser: 'typescript', singleQuote: true, trailingComma: 'all' }));
    }
  },
);

test('Jest without ES modules gets the settings that the documentation recommends', async () => {
  const page = new URL('../../docs/pages/en/environments.md', import.meta.url);
  const [, recipe = ''] = /## Jest without[^]*?```json\n([^]*?)```/.exec(await readFile(page, 'utf8')) ?? [];
  const { files } = await add(filesOf('nest-11'));
  expect(packageFileOf(files)['jest']).toMatchObject(JSON.parse(recipe) as object);
  expect(JSON.parse(files['test/jest-e2e.json'] ?? '')).toMatchObject({
    ...(JSON.parse(recipe) as object),
    setupFiles: ['<rootDir>/kakao-login.env.ts'],
  });
});

/** Lists whose comments stay with their elements, without and with the login. */
const lists = [
  ['[A /* a */]', '[A /* a */, KakaoLoginModule]'],
  ['[A, B /* b */]', '[A, B /* b */, KakaoLoginModule]'],
  ['[A,]', '[A, KakaoLoginModule,]'],
  ['[A, /* a */]', '[A, /* a */\n    KakaoLoginModule,]'],
  ['[A, // a\n  ]', '[A, // a\n    KakaoLoginModule,\n  ]'],
  ['[A // a\n  ]', '[A, // a\n    KakaoLoginModule\n  ]'],
  ['[\n    A, // a\n    B, // b\n  ]', '[\n    A, // a\n    B, // b\n    KakaoLoginModule,\n  ]'],
  ['[\n    A, // a\n    B // b\n  ]', '[\n    A, // a\n    B, // b\n    KakaoLoginModule\n  ]'],
  ['[\n    A /* a */ // b\n  ]', '[\n    A /* a */, // b\n    KakaoLoginModule\n  ]'],
  ['[\n    A, /* a */\n  ]', '[\n    A, /* a */\n    KakaoLoginModule,\n  ]'],
  ['[\n    A,\n    // not B\n  ]', '[\n    A,\n    KakaoLoginModule,\n    // not B\n  ]'],
  ['[ ]', '[KakaoLoginModule]'],
  ['[\n  ]', '[KakaoLoginModule]'],
  ['[/* none */]', '[/* none */ KakaoLoginModule]'],
  ['[ // none\n  ]', '[ // none\n    KakaoLoginModule,\n  ]'],
  ['[\n    // none\n  ]', '[\n    // none\n    KakaoLoginModule,\n  ]'],
  ['[\n    /*\n     * none\n     */\n  ]', '[\n    /*\n     * none\n     */\n    KakaoLoginModule,\n  ]'],
] as const;

test.each<[string, string, string]>([
  ['no imports', '@Module({ controllers: [A] })', '@Module({ controllers: [A], imports: [KakaoLoginModule] })'],
  ['an empty module', '@Module({})', '@Module({ imports: [KakaoLoginModule] })'],
  ['one import', '@Module({ imports: [A] })', '@Module({ imports: [A, KakaoLoginModule] })'],
  [
    'imports on separate lines',
    '@Module({\n  imports: [\n    A,\n    B.forRoot({ c: 1 }), // last\n  ],\n})',
    '@Module({\n  imports: [\n    A,\n    B.forRoot({ c: 1 }), // last\n    KakaoLoginModule,\n  ],\n})',
  ],
  [
    'imports without a trailing comma',
    '@Module({\n  imports: [\n    ...shared,\n    A\n  ]\n})',
    '@Module({\n  imports: [\n    ...shared,\n    A,\n    KakaoLoginModule\n  ]\n})',
  ],
  ['another decorator', '@Global()\n@Module({ imports: [] })', '@Global()\n@Module({ imports: [KakaoLoginModule] })'],
  ...lists.map(([before, after]): [string, string, string] => [
    `\`imports: ${before}\``,
    `@Module({\n  imports: ${before},\n})`,
    `@Module({\n  imports: ${after},\n})`,
  ]),
  [
    'a comment after its last property',
    '@Module({\n  controllers: [A], // about A\n})',
    '@Module({\n  controllers: [A], // about A\n  imports: [KakaoLoginModule],\n})',
  ],
  [
    'only a comment',
    '@Module({\n  // nothing yet\n})',
    '@Module({\n  // nothing yet\n  imports: [KakaoLoginModule],\n})',
  ],
])('a module with %s gets the login', async (_name, decorator, expected) => {
  const around = (text: string, line: string) =>
    `import { Global, Module } from "@nestjs/common";\n${line}\n${text}\nexport class AppModule {}\n`;
  const { files, messages } = await add(withModule(around(decorator, '')));
  const line = 'import { KakaoLoginModule } from "./kakao-login/kakao-login.module.js";\n';
  expect(files['src/app.module.ts']).toBe(around(expected, line));
  expect(messages.join()).not.toContain('yourself');
});

test.each([
  ['imports: shared', 'a list from elsewhere'],
  ['imports', 'a shorthand'],
  ['...shared', 'a spread'],
])('a module with `%s`, %s, is not changed', async (options) => {
  const before = withModule(`@Module({ ${options} })\nexport class AppModule {}\n`);
  const { changed, messages } = await add(before);
  expect(changed).toEqual(expect.arrayContaining(written));
  expect(changed).not.toContain('src/app.module.ts');
  expect(messages.join()).toMatch(
    /`imports`에 `KakaoLoginModule`을 직접 넣으세요[^]*Add `KakaoLoginModule` to its `imports` yourself/,
  );
});

test('another module can be specified, and the test starts it', async () => {
  const { 'src/app.module.ts': module = '', ...others } = fresh;
  const before = { ...others, 'src/shop/shop.module.ts': module.replace('AppModule', 'ShopModule') };
  const { files } = await add(before, { module: 'src/shop/shop.module.ts' });
  expect(files['src/shop/shop.module.ts']).toContain("from '../kakao-login/kakao-login.module.js'");
  expect(files['test/kakao-login.e2e-spec.ts']).toContain("import { ShopModule } from '../src/shop/shop.module.js';");
});

test('in a monorepo the files are those of the project', async () => {
  const before = {
    'package.json': fresh['package.json'] ?? '',
    'apps/shop/src/app.module.ts': fresh['src/app.module.ts'] ?? '',
  };
  const { changed } = await add(before, { sourceRoot: 'apps/shop/src' });
  expect(changed).toEqual(expect.arrayContaining(written.map((path) => `apps/shop/${path}`)));
});

test('without the module nothing is changed, and the message explains how to specify it, in Korean and English', async () => {
  const { 'src/app.module.ts': _, ...before } = fresh;
  await expect(add(before)).rejects.toThrow(
    /src\/app\.module\.ts 파일이 없어[^]*--module=[^]*There is no src\/app\.module\.ts, so nothing was changed\. Name the file[^]*--module=/,
  );
});

test.each([
  ['^10.4.0', {}],
  ['latest', {}],
])('a project with another version of Nest (%s) is refused', async (range) => {
  const before = withPackages(fresh, { '@nestjs/core': range });
  await expect(add(before)).rejects.toThrow('is for Nest 11 and 12');
});

test('for a range without a version, the installed version counts', async () => {
  const before = {
    ...withPackages(fresh, { '@nestjs/core': 'latest' }),
    'node_modules/@nestjs/core/package.json': '{ "version": "11.1.0" }',
  };
  const { files } = await add(before);
  expect(packageFileOf(files)['dependencies']).toMatchObject({ '@nestjs/passport': '^11.0.0' });
});

test.each(written)('a %s of the user is not overwritten, and nothing else is changed', async (path) => {
  const { changed, messages } = await add({ ...fresh, [path]: 'export const own = true;\n' });
  expect(changed).toEqual([]);
  expect(messages.join()).toContain(`${path} exists already`);
});

test('an application that already has the module is not changed', async () => {
  const { changed, messages } = await add(withModule("import { KakaoModule } from '@kakao-login/nestjs';\n"));
  expect(changed).toEqual([]);
  expect(messages.join()).toContain('src/app.module.ts has Kakao Login already');
});

test('.env.example keeps its lines, and gets the variables once', async () => {
  const { files } = await add({ ...fresh, '.env.example': 'PORT=3000' });
  expect(files['.env.example']).toMatch(/^PORT=3000\n\n# Kakao Login[^]*\nKAKAO_HOSTS=.*\n$/);
  const own = 'KAKAO_CLIENT_ID=mine\n';
  expect((await add({ ...fresh, '.env.example': own })).files['.env.example']).toBe(own);
  expect((await add({ ...fresh, '.env.example': '\n' })).files['.env.example']).toMatch(/^# Kakao Login/);
});

test.each<[string, Files, string[], string[]]>([
  ['nothing reads .env', fresh, ['process.loadEnvFile'], ['ConfigService']],
  ['@nestjs/config does', variants['a project with @nestjs/config'], ['ConfigService'], ['loadEnvFile', 'process.env']],
  ['dotenv does', variants['a project with dotenv'], ['process.env'], ['loadEnvFile', 'ConfigService']],
])('if %s, the module reads its variables accordingly', async (_name, before, used, unused) => {
  const { files } = await add(before);
  const module = files['src/kakao-login/kakao-login.module.ts'];
  for (const text of used) expect(module).toContain(text);
  for (const text of unused) expect(module).not.toContain(text);
});

test('a global prefix is part of the redirect URI, and of the test', async () => {
  const { files, messages } = await add(variants['a project with a global prefix']);
  expect(files['.env.example']).toContain('KAKAO_CALLBACK_URL=http://localhost:3000/api/v1/auth/kakao/callback\n');
  expect(files['src/kakao-login/kakao-login.module.ts']).toContain("'/api/v1/auth/kakao/callback'");
  expect(files['test/kakao-login.e2e-spec.ts']).toContain("    app.setGlobalPrefix('api/v1');\n");
  expect(messages.join()).toContain('open http://localhost:3000/api/v1/auth/kakao.');
});

/** A project whose `main.ts` has these lines. */
const withMain = (lines: string, before = ''): Files => ({
  ...fresh,
  'src/main.ts': `import { NestFactory } from '@nestjs/core';\nimport { AppModule } from './app.module.js';\n${before}\nconst app = await NestFactory.create(AppModule);\n${lines}\n`,
});

test.each([
  ["app.setGlobalPrefix('api');", '', '/api'],
  ["app.setGlobalPrefix('/api/');", '', '/api'],
  ['app.setGlobalPrefix(`api/v2`);', '', '/api/v2'],
  ['app.setGlobalPrefix(prefix);', "const prefix = 'api' as const;", '/api'],
  ["app.setGlobalPrefix(process.env['PREFIX'] ?? 'api');", '', '/api'],
  ["app.setGlobalPrefix(process.env.PREFIX || 'api');", '', '/api'],
  ["app.setGlobalPrefix(config.get<string>('PREFIX', 'api'));", '', '/api'],
  ["app.setGlobalPrefix('');", '', ''],
  ["app.setGlobalPrefix('/');", '', ''],
  ["app.setGlobalPrefix('api', { exclude: ['health'] });", '', '/api'],
])('the global prefix of `%s` is found', async (line, before, prefix) => {
  const { files, messages } = await add(withMain(line, before));
  expect(files['.env.example']).toContain(`KAKAO_CALLBACK_URL=http://localhost:3000${prefix}/auth/kakao/callback\n`);
  expect(messages.join()).not.toContain('yourself');
});

test.each([
  'app.setGlobalPrefix(config.prefix);',
  "app.setGlobalPrefix(config.getOrThrow('PREFIX'));",
  "app.setGlobalPrefix(join('api', 'v1'));",
  "app.setGlobalPrefix('api', { exclude: ['auth/(.*)'] });",
  "app.setGlobalPrefix('api', { exclude: [{ path: '*splat', method: RequestMethod.GET }] });",
])('that of `%s` is left to the user', async (line) => {
  const { messages } = await add(withMain(line));
  expect(messages.join()).toMatch(/src\/main\.ts의 전역 접두사[^]*the global prefix in src\/main\.ts[^]*yourself/);
});

test.each([
  ['await app.listen(4000);', 4000],
  ['await app.listen(process.env.PORT ?? 3000);', 3000],
  ["await app.listen(process.env['PORT'] || 8080, '0.0.0.0');", 8080],
  ["await app.listen(Number(process.env.PORT ?? '4000'));", 4000],
  ['await app.listen(parseInt(process.env.PORT || "5000", 10));', 5000],
  ['await app.listen(+(process.env.PORT ?? 5001));', 5001],
  ["const port = config.get<number>('PORT', 3333);\nawait app.listen(port);", 3333],
  ["const port = config.get('PORT') ?? 3334;\nawait app.listen(port);", 3334],
  ["await app.listen({ port: 4001, host: '::' });", 4001],
  ['await app.listen(process.env.PORT);', 3000],
  ['await app.listen(0);', 3000],
  ["await app.listen('/run/shop.sock');", 3000],
  ['await app.listen(port);\nconst port = port;', 3000],
])('the port of `%s` is %s', async (lines, port) => {
  const { files, messages } = await add(withMain(lines));
  const url = `http://localhost:${port}/auth/kakao/callback`;
  expect(files['.env.example']).toContain(`KAKAO_CALLBACK_URL=${url}\n`);
  expect(messages.join()).toContain(`npx kakao-emulator --redirect-uri ${url}\n`);
});

test('routes with versions leave the login without one, as Kakao comes back to one address', async () => {
  const { files } = await add(variants['a project with versions']);
  const controller = files['src/kakao-login/kakao-login.controller.ts'];
  expect(controller).toContain("@Controller({ path: 'auth/kakao', version: VERSION_NEUTRAL })");
});

test.each([
  ["import { ShopModule } from './shop.module';", 'ShopModule', 'src/shop.module.ts'],
  ["import { ShopModule } from './shop/shop.module.js';", 'ShopModule', 'src/shop/shop.module.ts'],
  ["import { Other, ShopModule } from 'src/shop.module';", 'ShopModule', 'src/shop.module.ts'],
])('the module that main.ts starts gets the login: `%s`', async (line, name, path) => {
  const module = `@Module({})\nclass AppModule {}\n@Module({})\nexport class ${name} {}\n@Module({})\nclass Last {}\n`;
  const { files } = await add({
    ...fresh,
    [path]: module,
    'src/main.ts': `${line}\nawait NestFactory.create<NestExpressApplication>(${name}, {});\n`,
  });
  expect(files[path]).toContain(`@Module({ imports: [KakaoLoginModule] })\nexport class ${name}`);
  expect(files['src/app.module.ts']).toBe(fresh['src/app.module.ts']);
  expect(files['test/kakao-login.e2e-spec.ts']).toContain(
    `import { ${name} } from '../${path.replace('.ts', '.js')}';`,
  );
});

test.each([
  "import { ShopModule } from '@shop/module';\nawait NestFactory.create(ShopModule);",
  "import { Shop as ShopModule } from './shop.module.js';\nawait NestFactory.create(ShopModule);",
  'await NestFactory.create(await load());',
])('where main.ts does not say which file has its module, app.module.ts gets it: %j', async (main) => {
  const { files } = await add({
    ...fresh,
    'src/shop.module.ts': '@Module({})\nexport class Shop {}\n',
    'src/main.ts': main,
  });
  expect(files['src/app.module.ts']).toContain('imports: [KakaoLoginModule]');
});

describe('the second application of a monorepo', () => {
  const one = filesOf('nest-11');
  const moved = Object.entries(one).map(
    ([path, text]) => [path.replace(/^(src|test)\//, 'apps/one/$1/'), text] as const,
  );
  const before: Files = {
    ...Object.fromEntries(moved),
    'package.json': (one['package.json'] ?? '').replace('./test/jest-e2e.json', './apps/one/test/jest-e2e.json'),
    'apps/two/src/main.ts': "import { TwoModule } from './two.module';\nNestFactory.create(TwoModule);\n",
    'apps/two/src/two.module.ts': '@Module({})\nexport class TwoModule {}\n',
    'apps/two/test/jest-e2e.json': one['test/jest-e2e.json'] ?? '',
  };

  test('gets the login as the first one, and its own test', async () => {
    const first = await add(before, { sourceRoot: 'apps/one/src' });
    const second = await add(first.files, { sourceRoot: 'apps/two/src' });
    expect(first.messages.join()).toContain('Test of the login: npm run test:e2e');
    expect(second.messages.join()).toContain('Test of the login: npx jest --config ./apps/two/test/jest-e2e.json');
    expect(second.messages.join()).not.toContain('yourself');
    expect(second.files['apps/two/test/jest-e2e.json']).toBe(first.files['apps/one/test/jest-e2e.json']);
    expect(second.files['apps/two/src/two.module.ts']).toContain('imports: [KakaoLoginModule]');
    expect(second.files['package.json']).toBe(first.files['package.json']);
  });

  test('is told where its modules are, if there is none to start', async () => {
    const { 'apps/two/src/two.module.ts': _, ...without } = before;
    await expect(add(without, { sourceRoot: 'apps/two/src' })).rejects.toThrow('--module=apps/two/src/shop.module.ts');
  });
});

test('in a file with several modules, the one of the application gets the login', async () => {
  const { files } = await add(
    withModule('@Module({ imports: [] })\nclass Members {}\n@Module({ imports: [Members] })\nexport class Shop {}\n'),
  );
  expect(files['src/app.module.ts']).toContain('imports: [Members, KakaoLoginModule]');
  expect(files['test/kakao-login.e2e-spec.ts']).toContain("import { Shop } from '../src/app.module.js';");
});

test('a comment after the last import stays there', async () => {
  const before = "import { Module } from '@nestjs/common'; // Nest\n@Module({})\nexport class AppModule {}\n";
  const { files } = await add(withModule(before));
  expect(files['src/app.module.ts']).toMatch(/^import .* \/\/ Nest\nimport \{ KakaoLoginModule \} from .*;\n@Module/);
});

const existing = [
  ...(['nest-11', 'nest-12-cjs'] as const).map((project) => [project, 'test/jest-e2e.json'] as const),
  ...freshProjects.flatMap((project) =>
    ['package.json', 'src/app.module.ts', '.env.example'].map((path) => [project, path] as const),
  ),
  ['nest-12-esm', 'vitest.config.e2e.ts'],
] as const;
test.each(existing)(
  'in %s, lines of %s keep their endings, and those of new files end with LF',
  async (project, path) => {
    const before: Files = { '.env.example': 'PORT=3000\nHOST=localhost\n', ...filesOf(project) };
    const lf = await add(before);
    const crlf = await add({ ...before, [path]: (before[path] ?? '').replaceAll('\n', '\r\n') });
    expect(lf.changed).toContain(path);
    expect(crlf.files).toEqual({ ...lf.files, [path]: (lf.files[path] ?? '').replaceAll('\n', '\r\n') });
  },
);

test('new lines have the most frequent ending of the file, and its other lines are kept', async () => {
  const mostly = await add({ ...fresh, '.env.example': 'A=1\r\nB=2\nC=3\n' });
  expect(mostly.files['.env.example']).toMatch(/^A=1\r\nB=2\nC=3\n\n# Kakao Login[^\r]*\n$/);
});

test('its messages are also true for a dry run, which it cannot detect', async () => {
  const text = (await add(fresh)).messages.join();
  expect(text).toMatch(/파일이 저장된 뒤 할 일:[^]*Next steps, once the files are written:/);
  expect(text).not.toMatch(/추가했습니다|is added/);
});

test('the name of the test follows the conventions of the project', async () => {
  const { 'test/app.e2e-spec.ts': spec = '', ...others } = fresh;
  const { changed } = await add({ ...others, 'test/app.e2e-test.ts': spec });
  expect(changed).toContain('test/kakao-login.e2e-test.ts');
});

test('other test settings than those of `nest new` are not changed', async () => {
  const vitest = await add({ ...fresh, 'vitest.config.e2e.ts': 'export default shared;\n' });
  expect(vitest.messages.join()).toContain(
    "Add './test/kakao-login.env.ts' to `test.setupFiles` in vitest.config.e2e.ts",
  );
  const before = filesOf('nest-11');
  const own = (before['test/jest-e2e.json'] ?? '').replace('ts-jest', 'esbuild-jest');
  const jest = await add({ ...before, 'test/jest-e2e.json': own });
  expect(jest.files['test/jest-e2e.json']).toBe(own);
  expect(jest.messages.join()).toContain('The Jest settings in test/jest-e2e.json were not changed');
});

test.each([
  ['package.json', (text: string) => text.replace('ts-jest"\n    }', '@swc/jest"\n    }')],
  ['jest.config', (text: string) => text.replace('"jest": {', '"unused": {')],
])('unknown Jest settings in %s are not changed', async (name, change) => {
  const before = filesOf('nest-11');
  const { 'test/jest-e2e.json': _, ...others } = before;
  const { messages } = await add({ ...others, 'package.json': change(before['package.json'] ?? '') });
  expect(messages.join()).toContain(`The Jest settings in ${name} were not changed`);
});

test.each([
  ['package-lock.json', {}],
  ['pnpm-lock.yaml', { packageManager: 'pnpm' }],
  ['yarn.lock', { packageManager: 'yarn' }],
  ['bun.lock', { packageManager: 'bun' }],
])('a project with %s uses its package manager', async (lock, expected) => {
  const { tasks } = await add({ ...fresh, [lock]: '' });
  expect(tasks).toEqual([
    { name: 'node-package', options: { command: 'install', quiet: true, workingDirectory: '.', ...expected } },
  ]);
});

test('--skip-install installs nothing', async () => {
  expect((await add(fresh, { skipInstall: true })).tasks).toEqual([]);
});

test('the version is the one in package.json', async () => {
  const manifest = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  expect(version).toBe(manifest.version);
});
