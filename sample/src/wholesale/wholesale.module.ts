import { Controller, type DynamicModule, Get, Module } from '@nestjs/common';
import { KakaoModule } from '@kakao-login/nestjs';
import { callbackPaths, type ShopConfig } from '../config.js';
import { kakaoOptions } from '../kakao-options.js';
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

/** A second Kakao app beside the first: the same module, given a `name`. */
@Module({})
export class WholesaleModule {
  static forRoot(config: ShopConfig): DynamicModule {
    if (config.wholesale === undefined) return { module: WholesaleModule, controllers: [ClosedController] };
    return {
      module: WholesaleModule,
      imports: [
        KakaoModule.forRoot({
          name: WHOLESALE,
          ...kakaoOptions(config, config.wholesale, callbackPaths.wholesale),
        }),
      ],
      controllers: [WholesaleController],
      providers: [CustomersService],
    };
  }
}
