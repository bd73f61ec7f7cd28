import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { languageOf } from '../src/print.js';
import { appsIn } from '../src/read-env.js';
import { readModule } from '../src/read-module.js';
import { diagnose } from '@kakao-login/doctor';

describe('variables', () => {
  test.each([
    ['KAKAO_CLIENT_ID', 'kakao', 'clientID'],
    ['KAKAO_REST_API_KEY', 'kakao', 'clientID'],
    ['KAKAO_RESTAPI_KEY', 'kakao', 'clientID'],
    ['KAKAO_KEY', 'kakao', 'clientID'],
    ['AUTH_KAKAO_ID', 'kakao', 'clientID'],
    ['VITE_KAKAO_REST_API_KEY', 'kakao', 'clientID'],
    ['SPRING_SECURITY_OAUTH2_CLIENT_REGISTRATION_KAKAO_CLIENT_ID', 'kakao', 'clientID'],
    ['KAKAO_WHOLESALE_CLIENT_ID', 'wholesale', 'clientID'],
    ['KAKAO_CLIENT_SECRET', 'kakao', 'clientSecret'],
    ['AUTH_KAKAO_SECRET', 'kakao', 'clientSecret'],
    ['KAKAO_SECRET_KEY', 'kakao', 'clientSecret'],
    ['KAKAO_ADMIN_KEY', 'kakao', 'adminKey'],
    ['KAKAO_APP_ADMIN_KEY', 'kakao', 'adminKey'],
    ['NEXT_PUBLIC_KAKAO_JS_KEY', 'kakao', 'javascriptKey'],
    ['KAKAO_JAVASCRIPT_KEY', 'kakao', 'javascriptKey'],
    ['EXPO_PUBLIC_KAKAO_NATIVE_APP_KEY', 'kakao', 'nativeKey'],
    ['KAKAO_APP_ID', 'kakao', 'appId'],
    ['KAKAO_LOGOUT_REDIRECT_URI', 'kakao', 'logoutRedirectURL'],
    ['KAKAO_SCOPE', 'kakao', 'scope'],
    ['kakao_client_id', 'kakao', 'clientID'],
  ] as const)('%s', (name, app, role) => {
    expect(appsIn({ [name]: 'value' })).toMatchObject([{ name: app, [role]: { name, value: 'value' } }]);
  });

  test.each([
    'KAKAO_MAP_KEY',
    'KAKAOTALK_CHANNEL',
    'KAKAO_PAY_SECRET_KEY',
    'KAKAO_EMULATOR_PORT',
    'CLIENT_ID',
    'NOT_KAKAOISH_ID',
  ])('%s is for something else', (name) => {
    expect(appsIn({ [name]: 'value' })).toMatchObject([{ name: 'kakao', callbackURLs: [], contradictions: [] }]);
    expect(appsIn({ [name]: 'value' })[0]).not.toHaveProperty('clientID');
  });

  test('several redirect URIs are separated by commas or spaces', () => {
    const [app] = appsIn({ KAKAO_REDIRECT_URIS: 'https://a.example/cb, https://b.example/cb' });
    expect(app?.callbackURLs.map(({ value }) => value)).toEqual(['https://a.example/cb', 'https://b.example/cb']);
  });
});

const everything = ['clientID', 'clientSecret', 'callbackURL', 'cookie'];
const url = `callbackURL: 'https://shop.example/cb'`;

