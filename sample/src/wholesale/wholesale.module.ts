import { Controller, type DynamicModule, Get, Module } from '@nestjs/common';
import { KakaoModule } from '@kakao-login/nestjs';
import { callbackPaths, type ShopConfig } from '../config.js';
import { kakaoOptions } from '../kakao-options.js';
import { type VaultOptions, VAULT_OPTIONS } from '../vault/vault-options.js';
import { VaultModule } from '../vault/vault.module.js';
import { type View, view } from '../web/view.js';
import { CustomersService } from './customers.service.js';
import { WHOLESALE } from './wholesale-kakao.js';
import { WholesaleController } from './wholesale.controller.js';
import { WholesaleClosedPage } from './wholesale.page.js';

@Controller('wholesale')
class ClosedController {
  @Get()
  show(): View {
    return view(WholesaleClosedPage, {});
  }
}

/** A second Kakao app: the same module, with a `name`. */
@Module({})
export class WholesaleModule {
  static forRoot(config: ShopConfig): DynamicModule {
    const { wholesale } = config;
    if (wholesale === undefined) return { module: WholesaleModule, controllers: [ClosedController] };
    return {
      module: WholesaleModule,
      imports: [
        KakaoModule.forRootAsync({
          name: WHOLESALE,
          inject: [VAULT_OPTIONS],
          useFactory: (vault: VaultOptions) => ({
            ...kakaoOptions(config, wholesale, callbackPaths.wholesale),
            vault,
          }),
          imports: [VaultModule],
        }),
      ],
      controllers: [WholesaleController],
      providers: [CustomersService],
    };
  }
}
