import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import type { DynamicModule, INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { KakaoUsageError } from '@kakao-login/client';
import { KakaoLoginHandler, KakaoModule, KakaoUserService } from '@kakao-login/nestjs';
import type { KakaoModuleOptions } from '@kakao-login/nestjs';
import passport from 'passport';
import { start } from './support/start.js';

const good: KakaoModuleOptions = {
  clientID: '0123456789abcdef0123456789abcdef',
  clientSecret: 'ClientSecretFromTheKakaoConsole1',
  callbackURL: 'https://shop.example.com/auth/kakao/callback',
};
const strategy = (name: string): unknown =>
  (passport as unknown as { _strategy(name: string): unknown })._strategy(name);

@Injectable()
class OptionsFromClass {
  createKakaoOptions(): KakaoModuleOptions {
    return good;
  }
}

@Module({ providers: [OptionsFromClass], exports: [OptionsFromClass] })
class ConfigModule {}

let app: { close(): Promise<void> } | undefined;
afterEach(async () => {
  await app?.close();
  app = undefined;
});

async function boot(module: DynamicModule): Promise<string[]> {
  const started = await start('express', { imports: [module] });
  app = started;
  return started.log;
}

describe('options come', () => {
  const ways: Record<string, () => DynamicModule> = {
    directly: () => KakaoModule.forRoot(good),
    'from a factory': () => KakaoModule.forRootAsync({ useFactory: () => good }),
    'from an asynchronous factory': () => KakaoModule.forRootAsync({ useFactory: () => Promise.resolve(good) }),
    'from a factory that injects': () =>
      KakaoModule.forRootAsync({
        imports: [ConfigModule],
        inject: [OptionsFromClass],
        useFactory: (config: OptionsFromClass) => config.createKakaoOptions(),
      }),
    'from a class': () => KakaoModule.forRootAsync({ useClass: OptionsFromClass }),
    'from a provider': () => KakaoModule.forRootAsync({ imports: [ConfigModule], useExisting: OptionsFromClass }),
  };
  test.each(Object.entries(ways))('%s', async (_way, make) => {
    await boot(make());
    expect(strategy('kakao')).toBeDefined();
  });
});

test.each([undefined, ''])(
  'a client secret that is %p does not prevent the start, but causes one warning',
  async (clientSecret) => {
    const warned = jest.spyOn(process, 'emitWarning').mockReturnValue();
    try {
      await boot(KakaoModule.forRoot({ ...good, clientSecret }));
      expect(warned.mock.calls).toEqual([
        [expect.stringContaining('`cookie.secret`'), { code: 'KAKAO_RANDOM_COOKIE_KEY' }],
      ]);
      expect(strategy('kakao')).toBeDefined();
    } finally {
      warned.mockRestore();
    }
  },
);

describe('a wrong option prevents the start, and the error names it and its place in Kakao’s console', () => {
  const console_ = /\[App\] > \[Platform key\] > \[REST API key\]/;
  const wrong: [string, object, string, RegExp][] = [
    ['no clientID', { ...good, clientID: undefined }, 'clientID', console_],
    ['an empty clientID', { ...good, clientID: '' }, 'clientID', console_],
    ['a blank clientSecret', { ...good, clientSecret: ' ' }, 'clientSecret', console_],
    ['no callbackURL', { ...good, callbackURL: undefined }, 'callbackURL', console_],
    ['an invalid callbackURL', { ...good, callbackURL: 'shop.example.com/callback' }, 'callbackURL', console_],
    ['no options at all', {}, 'clientID', console_],
  ];
  test.each(wrong)('%s', async (_what, options, option, place) => {
    for (const module of [
      KakaoModule.forRoot(options as KakaoModuleOptions),
      KakaoModule.forRootAsync({ useFactory: () => Promise.resolve(options as KakaoModuleOptions) }),
    ]) {
      const error: unknown = await boot(module).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(KakaoUsageError);
      expect(error).toMatchObject({ option, message: expect.stringContaining(option) });
      expect((error as Error).message).toMatch(place);
    }
    expect(strategy('kakao')).toBeUndefined();
  });
});

describe('the start fails, and the error says what KakaoModule needs, when', () => {
  const nothing: [string, unknown][] = [
    ['undefined', undefined],
    ['null', null],
    ['a string', 'kakao'],
    ['a number', 7],
    ['a list', [good]],
    ['a function', () => good],
  ];
  const forAll = (way: string, make: (value: never) => DynamicModule) =>
    nothing.map(([what, value]): [string, () => DynamicModule] => [`${way} ${what}`, () => make(value as never)]);
  const classReturning = (value: unknown): never => {
    @Injectable()
    class Options {
      createKakaoOptions = () => value;
    }
    return Options as never;
  };

  test.each([
    ...forAll('the options are', (value) => KakaoModule.forRoot(value)),
    ...forAll('a factory returns', (value) => KakaoModule.forRootAsync({ useFactory: () => value })),
    ...forAll('a promise of a factory is', (value) =>
      KakaoModule.forRootAsync({ useFactory: () => Promise.resolve(value) }),
    ),
    ...forAll('a class returns', (value) => KakaoModule.forRootAsync({ useClass: classReturning(value) })),
  ])('%s', async (_, make) => {
    const error: unknown = await (async () => boot(make()))().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'option_malformed',
      option: 'KakaoModule',
      message: expect.stringMatching(
        /KakaoModule[^]*useFactory: \(\) => \(\{ clientID, clientSecret, callbackURL \}\)/,
      ),
    });
    expect(strategy('kakao')).toBeUndefined();
  });

  test.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a string', 'kakao'],
    ['no factory', {}],
    ['options instead of a factory', good],
    ['an undefined factory', { useFactory: undefined }],
    ['a factory that is an object', { useFactory: good }],
    ['a class that is null', { useClass: null }],
    ['a class that is an object', { useClass: good }],
    ['a provider that is undefined', { useExisting: undefined }],
  ])('forRootAsync gets %s', (_, options) => {
    expect(() => KakaoModule.forRootAsync(options as never)).toThrow(
      expect.objectContaining({
        code: 'option_missing',
        option: 'KakaoModule',
        message: expect.stringContaining('createKakaoOptions()'),
      }),
    );
  });

  test.each(['useClass', 'useExisting'])('%s has no method for the options', async (way) => {
    @Injectable()
    class Wrong {
      createOptions = () => good;
    }
    @Module({ providers: [Wrong], exports: [Wrong] })
    class WrongModule {}
    const module = KakaoModule.forRootAsync({ imports: [WrongModule], [way]: Wrong });
    await expect(boot(module)).rejects.toMatchObject({
      code: 'option_missing',
      option: 'KakaoModule',
      message: expect.stringContaining('createKakaoOptions()'),
    });
  });

  test.each<[string, unknown]>([
    ['null', null],
    ['a string', 'memory'],
    ['a number', 7],
    ['a list', []],
  ])('the vault is %s', async (_, vault) => {
    for (const module of [
      KakaoModule.forRoot({ ...good, vault } as never),
      KakaoModule.forRoot({ app: () => null, callbackURL: '/cb', vault } as never),
    ]) {
      await expect(boot(module)).rejects.toMatchObject({ code: 'option_malformed', option: 'vault' });
    }
  });
});

