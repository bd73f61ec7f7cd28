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
  ])('with %s', async (_name, code) => {
    expect((await read(code)).apps).toMatchObject([expected]);
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