/** More ways to write the same options. */
const written: readonly (readonly [string, string])[] = [
  ['String() and trim()', `KakaoModule.forRoot({ clientID: String(process.env.KAKAO_ID?.trim()), ${url}.toString() })`],
  ['+', `KakaoModule.forRoot({ clientID: 'an' + '-id', callbackURL: process.env.URL + '/cb' })`],
  ['new URL().href', `KakaoModule.forRoot({ clientID: 'an-id', callbackURL: new URL('/cb', process.env.URL).href })`],
  [
    'new URL() as text',
    `const site = new URL('https://shop.example'); KakaoModule.forRoot({ clientID: 'an-id', callbackURL: String(new URL('cb', site)) })`,
  ],
  ['an older assertion', `KakaoModule.forRoot(<Options>{ clientID: <string>process.env.KAKAO_ID, ${url} })`],
  ['a condition', `KakaoModule.forRoot({ clientID: process.env.NONE === 'x' ? 'no' : 'an-id', ${url} })`],
  [
    'a spread on a condition',
    `KakaoModule.forRoot({ clientID: 'an-id', ${url}, ...(process.env.NONE && { hosts: 'x' }) })`,
  ],
  ['a spread that gives it', `KakaoModule.forRoot({ ${url}, ...(process.env.URL ? { clientID: 'an-id' } : {}) })`],
  [
    'computed names',
    `const id = 'clientID'; KakaoModule.forRoot({ [id]: 'an-id', ['callbackURL']: 'https://shop.example/cb' })`,
  ],
  [
    'the name of a variable in a constant',
    `const ID = 'KAKAO_ID'; KakaoModule.forRoot({ clientID: process.env[ID], ${url} })`,
  ],
  [
    'the name of a variable in an enum',
    `enum Env { Id = 'KAKAO_ID' } KakaoModule.forRoot({ clientID: config.get(Env.Id), ${url} })`,
  ],
  ['another name for process.env', `const env = process.env; KakaoModule.forRoot({ clientID: env.KAKAO_ID, ${url} })`],
  [
    'a checked environment',
    `const env = schema.parse(process.env); KakaoModule.forRoot({ clientID: env.KAKAO_ID, ${url} })`,
  ],
  [
    'an imported environment',
    `import { env } from './env.js'; KakaoModule.forRoot({ clientID: env.KAKAO_ID, ${url} })`,
  ],
  [
    'a default while destructuring',
    `const { NONE: id = 'an-id' } = process.env; KakaoModule.forRoot({ clientID: id, ${url} })`,
  ],
  [
    'a constant of the same name elsewhere',
    `function a() { const id = 'no'; } const id = 'an-id'; KakaoModule.forRoot({ clientID: id, ${url} }); { const id = 'no'; }`,
  ],
  [
    'a constant in the factory',
    `const id = 'no'; KakaoModule.forRootAsync({ useFactory: () => { const id = 'an-id'; return { clientID: id, ${url} }; } })`,
  ],
  [
    'an injected service of another name',
    `KakaoModule.forRootAsync({ useFactory: (c: ConfigService) => ({ clientID: c.get('KAKAO_ID'), ${url} }) })`,
  ],
  [
    'options that are a constant',
    `const options = { clientID: 'an-id', ${url} } satisfies Options; KakaoModule.forRoot(options)`,
  ],
  [
    'asynchronous options that are a constant',
    `const o = { useFactory: () => ({ clientID: 'an-id', ${url} }) }; KakaoModule.forRootAsync(o)`,
  ],
  [
    'a factory that is a constant',
    `const f = () => ({ clientID: 'an-id', ${url} }); KakaoModule.forRootAsync({ useFactory: f })`,
  ],
  [
    'a factory that is a function',
    `KakaoModule.forRootAsync({ useFactory: f }); function f() { return { clientID: 'an-id', ${url} }; }`,
  ],
  [
    'a factory by its name alone',
    `const useFactory = () => ({ clientID: 'an-id', ${url} }); KakaoModule.forRootAsync({ useFactory })`,
  ],
  [
    'useClass',
    `class C { createKakaoOptions() { return { clientID: this.config.getOrThrow('KAKAO_ID'), ${url} }; } } KakaoModule.forRootAsync({ useClass: C })`,
  ],
  [
    'useExisting',
    `class C { createKakaoOptions = () => ({ clientID: 'an-id', ${url} }); } KakaoModule.forRootAsync({ imports: [M], useExisting: C })`,
  ],
  [
    'an alias',
    `import { KakaoModule as Kakao } from '@kakao-login/nestjs'; Kakao.forRoot({ clientID: 'an-id', ${url} })`,
  ],
  [
    'a namespace',
    `import * as kakao from '@kakao-login/nestjs'; kakao.KakaoModule.forRoot({ clientID: 'an-id', ${url} })`,
  ],
  [
    'an alias of the strategy',
    `import { KakaoStrategy as S } from '@kakao-login/passport'; new S({ clientID: 'an-id', ${url} }, verify)`,
  ],
];

