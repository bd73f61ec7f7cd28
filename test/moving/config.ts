/** Settings that differ between environments. */
export interface KakaoConfig {
  clientID: string;
  clientSecret: string;
  callbackURL: string;
}

export const kakaoConfig = (): KakaoConfig => JSON.parse(process.env['KAKAO_CONFIG'] ?? '{}') as KakaoConfig;
