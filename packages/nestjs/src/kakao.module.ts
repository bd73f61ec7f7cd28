import { Inject, Logger, Module, Optional } from '@nestjs/common';
import type { DynamicModule, OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost, ModuleRef } from '@nestjs/core';
import { KakaoUsageError } from '@kakao-login/client';
import { KakaoStrategy, KakaoTokenStrategy } from '@kakao-login/passport';
import type passport from 'passport';
import { preparePlatform } from './fastify.js';
import { ConfigurableModuleClass } from './module-definition.js';
import type { AsyncOptions, OPTIONS_TYPE } from './module-definition.js';
import { KAKAO_MODULE_NAME } from './module-options.js';
import { giveNameBack, registered, takeName } from './registered.js';
import { getKakaoToken, tokenStrategyName } from './tokens.js';

/**
 * Kakao Login for a Nest application. Importing it is enough for `AuthGuard('kakao')` of `@nestjs/passport` to work, on
 * Express and on Fastify.
 *
 * @throws KakaoUsageError while the application starts, when an option is missing or malformed
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api
 */
@Module({})
export class KakaoModule extends ConfigurableModuleClass implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(KakaoModule.name);

  constructor(
    // Optional for Nest only, which would explain the lack of it by a symbol of ours.
    @Optional() @Inject(KAKAO_MODULE_NAME) private readonly name: string,
    private readonly modules: ModuleRef,
    private readonly platform: HttpAdapterHost,
  ) {
    super();
    if (name === undefined) throw optionsMissing();
  }

  /** Options at hand. */
  static override forRoot(options: typeof OPTIONS_TYPE): DynamicModule {
    return super.forRoot(options);
  }

  /** Options from a factory or a class, such as one that injects `ConfigService`. */
  static override forRootAsync(options: AsyncOptions): DynamicModule {
    return super.forRootAsync(options);
  }

  onModuleInit(): void {
    preparePlatform(this.platform.httpAdapter);
    if (registered(this.name)) {
      this.logger.warn(
        `Passport already has a strategy named "${this.name}"; this KakaoModule takes its place until it closes. ` +
          'Give one of them another name (option "name") if both are meant to work.',
      );
    }
    for (const [name, strategy] of this.strategies()) takeName(name, strategy);
    for (const note of this.strategy.redirectUriNotes) this.logger.log(`Login "${this.name}" comes back to ${note}`);
  }

  onModuleDestroy(): void {
    for (const [name, strategy] of this.strategies()) giveNameBack(name, strategy);
  }

  private strategies(): [name: string, strategy: passport.Strategy][] {
    const { name } = this;
    return [
      [name, this.strategy],
      [tokenStrategyName(name), this.modules.get(getKakaoToken(KakaoTokenStrategy, name))],
    ];
  }

  private get strategy(): KakaoStrategy {
    return this.modules.get(getKakaoToken(KakaoStrategy, this.name));
  }
}

function optionsMissing(): KakaoUsageError {
  return new KakaoUsageError('option_missing', {
    option: 'KakaoModule',
    reason: { ko: '`KakaoModule`을 옵션 없이 가져왔습니다.', en: '`KakaoModule` is imported without options.' },
    remedy: {
      ko: '`imports`에 `KakaoModule.forRoot({ … })`나 `forRootAsync({ … })`를 넣으세요.',
      en: 'Put `KakaoModule.forRoot({ … })` or `forRootAsync({ … })` among the `imports`.',
    },
  });
}