describe('a module file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(fileURLToPath(new URL('.', import.meta.url)), 'module-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const variables = { KAKAO_ID: 'an-id', KAKAO_SECRET: 'a-secret', URL: 'https://shop.example' };
  const read = async (code: string) => {
    const file = join(folder, 'app.module.ts');
    await writeFile(file, code);
    return readModule(file, variables);
  };
  const expected = { clientID: { value: 'an-id' }, callbackURLs: [{ value: 'https://shop.example/cb' }] };

  test.each([
    ['values', `KakaoModule.forRoot({ clientID: 'an-id', callbackURL: 'https://shop.example/cb' })`],
    [
      'process.env',
      `KakaoModule.forRoot({ clientID: process.env.KAKAO_ID!, callbackURL: \`\${process.env['URL']}/cb\` })`,
    ],
    [
      'import.meta.env',
      `KakaoModule.forRoot({ clientID: import.meta.env.KAKAO_ID, callbackURL: 'https://shop.example/cb' })`,
    ],
    [
      'a destructured variable',
      `const { KAKAO_ID: id } = process.env; KakaoModule.forRoot({ clientID: id, callbackURL: 'https://shop.example/cb' })`,
    ],
    [
      'defaults',
      `KakaoModule.forRoot({ clientID: process.env.NONE ?? 'an-id', callbackURL: '' || 'https://shop.example/cb' })`,
    ],
    [
      'a constant',
      `const site = 'https://shop.example' as const; const options = { clientID: 'an-id', callbackURL: site + '' || \`\${site}/cb\` }; KakaoModule.forRoot({ ...options, callbackURL: \`\${site}/cb\` })`,
    ],
    [
      'an object of settings',
      `const env = { kakao: { id: 'an-id' } }; KakaoModule.forRoot({ clientID: env.kakao.id, callbackURL: 'https://shop.example/cb' } satisfies object)`,
    ],
    [
      'forRootAsync',
      `KakaoModule.forRootAsync({ inject: [ConfigService], useFactory: (config: ConfigService) => ({ clientID: config.getOrThrow<string>('KAKAO_ID'), callbackURL: 'https://shop.example/cb' }) })`,
    ],
    [
      'a factory with statements',
      `KakaoModule.forRootAsync({ async useFactory(config) { const clientID = config.get('NONE', 'an-id'); return { clientID, callbackURL: 'https://shop.example/cb' }; } })`,
    ],
    [
      'a strategy',
      `passport.use(new KakaoStrategy({ clientID: 'an-id', callbackURL: 'https://shop.example/cb' }, verify))`,
    ],
    [
      'a strategy of passport-kakao',
      `import { Strategy } from 'passport-kakao'; new Strategy({ clientID: 'an-id', callbackURL: 'https://shop.example/cb' }, verify)`,
    ],
    [
      'a Nest strategy',
      `class Kakao extends PassportStrategy(KakaoStrategy, 'kakao') { constructor() { super({ clientID: 'an-id', callbackURL: 'https://shop.example/cb' }); } }`,
    ],
    ...written.map(([name, code]): [string, string] => [name, code]),
  ])('with %s', async (_name, code) => {
    expect((await read(code)).apps).toMatchObject([{ ...expected, unread: [], isPartial: false }]);
  });

  test.each([
    ['a spread of another file', `KakaoModule.forRoot({ ...shared.kakao })`, ['...shared.kakao']],
    ['a spread of a call', `KakaoModule.forRoot({ ...load('a-key') })`, ['...…']],
    ['a computed name', `KakaoModule.forRoot({ [name()]: 'an-id' })`, ['[…]']],
    ['an imported factory', `import { f } from './f'; KakaoModule.forRootAsync({ useFactory: f })`, everything],
    ['an imported class', `import { F } from './f'; KakaoModule.forRootAsync({ useClass: F })`, everything],
    ['a configuration namespace', `KakaoModule.forRootAsync(kakaoConfig.asProvider())`, everything],
    ['imported options', `import { options } from './o'; KakaoModule.forRoot(options)`, everything],
    [
      'a factory that returns in a branch',
      `KakaoModule.forRootAsync({ useFactory() { if (a) { return {}; } } })`,
      everything,
    ],
  ])('says that it cannot see %s, and misses nothing in it', async (_name, code, names) => {
    const file = join(folder, 'elsewhere.ts');
    await writeFile(file, code);
    const { ok, findings } = await diagnose({ module: file, variables: {}, probe: true });
    const found = findings.filter(({ code }) => code !== 'node' && code !== 'login');
    expect(found.map(({ status, code }) => `${status} ${code}`)).toEqual(['SKIP not_read', 'SKIP probe']);
    expect(found[0]?.settings).toEqual(names);
    expect(ok).toBe(true);
  });

  test.each([
    ['a name of the application’s own', `config.get('kakao.clientId')`],
    ['another map', `headers.get('CLIENT_ID')`],
    ['a parameter', `id`],
    ['a variable that is assigned again', `changed`],
    ['a settings object without the variable', `env.CLIENT_ID`],
    ['a call', `load('KAKAO_ID')`],
    ['a condition that cannot be read', `flag ? 'an-id' : 'another'`],
  ])('cannot read %s, and does not call it missing', async (_name, code) => {
    const { apps } = await read(
      `let changed = 'one'; changed = 'two'; const id = 'outer'; KakaoModule.forRootAsync({ useFactory: (id: string) => ({ clientID: ${code}, callbackURL: '/cb' }) })`,
    );
    expect(apps).toMatchObject([{ unread: ['clientID'] }]);
    expect(apps[0]).not.toHaveProperty('clientID');
  });

  test('names the variables that options are read from and that have no value', async () => {
    const file = join(folder, 'absent.ts');
    await writeFile(
      file,
      `KakaoModule.forRoot({ clientID: process.env.SHOP_KEY!, clientSecret: config.get('SHOP_SECRET'), callbackURL: process.env['SHOP_URL'] ?? '' })`,
    );
    const { findings } = await diagnose({ module: file, variables: {} });
    const missing = findings.filter(({ code }) => code.endsWith('_missing'));
    expect(missing.map(({ settings }) => settings)).toEqual([
      ['clientID (SHOP_KEY)'],
      ['clientSecret (SHOP_SECRET)'],
      ['callbackURL (SHOP_URL)'],
    ]);
    for (const { remedy } of missing) {
      expect(remedy?.ko).toMatch(/SHOP_\w+ 변수/);
      expect(remedy?.en).toMatch(/Set SHOP_\w+/);
    }
  });

  test('takes what it cannot read from the variables that are named like it, and from its options', async () => {
    const file = join(folder, 'completed.ts');
    await writeFile(file, `KakaoModule.forRoot({ clientID: load(), callbackURL: load(), hosts: load() })`);
    const key = '0123456789abcdef0123456789abcdef';
    const { findings } = await diagnose({
      module: file,
      variables: { KAKAO_CLIENT_ID: key, KAKAO_CLIENT_SECRET: 'unused-by-the-module-0123456789ab' },
      redirectUris: ['https://shop.example/cb'],
      hosts: 'http://127.0.0.1:9',
      probe: true,
    });
    const about = (wanted: string) => findings.find(({ code }) => code === wanted);
    expect(about('client_secret_missing')).toBeDefined();
    expect(about('redirect_uri')?.settings).toEqual(['--redirect-uri']);
    expect(about('not_read')?.settings).toEqual(['clientID']);
    // It was asked: the address is known.
    expect(about('no_answer')?.message.en).toContain('127.0.0.1:9');
    expect(about('client_id_missing')).toBeUndefined();
  });

  test('with several apps, a cookie and trust proxy', async () => {
    const { apps, trustsProxy } = await read(`
      app.set('trust proxy', 1);
      KakaoModule.forRoot({ clientID: 'one', callbackURL: '/cb', cookie: { sameSite: 'none', secure: false, secret } });
      KakaoModule.forRoot({ name: 'wholesale', clientID: process.env.KAKAO_ID, callbackURLs: ['/a', '/b'], scope: ['gender', 'birthday'] });
    `);
    expect(trustsProxy).toBe(true);
    expect(apps).toMatchObject([
      { name: 'kakao', cookie: { sameSite: { value: 'none' }, secure: { value: false } }, unread: ['cookie.secret'] },
      {
        name: 'wholesale',
        clientID: { name: 'clientID (KAKAO_ID)' },
        callbackURLs: [{ value: '/a' }, { value: '/b' }],
        scope: { value: 'gender,birthday' },
      },
    ]);
  });

  test('names what cannot be read, and does not run it', async () => {
    const { apps } = await read(`
      throw new Error('this ran');
      KakaoModule.forRoot({ clientID: load(), callbackURL: a.b, clientSecret: process.env.KAKAO_SECRET, hosts: { kauth: x } });
    `);
    expect(apps).toMatchObject([{ clientSecret: { value: 'a-secret' }, unread: ['clientID', 'callbackURL', 'hosts'] }]);
  });

  test('names the options whose values cannot be read', async () => {
    const file = join(folder, 'unread.ts');
    await writeFile(file, `KakaoModule.forRoot({ clientID: load(), callbackURL: 'https://shop.example/cb', hosts })`);
    const { findings } = await diagnose({ module: file, variables: {} });
    expect(findings.find(({ code }) => code === 'not_read')).toMatchObject({
      status: 'SKIP',
      settings: ['clientID', 'hosts'],
      message: { en: 'The values of these options cannot be read from the file: clientID, hosts' },
    });
  });

  test('without Kakao Login is a FAIL', async () => {
    const file = join(folder, 'other.ts');
    await writeFile(file, 'export const nothing = 1;');
    const { findings } = await diagnose({ module: file, variables: {} });
    expect(findings.filter(({ status }) => status === 'FAIL').map(({ code }) => code)).toEqual(['no_options']);
  });

  test('has a finding for each option that KakaoStrategy refuses', async () => {
    const file = join(folder, 'wrong.ts');
    await writeFile(
      file,
      `KakaoModule.forRoot({
        clientID: process.env.KAKAO_REST_API_KEY,
        callbackURL: 'https://shop.example/cb',
        cookie: { sameSite: 'strict', secret: 'short' },
        prompt: 42,
        profile: 'everything',
      })`,
    );
    const key = '0123456789abcdef0123456789abcdef';
    const { findings } = await diagnose({ module: file, variables: { KAKAO_REST_API_KEY: key } });
    const failed = findings.flatMap(({ status, settings }) => (status === 'FAIL' ? settings : []));
    expect(failed.sort()).toEqual(['cookie.sameSite', 'cookie.secret', 'profile', 'prompt']);
  });
});

