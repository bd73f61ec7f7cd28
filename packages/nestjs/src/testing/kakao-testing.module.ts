import { Global, Inject, Module } from '@nestjs/common';
import type { DynamicModule, INestApplicationContext, OnApplicationShutdown } from '@nestjs/common';
import { KakaoClient } from '@kakao-login/client';
import type { KakaoEmulator, KakaoEmulatorOptions } from '@kakao-login/emulator';
import { closeAll } from '../close-all.js';
import { OPTIONS_CHANGE, OptionsChange } from '../module-options.js';
import type { KakaoModuleOptions } from '../module-options.js';
import { usage, usageTexts } from '../usage.js';

const EMULATOR = Symbol('KakaoEmulator');
const EMULATOR_OPTIONS = Symbol('KakaoEmulatorOptions');

async function startEmulator(options: KakaoEmulatorOptions): Promise<KakaoEmulator> {
  const loaded = await import('@kakao-login/emulator').catch((error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException;
    const isMissing = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
    // Something that the emulator itself needs may be missing as well.
    if (!isMissing || !message.includes('@kakao-login/emulator')) throw error;
    throw usage('option_missing', 'KakaoTestingModule', usageTexts().emulator);
  });
  return loaded.createKakaoEmulator(options);
}

/** Moves `KakaoModule`s to an emulator. */
class Relocation extends OptionsChange {
  readonly #clients: KakaoClient[] = [];
  readonly #emulator: KakaoEmulator;

  constructor(emulator: KakaoEmulator) {
    super();
    this.#emulator = emulator;
  }

  /** A `KakaoModule` does not close a client that it is given. */
  async close(): Promise<void> {
    try {
      await closeAll(this.#clients.map((client) => () => client.close()));
    } finally {
      await this.#emulator.close();
    }
  }

  changed(options: KakaoModuleOptions): KakaoModuleOptions {
    const { url, apps, app: first, clock } = this.#emulator;
    const app = apps.find(({ restApiKeys }) => restApiKeys.some(({ key }) => key === options.clientID)) ?? first;
    const { issuer: _i, authorizationURL: _a, tokenURL: _t, profileURL: _p, clientSecret: _c, ...others } = options;
    const keys = {
      ...(app.clientSecret !== '' && { clientSecret: app.clientSecret }),
      // If it is there without a value, it comes from an environment variable that tests have not set.
      ...(Object.hasOwn(options, 'adminKey') && { adminKey: app.adminKey }),
    };
    const { audiences, http } = others;
    const client = new KakaoClient({
      clientId: app.restApiKey,
      ...keys,
      audiences,
      http,
      hosts: url,
      now: () => clock.now(),
    });
    this.#clients.push(client);
    const appId = Object.hasOwn(options, 'appId') && { appId: app.appId };
    return { ...others, ...keys, ...appId, clientID: app.restApiKey, hosts: url, client };
  }
}

/**
 * Lets the `KakaoModule`s of an application log in at an emulator of their own, which starts on a free port and closes
 * with the application. Needs `@kakao-login/emulator`.
 *
 * `clientID`, `clientSecret`, `adminKey` and `appId` become those of the emulator's app with the same REST API key, or of
 * its first app, and the client follows the emulator's clock. `hosts`, `client`, `issuer` and the options that end in
 * `URL` for Kakao's pages are ignored. All other options stay as they are.
 *
 * @throws KakaoUsageError while the application starts, when `@kakao-login/emulator` is not installed
 * @example
 * const module = await Test.createTestingModule({ imports: [AppModule, KakaoTestingModule] }).compile();
 * const app = await module.createNestApplication().init();
 * const { headers } = await loginAs(app, '달빛');
 * await request(app.getHttpServer()).get('/me').set(headers).expect(200);
 */
@Global()
@Module({
  providers: [
    { provide: EMULATOR_OPTIONS, useValue: {} },
    { provide: EMULATOR, useFactory: startEmulator, inject: [EMULATOR_OPTIONS] },
    {
      provide: OPTIONS_CHANGE,
      useFactory: (emulator: KakaoEmulator) => new Relocation(emulator),
      inject: [EMULATOR],
    },
  ],
  exports: [EMULATOR, OPTIONS_CHANGE],
})
export class KakaoTestingModule implements OnApplicationShutdown {
  constructor(@Inject(OPTIONS_CHANGE) private readonly relocation: { close(): Promise<void> }) {}

  /** With options of `createKakaoEmulator`: your own apps, consent items, terms and users. */
  static forRoot(options: KakaoEmulatorOptions): DynamicModule {
    return { module: KakaoTestingModule, providers: [{ provide: EMULATOR_OPTIONS, useValue: options }] };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.relocation.close();
  }
}

/**
 * The emulator of an application that imports {@link KakaoTestingModule}: to add users, order faults, move the clock, or
 * reset it after a test.
 *
 * @throws KakaoUsageError if the application does not import it
 */
export function kakaoEmulatorOf(app: INestApplicationContext): KakaoEmulator {
  try {
    return app.get<KakaoEmulator>(EMULATOR, { strict: false });
  } catch {
    throw usage('option_missing', 'KakaoTestingModule', usageTexts().testingModule);
  }
}
