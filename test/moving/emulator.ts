import { createKakaoEmulator, defaultSeed, type KakaoEmulator } from '@kakao-login/emulator';

/** The key of the second app, which has no client secret. */
export const keyWithoutSecret = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';

/** Starts an emulator with the app of the default seed and an app without a client secret. */
export const startMovingEmulator = (redirectUri: string): Promise<KakaoEmulator> =>
  createKakaoEmulator({
    apps: [
      defaultSeed.apps[0],
      {
        appId: '200001',
        name: '비밀 없는 앱',
        restApiKeys: [{ key: keyWithoutSecret, redirectUris: [redirectUri] }],
        consentItems: { profile_nickname: 'required' },
      },
    ],
    redirectUris: [redirectUri],
  });
