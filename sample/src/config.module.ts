import { type DynamicModule, Module } from '@nestjs/common';
import type { ShopConfig } from './config.js';

/** Injection token of {@link ShopConfig}. */
export const SHOP_CONFIG = Symbol('SHOP_CONFIG');

@Module({})
export class ConfigModule {
  static forRoot(config: ShopConfig): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [{ provide: SHOP_CONFIG, useValue: config }],
      exports: [SHOP_CONFIG],
    };
  }
}