describe('an option of the module is refused in the result of a factory, where it would be ignored', () => {
  class Refusing extends KakaoLoginHandler {
    handle(): null {
      return null;
    }
  }
  const misplaced = { ...good, loginHandler: Refusing } as KakaoModuleOptions;
  @Injectable()
  class Misplacing {
    createKakaoOptions(): KakaoModuleOptions {
      return misplaced;
    }
  }
  @Module({ providers: [Misplacing], exports: [Misplacing] })
  class MisplacingModule {}

  const ways: Record<string, DynamicModule> = {
    useFactory: KakaoModule.forRootAsync({ useFactory: () => misplaced }),
    useClass: KakaoModule.forRootAsync({ useClass: Misplacing }),
    useExisting: KakaoModule.forRootAsync({ imports: [MisplacingModule], useExisting: Misplacing }),
  };
  test.each(Object.entries(ways))('a handler, by %s', async (_way, module) => {
    const error: unknown = await boot(module).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(KakaoUsageError);
    expect(error).toMatchObject({ code: 'option_misplaced', option: 'loginHandler' });
    expect((error as Error).message).toContain('next to `useFactory`');
  });

  test.each(Object.entries({ tokenHandler: Refusing, name: 'shop', isGlobal: false, imports: [ConfigModule] }))(
    '%s',
    async (option, value) => {
      const module = KakaoModule.forRootAsync({
        useFactory: () => Promise.resolve({ ...good, [option]: value } as KakaoModuleOptions),
      });
      await expect(boot(module)).rejects.toMatchObject({ code: 'option_misplaced', option });
    },
  );
});

test('the module without forRoot prevents the start, and the error says how to import it', async () => {
  await expect(start('express', { imports: [KakaoModule] })).rejects.toThrow(/KakaoModule\.forRoot/);
});

