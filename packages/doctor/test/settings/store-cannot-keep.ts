import { KakaoStrategy } from '@kakao-login/passport';

/** Reads the variables of a service that is set up correctly, and enables PKCE without `state`. */
export const strategy = new KakaoStrategy(
  {
    clientID: process.env['KAKAO_CLIENT_ID'] ?? '',
    clientSecret: process.env['KAKAO_CLIENT_SECRET'] ?? '',
    adminKey: process.env['KAKAO_ADMIN_KEY'] ?? '',
    audiences: [process.env['KAKAO_JAVASCRIPT_KEY'] ?? '', process.env['KAKAO_NATIVE_APP_KEY'] ?? ''],
    callbackURL: process.env['KAKAO_REDIRECT_URI'] ?? '',
    logoutRedirectURL: process.env['KAKAO_LOGOUT_REDIRECT_URI'] ?? '',
    scope: process.env['KAKAO_SCOPE'] ?? '',
    state: false,
    pkce: true,
  },
  () => null,
);
