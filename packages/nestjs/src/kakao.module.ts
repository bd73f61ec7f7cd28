import { Inject, Logger, Module, Optional, RequestMethod, VERSION_NEUTRAL } from '@nestjs/common';
import type {
  BeforeApplicationShutdown,
  DynamicModule,
  MiddlewareConsumer,
  NestModule,
  OnApplicationBootstrap,
  OnApplicationShutdown,
  OnModuleInit,
  Type,
} from '@nestjs/common';
import { HttpAdapterHost, ModuleRef } from '@nestjs/core';
import type { WebhookReceiver } from '@kakao-login/client/webhooks';
import { KakaoStrategy, KakaoTokenStrategy } from '@kakao-login/passport';
import { KakaoVault } from '@kakao-login/vault';
import { isPerRequest, KakaoApps } from './apps.js';
import { preparePlatform } from './fastify.js';
import { checkFactory, checkValues, ConfigurableModuleClass, valuesFrom } from './module-definition.js';
import type { AsyncOptions, OPTIONS_TYPE } from './module-definition.js';
import { KAKAO_MODULE_NAME, KAKAO_MODULE_OPTIONS } from './module-options.js';
import type { KakaoModuleOptions } from './module-options.js';
import { nameConflict, startStrategy, stopStrategy } from './running-modules.js';
import type { RunningStrategy } from './running-modules.js';
import { getKakaoToken, tokenStrategyName } from './tokens.js';
import { usage, usageTexts } from './usage.js';
import { closeVault } from './vault.js';
import { claimPath, startWebhooks, webhookPath } from './webhooks/webhooks.js';

/**
 * Kakao Login for a Nest application. Import it and `AuthGuard('kakao')` of `@nestjs/passport` works, on Express and on
 * Fastify.
 *
 * @throws {KakaoUsageError} while the application starts, when an option is missing or malformed
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api
 */
@Module({})
export class KakaoModule
  extends ConfigurableModuleClass
  implements NestModule, OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown
{
  private readonly logger = new Logger(KakaoModule.name);
  private started: RunningStrategy[] = [];
  private webhooks: WebhookReceiver | undefined;

  constructor(
    // Optional, because Nest's own error would name only our symbol.
    @Optional() @Inject(KAKAO_MODULE_NAME) private readonly name: string,
    private readonly modules: ModuleRef,
    private readonly platform: HttpAdapterHost,
  ) {
    super();
    if (name === undefined) throw usage('option_missing', 'KakaoModule', usageTexts().options);
  }

  /**
   * Configures the module with fixed options.
   *
   * @throws {KakaoUsageError} `option_malformed` when the options are not an object
   */
  static override forRoot(options: typeof OPTIONS_TYPE): DynamicModule {
    checkValues(options);
    return super.forRoot(options);
  }

  /**
   * Configures the module with options from a factory or a class, for example one that injects `ConfigService`.
   *
   * @throws {KakaoUsageError} `option_missing` when there is no factory or class
   */
  static override forRootAsync(options: AsyncOptions): DynamicModule {
    checkFactory(options);
    const { useClass, useExisting, ...others } = options;
    const source = useExisting ?? useClass;
    if (options.useFactory !== undefined || source === undefined) return super.forRootAsync(options);
    // Nest would call the method without checking that it exists.
    const definition = super.forRootAsync({ ...others, inject: [source], useFactory: valuesFrom });
    const providers = definition.providers ?? [];
    return { ...definition, providers: useExisting === undefined ? [...providers, source as Type] : providers };
  }

  /** A middleware, so that global guards and interceptors of the application do not run before the receiver. */
  configure(consumer: MiddlewareConsumer): void {
    const path = webhookPath(this.modules.get<KakaoModuleOptions>(KAKAO_MODULE_OPTIONS));
    if (path === undefined) return;
    claimPath(path, this.name, this.platform.httpAdapter);
    const receive: WebhookReceiver['receive'] = (request, response) => this.webhooks?.receive(request, response);
    consumer.apply(receive).forRoutes({ path, method: RequestMethod.ALL, version: VERSION_NEUTRAL });
  }

  onModuleInit(): void {
    const { name, modules, logger } = this;
    const { httpAdapter } = this.platform as Partial<HttpAdapterHost>;
    preparePlatform(httpAdapter);
    const application = httpAdapter?.getInstance<object>();
    const login = modules.get<KakaoStrategy>(getKakaoToken(KakaoStrategy, name));
    const token = modules.get<KakaoTokenStrategy>(getKakaoToken(KakaoTokenStrategy, name));
    this.started = [
      { name, strategy: login, application },
      { name: tokenStrategyName(name), strategy: token, application },
    ];
    const conflicts = this.started.map((strategy) => nameConflict(strategy.name, application));
    const conflict = conflicts.find((sentence) => sentence !== undefined);
    if (conflict !== undefined) logger.warn(conflict);
    for (const strategy of this.started) startStrategy(strategy);
    for (const note of login.redirectUriNotes) logger.log(`Login "${name}" comes back to ${note}`);
  }

  /** At this point everything that the handlers need has started. */
  onApplicationBootstrap(): void {
    const { name, modules, logger } = this;
    const options = modules.get<KakaoModuleOptions>(KAKAO_MODULE_OPTIONS);
    this.webhooks = startWebhooks({ name, options, modules, logger });
  }

  /** At this point the databases of the handlers are still open. */
  async beforeApplicationShutdown(): Promise<void> {
    const lost = (await this.webhooks?.close()) ?? 0;
    if (lost > 0) this.logger.warn(`${lost} Kakao webhooks were not handled before the application stopped`);
  }

  /** Nest calls this after closing the HTTP server, so no request still needs the strategies or the client. */
  async onApplicationShutdown(): Promise<void> {
    for (const strategy of this.started) stopStrategy(strategy);
    this.started = [];
    const { modules, name } = this;
    await modules.get<KakaoApps>(getKakaoToken(KakaoApps, name)).close();
    const strategy = modules.get<KakaoStrategy>(getKakaoToken(KakaoStrategy, name));
    if (isPerRequest(strategy)) return;
    await closeVault(modules.get<KakaoVault>(getKakaoToken(KakaoVault, name)));
    // The application closes a client that it created itself.
    if (modules.get<KakaoModuleOptions>(KAKAO_MODULE_OPTIONS).client) return;
    await strategy.client.close();
  }
}
