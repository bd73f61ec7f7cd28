import { isObject } from '@kakao-login/client/internal';
import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { ConfigurableModuleAsyncOptions, DynamicModule } from '@nestjs/common';
import { DiscoveryModule, ModuleRef } from '@nestjs/core';
import { KakaoClient } from '@kakao-login/client';
import { KakaoStrategy, KakaoTokenStrategy, createLoginTickets } from '@kakao-login/passport';
import { KakaoVault } from '@kakao-login/vault';
import { isPerRequest, KakaoApps, perRequest, strategyOf, tokenStrategyOf } from './apps.js';
import { provideConsent } from './consent.js';
import { createStrategy, createTokenStrategy } from './create-strategy.js';
import { KakaoLoginHandler, KakaoTokenHandler, PlainLoginHandler, PlainTokenHandler } from './login-handler.js';
import { KakaoLoginTickets } from './login-tickets.js';
import {
  GIVEN_OPTIONS,
  KAKAO_MODULE_NAME,
  KAKAO_MODULE_OPTIONS,
  OPTIONS_CHANGE,
  OptionsChange,
} from './module-options.js';
import type { AnyModuleOptions, KakaoModuleExtras, KakaoModuleOptions, KakaoModuleValues } from './module-options.js';
import { serviceProviders } from './services/index.js';
import { standIn } from './stand-in.js';
import { DEFAULT_NAME, getKakaoToken } from './tokens.js';
import type { NamedToken } from './tokens.js';
import { usage, usageTexts } from './usage.js';
import { createVault } from './vault.js';

function define(definition: DynamicModule, extras: KakaoModuleExtras): DynamicModule {
  const { isGlobal = true, name = DEFAULT_NAME, imports = [] } = extras;
  const { loginHandler = PlainLoginHandler, tokenHandler = PlainTokenHandler } = extras;
  // A named app uses named tokens, even inside its module, so `app.get(KakaoClient)` only finds the app without a name.
  const token: NamedToken = (type) => getKakaoToken(type, name);
  const shared = [
    {
      provide: token(KakaoApps),
      useFactory: (options: AnyModuleOptions, modules: ModuleRef) => new KakaoApps(options, modules),
      inject: [KAKAO_MODULE_OPTIONS, ModuleRef],
    },
    {
      provide: token(KakaoStrategy),
      useFactory: (options: AnyModuleOptions, modules: ModuleRef, apps: KakaoApps) => {
        checkPlace(options);
        if (options.app !== undefined) return strategyOf(apps);
        // Looked up at the first login: the vault needs the client, which comes from the strategy.
        const vault = () => modules.get<KakaoVault>(token(KakaoVault));
        const strategy = createStrategy(options, modules, vault);
        provideConsent(strategy, options, vault);
        return strategy;
      },
      inject: [KAKAO_MODULE_OPTIONS, ModuleRef, token(KakaoApps)],
    },
    {
      provide: token(KakaoTokenStrategy),
      // From the strategy: a test may override `KakaoClient` with a fake that a strategy cannot use.
      useFactory: (options: AnyModuleOptions, modules: ModuleRef, { client }: KakaoStrategy, apps: KakaoApps) =>
        options.app === undefined ? createTokenStrategy(options, modules, client) : tokenStrategyOf(apps),
      inject: [KAKAO_MODULE_OPTIONS, ModuleRef, token(KakaoStrategy), token(KakaoApps)],
    },
    {
      provide: token(KakaoClient),
      useFactory: (strategy: KakaoStrategy) => strategy.client,
      inject: [token(KakaoStrategy)],
    },
    {
      provide: token(KakaoVault),
      useFactory: ({ vault }: KakaoModuleOptions, client: KakaoClient, strategy: KakaoStrategy) =>
        vault !== undefined && isPerRequest(strategy) ? standIn(KakaoVault, perRequest) : createVault(vault, client),
      inject: [KAKAO_MODULE_OPTIONS, token(KakaoClient), token(KakaoStrategy)],
    },
    {
      provide: token(KakaoLoginTickets),
      useFactory: ({ tickets }: KakaoModuleOptions) => createLoginTickets(tickets),
      inject: [KAKAO_MODULE_OPTIONS],
    },
    ...serviceProviders(token),
  ];
  return {
    ...definition,
    global: isGlobal,
    imports: [...(definition.imports ?? []), DiscoveryModule, ...imports],
    providers: [
      ...(definition.providers ?? []),
      { provide: KAKAO_MODULE_NAME, useValue: name },
      {
        provide: KAKAO_MODULE_OPTIONS,
        // An automatic mock (`useMocker`) is no change.
        useFactory: (given: KakaoModuleOptions, change: unknown) => {
          checkValues(given);
          return change instanceof OptionsChange ? change.changed(given) : given;
        },
        inject: [GIVEN_OPTIONS, { token: OPTIONS_CHANGE, optional: true }],
      },
      { provide: KakaoLoginHandler, useClass: loginHandler },
      { provide: KakaoTokenHandler, useClass: tokenHandler },
      ...shared,
    ],
    exports: shared.map(({ provide }) => provide),
  };
}

const defaults: Required<KakaoModuleExtras> = {
  isGlobal: true,
  name: DEFAULT_NAME,
  loginHandler: PlainLoginHandler,
  tokenHandler: PlainTokenHandler,
  imports: [],
};

/** @throws {KakaoUsageError} when the options, or what a factory or a class returns, are not an object */
export function checkValues(options: unknown): void {
  if (!isObject(options)) throw usage('option_malformed', 'KakaoModule', usageTexts().values);
}

/** @throws {KakaoUsageError} when there is nothing that creates the options */
export function checkFactory(options: AsyncOptions): void {
  const { useFactory, useClass, useExisting } = Object(options) as AsyncOptions;
  const isUsable =
    typeof useFactory === 'function' ||
    (useFactory === undefined && (typeof useClass === 'function' || (useExisting ?? undefined) !== undefined));
  if (!isUsable) throw usage('option_missing', 'KakaoModule', usageTexts().factory);
}

interface OptionsFactory {
  createKakaoOptions?: () => KakaoModuleValues | Promise<KakaoModuleValues>;
}

/** @throws {KakaoUsageError} when the class has no method for the options */
export function valuesFrom(factory: OptionsFactory): KakaoModuleValues | Promise<KakaoModuleValues> {
  if (typeof factory.createKakaoOptions === 'function') return factory.createKakaoOptions();
  throw usage('option_missing', 'KakaoModule', usageTexts().factory);
}

/**
 * @throws {KakaoUsageError} when a factory returns an option that Nest needs when the module is declared. It would be
 * ignored
 */
function checkPlace(options: AnyModuleOptions): void {
  const given: Record<string, unknown> = { ...options };
  const option = Object.keys(defaults).find((name) => given[name] !== undefined);
  if (option === undefined) return;
  throw usage('option_misplaced', option, usageTexts().misplaced(option));
}

export const { ConfigurableModuleClass, OPTIONS_TYPE } = new ConfigurableModuleBuilder<AnyModuleOptions>({
  optionsInjectionToken: GIVEN_OPTIONS,
})
  .setClassMethodName('forRoot')
  .setFactoryMethodName('createKakaoOptions')
  .setExtras<KakaoModuleExtras>(defaults, define)
  .build();

/** Options of `forRootAsync`. */
export type AsyncOptions = ConfigurableModuleAsyncOptions<KakaoModuleValues, 'createKakaoOptions'> & KakaoModuleExtras;
