import type { Abstract, FactoryProvider, Type } from '@nestjs/common';
import { KakaoClient } from '@kakao-login/client';
import { KakaoStrategy } from '@kakao-login/passport';
import { KakaoVault } from '@kakao-login/vault';
import {
  KakaoOidcService,
  KakaoScopesService,
  KakaoShippingService,
  KakaoTermsService,
  KakaoUserService,
} from './areas.js';
import { KakaoAccount } from './kakao-account.js';
import { KakaoAuthService } from './kakao-auth.service.js';
import { KakaoLogoutService } from './kakao-logout.service.js';
import { KakaoSignupService } from './kakao-signup.service.js';
import { KakaoUnlinkService } from './kakao-unlink.service.js';
import { isPerRequest, perRequest } from '../apps.js';
import { standIn } from '../stand-in.js';
import type { NamedToken } from '../tokens.js';

const classes: Type[] = [KakaoAccount, KakaoAuthService, KakaoSignupService, KakaoUnlinkService, KakaoLogoutService];

type Make = (client: KakaoClient, vault: KakaoVault, strategy: KakaoStrategy) => unknown;

const areas = new Map<Abstract<unknown>, Make>([
  [KakaoUserService, (client) => client.user],
  [KakaoScopesService, (client) => client.scopes],
  [KakaoTermsService, (client) => client.terms],
  [KakaoShippingService, (client) => client.shipping],
  [KakaoOidcService, (client) => client.oidc],
]);

/** The services of one Kakao app. They only need the app's client, and some of them its vault. */
export function serviceProviders(token: NamedToken): FactoryProvider[] {
  const made = classes.map((type) => [type, ((...given): unknown => new type(...given)) satisfies Make] as const);
  return [...made, ...areas].map(([type, make]) => ({
    provide: token(type),
    useFactory: (client: KakaoClient, vault: KakaoVault, strategy: KakaoStrategy) =>
      isPerRequest(strategy) ? standIn(type as Type<object>, perRequest) : make(client, vault, strategy),
    inject: [token(KakaoClient), token(KakaoVault), token(KakaoStrategy)],
  }));
}
