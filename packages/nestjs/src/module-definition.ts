import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { KakaoClient } from '@kakao-login/client';
import { KakaoStrategy, KakaoTokenStrategy, createLoginTickets } from '@kakao-login/passport';
import { createStrategy, createTokenStrategy } from './create-strategy.js';
import { KakaoLoginHandler, KakaoTokenHandler, PlainLoginHandler, PlainTokenHandler } from './login-handler.js';
import { KakaoLoginTickets } from './login-tickets.js';
import { KAKAO_MODULE_NAME, KAKAO_MODULE_OPTIONS } from './module-options.js';
import type { KakaoModuleExtras, KakaoModuleOptions } from './module-options.js';
import { serviceProviders } from './services/index.js';
import { DEFAULT_NAME, getKakaoToken } from './tokens.js';
import type { NamedToken } from './tokens.js';

function define(definition: DynamicModule, extras: KakaoModuleExtras): DynamicModule {
  const { isGlobal = true, name = DEFAULT_NAME, imports = [] } = extras;
  const { loginHandler = PlainLoginHandler, tokenHandler = PlainTokenHandler } = extras;
  // Under tokens of its own name, in the module as well: `app.get(KakaoClient)` finds the app that has no name, never another.
  const token: NamedToken = (type) => getKakaoToken(type, name);
  const shared = [
    {
      provide: token(KakaoStrategy),
      useFactory: createStrategy,
      inject: [KAKAO_MODULE_OPTIONS, ModuleRef],
    },
    {
      provide: token(KakaoTokenStrategy),
      useFactory: createTokenStrategy,
      inject: [KAKAO_MODULE_OPTIONS, ModuleRef, token(KakaoClient)],
    },
    {
      provide: token(KakaoClient),
      useFactory: (strategy: KakaoStrategy) => strategy.client,
      inject: [token(KakaoStrategy)],
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

export const { ConfigurableModuleClass, OPTIONS_TYPE, ASYNC_OPTIONS_TYPE } =
  new ConfigurableModuleBuilder<KakaoModuleOptions>({ optionsInjectionToken: KAKAO_MODULE_OPTIONS })
    .setClassMethodName('forRoot')
    .setFactoryMethodName('createKakaoOptions')
    .setExtras<KakaoModuleExtras>(
      {
        isGlobal: true,
        name: DEFAULT_NAME,
        loginHandler: PlainLoginHandler,
        tokenHandler: PlainTokenHandler,
        imports: [],
      },
      define,
    )
    .build();
