export { Strategy as KakaoStrategy } from '@kakao-login/passport';
export type { Profile as KakaoProfile, StrategyOption } from '@kakao-login/passport';
