import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { ConfigurableModuleAsyncOptions, DynamicModule } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { KakaoClient } from '@kakao-login/client';
import { KakaoStrategy, KakaoTokenStrategy, createLoginTickets } from '@kakao-login/passport';
import { KakaoVault } from '@kakao-login/vault';
import { createStrategy, createTokenStrategy } from './create-strategy.js';
import { KakaoLoginHandler, KakaoTokenHandler, PlainLoginHandler, PlainTokenHandler } from './login-handler.js';
import { KakaoLoginTickets } from './login-tickets.js';
import { KAKAO_MODULE_NAME, KAKAO_MODULE_OPTIONS } from './module-options.js';
import type { KakaoModuleExtras, KakaoModuleOptions, KakaoModuleValues } from './module-options.js';
import { serviceProviders } from './services/index.js';
import { DEFAULT_NAME, getKakaoToken } from './tokens.js';
import type { NamedToken } from './tokens.js';
import { usage, usageTexts } from './usage.js';
import { createVault } from './vault.js';

function define(definition: DynamicModule, extras: KakaoModuleExtras): DynamicModule {
  const { isGlobal = true, name = DEFAULT_NAME, imports = [] } = extras;
  const { loginHandler = PlainLoginHandler, tokenHandler = PlainTokenHandler } = extras;
  // Under tokens of its own name, in the module as well: `app.get(KakaoClient)` finds the app that has no name, never another.
  const token: NamedToken = (type) => getKakaoToken(type, name);
  const shared = [
    {
      provide: token(KakaoStrategy),
      useFactory: (options: KakaoModuleOptions, modules: ModuleRef) =>
        // The vault needs the client, which comes from the strategy: it is looked up with the first login.
        createStrategy(checked(options), modules, () => modules.get<KakaoVault>(token(KakaoVault))),
      inject: [KAKAO_MODULE_OPTIONS, ModuleRef],
    },
    {
      provide: token(KakaoTokenStrategy),
      // A test may put another client in place of ours; that need not be one that a strategy can work with.
      useFactory: (options: KakaoModuleOptions, modules: ModuleRef, { client }: KakaoStrategy) =>
        createTokenStrategy(options, modules, client),
      inject: [KAKAO_MODULE_OPTIONS, ModuleRef, token(KakaoStrategy)],
    },
    {
      provide: token(KakaoClient),
      useFactory: (strategy: KakaoStrategy) => strategy.client,
      inject: [token(KakaoStrategy)],
    },
    {
      provide: token(KakaoVault),
      useFactory: ({ vault }: KakaoModuleOptions, client: KakaoClient) => createVault(vault, client),
      inject: [KAKAO_MODULE_OPTIONS, token(KakaoClient)],
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
    imports: [...(definition.imports ?? []), ...imports],
    providers: [
      ...(definition.providers ?? []),
      { provide: KAKAO_MODULE_NAME, useValue: name },
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

/** @throws KakaoUsageError for what stands beside the values: among those of a factory it came too late, and would be lost */
function checked(options: KakaoModuleOptions): KakaoModuleOptions {
  const given: Record<string, unknown> = { ...options };
  const option = Object.keys(defaults).find((name) => given[name] !== undefined);
  if (option === undefined) return options;
  throw usage('option_misplaced', option, usageTexts.misplaced(option));
}

export const { ConfigurableModuleClass, OPTIONS_TYPE } = new ConfigurableModuleBuilder<KakaoModuleOptions>({
  optionsInjectionToken: KAKAO_MODULE_OPTIONS,
})
  .setClassMethodName('forRoot')
  .setFactoryMethodName('createKakaoOptions')
  .setExtras<KakaoModuleExtras>(defaults, define)
  .build();

/** What `forRootAsync` takes. */
export type AsyncOptions = ConfigurableModuleAsyncOptions<KakaoModuleValues, 'createKakaoOptions'> & KakaoModuleExtras;
