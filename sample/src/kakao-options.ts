import type { KakaoModuleOptions } from '@kakao-login/nestjs';
import type { KakaoApp, ShopConfig } from './config.js';

/** One app's keys as `KakaoModule` takes them. */
export function kakaoOptions(config: ShopConfig, app: KakaoApp, callbackPath: string): KakaoModuleOptions {
  return {
    clientID: app.clientId,
    ...(app.clientSecret !== undefined && { clientSecret: app.clientSecret }),
    ...(app.adminKey !== undefined && { adminKey: app.adminKey }),
    // The ID token of a login that the JavaScript SDK started is issued to the JavaScript key.
    ...(app.javascriptKey !== undefined && { audiences: [app.javascriptKey] }),
    ...(config.emulatorUrl !== undefined && { hosts: config.emulatorUrl }),
    callbackURL: `${config.publicUrl}${callbackPath}`,
    // The login cookie of an app without a client secret needs another secret.
    cookie: { secret: config.sessionSecret },
    // The members table has a phone number, which is not in the ID token.
    profile: 'user',
  };
}
