import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { DynamicModule, Provider } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { KakaoClient } from '@kakao-login/client';
import { KakaoStrategy, KakaoTokenStrategy } from '@kakao-login/passport';
import { createStrategy, createTokenStrategy } from './create-strategy.js';
import { KakaoLoginHandler, KakaoTokenHandler, PlainLoginHandler, PlainTokenHandler } from './login-handler.js';
import { KAKAO_MODULE_NAME, KAKAO_MODULE_OPTIONS } from './module-options.js';
import type { KakaoModuleExtras, KakaoModuleOptions } from './module-options.js';
import { serviceProviders, serviceTokens } from './services/index.js';
import { DEFAULT_NAME, getKakaoToken } from './tokens.js';

const provided = [KakaoClient, KakaoStrategy, KakaoTokenStrategy, ...serviceTokens];

function define(definition: DynamicModule, extras: KakaoModuleExtras): DynamicModule {
  const { isGlobal = true, name = DEFAULT_NAME, imports = [] } = extras;
  const { loginHandler = PlainLoginHandler, tokenHandler = PlainTokenHandler } = extras;
  return {
    ...definition,
    global: isGlobal,
    imports: [...(definition.imports ?? []), ...imports],
    providers: [
      ...(definition.providers ?? []),
      { provide: KAKAO_MODULE_NAME, useValue: name },
      { provide: KakaoLoginHandler, useClass: loginHandler },
      { provide: KakaoTokenHandler, useClass: tokenHandler },
      {
        provide: KakaoStrategy,
        useFactory: createStrategy,
        inject: [KAKAO_MODULE_OPTIONS, ModuleRef],
      },
      {
        provide: KakaoTokenStrategy,
        useFactory: createTokenStrategy,
        inject: [KAKAO_MODULE_OPTIONS, ModuleRef, KakaoClient],
      },
      { provide: KakaoClient, useFactory: (strategy: KakaoStrategy) => strategy.client, inject: [KakaoStrategy] },
      ...serviceProviders,
      ...aliases(name),
    ],
    exports: provided.map((type) => getKakaoToken(type, name)),
  };
}

/** A further app shows its instances under named tokens only, so that two global modules never meet. */
function aliases(name: string): Provider[] {
  if (name === DEFAULT_NAME) return [];
  return provided.map((type) => ({ provide: getKakaoToken(type, name), useExisting: type }));
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