test.each([
  [{ LANG: 'ko_KR.UTF-8' }, 'ko'],
  [{ LANG: 'ko' }, 'ko'],
  [{ LC_ALL: 'en_US.UTF-8', LANG: 'ko_KR.UTF-8' }, 'en'],
  [{ LC_ALL: '', LC_MESSAGES: 'ko_KR', LANG: 'en' }, 'ko'],
  [{ LANG: 'kok_IN' }, 'en'],
  [{ LANG: 'C' }, 'en'],
  [{}, 'en'],
] as const)('the locale %j is %s', (variables, lang) => {
  expect(languageOf(variables)).toBe(lang);
});

test('a .env file takes precedence over the environment, with a finding', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kakao-doctor-'));
  await writeFile(join(folder, '.env'), 'KAKAO_CLIENT_ID=0123456789abcdef0123456789abcdef\nKAKAO_ADMIN_KEY=\n');
  const variables = { KAKAO_CLIENT_ID: 'your-key' };
  const { findings } = await diagnose({ env: join(folder, '.env'), variables });
  expect(findings.map(({ code }) => code)).toEqual(expect.arrayContaining(['env_shadowed']));
  expect(findings.map(({ code }) => code)).not.toContain('placeholder');
  await rm(folder, { recursive: true });
});

