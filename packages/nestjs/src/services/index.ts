import type { Abstract, Provider, Type } from '@nestjs/common';
import { KakaoClient } from '@kakao-login/client';
import { KakaoLogoutService, KakaoSignupService, KakaoUnlinkService } from './account.js';
import {
  KakaoOidcService,
  KakaoScopesService,
  KakaoShippingService,
  KakaoTermsService,
  KakaoUserService,
} from './areas.js';
import { KakaoAuthService } from './kakao-auth.service.js';

const classes: Type[] = [KakaoAuthService, KakaoSignupService, KakaoUnlinkService, KakaoLogoutService];

const area = <T>(provide: Abstract<T>, pick: (client: KakaoClient) => T) => ({
  provide,
  useFactory: pick,
  inject: [KakaoClient],
});
const areas = [
  area(KakaoUserService, (client) => client.user),
  area(KakaoScopesService, (client) => client.scopes),
  area(KakaoTermsService, (client) => client.terms),
  area(KakaoShippingService, (client) => client.shipping),
  area(KakaoOidcService, (client) => client.oidc),
];

export const serviceProviders: Provider[] = [...classes, ...areas];
export const serviceTokens: (Type | Abstract<unknown>)[] = [...classes, ...areas.map(({ provide }) => provide)];
