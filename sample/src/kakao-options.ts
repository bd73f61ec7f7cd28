import type { KakaoModuleOptions } from '@kakao-login/nestjs';
import type { KakaoApp, ShopConfig } from './config.js';

/** One app's keys as `KakaoModule` takes them. */
export function kakaoOptions(config: ShopConfig, app: KakaoApp, callbackPath: string): KakaoModuleOptions {
  return {
    clientID: app.clientId,
    ...(app.clientSecret !== undefined && { clientSecret: app.clientSecret }),
    ...(app.adminKey !== undefined && { adminKey: app.adminKey }),
    // A login begun by the JavaScript SDK comes with an ID token for the JavaScript key.
    ...(app.javascriptKey !== undefined && { audiences: [app.javascriptKey] }),
    ...(config.emulatorUrl !== undefined && { hosts: config.emulatorUrl }),
    callbackURL: `${config.publicUrl}${callbackPath}`,
    // An app without a client secret has no secret of its own to seal the login cookie with.
    cookie: { secret: config.sessionSecret },
    // The ID token has no phone number; the member table wants one.
    profile: 'user',
  };
}
