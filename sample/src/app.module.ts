import type { IncomingMessage } from 'node:http';
import { type DynamicModule, Module } from '@nestjs/common';
import { KakaoModule } from '@kakao-login/nestjs';
import { KakaoXrayModule } from '@kakao-login/nestjs/xray';
import type { Request } from 'express';
import { AccountModule } from './account/account.module.js';
import { AuthModule } from './auth/auth.module.js';
import { MemberLogin } from './auth/member-login.js';
import { callbackPaths, type ShopConfig } from './config.js';
import { ConfigModule, SHOP_CONFIG } from './config.module.js';
import { ConsentsModule } from './consents/consents.module.js';
import { DatabaseModule } from './database/database.module.js';
import { HomeModule } from './home/home.module.js';
import { kakaoOptions } from './kakao-options.js';
import { MembersModule } from './members/members.module.js';
import { OrdersModule } from './orders/orders.module.js';
import { OwnerModule } from './owner/owner.module.js';
import { ShippingModule } from './shipping/shipping.module.js';
import { TermsModule } from './terms/terms.module.js';
import { type VaultOptions, VAULT_OPTIONS } from './vault/vault-options.js';
import { VaultModule } from './vault/vault.module.js';
import { preferencesOf } from './visit/preferences.js';
import type { ShopRequest } from './visit/visit.js';
import { VisitModule } from './visit/visit.module.js';
import type { Language } from './web/language.js';
import { WebModule } from './web/web.module.js';
import { WholesaleModule } from './wholesale/wholesale.module.js';

/** The X-ray has the language of the shop's pages. */
const languageOf = (request: IncomingMessage): Language => preferencesOf(request as Request).language;

@Module({})
export class AppModule {
  static forRoot(config: ShopConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(config),
        DatabaseModule,
        VaultModule,
        MembersModule,
        VisitModule,
        WebModule,
        KakaoModule.forRootAsync({
          inject: [SHOP_CONFIG, VAULT_OPTIONS],
          useFactory: (shop: ShopConfig, vault: VaultOptions) => ({
            ...kakaoOptions(shop, shop.kakao, callbackPaths.shop),
            vault,
            // For KakaoConsentGuard.
            currentUser: ({ visit }: ShopRequest) => visit.member?.kakaoId,
            // For logins with `link: true`.
            currentMember: (request) => (request as ShopRequest).visit.session.memberId,
          }),
          loginHandler: MemberLogin,
          imports: [MembersModule, VaultModule],
        }),
        HomeModule,
        AuthModule,
        AccountModule,
        ConsentsModule,
        TermsModule,
        ShippingModule,
        OrdersModule,
        WholesaleModule.forRoot(config),
        OwnerModule,
        ...(config.xray ? [KakaoXrayModule.forRoot({ language: languageOf })] : []),
      ],
    };
  }
}