describe('a .env file', () => {
  const key = '0123456789abcdef0123456789abcdef';
  const rest = `KAKAO_CLIENT_SECRET=AbcdefghijklmnopqrstuvwxyZ012345\nKAKAO_REDIRECT_URI=https://shop.example/cb\n`;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kakao-doctor-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const examine = async (text: string, variables: Record<string, string> = {}) => {
    const env = join(folder, '.env');
    await writeFile(env, text);
    const { findings } = await diagnose({ env, variables });
    const troubles = findings.filter(({ status }) => status === 'WARN' || status === 'FAIL');
    return { findings, troubles: troubles.map(({ code, settings }) => `${code} ${settings.join()}`) };
  };

  test.each([
    ['quotes', `KAKAO_CLIENT_ID="${key}"`],
    ['single quotes and a comment', `KAKAO_CLIENT_ID='${key}' # ours`],
    ['backticks', `KAKAO_CLIENT_ID=\`${key}\``],
    ['export', `export KAKAO_CLIENT_ID=${key}`],
    ['spaces around =', `KAKAO_CLIENT_ID = ${key}`],
    ['spaces in front', `   KAKAO_CLIENT_ID=${key}   `],
    ['CRLF', `# keys\r\nKAKAO_CLIENT_ID="${key}"\r\n`],
    ['a value on several lines before it', `PEM="-----BEGIN\nabc\n-----END"\nKAKAO_CLIENT_ID=${key}`],
    ['the name twice', `KAKAO_CLIENT_ID=your-key\nKAKAO_CLIENT_ID=${key}`],
    ['a name of Next.js', `NEXT_PUBLIC_KAKAO_REST_API_KEY=${key}`],
    ['a name of a properties file', `kakao.client-id=${key}`],
    ['a name of Spring', `spring.security.oauth2.client.registration.kakao.client-id=${key}`],
    ['a dollar that names nothing', `KAKAO_CLIENT_ID=${key}\nSESSION_SECRET=a$b\${NOTHING}`],
  ])('is read with %s', async (_name, line) => {
    expect((await examine(`${line}\n${rest}`)).troubles).toEqual([]);
  });

  test('with a byte order mark is read otherwise by node --env-file, which is told', async () => {
    expect((await examine(`\uFEFFKAKAO_CLIENT_ID=${key}\n${rest}`)).troubles).toEqual(['env_not_read KAKAO_CLIENT_ID']);
  });

  // Node 20 takes a tab for a part of the name, and Node 24 does not.
  test('with a tab in front of = has its value checked, on every Node', async () => {
    const { troubles } = await examine(`KAKAO_CLIENT_ID\t=\t${key}\n${rest}`);
    expect(['', 'env_not_read KAKAO_CLIENT_ID']).toContain(troubles.join());
  });

  test.each([
    ['a colon', `${rest}KAKAO_CLIENT_ID: ${key}`],
    ['a quote that is not closed', `${rest}KAKAO_CLIENT_ID="${key}`],
  ])('with %s is not called sound, on any Node', async (_name, text) => {
    const { troubles } = await examine(text);
    expect(troubles.join()).toMatch(/env_not_read KAKAO_CLIENT_ID,client_id_missing|quotes_or_spaces KAKAO_CLIENT_ID/);
  });

  test.each([
    ['SITE=https://shop.example', '${SITE}/cb'],
    ['SITE=https://shop.example', '"$SITE/cb"'],
    ['HOST=shop.example\nSITE=https://${HOST}', '${SITE}/cb'],
  ])('with a reference is checked with what it names, which is told: %j %s', async (site, value) => {
    const { findings, troubles } = await examine(
      `${site}\nKAKAO_CLIENT_ID=${key}\n${rest}KAKAO_REDIRECT_URI=${value}\n`,
    );
    expect(troubles).toEqual(['env_reference KAKAO_REDIRECT_URI']);
    expect(findings.find(({ code }) => code === 'redirect_uri')?.message.en).toContain('https://shop.example/cb –');
  });

  test('can name a variable of the environment, and a circle ends', async () => {
    const circle = `A=\${B}\nB=\${A}\nKAKAO_CLIENT_ID=\${KEY}\nKAKAO_SCOPE=\${A}\n`;
    const { troubles } = await examine(circle + rest, { KEY: key });
    expect(troubles).toContain('env_reference KAKAO_CLIENT_ID,KAKAO_SCOPE');
  });

  test('prints no secret that a reference brings in', async () => {
    const secret = 'AbcdefghijklmnopqrstuvwxyZ012345';
    const { findings } = await examine(
      `PART=${secret}\nKAKAO_CLIENT_SECRET=\${PART}\nKAKAO_REDIRECT_URI=/cb?x=\${PART}\n`,
    );
    expect(JSON.stringify(findings)).not.toContain(secret);
  });

  test.each(['“', '”', '‘', '"', "'", '\u00a0'])('with %j at an end of a key is told as such', async (quote) => {
    for (const value of [`${quote}${key}`, `${key}${quote}`, `${quote}${key}${quote}`]) {
      const { findings } = await diagnose({ variables: { KAKAO_CLIENT_ID: value } });
      expect(findings.filter(({ status }) => status === 'FAIL').map(({ code }) => code)).toContain('quotes_or_spaces');
    }
  });

  test('of Spring gives the path of its redirect URI', async () => {
    const { findings } = await examine(
      `KAKAO_CLIENT_ID=${key}\nKAKAO_REDIRECT_URI={baseUrl}/{action}/oauth2/code/{registrationId}\n`,
    );
    expect(findings.find(({ code }) => code === 'redirect_uri')?.message.en).toContain(': /login/oauth2/code/kakao on');
    expect(findings.map(({ code }) => code)).not.toContain('option_malformed');
  });
});
