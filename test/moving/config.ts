/** Where a project keeps what differs from one environment to the next. */
export interface KakaoConfig {
  clientID: string;
  clientSecret: string;
  callbackURL: string;
}

export const kakaoConfig = (): KakaoConfig => JSON.parse(process.env['KAKAO_CONFIG'] ?? '{}') as KakaoConfig;