test('the log says which redirect URI to register', async () => {
  const log = await boot(KakaoModule.forRoot(good));
  const line = log.find((text) => text.includes('Redirect URI'));
  expect(line).toContain('https://shop.example.com/auth/kakao/callback ');
  expect(line).toContain('Platform key');
  expect(log.join()).not.toContain(good.clientSecret);
});

test('the log contains every redirect URI that a request can choose', async () => {
  const further = 'https://app.example.com/login/done';
  const log = await boot(KakaoModule.forRoot({ ...good, callbackURLs: [further] }));
  expect(log.filter((text) => text.includes('Redirect URI'))).toHaveLength(2);
  expect(log.join()).toContain(`${further} – register exactly this`);
});

test('the log also explains a callback that depends on the request', async () => {
  const log = await boot(KakaoModule.forRoot({ ...good, callbackURL: '/auth/kakao/callback' }));
  expect(log.find((text) => text.includes('Redirect URI'))).toContain('https://<origin>/auth/kakao/callback');
});

describe('with the emulator, the log says how to register the redirect URI there', () => {
  const command = 'kakao-emulator --redirect-uri';
  const callback = 'http://localhost:3000/auth/kakao/callback';
  const cases: [string, Partial<KakaoModuleOptions>, string][] = [
    ['one address', { hosts: 'http://localhost:8787' }, `${command} ${callback}`],
    ['an IP address', { hosts: 'http://127.0.0.1:8787' }, `${command} ${callback}`],
    ['only the host of logins', { hosts: { kauth: 'http://[::1]:8787' } }, `${command} ${callback}`],
    ['a subdomain', { hosts: 'http://kakao.localhost:8787' }, `${command} ${callback}`],
    [
      'a path',
      { hosts: 'http://localhost:8787', callbackURL: '/auth/kakao/callback' },
      `${command} 'http://<origin>/auth/kakao/callback'`,
    ],
    [
      'a query',
      { hosts: 'http://localhost:8787', callbackURL: `${callback}?a=1&b=2` },
      `${command} '${callback}?a=1&b=2'`,
    ],
  ];
  test.each(cases)('%s', async (_what, options, expected) => {
    const log = await boot(KakaoModule.forRoot({ ...good, callbackURL: callback, ...options }));
    const line = log.find((text) => text.includes('comes back to')) ?? '';
    expect(line.endsWith(`with the emulator: ${expected}`)).toBe(true);
  });

  test('every other redirect URI', async () => {
    const further = 'http://localhost:3000/app/callback';
    const log = await boot(KakaoModule.forRoot({ ...good, callbackURLs: [further], hosts: 'http://localhost:8787' }));
    expect(log.filter((text) => text.includes(command))).toHaveLength(2);
    expect(log.join('\n')).toContain(`${command} ${further}`);
  });

  test('and where to do it in Kakao’s console, if the host may be a proxy of Kakao', async () => {
    const log = await boot(KakaoModule.forRoot({ ...good, hosts: 'https://kakao.inside.example.com' }));
    expect(log.join()).toContain(`${command} ${good.callbackURL}`);
    expect(log.join()).toContain('Platform key');
  });

  test('but not if only calls after the login use another host', async () => {
    const log = await boot(KakaoModule.forRoot({ ...good, hosts: { kapi: 'http://localhost:8787' } }));
    expect(log.join()).not.toContain(command);
  });
});

test('with isGlobal: false, only modules that import it can inject the services', async () => {
  @Injectable()
  class Needy {
    constructor(readonly users: KakaoUserService) {}
  }
  @Module({ providers: [Needy] })
  class Elsewhere {}
  @Module({ imports: [KakaoModule.forRoot({ ...good, isGlobal: false })], providers: [Needy] })
  class Here {}

  app = await start('express', { imports: [Here] });
  await expect(start('express', { imports: [Here, Elsewhere] })).rejects.toThrow(/KakaoUserService/);
});

describe('the strategy', () => {
  test('is removed from Passport when the application closes', async () => {
    await boot(KakaoModule.forRoot(good));
    await app?.close();
    app = undefined;
    expect(strategy('kakao')).toBeUndefined();
  });

  test('exists without an HTTP server, for other uses of the module', async () => {
    @Module({ imports: [KakaoModule.forRoot(good)] })
    class Worker {}
    const context: INestApplicationContext = await NestFactory.createApplicationContext(Worker, {
      logger: false,
      abortOnError: false,
    });
    app = context;
    expect(strategy('kakao')).toBeDefined();
  });
});
